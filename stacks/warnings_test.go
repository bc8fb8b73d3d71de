package stacks

import (
	"slices"
	"testing"
	"time"

	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
)

func TestWarnings(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	protected := elasticache.GroupProps{Protected: true}
	const noBroker = "redis-dev: no group publishes broker-url, so Celery finds no broker"
	const unheard = "redis-dev: Notifications has no destination, so nobody hears the alarms of a protected group"
	for _, test := range []struct {
		name   string
		change func(*Environment)
		want   []string
	}{
		{"an unprotected group may be unheard", func(e *Environment) { e.Groups[0].Protected = false }, nil},
		{"a protected group may not", func(e *Environment) {}, []string{unheard}},
		{"e-mail is a destination", func(e *Environment) { e.Notifications.Emails = []string{"ops@example.com"} }, nil},
		{"a pager is a destination", func(e *Environment) { e.Notifications.PageTopicARNs = pagers(1) }, nil},
		{"the group's own action is a destination", func(e *Environment) { e.Groups[0].AlarmActionARNs = pagers(1) }, nil},
		{"a page is a destination", func(e *Environment) { e.Groups[0].PageActionARNs = pagers(1) }, nil},
		{"a group without alarms", func(e *Environment) { e.Groups[0].DisableAlarms = true }, nil},
		{"a local state of an unprotected group", func(e *Environment) {
			e.Groups[0].Protected, e.State = false, State{}
		}, nil},
		{"a local state", func(e *Environment) {
			e.Notifications.Emails, e.State = []string{"ops@example.com"}, State{}
		}, []string{"redis-dev: State is a local file with the AUTH tokens in plain text, which every user of the machine " +
			"can read: set State.Bucket"}},
		{"nobody serves broker-url", func(e *Environment) {
			e.Notifications.Emails, e.Groups[0].Role = []string{"ops@example.com"}, elasticache.Cache
		}, []string{noBroker}},
		{"the broker publishes nothing", func(e *Environment) {
			e.Notifications.Emails, e.Groups[0].Role = []string{"ops@example.com"}, elasticache.Cache
			e.Groups = append(e.Groups, elasticache.GroupProps{Name: "broker", Role: elasticache.Broker, DisableURLs: true})
		}, []string{noBroker}},
		{"the broker publishes no parameter", func(e *Environment) {
			e.Notifications.Emails, e.Groups[0].Role = []string{"ops@example.com"}, elasticache.Cache
			e.Groups = append(e.Groups,
				elasticache.GroupProps{Name: "broker", Role: elasticache.Broker, DisableSSMParameters: true})
		}, []string{noBroker}},
		{"a broker beside the cache", func(e *Environment) {
			e.Notifications.Emails, e.Groups[0].Role = []string{"ops@example.com"}, elasticache.Cache
			e.Groups = append(e.Groups, elasticache.GroupProps{Name: "broker", Role: elasticache.Broker})
		}, nil},
		{"an unprotected cache alone", func(e *Environment) {
			e.Groups[0].Protected, e.Groups[0].Role = false, elasticache.Cache
		}, nil},
		{"protected without daily snapshots", func(e *Environment) {
			e.Notifications.Emails, e.Groups[0].DisableSnapshots = []string{"ops@example.com"}, true
		}, []string{"redis-dev/redis: it is protected, but DisableSnapshots leaves no daily snapshot to restore"}},
		{"unprotected without daily snapshots", func(e *Environment) {
			e.Groups[0].Protected, e.Groups[0].DisableSnapshots = false, true
		}, nil},
		{"users on a snapshot", func(e *Environment) {
			e.Groups[0] = elasticache.GroupProps{Users: true, SnapshotName: "nightly"}
		}, []string{"redis-dev/redis: it has Users, so its queues must be in database 1 of the snapshot nightly: they are " +
			"in a snapshot of a group with Users, and in database 0 of one without"}},
		{"users on a snapshot, who have no URLs yet", func(e *Environment) {
			e.Groups[0].Protected = false
			e.Groups = append(e.Groups, elasticache.GroupProps{
				Name: "restored", Users: true, SnapshotName: "nightly", DisableURLs: true,
			})
		}, []string{"redis-dev/restored: it has Users, so its queues must be in database 1 of the snapshot nightly: they " +
			"are in a snapshot of a group with Users, and in database 0 of one without"}},
		{"users of a cache on a snapshot", func(e *Environment) {
			e.Groups[0] = elasticache.GroupProps{Role: elasticache.Cache, Users: true, SnapshotName: "nightly"}
		}, nil},
		{"a token of a future date", func(e *Environment) { e.Groups[0].Protected, e.TokenDate = false, "2026-11-25" },
			[]string{"redis-dev: TokenDate 2026-11-25 is in the future, so no warning will tell when to rotate next"}},
		{"a token of 90 days", func(e *Environment) { e.Groups[0].Protected, e.TokenDate = false, "2026-08-26" }, nil},
		{"a token of 91 days", func(e *Environment) { e.Groups[0].Protected, e.TokenDate = false, "2026-08-24" },
			[]string{"redis-dev: TokenDate is 91 days ago, rotate the AUTH tokens every 90"}},
	} {
		e := valid(protected)
		e.State.Bucket = "states"
		test.change(&e)
		if got := Warnings([]Environment{e}, now); !slices.Equal(got, test.want) {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}

// The year before the end of standard support, and all the time after it.
func TestSupportWarnings(t *testing.T) {
	const warning = "redis-dev/redis: standard support of Redis OSS 6.2 ends on 2027-01-31; from the next day on AWS " +
		"charges 80 % more for each node, and 160 % more from the third year on: move to a newer version or to Valkey, " +
		"docs/valkey.md"
	for _, test := range []struct {
		engine        elasticache.Engine
		version, date string
		want          []string
	}{
		{elasticache.RedisOSS, "6.2", "2026-01-30", nil},
		{elasticache.RedisOSS, "6.2", "2026-02-01", []string{warning}},
		{elasticache.RedisOSS, "6.2", "2028-01-01", []string{warning}},
		{elasticache.RedisOSS, "7.0", "2028-01-01", nil},
		{elasticache.Valkey, "7.2", "2028-01-01", nil},
	} {
		e := valid(elasticache.GroupProps{Engine: test.engine, EngineVersion: test.version})
		e.TokenDate = test.date
		now, err := time.Parse(time.DateOnly, test.date)
		if err != nil {
			t.Fatal(err)
		}
		if got := Warnings([]Environment{e}, now); !slices.Equal(got, test.want) {
			t.Errorf("%s %s on %s: got %q, want %q", test.engine, test.version, test.date, got, test.want)
		}
	}
}
