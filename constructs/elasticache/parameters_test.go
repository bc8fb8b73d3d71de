package elasticache_test

import (
	"maps"
	"testing"

	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
	"github.com/paperwurks/elasticache-redis/internal/fixtures"
	"github.com/paperwurks/elasticache-redis/internal/synthtest"
)

// An upgrade to another family creates its parameter group under a name of its own, beside the old one.
func TestParameterGroup(t *testing.T) {
	for _, test := range []struct {
		engine                elasticache.Engine
		version, family, name string
	}{
		{elasticache.RedisOSS, "6.2", "redis6.x", "paperwurks-test-redis-redis6-x-"},
		{elasticache.RedisOSS, "7.1", "redis7", "paperwurks-test-redis-redis7-"},
		{elasticache.Valkey, "7.2", "valkey7", "paperwurks-test-redis-valkey7-"},
		{elasticache.Valkey, "8.2", "valkey8", "paperwurks-test-redis-valkey8-"},
		{elasticache.Valkey, "9.0", "valkey9", "paperwurks-test-redis-valkey9-"},
	} {
		p := fixtures.Group()
		p.Engine, p.EngineVersion = test.engine, test.version
		p.Parameters = map[string]string{"slowlog-max-len": "256", "tcp-keepalive": "30"}
		d := synthtest.Group(t, p, nil)

		const id = "paperwurks-test-redis"
		group := d.RefersTo(t, d.Group(t, id)["parameter_group_name"], "aws_elasticache_parameter_group", "name")
		group.Want(t, test.version, map[string]any{
			"name": test.name + "${substr(sha256(plantimestamp()), 0, 8)}", "family": test.family,
			"lifecycle": map[string]any{"create_before_destroy": true, "ignore_changes": []string{"name"}},
		})
		want := map[string]string{"maxmemory-policy": "volatile-ttl", "slowlog-max-len": "256", "tcp-keepalive": "30"}
		if got := d.Parameters(t, id); !maps.Equal(got, want) {
			t.Errorf("%s has parameters %v, want %v", test.version, got, want)
		}
	}
}
