package elasticache_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
	"github.com/paperwurks/elasticache-redis/internal/fixtures"
	"github.com/paperwurks/elasticache-redis/internal/synthtest"
)

// AWS would install a newer minor version in a maintenance window, and Terraform could only go back by replacing the
// group.
func TestVersionsStayWhatTheyAre(t *testing.T) {
	for _, test := range []struct {
		engine  elasticache.Engine
		version string
		upgrade string
	}{
		{elasticache.RedisOSS, "6.2", "true"},
		{elasticache.RedisOSS, "7.0", "false"},
		{elasticache.RedisOSS, "7.1", "true"},
		{elasticache.Valkey, "7.2", "false"},
		{elasticache.Valkey, "8.1", "false"},
		{elasticache.Valkey, "8.2", "false"},
		{elasticache.Valkey, "9.0", "false"},
		{elasticache.Valkey, "9.1", "false"},
	} {
		p := fixtures.Group()
		p.Engine, p.EngineVersion = test.engine, test.version
		synthtest.Group(t, p, nil).Group(t, "paperwurks-test-redis").Want(t, "group", map[string]any{
			"engine": test.engine, "engine_version": test.version, "auto_minor_version_upgrade": test.upgrade,
		})
	}
}

// A move to Valkey changes no address, no SSM parameter's name and no output; what describes the engine names it.
func TestValkeyKeepsAddresses(t *testing.T) {
	p := fixtures.Group()
	redis := synthtest.Group(t, p, nil)
	p.Engine = elasticache.Valkey
	valkey := synthtest.Group(t, p, nil)

	addresses := func(d synthtest.Document) []string {
		var all []string
		for kind, resources := range d.Resource {
			for name := range resources {
				all = append(all, kind+"."+name)
			}
		}
		return slices.Sorted(slices.Values(all))
	}
	if got, want := addresses(valkey), addresses(redis); !slices.Equal(got, want) {
		t.Errorf("addresses:\n got %v\nwant %v", got, want)
	}
	names := func(d synthtest.Document) []string {
		return slices.Sorted(maps.Keys(d.By("aws_ssm_parameter", "name")))
	}
	if got, want := names(valkey), names(redis); !slices.Equal(got, want) {
		t.Errorf("SSM parameters:\n got %v\nwant %v", got, want)
	}
	for _, kind := range slices.Sorted(maps.Keys(valkey.Resource)) {
		for _, r := range valkey.All(kind) {
			text := fmt.Sprint(r["description"], r["alarm_description"])
			// The URLs are Redis URLs to clients: their scheme is rediss://.
			text = strings.ReplaceAll(strings.ReplaceAll(text, "Redis URL", ""), "/elasticache-redis/", "")
			if strings.Contains(text, "Redis") {
				t.Errorf("%s of a Valkey group speaks of Redis: %s", kind, text)
			}
		}
	}
	valkey.Group(t, "paperwurks-test-redis").Want(t, "group",
		map[string]any{"description": "Valkey shared of paperwurks test"})
}

func TestStandardSupportEnds(t *testing.T) {
	for version, want := range map[string]string{"6.2": "2027-01-31", "7.0": "", "": ""} {
		if got := (elasticache.GroupProps{EngineVersion: version}).StandardSupportEnds(); got != want {
			t.Errorf("%q: %q, want %q", version, got, want)
		}
	}
}
