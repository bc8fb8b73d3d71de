package elasticache

import (
	"fmt"
	"slices"
	"strings"
)

// alarm is one row of the alarm table: one CloudWatch alarm on every node of the group, or on every queue.
type alarm struct {
	// name is the last part of the alarm's name, and what AlarmThresholds and DisabledAlarms call it.
	name       string
	metric     string
	statistic  string
	comparison string
	// description has %s in the place of the engine's name.
	description string
	// threshold in the metric's unit, per role; a role without one does not have the alarm.
	threshold map[Role]float64
	// takes are the thresholds that AlarmThresholds may set.
	takes limits
	// perMinute says that the threshold counts events in a minute and grows with the period.
	perMinute bool
	// minutes is how long the threshold must be crossed without a pause, a multiple of five; 0 is a single period.
	minutes int
	// missing is what a period without data means, treat_missing_data.
	missing string
	// minPeriod is the shortest period, in seconds, in which AWS publishes the metric; 0 is every minute.
	minPeriod int
	// needs is what a group needs to have the metric; the zero value is nothing.
	needs requirement
	// perQueue is an alarm on each queue instead of each node.
	perQueue bool
	// doesNotPage keeps the alarm out of the composite alarm.
	doesNotPage bool
}

// requirement is what a group must have: what it is called in errors, and whether a group has it.
type requirement struct {
	name string
	met  func(GroupProps) bool
}

const (
	above = "GreaterThanThreshold"
	below = "LessThanThreshold"

	// Silence says nothing about the metric: INSUFFICIENT_DATA, neither OK nor ALARM.
	silenceIsUnknown = "missing"
	// A node that runs publishes the metric, as must the application for its queues, so silence is the alarm.
	silenceIsAlarm = "breaching"
	// The metric is published when something happens, or by replicas only, so silence is no news.
	silenceIsFine = "notBreaching"
)

// alarmTable is every alarm there is. To add one, add a row here and its section in docs/operations.md, then run
// `make golden`.
//
// The metrics: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheMetrics.Redis.html
var alarmTable = []alarm{
	{
		name: "node-silent", metric: "CPUUtilization", statistic: "SampleCount", comparison: below, missing: silenceIsAlarm,
		takes:       limits{least: 1, mostOf: samplesInPeriod, unit: "metrics in a period, one a minute"},
		description: "The node publishes no metrics: it is down, or AWS is replacing it",
		// A running node publishes once a minute. This is the alarm that stays on while a dead node's others fall silent.
		threshold: everyRole(1), minutes: 10,
	},
	{
		name: "cpu-high", metric: "CPUUtilization", statistic: "Average", comparison: above, missing: silenceIsUnknown,
		takes:       percentage,
		description: "%s CPU usage is high",
		// The design's figure: the host's CPU with its background work. A saturated engine core of two is only 50%.
		threshold: everyRole(75), minutes: 10,
	},
	{
		name: "engine-cpu-high", metric: "EngineCPUUtilization", statistic: "Average", comparison: above,
		missing:     silenceIsUnknown,
		takes:       percentage,
		description: "The core that runs %s commands is nearly saturated: every client waits",
		// AWS's recommended alarm is 90%: at 100% commands queue up.
		threshold: everyRole(90), minutes: 5,
	},
	{
		name: "memory-high", metric: "DatabaseMemoryUsagePercentage", statistic: "Maximum", comparison: above,
		missing:     silenceIsUnknown,
		takes:       percentage,
		description: "%s is running out of memory: a full broker refuses messages and loses those being acknowledged",
		// Time to act before maxmemory: a stopped worker fills a small node in minutes. A shared group runs fuller, since
		// cache entries give way. A cache is full by design; its signal is eviction-rate-high.
		threshold: map[Role]float64{Broker: 70, Shared: 80}, minutes: 5,
	},
	{
		name: "evictions-high", metric: "Evictions", statistic: "Sum", comparison: above, missing: silenceIsFine,
		takes:       counted("evictions in a period"),
		description: "Memory is full: %s evicts results and cache entries to make room for messages",
		// Any eviction on a group that holds queues says that the next thing to go wrong is a refused message.
		threshold: map[Role]float64{Broker: 0, Shared: 0},
	},
	{
		name: "eviction-rate-high", metric: "Evictions", statistic: "Sum", comparison: above, missing: silenceIsFine,
		takes:       counted("evictions in a minute"),
		description: "The cache is too small: entries are evicted before they are of use",
		// A full cache evicts as it works; a thousand a minute without a pause is more than a small site writes.
		threshold: map[Role]float64{Cache: 1000}, perMinute: true, minutes: 10,
	},
	{
		name: "swap-high", metric: "SwapUsage", statistic: "Maximum", comparison: above, missing: silenceIsUnknown,
		takes:       limits{least: 1e6, most: 100e9, unit: "bytes"},
		description: "The node swaps: %s answers at the speed of a disk",
		// 50 MB in bytes. A little swap is normal housekeeping of the host; more means that the host's own memory is short.
		threshold: everyRole(50e6), minutes: 10,
	},
	{
		name: "connections-high", metric: "CurrConnections", statistic: "Maximum", comparison: above,
		missing:     silenceIsUnknown,
		takes:       limits{least: 5, mostOf: maxClients, unit: "connections, as many as the node type takes"},
		description: "Clients hold unusually many connections: a pool leaks or tasks run away",
		// A few dozen tasks hold a few hundred. ElastiCache refuses clients at 20,000 to 65,000, as the node type
		// says, long after TLS connections have filled a small node's memory.
		threshold: everyRole(1000), minutes: 5,
	},
	{
		name: "cpu-credits-low", metric: "CPUCreditBalance", statistic: "Minimum", comparison: below,
		missing:     silenceIsUnknown,
		takes:       limits{least: 1, mostOf: maxCredits, unit: "credits, as many as the node type holds"},
		description: "The burstable node has used up its CPU credits",
		// Ten credits are ten minutes of one core. A new node starts with none, earns 12 an hour or more and spends some, so
		// three hours keep a new node quiet. AWS publishes credits every five minutes.
		threshold: everyRole(10), minutes: 180, minPeriod: 300,
		needs: requirement{"a burstable NodeType such as cache.t4g.micro", GroupProps.burstable},
	},
	{
		name: "auth-failures-high", metric: "AuthenticationFailures", statistic: "Sum", comparison: above,
		missing:     silenceIsFine,
		takes:       counted("failures in a minute"),
		description: "Clients log in with a wrong token: a task was not restarted after a rotation, or somebody is guessing",
		// A task with an old token tries again every few seconds; a mistyped redis-cli does not come near two a minute.
		threshold: everyRole(2), perMinute: true, minutes: 5,
	},
	{
		name: "denied-commands-high", metric: "CommandAuthorizationFailures", statistic: "Sum", comparison: above,
		missing:     silenceIsFine,
		takes:       counted("refused commands in a minute"),
		description: "A user calls commands that it may not: an application needs another URL, or somebody is guessing",
		// The clients that the users are for call no command that is refused.
		threshold: everyRole(2), perMinute: true, minutes: 5,
		needs: requirement{"Users", func(p GroupProps) bool { return p.Users }},
	},
	{
		name: "network-in-exceeded", metric: "NetworkBandwidthInAllowanceExceeded", statistic: "Sum", comparison: above,
		missing:     silenceIsFine,
		takes:       counted("packets in a period"),
		description: "The node received more than its network bandwidth: packets were queued or dropped",
		// Any dropped packet is a slow command; a quarter of an hour without a pause is no burst.
		threshold: everyRole(0), minutes: 15,
	},
	{
		name: "network-out-exceeded", metric: "NetworkBandwidthOutAllowanceExceeded", statistic: "Sum", comparison: above,
		missing:     silenceIsFine,
		takes:       counted("packets in a period"),
		description: "The node sent more than its network bandwidth: packets were queued or dropped",
		threshold:   everyRole(0), minutes: 15, // as network-in-exceeded
	},
	{
		name: "replication-lag-high", metric: "ReplicationLag", statistic: "Maximum", comparison: above,
		missing:     silenceIsFine,
		takes:       limits{least: 1, most: 600, unit: "seconds"},
		description: "A replica is behind its primary: a failover would lose what it has not received",
		// Seconds; normal is below one. At ten, a failover loses ten seconds of queued messages.
		threshold: everyRole(10), minutes: 5, needs: requirement{"Replicas", GroupProps.replicated},
	},
	{
		name: "replication-link-down", metric: "MasterLinkHealthStatus", statistic: "Minimum", comparison: below,
		missing:     silenceIsFine,
		takes:       limits{least: 1, most: 1},
		description: "A replica lost its primary: there is nothing to fail over to",
		// 1 is in sync, 0 is not. A replica of a small node synchronizes in less than five minutes. AWS documents the metric
		// for online migration only and says nothing of primaries, so it tells people and does not page.
		threshold: everyRole(1), minutes: 5, needs: requirement{"Replicas", GroupProps.replicated}, doesNotPage: true,
	},
	{
		name: "queue-length-high", metric: "QueueLength", statistic: "Minimum", comparison: above, missing: silenceIsAlarm,
		takes:       limits{most: 100e6, unit: "messages"},
		description: "Messages wait and no worker takes them, or nobody measures the queue any more",
		// The shortest that the queue was in a period: workers that keep up empty it between two bursts, whatever the size
		// of a burst. Silence alarms, because the number that pages must not go missing unnoticed.
		threshold: map[Role]float64{Broker: 100, Shared: 100}, minutes: 10, perQueue: true,
		needs: requirement{"QueueNames", GroupProps.hasQueueNames},
	},
}

func everyRole(threshold float64) map[Role]float64 {
	return map[Role]float64{Shared: threshold, Broker: threshold, Cache: threshold}
}

// AlarmNames are the names that AlarmThresholds and DisabledAlarms take.
func AlarmNames() []string {
	var names []string
	for _, a := range alarmTable {
		names = append(names, a.name)
	}
	return names
}

// AlarmNames are the alarms that each node of the group has; QueueAlarmNames are those of its queues.
func (p GroupProps) AlarmNames() []string {
	p = p.WithDefaults()
	var names []string
	for _, a := range alarmTable {
		if _, ok := a.thresholdFor(p); ok && !a.perQueue {
			names = append(names, a.name)
		}
	}
	return names
}

// hasMetric says whether the group has the alarm's metric.
func (a alarm) hasMetric(p GroupProps) bool { return a.needs.met == nil || a.needs.met(p) }

// thresholdFor is the alarm's threshold for the group, and whether the group has the alarm.
func (a alarm) thresholdFor(p GroupProps) (float64, bool) {
	if p.DisableAlarms || slices.Contains(p.DisabledAlarms, a.name) || !a.hasMetric(p) {
		return 0, false
	}
	if threshold, ok := p.AlarmThresholds[a.name]; ok {
		return threshold, true
	}
	threshold, ok := a.threshold[p.Role]
	return threshold, ok
}

// inPeriod is the threshold for a period of so many seconds.
func (a alarm) inPeriod(threshold float64, seconds int) float64 {
	if a.perMinute {
		return threshold * float64(seconds) / 60
	}
	return threshold
}

// describe says what the alarm means for a group's engine, and what it measured.
func (a alarm) describe(e Engine, threshold float64, on subject) string {
	direction := "above"
	if a.comparison == below {
		direction = "below"
	}
	meaning := strings.ReplaceAll(a.description, "%s", e.shortName())
	return fmt.Sprintf("%s. %s of %s is %s %g on %s. %s",
		meaning, a.statistic, a.metric, direction, threshold, on.label, guide(a.name))
}

// guide is the alarm's section in the operating guide.
func guide(alarm string) string {
	return "https://github.com/paperwurks/elasticache-redis/blob/main/docs/operations.md#" + alarm
}

// alarmName is <project>-<environment>-<name>-<alarm>, with the node's number from the second node on, or with the
// queue's name.
func alarmName(p RedisProps, a alarm, s subject) string {
	return p.ReplicationGroupID() + "-" + a.name + s.suffix
}
