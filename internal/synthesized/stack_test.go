package synthesized_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/paperwurks/elasticache-redis/internal/fixtures"
	"github.com/paperwurks/elasticache-redis/internal/synthesized"
)

func TestRead(t *testing.T) {
	stacks := fstest.MapFS{
		"redis-dev/cdk.tf.json":  {Data: []byte("{}")},
		"redis-prod/cdk.tf.json": {Data: []byte("{}")},
	}
	if text, err := synthesized.Read(stacks, "redis-dev"); err != nil || string(text) != "{}" {
		t.Errorf("got %q, %v", text, err)
	}
	const has = "cdktf.out/stacks, which has [redis-dev, redis-prod]; `make synth` writes them"
	for stack, want := range map[string]string{
		"redis-qa": `no stack "redis-qa" in ` + has,
		"../stack": `no stack "../stack" in ` + has,
		"":         "the stack's name is empty; want one in " + has,
	} {
		if _, err := synthesized.Read(stacks, stack); err == nil || err.Error() != want {
			t.Errorf("%q:\n got %v\nwant %s", stack, err, want)
		}
	}
}

func TestParse(t *testing.T) {
	dev := string(fixtures.JSON("dev"))
	for _, test := range []struct{ name, text, want string }{
		{"nothing", "", "not a synthesized stack: it is empty"},
		{"an object", "{}", "no replication group in it"},
		{"no encryption in transit", strings.Replace(dev, `"transit_encryption_enabled": true`,
			`"transit_encryption_enabled": false`, 1), "must have transit_encryption_enabled"},
		{"a parameter group of somebody else", strings.Replace(dev, `"parameter_group_name": "${`,
			`"parameter_group_name": "default.redis7`, 1), "a parameter group of the stack"},
	} {
		if _, err := synthesized.Parse([]byte(test.text)); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v, want %s", test.name, err, test.want)
		}
	}
}

// TestStack reads a stack with a group in cluster mode, and one without.
func TestStack(t *testing.T) {
	s, err := synthesized.Parse(fixtures.JSON("prod"))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"redis":  "true 1 1 redis7 yes allkeys-lru",
		"broker": "false 1 1 redis7  noeviction",
	}
	if len(s.Groups) != len(want) {
		t.Errorf("%d groups, want %d", len(s.Groups), len(want))
	}
	for _, g := range s.Groups {
		shards, replicas := g.Shape()
		parameters := s.Parameters(g)
		got := fmt.Sprint(g.ClusterMode(), " ", shards, " ", replicas, " ", s.Family(g), " ",
			parameters["cluster-enabled"], " ", parameters["maxmemory-policy"])
		if got != want[g.Name()] {
			t.Errorf("%s: got %s, want %s", g.Name(), got, want[g.Name()])
		}
		s.SetParameter(g, "maxmemory-policy", "volatile-ttl")
		if got := s.Parameters(g)["maxmemory-policy"]; got != "volatile-ttl" {
			t.Errorf("%s: maxmemory-policy is %s after it was set", g.Name(), got)
		}
	}
}

// TestRender checks that a URL has the endpoint of its group's mode, and no other.
func TestRender(t *testing.T) {
	s, err := synthesized.Parse(fixtures.JSON("prod"))
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range s.URLs() {
		text, err := s.Render(u, "", "secret", "master.test")
		if err != nil || !strings.HasPrefix(text, "rediss://:secret@master.test:6379/") || strings.Contains(text, "${") {
			t.Errorf("%s is %q, %v", u.Kind, text, err)
		}
		g := s.Groups[u.Group]
		g.NumNodeGroups = map[bool]int{true: 0, false: 1}[g.ClusterMode()]
		if _, err := s.Render(u, "", "secret", "master.test"); err == nil ||
			!strings.Contains(err.Error(), u.Kind+": a group of this mode has no ${") {
			t.Errorf("%s in the other mode: %v", u.Kind, err)
		}
		g.NumNodeGroups = 1 - g.NumNodeGroups
		u.Group = "gone"
		if _, err := s.Render(u, "", "secret", "master.test"); err == nil {
			t.Errorf("%s leads to no group, and is rendered", u.Kind)
		}
	}
}
