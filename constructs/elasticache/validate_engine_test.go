package elasticache

import (
	"fmt"
	"testing"
)

func TestValidateRefusesEngineAndParameters(t *testing.T) {
	queues := func(p *RedisProps) { p.Role, p.ClusterMode = Broker, false }
	set := func(name, value string) func(*RedisProps) {
		return func(p *RedisProps) { p.Parameters = map[string]string{name: value} }
	}
	const versions = `EngineVersion must be one of 6.2, 7.0, 7.1 with Engine redis, ` +
		`or one of 7.2, 8.1, 8.2, 9.0, 9.1 with Engine valkey, `
	valkey := func(version, name, value string) func(*RedisProps) {
		return func(p *RedisProps) { p.Engine, p.EngineVersion = Valkey, version; set(name, value)(p) }
	}
	unknown := func(name, family, value string) string {
		return fmt.Sprintf("Parameters[%s] must be a parameter of %[2]s that can be changed, see `aws elasticache "+
			"describe-engine-default-parameters --cache-parameter-group-family %[2]s`, got %[3]s", name, family, value)
	}
	checkRefusals(t, []refusal{
		{func(p *RedisProps) { p.Engine = "memcached" }, `Engine must be one of redis, valkey, got "memcached"`},
		{func(p *RedisProps) { p.EngineVersion = "7.2" }, versions + `got "7.2"`},
		{func(p *RedisProps) { p.EngineVersion = "9.1" }, versions + `got "9.1"`},
		{func(p *RedisProps) { p.Engine, p.EngineVersion = Valkey, "7.1" }, versions + `got "7.1"`},
		{func(p *RedisProps) { p.Engine, p.EngineVersion = Valkey, "6.2" }, versions + `got "6.2"`},
		{func(p *RedisProps) { p.Engine, p.EngineVersion = Valkey, "8.0" }, versions + `got "8.0"`},
		{func(p *RedisProps) { p.Engine, p.EngineVersion = Valkey, "8" }, versions + `got "8"`},
		{func(p *RedisProps) { p.Engine, p.EngineVersion = Valkey, "7.2.6" }, versions + `got "7.2.6"`},
		{func(p *RedisProps) { p.Role = Shared },
			`ClusterMode must be off for role shared, because Celery has no Redis Cluster transport and its workers die at ` +
				`start with CROSSSLOT, got true`},
		{func(p *RedisProps) { p.Role = Broker },
			`ClusterMode must be off for role broker, because Celery has no Redis Cluster transport and its workers die at ` +
				`start with CROSSSLOT, got true`},
		{set("cluster-enabled", "no"), `Parameters[cluster-enabled] must not be set, it follows from ClusterMode, got "no"`},
		{set("maxmemory_policy", "noeviction"),
			unknown("maxmemory_policy", "redis7", `"noeviction"`)},
		{set("appendonly", "yes"), unknown("appendonly", "redis7", `"yes"`)},
		{set("hash-max-ziplist-entries", "512"),
			unknown("hash-max-ziplist-entries", "redis7", `"512"`)},
		{set("commandlog-reply-larger-than", "1048576"),
			unknown("commandlog-reply-larger-than", "redis7", `"1048576"`)},
		{valkey("7.2", "commandlog-reply-larger-than", "1048576"),
			unknown("commandlog-reply-larger-than", "valkey7", `"1048576"`)},
		{valkey("8.1", "hash-max-ziplist-entries", "512"),
			unknown("hash-max-ziplist-entries", "valkey8", `"512"`)},
		{valkey("9.1", "activerehashing", "yes"),
			unknown("activerehashing", "valkey9", `"yes"`)},
		{valkey("9.1", "commandlog-large-reply-max-len", "1025"),
			`Parameters[commandlog-large-reply-max-len] must be an integer from 0 to 1024, got "1025"`},
		{set("maxmemory-policy", "lru"),
			`Parameters[maxmemory-policy] must be one of allkeys-lfu, allkeys-lru, allkeys-random, noeviction, volatile-lfu, ` +
				`volatile-lru, volatile-random, volatile-ttl, got "lru"`},
		{func(p *RedisProps) { queues(p); set("maxmemory-policy", "allkeys-lru")(p) },
			`Parameters[maxmemory-policy] must not be allkeys-* for role broker, which would evict Celery's queues, ` +
				`got "allkeys-lru"`},
		{func(p *RedisProps) { queues(p); set("timeout", "300")(p) },
			`Parameters[timeout] must be 0 for role broker, because Celery's publishers fail on connections closed when idle, ` +
				`got "300"`},
		{set("timeout", "19"), `Parameters[timeout] must be 0 or at least 20, got "19"`},
		{set("timeout", "never"), `Parameters[timeout] must be an integer of at least 0, got "never"`},
		{set("activedefrag", "on"), `Parameters[activedefrag] must be one of yes, no, got "on"`},
		{set("close-on-replica-write", "no"),
			`Parameters[close-on-replica-write] must be one of yes, because after a failover clients would stay on the former ` +
				`primary, got "no"`},
		{set("cluster-preferred-endpoint-type", "ip"),
			`Parameters[cluster-preferred-endpoint-type] must be one of tls-dynamic, because clients verify host names, ` +
				`not IP addresses, got "ip"`},
		{func(p *RedisProps) { p.ClusterMode = false; set("databases", "2")(p) },
			`Parameters[databases] must be an integer from 3 to 10000, because the URLs of role cache name databases up to 2, ` +
				`got "2"`},
		{func(p *RedisProps) { p.Role, p.ClusterMode = Shared, false; set("databases", "1")(p) },
			`Parameters[databases] must be an integer from 3 to 10000, because the URLs of role shared name databases up to ` +
				`2, got "1"`},
		{func(p *RedisProps) { queues(p); set("databases", "1")(p) },
			`Parameters[databases] must be an integer from 2 to 10000, because the URLs of role broker name databases up to ` +
				`1, got "1"`},
		{set("databases", "0"), `Parameters[databases] must be an integer from 1 to 10000, got "0"`},
		{set("databases", "10001"), `Parameters[databases] must be an integer from 1 to 10000, got "10001"`},
		{set("rename-commands", "flushall blocked"),
			`Parameters[rename-commands] must not be set, because Celery, Django and AWS need the commands under their names, ` +
				`got "flushall blocked"`},
		{set("reserved-memory-percent", "100"),
			`Parameters[reserved-memory-percent] must be an integer from 0 to 99, got "100"`},
		{set("notify-keyspace-events", "yes"),
			`Parameters[notify-keyspace-events] must be of the letters K E g $ l s h z x e A t d m n, got "yes"`},
		{set("min-replicas-to-write", "2"),
			`Parameters[min-replicas-to-write] must be at most Replicas, which is 1, or the primary refuses every write, ` +
				`got "2"`},
	})
	checkAccepts(t, []func(*RedisProps){
		set("databases", "1"),
		func(p *RedisProps) { p.ClusterMode = false; set("databases", "3")(p) },
		func(p *RedisProps) { queues(p); set("databases", "2")(p) },
	})
}

// Without a known version there is no family to name.
func TestUnknownVersionLeavesNoHole(t *testing.T) {
	p := valid()
	p.EngineVersion, p.Parameters = "8", map[string]string{"maxmemory_policy": "noeviction", "tcp-keepalive": "x"}
	want := `EngineVersion must be one of ` + allowedVersions() + `, got "8"
Parameters[maxmemory_policy] must be a parameter that can be changed, got "noeviction"
Parameters[tcp-keepalive] must be an integer of at least 0, got "x"`
	if err := p.Validate(); err == nil || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
}
