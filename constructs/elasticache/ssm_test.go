package elasticache_test

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/paperwurks/elasticache-redis/internal/fixtures"
	"github.com/paperwurks/elasticache-redis/internal/synthtest"
)

const (
	primary       = "primary_endpoint_address"
	configuration = "configuration_endpoint_address"
)

// What applications read: in every environment the same names, each served by the group whose role serves it.
func TestSSMParameters(t *testing.T) {
	type parameter struct {
		group, kind, endpoint string
		database              int
	}
	secret := func(group, endpoint string, database int) parameter {
		return parameter{group, "SecureString", endpoint, database}
	}
	shared := func(prefix string) map[string]parameter {
		return map[string]parameter{
			prefix + "/redis/url":              secret("redis", primary, 0),
			prefix + "/redis/broker-url":       secret("redis", primary, 0),
			prefix + "/redis/result-url":       secret("redis", primary, 1),
			prefix + "/redis/cache-url":        secret("redis", primary, 2),
			prefix + "/redis/auth-token":       secret("redis", "", 0),
			prefix + "/redis/primary-endpoint": {"redis", "String", primary, 0},
			prefix + "/redis/port":             {"redis", "String", "", 0},
		}
	}
	wants := map[string]map[string]parameter{
		"dev": shared("/paperwurks/dev"),
		"prod": {
			"/paperwurks/prod/redis/url":                    secret("broker", primary, 0),
			"/paperwurks/prod/redis/broker-url":             secret("broker", primary, 0),
			"/paperwurks/prod/redis/result-url":             secret("broker", primary, 1),
			"/paperwurks/prod/redis/cache-url":              secret("redis", configuration, 0),
			"/paperwurks/prod/redis/auth-token":             secret("redis", "", 0),
			"/paperwurks/prod/redis/configuration-endpoint": {"redis", "String", configuration, 0},
			"/paperwurks/prod/redis/port":                   {"redis", "String", "", 0},
			"/paperwurks/prod/broker/auth-token":            secret("broker", "", 0),
			"/paperwurks/prod/broker/primary-endpoint":      {"broker", "String", primary, 0},
			"/paperwurks/prod/broker/reader-endpoint":       {"broker", "String", "reader_endpoint_address", 0},
			"/paperwurks/prod/broker/port":                  {"broker", "String", "", 0},
		},
	}
	for _, e := range fixtures.Environments() {
		name, want := e.Name, wants[e.Name]
		d := synthtest.Environment(t, e)
		got := d.By("aws_ssm_parameter", "name")
		if names, wanted := slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want)); !slices.Equal(names, wanted) {
			t.Errorf("%s publishes %v\nwant %v", name, names, wanted)
			continue
		}
		for path, p := range want {
			password := regexp.QuoteMeta("random_password.auth-token_"+p.group) + `_[0-9A-F]{8}\.result`
			host := regexp.QuoteMeta("${aws_elasticache_replication_group."+p.group+"_replication-group_") + `[0-9A-F]{8}\.` +
				p.endpoint + `}`
			value := host
			switch {
			case strings.HasSuffix(path, "url"):
				value = `rediss://:\$\{urlencode\(` + password + `\)\}@` + host +
					fmt.Sprintf(`:6379/%d\?ssl_cert_reqs=required&ssl_check_hostname=true`, p.database)
			case strings.HasSuffix(path, "auth-token"):
				value = `\$\{` + password + `\}`
			case strings.HasSuffix(path, "port"):
				value = "6379"
			}
			if got[path]["type"] != p.kind {
				t.Errorf("%s is a %v, want %s", path, got[path]["type"], p.kind)
			}
			if !regexp.MustCompile("^" + value + "$").MatchString(fmt.Sprint(got[path]["value"])) {
				t.Errorf("%s = %v\nwant %s", path, got[path]["value"], value)
			}
		}
	}
}
