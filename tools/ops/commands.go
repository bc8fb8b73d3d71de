package main

import (
	"fmt"
	"strings"
)

// command is one row of the command table.
type command struct {
	name string
	does string
	// asks is the start of the question before a command that changes something, which the group's id completes.
	asks string
	// needs are the flags without which the command can't run.
	needs []string
	// calls are the calls in the order they run.
	calls func(t *target) [][]string
}

// commands are the commands there are.
var commands = []command{
	{
		name: "status", does: "the group's nodes, its alarms that are on, and its events of the last day",
		calls: func(t *target) [][]string {
			return [][]string{
				t.aws("elasticache", "describe-replication-groups", "--replication-group-id", t.id(),
					"--query", "ReplicationGroups[0].{status:Status,"+
						"nodes:NodeGroups[].NodeGroupMembers[].[NodeGroupId,CacheClusterId,CurrentRole,PreferredAvailabilityZone],"+
						"failover:AutomaticFailover,pending:PendingModifiedValues,tokenChanged:AuthTokenLastModifiedDate}",
					"--output", "json"),
				t.aws("cloudwatch", "describe-alarms", "--alarm-name-prefix", t.id()+"-",
					"--alarm-types", "MetricAlarm", "CompositeAlarm", "--state-value", "ALARM",
					"--query", "[MetricAlarms,CompositeAlarms][].[AlarmName,StateReason]", "--output", "table"),
				// The nodes' events too: a recovery is theirs. Their ids are the group's with -001, or -0001-001 in cluster mode.
				t.aws("elasticache", "describe-events", "--duration", "1440",
					"--query", "Events[?SourceIdentifier=='"+t.id()+"' || starts_with(SourceIdentifier, '"+t.id()+"-0')]"+
						".[Date,SourceIdentifier,Message]", "--output", "table"),
			}
		},
	},
	{
		name: "failover", does: "test a failover: a replica becomes the primary of a node group",
		asks: "Fail over a node group of",
		calls: func(t *target) [][]string {
			return [][]string{t.aws("elasticache", "test-failover",
				"--replication-group-id", t.id(), "--node-group-id", t.nodeGroup)}
		},
	},
	{
		name: "slow-log", does: "follow the slow log; needs version 2 of the AWS CLI",
		calls: func(t *target) [][]string {
			return [][]string{t.aws("logs", "tail", t.output("slow_log_group_name"), "--since", "1h", "--follow")}
		},
	},
	{
		name: "urls", does: "the SSM parameters of the environment's URLs, and when they changed; never their values",
		calls: func(t *target) [][]string {
			var names []string
			for _, url := range []string{"url", "broker_url", "result_url", "cache_url"} {
				if name, ok := t.outputs["redis_"+url+"_parameter_name"]; ok {
					names = append(names, name)
				}
			}
			if len(names) == 0 {
				t.missing = append(t.missing, "redis_url_parameter_name")
			}
			return [][]string{t.aws("ssm", "describe-parameters",
				"--parameter-filters", "Key=Name,Option=Equals,Values="+strings.Join(names, ","),
				"--query", "Parameters[].[Name,Type,Version,LastModifiedDate]", "--output", "table")}
		},
	},
	{
		name: "ping", does: "ping every Redis URL that a running ECS task has",
		needs: []string{"cluster", "task", "container"},
		calls: func(t *target) [][]string {
			return [][]string{t.aws("ecs", "execute-command",
				"--cluster", t.cluster, "--task", t.task, "--container", t.container,
				"--interactive", "--command", "python -c '"+pingAll+"'")}
		},
	},
	{
		name: "snapshot", does: "take a snapshot now", asks: "Take a snapshot of",
		calls: func(t *target) [][]string {
			call := []string{"elasticache", "create-snapshot", "--snapshot-name", snapshotName(t.id(), t.now)}
			return [][]string{t.aws(append(call, t.snapshotSource()...)...)}
		},
	},
	{
		name: "snapshots", does: "list the group's snapshots: daily, taken by hand and final",
		calls: func(t *target) [][]string {
			// With cluster mode off a snapshot knows its node and not its group, so that its name is all there is to go by.
			return [][]string{t.aws("elasticache", "describe-snapshots",
				"--query", fmt.Sprintf("Snapshots[?ReplicationGroupId=='%s' || contains(SnapshotName, '%s')]"+
					".[SnapshotName,SnapshotSource,SnapshotStatus,NodeSnapshots[0].SnapshotCreateTime]",
					t.id(), snapshotStem(t.id())),
				"--output", "table")}
		},
	},
	{
		name: "export", does: "copy a snapshot to files in an S3 bucket of the group's region and account",
		asks: "Export a snapshot of", needs: []string{"snapshot", "bucket"},
		calls: func(t *target) [][]string {
			// AWS adds -0001.rdb to the name, -0002.rdb for the second shard and so on, and overwrites no file.
			return [][]string{t.aws("elasticache", "copy-snapshot", "--source-snapshot-name", t.snapshot,
				"--target-snapshot-name", t.snapshot, "--target-bucket", t.bucket)}
		},
	},
}

// pingAll runs in the task. It reads the URLs there, so that no token stands on a command line, and it is Python
// because every Celery and Django image has that and redis-py, and few have redis-cli. It has no single quote, being
// quoted in them.
const pingAll = `import os, redis; [print(n, ` +
	`redis.Redis.from_url(os.environ[n], socket_connect_timeout=5).ping() if n in os.environ else "not set") ` +
	`for n in ("REDIS_BROKER_URL", "REDIS_RESULT_URL", "REDIS_CACHE_URL")]`
