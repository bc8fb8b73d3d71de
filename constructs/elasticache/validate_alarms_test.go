package elasticache

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestValidateRefusesAlarms(t *testing.T) {
	checkRefusals(t, []refusal{
		{func(p *RedisProps) { p.AlarmPeriodSeconds = 90 }, `AlarmPeriodSeconds must be 60 or 300, got 90`},
		{func(p *RedisProps) { p.AlarmActionARNs = topics(6) },
			`AlarmActionARNs and PageActionARNs must be at most 5, got 6`},
		{func(p *RedisProps) { p.AlarmActionARNs = append(topics(1), topics(1)...) },
			`AlarmActionARNs and PageActionARNs must be unique, got "arn:aws:sns:eu-west-2:123456789012:t0"`},
		{func(p *RedisProps) { p.DisabledAlarms = AlarmNames() },
			fmt.Sprintf(`DisabledAlarms must leave the group at least one alarm that pages, got %q`, AlarmNames())},
		{func(p *RedisProps) { p.DisabledAlarms = []string{"cpu"} },
			`DisabledAlarms must be one of ` + strings.Join(AlarmNames(), ", ") + `, got "cpu"`},
		{func(p *RedisProps) { p.DisabledAlarms = []string{"cpu-high", "cpu-high"} },
			`DisabledAlarms must be unique, got "cpu-high"`},
		{func(p *RedisProps) { p.AlarmThresholds = map[string]float64{"cpu": 1} },
			`AlarmThresholds must be one of ` + strings.Join(AlarmNames(), ", ") + `, got "cpu"`},
		{func(p *RedisProps) {
			p.Replicas, p.AlarmThresholds = 0, map[string]float64{"replication-lag-high": 5}
		}, `AlarmThresholds[replication-lag-high] must not be set without Replicas, got 5`},
		{func(p *RedisProps) { p.AlarmThresholds = map[string]float64{"denied-commands-high": 5} },
			`AlarmThresholds[denied-commands-high] must not be set without Users, got 5`},
		{func(p *RedisProps) {
			p.NodeType, p.AlarmThresholds = "cache.m7g.large", map[string]float64{"cpu-credits-low": 5}
		}, `AlarmThresholds[cpu-credits-low] must not be set without a burstable NodeType such as cache.t4g.micro, got 5`},
		{func(p *RedisProps) {
			p.DisabledAlarms, p.AlarmThresholds = []string{"cpu-high"}, map[string]float64{"cpu-high": 5}
		}, `AlarmThresholds[cpu-high] must not be set for an alarm in DisabledAlarms, got 5`},
	})
}

func TestValidateRefusesQueues(t *testing.T) {
	const form = `QueueNames must be names of 1 to 196 letters, digits and . _ -, got `
	set := func(names ...string) func(*RedisProps) {
		return func(p *RedisProps) { p.Role, p.ClusterMode, p.QueueNames = Shared, false, names }
	}
	threshold := func(threshold float64) func(*RedisProps) {
		return func(p *RedisProps) {
			set("celery")(p)
			p.AlarmThresholds = map[string]float64{"queue-length-high": threshold}
		}
	}
	only := func(p *RedisProps) {
		set("celery")(p)
		p.DisabledAlarms = slices.DeleteFunc(AlarmNames(), func(name string) bool { return name == "queue-length-high" })
	}
	long := strings.Repeat("q", 196)
	checkRefusals(t, []refusal{
		{func(p *RedisProps) { p.QueueNames = []string{"celery"} },
			`QueueNames must not be set for role cache, which holds no queues, got ["celery"]`},
		{set(""), form + `""`},
		{set("mail/low"), form + `"mail/low"`},
		{set("mail low"), form + `"mail low"`},
		{set("${var.queue}"), form + `"${var.queue}"`},
		{set(long + "q"), form + `"` + long + `q"`},
		{set("celery", "celery"), `QueueNames must be unique, got "celery"`},
		{func(p *RedisProps) { p.AlarmThresholds = map[string]float64{"queue-length-high": 50} },
			`AlarmThresholds[queue-length-high] must not be set without QueueNames, got 50`},
		{threshold(-1), `AlarmThresholds[queue-length-high] must be 0 to 100000000 messages, got -1`},
		{func(p *RedisProps) { only(p); p.DisableURLs = true },
			fmt.Sprintf(`DisabledAlarms must leave the group at least one alarm that pages, got %q`,
				AlarmNames()[:len(AlarmNames())-1])},
	})
	checkAccepts(t, []func(*RedisProps){
		set("celery", "Celery", "mail.low_1-x", "002", long),
		func(p *RedisProps) { set("celery")(p); p.Role = Broker },
		func(p *RedisProps) { threshold(500)(p); p.DisableURLs = true },
		threshold(0), only,
	})
}

// What CloudWatch refuses when it makes the alarm, or what only a metric alarm can do.
func TestValidateRefusesActions(t *testing.T) {
	const form = "must be ARNs of SNS topics, Lambda functions, OpsCenter items, response plans or investigation " +
		"groups, such as arn:aws:sns:eu-west-2:123456789012:alerts"
	var refusals []refusal
	for _, arn := range []string{
		"pager", "ops@example.com", "", "arn:aws:iam::123456789012:role/pager", "arn:aws:s3:::alerts",
		"arn:aws:sqs:eu-west-2:123456789012:alerts",
		"arn:aws:sns:eu-west-2:123456789012:alerts:6b0e71bd-7e97-4d97-80ce-4a0994e55286", "arn:aws:sns:::alerts",
		"arn:aws:sns:eu-west-2::alerts", "arn:aws:sns::123456789012:alerts", "arn:aws:sns:eu-west-2:123456789012:alerts.fifo",
		"arn:aws:automate:eu-west-2:ec2:stop", "arn:aws:lambda:eu-west-2:123456789012:page",
		"arn:aws:ssm:eu-west-2:123456789012:opsitem:5", "arn:aws:ssm-incidents:eu-west-2:123456789012:response-plan/a",
		"arn:aws:autoscaling:eu-west-2:123456789012:scalingPolicy:6b0e71bd:autoScalingGroupName/a:policyName/b",
	} {
		refusals = append(refusals,
			refusal{func(p *RedisProps) { p.AlarmActionARNs = []string{arn} },
				fmt.Sprintf("AlarmActionARNs %s, got %q", form, arn)},
			refusal{func(p *RedisProps) { p.PageActionARNs = []string{arn} },
				fmt.Sprintf("PageActionARNs %s, got %q", form, arn)})
	}
	checkRefusals(t, refusals)
	checkAccepts(t, []func(*RedisProps){func(p *RedisProps) {
		p.AlarmActionARNs = []string{
			"arn:aws:sns:eu-west-2:123456789012:alerts", "arn:aws:lambda:eu-west-2:123456789012:function:page",
			"arn:aws:lambda:eu-west-2:123456789012:function:page:$LATEST",
		}
		p.PageActionARNs = []string{"arn:aws:ssm:eu-west-2:123456789012:opsitem:1#CATEGORY=Availability",
			"arn:aws:ssm-incidents::123456789012:response-plan/redis"}
	}, func(p *RedisProps) {
		p.AlarmActionARNs = []string{"arn:aws:aiops:eu-west-2:123456789012:investigation-group:Abc123"}
	}})
}

// An ARN whose partition and region do not belong together.
func TestValidateRefusesPartitions(t *testing.T) {
	checkRefusals(t, []refusal{
		{func(p *RedisProps) { p.AlarmActionARNs = []string{"arn:aws-cn:sns:eu-west-2:123456789012:a"} },
			`AlarmActionARNs must have the partition aws, which the region eu-west-2 is in, ` +
				`got "arn:aws-cn:sns:eu-west-2:123456789012:a"`},
		{func(p *RedisProps) { p.PageActionARNs = []string{"arn:aws:sns:cn-north-1:123456789012:a"} },
			`PageActionARNs must have the partition aws-cn, which the region cn-north-1 is in, ` +
				`got "arn:aws:sns:cn-north-1:123456789012:a"`},
		{func(p *RedisProps) { p.NotificationTopicARN = "arn:aws:sns:us-gov-west-1:123456789012:a" },
			`NotificationTopicARN must have the partition aws-us-gov, which the region us-gov-west-1 is in, ` +
				`got "arn:aws:sns:us-gov-west-1:123456789012:a"`},
		{func(p *RedisProps) { p.KMSKeyARN = strings.Replace(keyARN, "arn:aws:", "arn:aws-us-gov:", 1) },
			`KMSKeyARN must have the partition aws, which the region eu-west-2 is in, got "` +
				strings.Replace(keyARN, "arn:aws:", "arn:aws-us-gov:", 1) + `"`},
		{func(p *RedisProps) { p.SSMKMSKeyARN = strings.Replace(keyARN, "eu-west-2", "eusc-de-east-1", 1) },
			`SSMKMSKeyARN must have the partition aws-eusc, which the region eusc-de-east-1 is in, got "` +
				strings.Replace(keyARN, "eu-west-2", "eusc-de-east-1", 1) + `"`},
	})
	checkAccepts(t, []func(*RedisProps){
		func(p *RedisProps) { p.AlarmActionARNs = []string{"arn:aws-cn:sns:cn-north-1:123456789012:a"} },
		func(p *RedisProps) { p.NotificationTopicARN = "arn:aws-us-gov:sns:us-gov-west-1:123456789012:a" },
		func(p *RedisProps) { p.SnapshotARNs = []string{"arn:aws-cn:s3:::backups/dump.rdb"} },
	})
}

func topics(n int) []string {
	var arns []string
	for i := range n {
		arns = append(arns, fmt.Sprintf("arn:aws:sns:eu-west-2:123456789012:t%d", i))
	}
	return arns
}
