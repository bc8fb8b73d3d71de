package elasticache

import (
	"fmt"
	"maps"
	"strings"
	"testing"
)

// valid is a cache in cluster mode with replicas, which takes every field.
func valid() RedisProps {
	return RedisProps{
		Project:     "paperwurks",
		Environment: "prod",
		VPCID:       "vpc-0123456789abcdef0",
		SubnetIDs:   []string{"subnet-0123456789abcdef0", "subnet-0123456789abcdef1"},
		AuthToken:   "${random_password.token.result}",
		GroupProps: GroupProps{
			Role:                   Cache,
			ClientSecurityGroupIDs: map[string]string{"ecs": "sg-0123456789abcdef0"},
			ClusterMode:            true,
			Replicas:               1,
		},
	}
}

const keyARN = "arn:aws:kms:eu-west-2:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"

func TestValidateAccepts(t *testing.T) {
	for name, change := range map[string]func(*RedisProps){
		"the base":                          func(p *RedisProps) {},
		"a shared group":                    func(p *RedisProps) { p.Role, p.ClusterMode = Shared, false },
		"a broker":                          func(p *RedisProps) { p.Role, p.ClusterMode = Broker, false },
		"a single node":                     func(p *RedisProps) { p.ClusterMode, p.Replicas = false, 0 },
		"one subnet without replicas":       func(p *RedisProps) { p.Replicas, p.SubnetIDs = 0, p.SubnetIDs[:1] },
		"one subnet with Multi-AZ declined": func(p *RedisProps) { p.DisableMultiAZ, p.SubnetIDs = true, p.SubnetIDs[:1] },
		"references": func(p *RedisProps) {
			p.VPCID = "${var.vpc_id}"
			p.SubnetIDs = []string{"#{TfToken[TOKEN.0]}"}
			p.ClientSecurityGroupIDs = map[string]string{"ecs": "${var.ecs}"}
			p.KMSKeyARN, p.LogKMSKeyARN, p.SSMKMSKeyARN = "${aws_kms_key.k.arn}", "${aws_kms_key.k.arn}", "${aws_kms_key.k.arn}"
			p.AlarmActionARNs = []string{"${aws_sns_topic.t.arn}"}
			p.NotificationTopicARN = "${aws_sns_topic.t.arn}"
			p.Tags = map[string]string{"Release": "${var.release}"}
		},
		"every option": func(p *RedisProps) {
			p.Name, p.Port, p.EngineVersion, p.NodeType, p.Shards, p.Replicas = "sessions", 6380, "7.0", "cache.r7g.large", 90, 4
			p.Parameters = map[string]string{"maxmemory-policy": "allkeys-lfu", "notify-keyspace-events": "Ex",
				"timeout": "300", "min-replicas-to-write": "1"}
			p.KMSKeyARN, p.LogKMSKeyARN, p.SSMKMSKeyARN = keyARN, keyARN, keyARN
			p.MaintenanceWindow, p.SnapshotWindow, p.SnapshotRetentionDays = "sat:23:30-sun:00:30", "01:00-02:00", 35
			p.SnapshotARNs = []string{"arn:aws:s3:::backups/redis-0001.rdb"}
			p.NotificationTopicARN = "arn:aws:sns:eu-west-2:123456789012:alerts"
			p.AlarmActionARNs = []string{"arn:aws:sns:eu-west-2:123456789012:alerts"}
			p.AlarmPeriodSeconds, p.LogRetentionDays = 60, 365
			p.AlarmThresholds, p.DisabledAlarms = map[string]float64{"cpu-high": 60, "memory-high": 99}, []string{"swap-high"}
			p.Tags = map[string]string{"Team": "documents", "Cost Centre": "42"}
		},
		"an adopted group": func(p *RedisProps) {
			p.ID, p.SubnetGroupName, p.SecurityGroupName = "sg-old", "old_redis.subnets", "Old (redis)"
		},
		"no snapshots":        func(p *RedisProps) { p.DisableSnapshots, p.SkipFinalSnapshot = true, true },
		"an automatic backup": func(p *RedisProps) { p.SnapshotName = "automatic.paperwurks-prod-redis-2026-11-23-03-00" },
		"redis 6.2": func(p *RedisProps) {
			p.EngineVersion, p.Parameters = "6.2", map[string]string{"activerehashing": "yes"}
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := valid()
			change(&p)
			if err := p.Validate(); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestValidateRefuses has a row for every refusal: what a user did, and the one line that names field, rule and value.
func TestValidateRefuses(t *testing.T) {
	queues := func(p *RedisProps) { p.Role, p.ClusterMode = Broker, false }
	set := func(name, value string) func(*RedisProps) {
		return func(p *RedisProps) { p.Parameters = map[string]string{name: value} }
	}
	const name = "must be lower-case letters, digits and single hyphens, starting with a letter"
	for _, test := range []struct {
		change func(*RedisProps)
		want   string
	}{
		// Names.
		{func(p *RedisProps) { p.Project = "" }, `Project ` + name + `, got ""`},
		{func(p *RedisProps) { p.Project = "Paperwurks" }, `Project ` + name + `, got "Paperwurks"`},
		{func(p *RedisProps) { p.Environment = "prod_1" }, `Environment ` + name + `, got "prod_1"`},
		{func(p *RedisProps) { p.Name = "redis--1" }, `Name ` + name + `, got "redis--1"`},
		{func(p *RedisProps) { p.ID = "Old_Redis" },
			`ID must be lower-case letters, digits and single hyphens, starting with a letter, at most 40, got "Old_Redis"`},
		{func(p *RedisProps) { p.ID = strings.Repeat("r", 41) },
			`ID must be lower-case letters, digits and single hyphens, starting with a letter, at most 40, got "` +
				strings.Repeat("r", 41) + `"`},
		{func(p *RedisProps) { p.ID = "sg-redis" },
			`SecurityGroupName must be set where ID starts with sg-, which AWS reserves in names of security groups, got ""`},
		{func(p *RedisProps) { p.SubnetGroupName = "Old" },
			`SubnetGroupName must be 1 to 255 lower-case letters, digits, spaces and _ . -, and not default, got "Old"`},
		{func(p *RedisProps) { p.SubnetGroupName = "default" },
			`SubnetGroupName must be 1 to 255 lower-case letters, digits, spaces and _ . -, and not default, got "default"`},
		{func(p *RedisProps) { p.SecurityGroupName = "sg-redis" },
			`SecurityGroupName must be 1 to 255 letters, digits, spaces and ._-:/()#,@[]+=&;!$*, not starting with sg-, ` +
				`and not default, got "sg-redis"`},
		{func(p *RedisProps) { p.SecurityGroupName = "default" },
			`SecurityGroupName must be 1 to 255 letters, digits, spaces and ._-:/()#,@[]+=&;!$*, not starting with sg-, ` +
				`and not default, got "default"`},
		{func(p *RedisProps) { p.SecurityGroupName = "${x}" },
			`SecurityGroupName must be 1 to 255 letters, digits, spaces and ._-:/()#,@[]+=&;!$*, not starting with sg-, ` +
				`and not default, got "${x}"`},
		{func(p *RedisProps) { p.Project = "awsome" },
			`Project must not start names with aws, ssm or sg-, which AWS reserves in names of parameters and security ` +
				`groups, got "awsome"`},
		{func(p *RedisProps) { p.Project = "sg" },
			`Project must not start names with aws, ssm or sg-, which AWS reserves in names of parameters and security ` +
				`groups, got "sg"`},
		{func(p *RedisProps) { p.Name = strings.Repeat("a", 26) },
			`Project, Environment and Name must make a replication group id of at most 40 characters, got "paperwurks-prod-` +
				strings.Repeat("a", 26) + `"`},
		{func(p *RedisProps) { p.Role = "queue" }, `Role must be one of shared, broker, cache, got "queue"`},

		// Network.
		{func(p *RedisProps) { p.VPCID = "" }, `VPCID must be a VPC id such as vpc-0123456789abcdef0, got ""`},
		{func(p *RedisProps) { p.VPCID = "10.0.0.0/16" },
			`VPCID must be a VPC id such as vpc-0123456789abcdef0, got "10.0.0.0/16"`},
		{func(p *RedisProps) { p.SubnetIDs = nil }, `SubnetIDs must name at least one private subnet, got []`},
		{func(p *RedisProps) { p.SubnetIDs = p.SubnetIDs[:1] },
			`SubnetIDs must name subnets in two or more availability zones for Multi-AZ, got ["subnet-0123456789abcdef0"]`},
		{func(p *RedisProps) { p.SubnetIDs[1] = "eu-west-2a" },
			`SubnetIDs must be subnet ids such as subnet-0123456789abcdef0, got "eu-west-2a"`},
		{func(p *RedisProps) { p.SubnetIDs[1] = p.SubnetIDs[0] }, `SubnetIDs must be unique, got "subnet-0123456789abcdef0"`},
		{func(p *RedisProps) { p.ClientSecurityGroupIDs = nil },
			`ClientSecurityGroupIDs must name at least one client, or nothing can connect, got 0`},
		{func(p *RedisProps) { p.ClientSecurityGroupIDs["ecs"] = "0.0.0.0/0" },
			`ClientSecurityGroupIDs[ecs] must be a security group id such as sg-0123456789abcdef0, got "0.0.0.0/0"`},
		{func(p *RedisProps) { p.ClientSecurityGroupIDs["ECS tasks"] = "sg-0123456789abcdef1" },
			`ClientSecurityGroupIDs[ECS tasks] must have a name of lower-case letters, digits and single hyphens, ` +
				`starting with a letter, got "ECS tasks"`},
		{func(p *RedisProps) { p.ClientSecurityGroupIDs[strings.Repeat("w", 245)] = "sg-0123456789abcdef1" },
			`ClientSecurityGroupIDs[` + strings.Repeat("w", 245) + `] must have a name of at most 244 characters, got "` +
				strings.Repeat("w", 245) + `"`},
		{func(p *RedisProps) { p.ClientSecurityGroupIDs["web"] = "sg-0123456789abcdef0" },
			`ClientSecurityGroupIDs must be unique, got "sg-0123456789abcdef0"`},
		{func(p *RedisProps) { p.Port = 65536 }, `Port must be 1 to 65535, got 65536`},

		// Engine and parameters.
		{func(p *RedisProps) { p.EngineVersion = "7.2" }, `EngineVersion must be one of 6.2, 7.0, 7.1, got "7.2"`},
		{func(p *RedisProps) { p.Role = Shared },
			`ClusterMode must be off for role shared, because Celery has no Redis Cluster transport and its workers die at ` +
				`start with CROSSSLOT, got true`},
		{func(p *RedisProps) { p.Role = Broker },
			`ClusterMode must be off for role broker, because Celery has no Redis Cluster transport and its workers die at ` +
				`start with CROSSSLOT, got true`},
		{set("cluster-enabled", "no"), `Parameters[cluster-enabled] must not be set, it follows from ClusterMode, got "no"`},
		{set("maxmemory_policy", "noeviction"),
			`Parameters[maxmemory_policy] must be a parameter that redis7 lets its user change, got "noeviction"`},
		{set("appendonly", "yes"), `Parameters[appendonly] must be a parameter that redis7 lets its user change, got "yes"`},
		{set("hash-max-ziplist-entries", "512"),
			`Parameters[hash-max-ziplist-entries] must be a parameter that redis7 lets its user change, got "512"`},
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
			`Parameters[cluster-preferred-endpoint-type] must be one of tls-dynamic, because clients check host names, ` +
				`which an ip has none of, got "ip"`},
		{set("databases", "1"),
			`Parameters[databases] must be an integer from 3 to 10000, because broker, ` +
				`results and cache have a database each, got "1"`},
		{set("reserved-memory-percent", "100"),
			`Parameters[reserved-memory-percent] must be an integer from 0 to 99, got "100"`},
		{set("notify-keyspace-events", "yes"),
			`Parameters[notify-keyspace-events] must be of the letters K E g $ l s h z x e A t d m n, got "yes"`},
		{set("min-replicas-to-write", "2"),
			`Parameters[min-replicas-to-write] must be at most Replicas, which is 1, or the primary refuses every write, ` +
				`got "2"`},

		// Size.
		{func(p *RedisProps) { p.NodeType = "t4g.micro" },
			`NodeType must be of the form cache.<family>.<size>, such as cache.t4g.micro, got "t4g.micro"`},
		{func(p *RedisProps) { p.NodeType = "cache.t1.micro" },
			`NodeType must be of one of the families c7gn, m4, m5, m6g, m7g, r4, r5, r6g, r7g, t2, t3, t4g, ` +
				`got "cache.t1.micro"`},
		{func(p *RedisProps) { p.NodeType = "cache.t4g.large" },
			`NodeType must be of one of t4g's sizes micro, small, medium, got "cache.t4g.large"`},
		{func(p *RedisProps) { p.NodeType = "cache.r6gd.xlarge" },
			`NodeType must not be of the family r6gd, whose data tiering is not offered here, got "cache.r6gd.xlarge"`},
		{func(p *RedisProps) { p.Shards = -1 }, `Shards must be 1 to 500, got -1`},
		{func(p *RedisProps) { p.Shards = 501 }, `Shards must be 1 to 500, got 501`},
		{func(p *RedisProps) { p.Shards = 251 }, `Shards and Replicas must make at most 500 nodes, got 502`},
		{func(p *RedisProps) { p.ClusterMode, p.Shards = false, 2 }, `Shards must be 1 with cluster mode off, got 2`},
		{func(p *RedisProps) { p.Replicas = 6 }, `Replicas must be 0 to 5, got 6`},

		// Secrets and keys.
		{func(p *RedisProps) { p.AuthToken = "" },
			`AuthToken must be set, for example to the result of a random_password, got ""`},
		{func(p *RedisProps) { p.AuthToken = "abcdefghijklmnop" },
			`AuthToken must be a reference, since a literal would be in plain text in the synthesized JSON, got a literal`},
		{func(p *RedisProps) { p.AuthTokenUpdateStrategy = "DELETE" },
			`AuthTokenUpdateStrategy must be one of ROTATE, SET, got "DELETE"`},
		{func(p *RedisProps) { p.KMSKeyARN = "alias/redis" },
			`KMSKeyARN must be a KMS key ARN such as arn:aws:kms:eu-west-2:123456789012:key/<id>, got "alias/redis"`},
		{func(p *RedisProps) { p.KMSKeyARN = keyARN[:len(keyARN)-1] },
			`KMSKeyARN must be a KMS key ARN such as arn:aws:kms:eu-west-2:123456789012:key/<id>, got "` +
				keyARN[:len(keyARN)-1] + `"`},
		{func(p *RedisProps) { p.LogKMSKeyARN = "key" },
			`LogKMSKeyARN must be a KMS key ARN such as arn:aws:kms:eu-west-2:123456789012:key/<id>, got "key"`},
		{func(p *RedisProps) { p.SSMKMSKeyARN = "key" },
			`SSMKMSKeyARN must be a KMS key ARN such as arn:aws:kms:eu-west-2:123456789012:key/<id>, got "key"`},

		// Maintenance and snapshots.
		{func(p *RedisProps) { p.MaintenanceWindow = "Sunday 05:00" },
			`MaintenanceWindow must be ddd:hh24:mi-ddd:hh24:mi, such as sun:05:00-sun:06:00, got "Sunday 05:00"`},
		{func(p *RedisProps) { p.MaintenanceWindow = "sun:05:00-sun:05:30" },
			`MaintenanceWindow must be at least 60 minutes long, got "sun:05:00-sun:05:30"`},
		{func(p *RedisProps) { p.SnapshotWindow = "3:00-4:00" },
			`SnapshotWindow must be hh24:mi-hh24:mi, such as 03:00-04:00, got "3:00-4:00"`},
		{func(p *RedisProps) { p.SnapshotWindow = "03:00-03:59" },
			`SnapshotWindow must be at least 60 minutes long, got "03:00-03:59"`},
		{func(p *RedisProps) { p.SnapshotWindow = "04:30-05:30" },
			`SnapshotWindow must not overlap the maintenance window sun:05:00-sun:06:00, got "04:30-05:30"`},
		{func(p *RedisProps) { p.SnapshotRetentionDays = 36 }, `SnapshotRetentionDays must be 1 to 35 days, got 36`},
		{func(p *RedisProps) { p.DisableSnapshots, p.SnapshotRetentionDays = true, 3 },
			`SnapshotRetentionDays must not be set where DisableSnapshots is, got 3`},
		{func(p *RedisProps) { p.SnapshotName = "before upgrade" },
			`SnapshotName must be a snapshot's name: letters, digits and single hyphens, starting with a letter, ` +
				`got "before upgrade"`},
		{func(p *RedisProps) { p.SnapshotName, p.SnapshotARNs = "before", []string{"arn:aws:s3:::b-1/a.rdb"} },
			`SnapshotName must not be set where SnapshotARNs are, got "before"`},
		{func(p *RedisProps) { p.SnapshotARNs = []string{"s3://bucket/a.rdb"} },
			`SnapshotARNs must be ARNs of RDB files in S3 such as arn:aws:s3:::bucket/dump.rdb, without commas, ` +
				`got "s3://bucket/a.rdb"`},
		{func(p *RedisProps) { p.NotificationTopicARN = "alerts" },
			`NotificationTopicARN must be an SNS topic ARN such as arn:aws:sns:eu-west-2:123456789012:alerts, got "alerts"`},
		{func(p *RedisProps) { p.LogRetentionDays = 31 },
			`LogRetentionDays must be one of 1 3 5 7 14 30 60 90 120 150 180 365 400 545 731 1096 1827 2192 2557 2922 3288 ` +
				`3653 days, got 31`},

		// Alarms.
		{func(p *RedisProps) { p.AlarmPeriodSeconds = 90 }, `AlarmPeriodSeconds must be 60 or 300, got 90`},
		{func(p *RedisProps) { p.AlarmActionARNs = []string{"ops@example.com"} },
			`AlarmActionARNs must be ARNs such as arn:aws:sns:eu-west-2:123456789012:alerts, got "ops@example.com"`},
		{func(p *RedisProps) { p.AlarmActionARNs = topics(6) },
			`AlarmActionARNs and PageActionARNs must be at most 5, got 6`},
		{func(p *RedisProps) { p.AlarmActionARNs = append(topics(1), topics(1)...) },
			`AlarmActionARNs and PageActionARNs must be unique, got "arn:aws:sns:eu-west-2:123456789012:t0"`},
		{func(p *RedisProps) { p.PageActionARNs = []string{"pager"} },
			`PageActionARNs must be ARNs such as arn:aws:sns:eu-west-2:123456789012:pager, got "pager"`},
		{func(p *RedisProps) { p.DisabledAlarms = AlarmNames() },
			fmt.Sprintf(`DisabledAlarms must leave the group at least one alarm that pages, got %q`, AlarmNames())},
		{func(p *RedisProps) { p.DisabledAlarms = []string{"cpu"} },
			`DisabledAlarms must be one of ` + strings.Join(AlarmNames(), ", ") + `, got "cpu"`},
		{func(p *RedisProps) { p.DisabledAlarms = []string{"cpu-high", "cpu-high"} },
			`DisabledAlarms must be unique, got "cpu-high"`},
		{func(p *RedisProps) { p.AlarmThresholds = map[string]float64{"cpu": 1} },
			`AlarmThresholds must be one of ` + strings.Join(AlarmNames(), ", ") + `, got "cpu"`},
		{func(p *RedisProps) { p.AlarmThresholds = map[string]float64{"cpu-high": 101} },
			`AlarmThresholds[cpu-high] must be at most 100 percent, got 101`},
		{func(p *RedisProps) { p.AlarmThresholds = map[string]float64{"swap-high": -1} },
			`AlarmThresholds[swap-high] must be a number of at least 0, got -1`},
		{func(p *RedisProps) {
			p.Replicas, p.AlarmThresholds = 0, map[string]float64{"replication-lag-high": 5}
		}, `AlarmThresholds[replication-lag-high] must be of an alarm that the group has: it is disabled, ` +
			`or its metric is not published by such nodes, got 5`},

		// Tags.
		{func(p *RedisProps) { p.Tags = map[string]string{"aws:owner": "me"} },
			`Tags[aws:owner] must not start with aws:, which AWS reserves, got "aws:owner"`},
		{func(p *RedisProps) { p.Tags = map[string]string{"": "me"} },
			`Tags[] must have a key of 1 to 128 characters, got ""`},
		{func(p *RedisProps) { p.Tags = map[string]string{"Team": "a;b"} },
			`Tags[Team] must have a value of letters, digits, spaces and _ . : / = + - @, got "a;b"`},
		{func(p *RedisProps) { p.Tags = map[string]string{"T*": "a"} },
			`Tags[T*] must have a key of letters, digits, spaces and _ . : / = + - @, got "T*"`},
		{func(p *RedisProps) { p.Tags = map[string]string{"Team": strings.Repeat("x", 257)} },
			`Tags[Team] must have a value of at most 256 characters, got "` + strings.Repeat("x", 257) + `"`},
		{func(p *RedisProps) { p.Tags = manyTags(51) }, `Tags must be at most 50, got 51`},
	} {
		p := valid()
		p.ClientSecurityGroupIDs = maps.Clone(p.ClientSecurityGroupIDs)
		test.change(&p)
		err := p.Validate()
		if err == nil {
			t.Errorf("accepted; want %s", test.want)
		} else if err.Error() != test.want {
			t.Errorf("got  %s\nwant %s", err, test.want)
		}
	}
}

func TestValidateReportsAllAtOnce(t *testing.T) {
	p := valid()
	p.NodeType, p.Port, p.MaintenanceWindow = "micro", -1, "tonight"
	err := p.Validate()
	if err == nil || strings.Count(err.Error(), "\n") != 2 {
		t.Errorf("want three lines, got %v", err)
	}
}

func TestValidateNeverPrintsTheToken(t *testing.T) {
	p := valid()
	p.AuthToken = "correct-horse-battery-staple"
	err := p.Validate()
	if err == nil || strings.Contains(err.Error(), "horse") {
		t.Errorf("want a refusal without the token, got %v", err)
	}
}

func topics(n int) []string {
	var arns []string
	for i := range n {
		arns = append(arns, fmt.Sprintf("arn:aws:sns:eu-west-2:123456789012:t%d", i))
	}
	return arns
}

func manyTags(n int) map[string]string {
	tags := map[string]string{}
	for i := range n {
		tags[fmt.Sprintf("tag%d", i)] = "x"
	}
	return tags
}
