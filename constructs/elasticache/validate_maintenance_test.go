package elasticache

import "testing"

func TestValidateRefusesMaintenance(t *testing.T) {
	checkRefusals(t, []refusal{
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
			`SnapshotRetentionDays must not be set together with DisableSnapshots, got 3`},
		{func(p *RedisProps) { p.SnapshotName = "before upgrade" },
			`SnapshotName must be a snapshot's name: letters, digits and single hyphens, starting with a letter, ` +
				`got "before upgrade"`},
		{func(p *RedisProps) { p.SnapshotName, p.SnapshotARNs = "before", []string{"arn:aws:s3:::b-1/a.rdb"} },
			`SnapshotName must not be set together with SnapshotARNs, got "before"`},
		{func(p *RedisProps) { p.SnapshotARNs = []string{"s3://bucket/a.rdb"} },
			`SnapshotARNs must be ARNs of RDB files in S3 such as arn:aws:s3:::bucket/dump.rdb, without commas, ` +
				`got "s3://bucket/a.rdb"`},
		{func(p *RedisProps) { p.NotificationTopicARN = "alerts" },
			`NotificationTopicARN must be an SNS topic ARN such as arn:aws:sns:eu-west-2:123456789012:alerts, got "alerts"`},
		{func(p *RedisProps) { p.LogRetentionDays = 31 },
			`LogRetentionDays must be one of 1 3 5 7 14 30 60 90 120 150 180 365 400 545 731 1096 1827 2192 2557 2922 3288 ` +
				`3653 days, got 31`},
	})
}
