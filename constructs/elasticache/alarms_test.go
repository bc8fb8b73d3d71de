package elasticache

import (
	"slices"
	"strings"
	"testing"
)

func alarmsOf(p RedisProps) []string {
	var has []string
	for _, a := range alarmTable {
		if _, ok := a.thresholdFor(p.WithDefaults()); ok {
			has = append(has, a.name)
		}
	}
	return has
}

func TestAlarmsOfAGroup(t *testing.T) {
	always := []string{"node-silent", "cpu-high", "engine-cpu-high", "memory-high", "evictions-high", "swap-high", "connections-high"}
	after := []string{"auth-failures-high", "network-in-exceeded", "network-out-exceeded"}
	replication := []string{"replication-lag-high", "replication-link-down"}
	cache := []string{"node-silent", "cpu-high", "engine-cpu-high", "eviction-rate-high", "swap-high", "connections-high"}
	for _, test := range []struct {
		name  string
		props RedisProps
		want  []string
	}{
		{"a burstable node", RedisProps{}, slices.Concat(always, []string{"cpu-credits-low"}, after)},
		{"a fixed performance node", RedisProps{NodeType: "cache.r7g.large"}, slices.Concat(always, after)},
		{"replicas", RedisProps{NodeType: "cache.r7g.large", Replicas: 1}, slices.Concat(always, after, replication)},
		{"a cache, whose memory is full by design", RedisProps{NodeType: "cache.r7g.large", Role: Cache}, slices.Concat(cache, after)},
		{"a cache with a memory threshold", RedisProps{NodeType: "cache.r7g.large", Role: Cache, AlarmThresholds: map[string]float64{"memory-high": 90}}, slices.Concat(slices.Insert(slices.Clone(cache), 3, "memory-high"), after)},
		{"a row switched off", RedisProps{NodeType: "cache.r7g.large", DisabledAlarms: []string{"network-in-exceeded", "network-out-exceeded"}}, slices.Concat(always, after[:1])},
	} {
		if got := alarmsOf(test.props); !slices.Equal(got, test.want) {
			t.Errorf("%s has %v\nwant %v", test.name, got, test.want)
		}
	}
}

func TestThresholds(t *testing.T) {
	for _, test := range []struct {
		alarm string
		props RedisProps
		want  float64
	}{
		{"cpu-high", RedisProps{}, 75},
		{"engine-cpu-high", RedisProps{}, 90},
		{"memory-high", RedisProps{Role: Broker}, 70},
		{"memory-high", RedisProps{Role: Shared}, 80},
		{"evictions-high", RedisProps{Role: Broker}, 0},
		{"evictions-high", RedisProps{Role: Shared}, 0},
		{"eviction-rate-high", RedisProps{Role: Cache}, 1000},
		{"swap-high", RedisProps{}, 50e6},
		{"connections-high", RedisProps{}, 1000},
		{"cpu-credits-low", RedisProps{}, 10},
		{"auth-failures-high", RedisProps{}, 2},
		{"network-in-exceeded", RedisProps{}, 0},
		{"network-out-exceeded", RedisProps{}, 0},
		{"replication-lag-high", RedisProps{Replicas: 1}, 10},
		{"replication-link-down", RedisProps{Replicas: 1}, 1},
		{"cpu-high", RedisProps{AlarmThresholds: map[string]float64{"cpu-high": 60}}, 60},
		{"eviction-rate-high", RedisProps{Role: Cache, AlarmThresholds: map[string]float64{"eviction-rate-high": 0}}, 0},
	} {
		a := alarmTable[slices.IndexFunc(alarmTable, func(a alarm) bool { return a.name == test.alarm })]
		if got, ok := a.thresholdFor(test.props.WithDefaults()); !ok || got != test.want {
			t.Errorf("%s of %v: %g (has it: %t), want %g", test.alarm, test.props.Role, got, ok, test.want)
		}
	}
}

// TestThresholdInPeriod checks which alarms count events in a minute: five times as many in five.
func TestThresholdInPeriod(t *testing.T) {
	perMinute := []string{"eviction-rate-high", "auth-failures-high"}
	for _, a := range alarmTable {
		want := 10.0
		if slices.Contains(perMinute, a.name) {
			want = 50
		}
		if got := a.inPeriod(10, 300); got != want {
			t.Errorf("%s: 10 is %g in 300 s, want %g", a.name, got, want)
		}
	}
}

// A row that CloudWatch would refuse, or that nobody decided on, is a mistake in the table.
func TestAlarmTableIsConsistent(t *testing.T) {
	for i, a := range alarmTable {
		if slices.ContainsFunc(alarmTable[:i], func(b alarm) bool { return a.name == b.name }) {
			t.Errorf("%s stands twice", a.name)
		}
		if !nameForm.MatchString(a.name) || a.description == "" || strings.HasSuffix(a.description, ".") {
			t.Errorf("%s: name or description %q is not in form", a.name, a.description)
		}
		if !slices.Contains([]string{"Average", "Maximum", "Minimum", "SampleCount", "Sum"}, a.statistic) ||
			!slices.Contains([]string{above, below}, a.comparison) ||
			!slices.Contains([]string{silenceIsAlarm, silenceIsFine, silenceIsUnknown}, a.missing) {
			t.Errorf("%s: statistic %q, comparison %q, missing %q", a.name, a.statistic, a.comparison, a.missing)
		}
		if a.minutes < 0 || a.minutes*60%300 != 0 {
			t.Errorf("%s: %d minutes are no whole number of periods", a.name, a.minutes)
		}
		if len(a.threshold) == 0 {
			t.Errorf("%s: no role has it", a.name)
		}
	}
}
