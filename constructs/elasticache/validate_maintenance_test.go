package elasticache

import (
	"strings"
	"testing"
)

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
		{func(p *RedisProps) { p.MaintenanceWindow = "sun:06:00-sun:05:00" },
			`MaintenanceWindow must be shorter than 24 hours, to leave time for the daily snapshot; this one has 167 hours: ` +
				`does it end before it starts?, got "sun:06:00-sun:05:00"`},
		{func(p *RedisProps) { p.MaintenanceWindow = "sun:05:00-sat:06:00" },
			`MaintenanceWindow must be shorter than 24 hours, to leave time for the daily snapshot; this one has 145 hours: ` +
				`does it end before it starts?, got "sun:05:00-sat:06:00"`},
		{func(p *RedisProps) { p.MaintenanceWindow = "mon:05:00-tue:05:00" },
			`MaintenanceWindow must be shorter than 24 hours, to leave time for the daily snapshot; this one has 24 hours: ` +
				`does it end before it starts?, got "mon:05:00-tue:05:00"`},
		{func(p *RedisProps) { p.DisableSnapshots, p.MaintenanceWindow = true, "sun:06:00-sun:05:00" },
			`MaintenanceWindow must be shorter than 144 hours; this one has 167 hours: does it end before it starts?, ` +
				`got "sun:06:00-sun:05:00"`},
		{func(p *RedisProps) { p.SnapshotWindow = "04:00-03:00" },
			`SnapshotWindow must not overlap the maintenance window sun:05:00-sun:06:00; this one has 23 hours: ` +
				`does it end before it starts?, got "04:00-03:00"`},
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

func TestWindowsThatMeet(t *testing.T) {
	checkAccepts(t, []func(*RedisProps){
		func(p *RedisProps) { p.DisableSnapshots, p.MaintenanceWindow = true, "sun:03:00-sun:04:00" },
		func(p *RedisProps) { p.DisableSnapshots, p.SnapshotWindow = true, "05:30-06:30" },
		func(p *RedisProps) { p.DisableSnapshots, p.MaintenanceWindow = true, "sat:00:00-mon:00:00" },
		func(p *RedisProps) { p.MaintenanceWindow = "Sun:05:00-Sun:06:00" },
		func(p *RedisProps) { p.MaintenanceWindow = "sun:04:00-mon:03:00" },
		func(p *RedisProps) { p.SnapshotWindow = "06:00-05:00" },
	})
}

func TestValidateRefusesSnapshots(t *testing.T) {
	const rdb = `SnapshotARNs must be ARNs of RDB files in S3 such as arn:aws:s3:::bucket/dump.rdb, without commas, got `
	var refusals []refusal
	for _, arn := range []string{
		"arn:aws:s3:::backups", "arn:aws:s3:::backups/", "arn:aws:s3:::backups/dumps/", "arn:aws:s3:::backups/dump.tar.gz",
		"arn:aws:s3:::backups/dump", "arn:aws:s3:::backups/*.rdb", "arn:aws:s3:::backups/.rdb", "arn:aws:s3:::b/a.rdb",
		"arn:aws:s3:::backups/a.rdb/", "https://backups.s3.amazonaws.com/a.rdb",
		"arn:aws:elasticache:eu-west-2:123456789012:snapshot:a",
	} {
		refusals = append(refusals,
			refusal{func(p *RedisProps) { p.SnapshotARNs = []string{arn} }, rdb + `"` + arn + `"`})
	}
	named := func(name string) func(*RedisProps) { return func(p *RedisProps) { p.SnapshotName = name } }
	const form = `SnapshotName must be a snapshot's name: letters, digits and single hyphens, starting with a letter, got `
	automatic := "automatic." + strings.Repeat("r", 45) + "-2026-11-23-03-00"
	checkRefusals(t, append(refusals, []refusal{
		{named(strings.Repeat("s", 41)), `SnapshotName must be at most 40 characters, got "` + strings.Repeat("s", 41) + `"`},
		{named("before-" + strings.Repeat("s", 300)),
			`SnapshotName must be at most 40 characters, got "before-` + strings.Repeat("s", 300) + `"`},
		{named(automatic), `SnapshotName must be at most 71 characters, got "` + automatic + `"`},
		{named("1st"), form + `"1st"`},
		{named("before-"), form + `"before-"`},
		{named("be--fore"), form + `"be--fore"`},
		{func(p *RedisProps) { p.Protected, p.DisableSnapshots, p.SkipFinalSnapshot = true, true, true },
			`Protected must not be set together with DisableSnapshots and SkipFinalSnapshot, ` +
				`which leave no copy of what it protects, got true`},
		{func(p *RedisProps) {
			p.Role, p.ClusterMode = Broker, false
			p.Protected, p.DisableSnapshots, p.SkipFinalSnapshot = true, true, true
		}, `Protected must not be set together with DisableSnapshots and SkipFinalSnapshot, ` +
			`which leave no copy of what it protects, got true`},
		{func(p *RedisProps) {
			p.Role, p.ClusterMode = Shared, false
			p.Protected, p.DisableSnapshots, p.SkipFinalSnapshot = true, true, true
		}, `Protected must not be set together with DisableSnapshots and SkipFinalSnapshot, ` +
			`which leave no copy of what it protects, got true`},
	}...))
	checkAccepts(t, []func(*RedisProps){
		named(strings.Repeat("s", 40)),
		named("automatic." + strings.Repeat("r", 44) + "-2026-11-23-03-00"),
		func(p *RedisProps) {
			p.SnapshotARNs = []string{"arn:aws:s3:::backups.eu/2026/11/redis-0001.rdb", "arn:aws:s3:::backups/b.rdb"}
		},
		func(p *RedisProps) { p.Protected, p.DisableSnapshots = true, true },
		func(p *RedisProps) { p.Protected, p.SkipFinalSnapshot = true, true },
		func(p *RedisProps) { p.DisableSnapshots, p.SkipFinalSnapshot = true, true },
	})
}
