package elasticache

import (
	"slices"
	"strings"
	"testing"
)

// Which alarms a group has depends on its role, its nodes and its replicas.
func TestAlarmsOfAGroup(t *testing.T) {
	fixed := GroupProps{NodeType: "cache.r7g.large"}
	with := func(change func(*GroupProps)) GroupProps {
		p := fixed
		change(&p)
		return p
	}
	replication := []string{"replication-lag-high", "replication-link-down"}
	for _, test := range []struct {
		name     string
		props    GroupProps
		has, not []string
	}{
		{"a burstable node", GroupProps{}, []string{"cpu-credits-low", "memory-high", "evictions-high", "node-silent"},
			replication},
		{"a fixed performance node", fixed, []string{"cpu-high"}, []string{"cpu-credits-low"}},
		{"replicas", with(func(p *GroupProps) { p.Replicas = 1 }), replication, nil},
		{"a broker", with(func(p *GroupProps) { p.Role = Broker }), []string{"memory-high", "evictions-high"},
			[]string{"eviction-rate-high"}},
		{"a cache, whose memory is full by design", with(func(p *GroupProps) { p.Role = Cache }),
			[]string{"eviction-rate-high"}, []string{"memory-high", "evictions-high"}},
		{"a cache with a memory threshold", with(func(p *GroupProps) {
			p.Role, p.AlarmThresholds = Cache, map[string]float64{"memory-high": 90}
		}), []string{"memory-high"}, nil},
		{"a disabled alarm", with(func(p *GroupProps) { p.DisabledAlarms = []string{"network-in-exceeded"} }),
			[]string{"network-out-exceeded"}, []string{"network-in-exceeded"}},
	} {
		got := test.props.AlarmNames()
		for _, name := range test.has {
			if !slices.Contains(got, name) {
				t.Errorf("%s has no %s", test.name, name)
			}
		}
		for _, name := range test.not {
			if slices.Contains(got, name) {
				t.Errorf("%s has %s", test.name, name)
			}
		}
	}
}

func TestThresholds(t *testing.T) {
	for _, test := range []struct {
		alarm string
		props GroupProps
		want  float64
	}{
		{"cpu-high", GroupProps{}, 75},
		{"engine-cpu-high", GroupProps{}, 90},
		{"memory-high", GroupProps{Role: Broker}, 70},
		{"memory-high", GroupProps{Role: Shared}, 80},
		{"evictions-high", GroupProps{Role: Broker}, 0},
		{"evictions-high", GroupProps{Role: Shared}, 0},
		{"eviction-rate-high", GroupProps{Role: Cache}, 1000},
		{"swap-high", GroupProps{}, 50e6},
		{"connections-high", GroupProps{}, 1000},
		{"cpu-credits-low", GroupProps{}, 10},
		{"auth-failures-high", GroupProps{}, 2},
		{"network-in-exceeded", GroupProps{}, 0},
		{"network-out-exceeded", GroupProps{}, 0},
		{"replication-lag-high", GroupProps{Replicas: 1}, 10},
		{"replication-link-down", GroupProps{Replicas: 1}, 1},
		{"queue-length-high", GroupProps{QueueNames: []string{"celery"}}, 100},
		{"queue-length-high", GroupProps{Role: Broker, QueueNames: []string{"celery"}}, 100},
		{"cpu-high", GroupProps{AlarmThresholds: map[string]float64{"cpu-high": 60}}, 60},
		{"eviction-rate-high", GroupProps{Role: Cache, AlarmThresholds: map[string]float64{"eviction-rate-high": 0}}, 0},
	} {
		a := alarmTable[slices.IndexFunc(alarmTable, func(a alarm) bool { return a.name == test.alarm })]
		if got, ok := a.thresholdFor(test.props.WithDefaults()); !ok || got != test.want {
			t.Errorf("%s of %v: %g (has it: %t), want %g", test.alarm, test.props.Role, got, ok, test.want)
		}
	}
}

// TestThresholdInPeriod checks that some alarms count events in a minute, five times as many in five, and others not.
func TestThresholdInPeriod(t *testing.T) {
	for name, want := range map[string]float64{
		"eviction-rate-high": 50, "auth-failures-high": 50, "denied-commands-high": 50,
		"cpu-high": 10, "evictions-high": 10, "network-in-exceeded": 10, "queue-length-high": 10,
	} {
		a := alarmTable[slices.IndexFunc(alarmTable, func(a alarm) bool { return a.name == name })]
		if got := a.inPeriod(10, 300); got != want {
			t.Errorf("%s: 10 is %g in 300 s, want %g", name, got, want)
		}
	}
}

// A row that CloudWatch would refuse, or that nobody decided on, is a mistake in the table.
func TestAlarmTableIsConsistent(t *testing.T) {
	for i, a := range alarmTable {
		if slices.ContainsFunc(alarmTable[:i], func(b alarm) bool { return a.name == b.name }) {
			t.Errorf("%s is not unique", a.name)
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
		for role, threshold := range a.threshold {
			if p := (GroupProps{}).WithDefaults(); !a.takes.holds(threshold, p) {
				t.Errorf("%s: the threshold of role %s %s, got %g", a.name, role, a.takes.rule(p), threshold)
			}
		}
	}
}
