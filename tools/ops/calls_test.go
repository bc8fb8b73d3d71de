package main

import (
	"fmt"
	"strings"
)

// inRegion is how each call starts.
const inRegion = "aws --region eu-west-2 "

const ping = `ecs execute-command --cluster prod --task 0a1b --container web --interactive ` +
	`--command 'python -c '\''import os, redis; [print(n, redis.Redis.from_url(os.environ[n], ` +
	`socket_connect_timeout=5).ping() if n in os.environ else "not set") ` +
	`for n in ("REDIS_BROKER_URL", "REDIS_RESULT_URL", "REDIS_CACHE_URL")]'\'''`

// status is the three calls of status for an id.
func status(id string) string {
	return strings.ReplaceAll(`elasticache describe-replication-groups --replication-group-id ID `+
		`--query 'ReplicationGroups[0].{status:Status,nodes:NodeGroups[].NodeGroupMembers[].[NodeGroupId,CacheClusterId,`+
		`CurrentRole,PreferredAvailabilityZone],failover:AutomaticFailover,pending:PendingModifiedValues,`+
		`tokenChanged:AuthTokenLastModifiedDate}' --output json
cloudwatch describe-alarms --alarm-name-prefix ID- --alarm-types MetricAlarm CompositeAlarm --state-value ALARM `+
		`--query '[MetricAlarms,CompositeAlarms][].[AlarmName,StateReason]' --output table
elasticache describe-events --duration 1440 `+
		`--query 'Events[?SourceIdentifier=='\''ID'\'' || starts_with(SourceIdentifier, '\''ID-0'\'')]`+
		`.[Date,SourceIdentifier,Message]' --output table`, "ID", id)
}

// snapshots is the call of snapshots for an id.
func snapshots(id, stem string) string {
	return fmt.Sprintf(`elasticache describe-snapshots `+
		`--query 'Snapshots[?ReplicationGroupId=='\''%s'\'' || contains(SnapshotName, '\''%s'\'')]`+
		`.[SnapshotName,SnapshotSource,SnapshotStatus,NodeSnapshots[0].SnapshotCreateTime]' --output table`, id, stem)
}

func urls(environment string) string {
	path := "/paperwurks/" + environment + "/redis/"
	return `ssm describe-parameters --parameter-filters Key=Name,Option=Equals,Values=` +
		path + `url,` + path + `broker-url,` + path + `result-url,` + path + `cache-url ` +
		`--query 'Parameters[].[Name,Type,Version,LastModifiedDate]' --output table`
}

func createSnapshot(name, source string) string {
	return "elasticache create-snapshot --snapshot-name " + name + "-20261123-080507 " + source
}

func export(name string) string {
	return "elasticache copy-snapshot --source-snapshot-name " + name + " --target-snapshot-name " + name +
		" --target-bucket copies"
}

func failover(id, nodeGroup string) string {
	return "elasticache test-failover --replication-group-id " + id + " --node-group-id " + nodeGroup
}

func slowLog(group string) string {
	return "logs tail /aws/elasticache/" + group + "/slow-log --since 1h --follow"
}

// calls are the calls of each command, for a group of each kind, without their start.
var calls = []struct{ args, want string }{
	{"status", status("paperwurks-dev-redis")},
	{"-stack redis-prod status", status("paperwurks-prod-redis")},
	{"-stack redis-prod -group broker status", status("legacy-queues")},

	{"failover", failover("paperwurks-dev-redis", "0001")},
	{"-stack redis-prod -group broker failover", failover("legacy-queues", "0001")},
	{"-stack redis-old -group paperwurks-old-redis failover", failover("paperwurks-old-redis", "0001")},
	{"-stack redis-old -group task-queue failover", failover("legacy-tasks", "0001")},
	{"-stack redis-prod -node-group 0002 failover", failover("paperwurks-prod-redis", "0002")},

	{"slow-log", slowLog("paperwurks-dev/redis")},
	{"-stack redis-prod -group redis slow-log", slowLog("paperwurks-prod/redis")},
	{"-stack redis-prod -group broker slow-log", slowLog("paperwurks-prod/broker")},

	{"urls", urls("dev")},
	{"-stack redis-prod -group broker urls", urls("prod")},

	{"-stack redis-prod -cluster prod -task 0a1b -container web ping", ping},

	// Without replicas the only node, with replicas the second, in cluster mode the group.
	{"snapshot", createSnapshot("paperwurks-dev-redis", "--cache-cluster-id paperwurks-dev-redis-001")},
	{"-stack redis-prod -group broker snapshot", createSnapshot("legacy-queues", "--cache-cluster-id legacy-queues-002")},
	{"-stack redis-prod snapshot",
		createSnapshot("paperwurks-prod-redis", "--replication-group-id paperwurks-prod-redis")},

	{"snapshots", snapshots("paperwurks-dev-redis", "paperwurks-dev-redis")},
	{"-stack redis-prod -group broker snapshots", snapshots("legacy-queues", "legacy-queues")},

	{"-snapshot before-upgrade -bucket copies export", export("before-upgrade")},
	{"-stack redis-prod -group broker -bucket copies -snapshot automatic.legacy-queues-002-2026-11-23-03-00 export",
		export("automatic.legacy-queues-002-2026-11-23-03-00")},
}
