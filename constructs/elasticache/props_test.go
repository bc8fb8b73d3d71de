package elasticache

import (
	"maps"
	"reflect"
	"slices"
	"testing"
)

func TestDefaults(t *testing.T) {
	got := RedisProps{}.WithDefaults()
	for _, test := range []struct {
		field     string
		got, want any
	}{
		{"Name", got.Name, "redis"},
		{"Role", got.Role, Shared},
		{"Port", got.Port, 6379},
		{"Engine", got.Engine, RedisOSS},
		{"EngineVersion", got.EngineVersion, "7.1"},
		{"EngineVersion of Valkey", GroupProps{Engine: Valkey}.WithDefaults().EngineVersion, "8.1"},
		{"NodeType", got.NodeType, "cache.t4g.micro"},
		{"ClusterMode", got.ClusterMode, false},
		{"Shards", got.Shards, 1},
		{"Replicas", got.Replicas, 0},
		{"AuthTokenUpdateStrategy", got.AuthTokenUpdateStrategy, "ROTATE"},
		{"MaintenanceWindow", got.MaintenanceWindow, "sun:05:00-sun:06:00"},
		{"SnapshotWindow", got.SnapshotWindow, "03:00-04:00"},
		{"SnapshotRetentionDays", got.SnapshotRetentionDays, 7},
		{"LogRetentionDays", got.LogRetentionDays, 30},
		{"AlarmPeriodSeconds", got.AlarmPeriodSeconds, 300},
	} {
		if test.got != test.want {
			t.Errorf("%s = %v, want %v", test.field, test.got, test.want)
		}
	}
}

func TestDefaultsKeepWhatIsSet(t *testing.T) {
	p := valid()
	p.Name, p.Port, p.NodeType, p.Shards = "cache", 7000, "cache.r7g.large", 3
	p.Engine, p.EngineVersion = Valkey, "9.0"
	p.AuthTokenUpdateStrategy, p.MaintenanceWindow, p.SnapshotWindow = "SET", "mon:01:00-mon:02:00", "05:00-06:00"
	p.SnapshotRetentionDays, p.LogRetentionDays, p.AlarmPeriodSeconds = 1, 1, 60
	if got := p.WithDefaults(); !reflect.DeepEqual(got, p) {
		t.Errorf("got  %+v\nwant %+v", got, p)
	}
}

func TestDisabledSnapshotsHaveNoRetention(t *testing.T) {
	if got := (GroupProps{DisableSnapshots: true}).WithDefaults().SnapshotRetentionDays; got != 0 {
		t.Errorf("SnapshotRetentionDays = %d, want 0", got)
	}
}

func TestRoles(t *testing.T) {
	for _, test := range []struct {
		role   Role
		policy string
		urls   []SSMParameter
	}{
		{Shared, "volatile-ttl", []SSMParameter{"url", "broker-url", "result-url", "cache-url"}},
		{Broker, "noeviction", []SSMParameter{"url", "broker-url", "result-url"}},
		{Cache, "allkeys-lru", []SSMParameter{"cache-url"}},
	} {
		p := GroupProps{Role: test.role}
		want := map[string]string{"maxmemory-policy": test.policy, "tcp-keepalive": "60"}
		if got := p.parameters(); !maps.Equal(got, want) {
			t.Errorf("%s has parameters %v, want %v", test.role, got, want)
		}
		if got := p.URLNames(); !slices.Equal(got, test.urls) {
			t.Errorf("%s publishes %v, want %v", test.role, got, test.urls)
		}
	}
}

func TestParameters(t *testing.T) {
	p := GroupProps{Role: Cache, ClusterMode: true,
		Parameters: map[string]string{"maxmemory-policy": "allkeys-lfu", "activedefrag": "yes"}}
	want := map[string]string{"cluster-enabled": "yes", "maxmemory-policy": "allkeys-lfu", "activedefrag": "yes",
		"tcp-keepalive": "60"}
	if got := p.parameters(); !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// Every parameter and value that a role sets must be one that ElastiCache takes.
func TestRoleParametersAreSettable(t *testing.T) {
	for role := range roleRules {
		for _, v := range engineVersions {
			p := valid()
			p.Role, p.ClusterMode, p.Engine, p.EngineVersion = role, false, v.engine, v.version
			p.Parameters = p.parameters()
			if err := p.Validate(); err != nil {
				t.Errorf("%s on %s %s: %v", role, v.engine, v.version, err)
			}
		}
	}
}

func TestNames(t *testing.T) {
	p := RedisProps{Project: "paperwurks", Environment: "prod"}
	if got := p.ReplicationGroupID(); got != "paperwurks-prod-redis" {
		t.Errorf("ReplicationGroupID = %s", got)
	}
	if got := logGroupName(p.WithDefaults(), "slow-log"); got != "/aws/elasticache/paperwurks-prod/redis/slow-log" {
		t.Errorf("log group = %s", got)
	}
}
