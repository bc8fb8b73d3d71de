//go:build linux || darwin

package main

import (
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/paperwurks/elasticache-redis/internal/servers"
)

var exported = regexp.MustCompile(`(?m)^export (\w+)='(.*)'$`)

// TestEnvironment checks that the variables are those that an ECS task gets, with this machine's ports.
func TestEnvironment(t *testing.T) {
	for environment, want := range map[string][]string{
		"prod":       {"", "", ""},
		"prod-users": {"broker-20261123", "cache-20261123", "reader-20261123", "reader-20261123", "result-20261123"},
	} {
		_, env := composed(t, parsed(t, environment))
		variables := map[string]string{}
		for _, line := range exported.FindAllStringSubmatch(env, -1) {
			variables[line[1]] = line[2]
		}
		ports := map[string]string{"REDIS_BROKER_URL": "7379", "REDIS_RESULT_URL": "7379", "REDIS_CACHE_URL": "7380"}
		var users []string
		for name, text := range variables {
			if !strings.HasSuffix(name, "_URL") {
				continue
			}
			address, err := url.Parse(text)
			if err != nil {
				t.Fatalf("%s: %s is no URL", environment, name)
			}
			if port := ports[name]; address.Hostname() != host || port != "" && address.Port() != port {
				t.Errorf("%s: %s leads to %s, want %s:%s", environment, name, address.Host, host, port)
			}
			users = append(users, address.User.Username())
		}
		slices.Sort(users)
		if !slices.Equal(users, want) {
			t.Errorf("%s: the URLs %v have the users %q, want %q", environment, slices.Sorted(maps.Keys(variables)), users, want)
		}
		if !strings.HasSuffix(variables["SSL_CERT_FILE"], "/"+caFile) {
			t.Errorf("%s: SSL_CERT_FILE is %q", environment, variables["SSL_CERT_FILE"])
		}
	}
}

// TestDifferences checks that a run says what it is not.
func TestDifferences(t *testing.T) {
	stack := parsed(t, "dev")
	for name, g := range stack.Groups {
		for _, test := range []struct {
			server    servers.Server
			maxmemory string
			nodeType  string
			leftOut   []string
			want      []string
		}{
			{servers.Server{Engine: "redis", Version: "7.1.0"}, "", "cache.t4g.micro", nil, nil},
			{
				servers.Server{Engine: "valkey", Version: "8.1.1"}, "64mb", "cache.t4g.micro", []string{"search-x"},
				[]string{
					"is redis 7.1, not valkey 8.1.1",
					"has a maxmemory of 384 MB (cache.t4g.micro), not 64mb",
					"has the parameter search-x, which valkey 8.1.1 does not know",
				},
			},
			{
				servers.Server{Engine: "redis", Version: "7.1.0"}, "64mb", "cache.z9.large", nil,
				[]string{"has a maxmemory that is unknown here for cache.z9.large, not 64mb"},
			},
		} {
			group := *g
			group.NodeType = test.nodeType
			got := differences(&servers.Group{
				Spec: servers.Spec{
					Group: &group, Resource: name, Parameters: stack.Parameters(g), Server: test.server, Maxmemory: test.maxmemory,
				},
				LeftOut: test.leftOut,
			})
			want := slices.Concat(test.want, []string{"has nodes on machines of their own, " + test.nodeType})
			if !slices.Equal(got, want) {
				t.Errorf("%s:\n got %s\nwant %s", test.server, strings.Join(got, "\n     "), strings.Join(want, "\n     "))
			}
		}
	}
}

// TestDescribe checks that each group is there with its shape.
func TestDescribe(t *testing.T) {
	var out strings.Builder
	stack := parsed(t, "prod")
	base := t.TempDir() + "/compose"
	if err := compose(options{stack: "redis-prod", memory: "64mb"}, base, stack, &out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		fmt.Sprintf("  broker     %s:%d  redis 7.0, cluster mode disabled, replicas: 1\n", host, composePort),
		fmt.Sprintf("  redis      %s:%d  redis 7.0, cluster mode enabled, shards: 1, replicas: 1\n", host, composePort+1),
		"  broker     has a maxmemory of 384 MB (cache.t4g.micro), not 64mb\n",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
}
