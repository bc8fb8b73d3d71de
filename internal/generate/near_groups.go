package generate

import "github.com/paperwurks/elasticache-redis/constructs/elasticache"

// groupEdges each set a field of a group, or fields whose limits depend on each other.
var groupEdges = []func(generator, *elasticache.GroupProps){
	func(g generator, p *elasticache.GroupProps) {
		p.Name = pick(g, "", "r", "Redis", "redis_1", "redis-", "re--dis", "2redis", g.letters(20), g.letters(21),
			g.letters(22))
	},
	func(g generator, p *elasticache.GroupProps) {
		p.Role = pick(g, "", elasticache.Shared, elasticache.Broker, elasticache.Cache, "queue")
	},
	func(g generator, p *elasticache.GroupProps) { p.DisableURLs = true },
	func(g generator, p *elasticache.GroupProps) { p.Users = true },
	func(g generator, p *elasticache.GroupProps) {
		p.DisableAlarms, p.DisableDashboard = g.IntN(2) == 0, g.IntN(2) == 0
		p.DisableLogs, p.DisableSSMParameters = g.IntN(2) == 0, g.IntN(4) == 0
	},
	func(g generator, p *elasticache.GroupProps) {
		p.DisableAlarms, p.DisableDashboard, p.DisableLogs = true, true, true
		p.AlarmActionARNs, p.AlarmThresholds, p.DisabledAlarms, p.LogRetentionDays = nil, nil, nil, 0
	},
	func(g generator, p *elasticache.GroupProps) {
		name := pick(g, "bastion", "Bastion", "1", g.letters(244), g.letters(245), "ecs")
		id := pick(g, "sg-0123456789abcdef1", "sg-0123456789abcdef0", "sg-", "pl-01234567",
			account+"/sg-0123456789abcdef1", "/sg-0123456789abcdef1")
		p.ClientSecurityGroupIDs = map[string]string{name: id}
	},
	func(g generator, p *elasticache.GroupProps) {
		p.ExistingSubnetGroupName = pick(g, "shared", "shared_1 .-", "Shared", "default", g.letters(255), g.letters(256))
		p.SubnetGroupName = pick(g, "", "", "", "own")
	},
	func(g generator, p *elasticache.GroupProps) {
		p.SecurityGroupIDs = pick(g, nil, []string{"sg-0123456789abcdef2"}, []string{"sg-01234567", "sg-0123456789abcdef2"},
			[]string{"sg-01234567", "sg-01234567"}, []string{account + "/sg-01234567"}, []string{"sg-0"})
		p.DisableSecurityGroup = g.IntN(2) == 0
		p.SecurityGroupName = pick(g, "", "", "", "own")
	},
	func(g generator, p *elasticache.GroupProps) {
		last := pick(g, "eu-west-2b", "eu-west-2b", "eu-west-2a", "eu-west-2", "eu-west-1b", "euw2-az1")
		p.PreferredAvailabilityZones = []string{last}
		for range max(0, min(p.Replicas, 5)+pick(g, -1, 0, 0, 0, 1)) {
			p.PreferredAvailabilityZones = append(p.PreferredAvailabilityZones, "eu-west-2a")
		}
	},
	func(g generator, p *elasticache.GroupProps) {
		p.NetworkType = pick(g, "", "ipv4", "dual_stack", "ipv6", "IPv6")
		p.IPDiscovery = pick(g, "", "", "ipv4", "ipv6", "dual_stack")
		p.NodeType = pick(g, p.NodeType, p.NodeType, "cache.m4.10xlarge")
	},
	func(g generator, p *elasticache.GroupProps) { p.Port = pick(g, -1, 1, 65535, 65536) },
	func(g generator, p *elasticache.GroupProps) {
		p.Engine = pick(g, "", elasticache.RedisOSS, elasticache.Valkey, "memcached")
		p.EngineVersion = pick(g, "", "5.0.6", "6.0", "6.2", "6.x", "7.0", "7.1", "7.2", "7.2.6", "8", "8.0", "8.1",
			"8.3", "9.1")
	},
	func(g generator, p *elasticache.GroupProps) { p.Parameters = g.parameters() },
	func(g generator, p *elasticache.GroupProps) {
		p.NodeType = pick(g, "cache.t4g.micro", "cache.t4g.large", "cache.t2.micro", "cache.m1.small",
			"cache.r6gd.xlarge", "cache.r7g.16xlarge", "cache.r7g.24xlarge", "t4g.micro", "db.t4g.micro",
			"cache.m5.24xlarge", "cache.t4g.micro ")
	},
	func(g generator, p *elasticache.GroupProps) {
		p.ClusterMode = g.IntN(2) == 0
		p.Shards, p.Replicas = pick(g, -1, 0, 1, 2, 90, 500, 501), pick(g, -1, 0, 1, 5, 6)
	},
	func(g generator, p *elasticache.GroupProps) {
		p.ClusterMode, p.Shards, p.Replicas = true, pick(g, 83, 84, 100, 250, 251), pick(g, 0, 1, 4, 5)
	},
	func(g generator, p *elasticache.GroupProps) {
		p.Replicas, p.DisableMultiAZ = pick(g, 0, 1, 5, 6), g.IntN(2) == 0
	},
	func(g generator, p *elasticache.GroupProps) {
		p.KMSKeyARN, p.LogKMSKeyARN, p.SSMKMSKeyARN = g.key(), g.key(), g.key()
	},
	func(g generator, p *elasticache.GroupProps) { p.MaintenanceWindow, p.SnapshotWindow = g.windows() },
	func(g generator, p *elasticache.GroupProps) {
		p.MaintenanceWindow = pick(g, "sun:24:00-mon:01:00", "Sun:05:00-Sun:06:00", "sun:05:00", "sun:05:00-06:00",
			"sun:05:00-sun:06:00\n", "sun:05:00-sun:05:59", "sun:05:00-mon:05:00")
	},
	func(g generator, p *elasticache.GroupProps) {
		p.SnapshotWindow = pick(g, "3:00-4:00", "03:00-24:00", "03:00-03:59", "03:00-03:00", "23:30-00:30",
			"sun:03:00-sun:04:00", "03:00-04:00 ")
	},
	func(g generator, p *elasticache.GroupProps) {
		p.SnapshotRetentionDays, p.DisableSnapshots = pick(g, -1, 0, 1, 35, 36), g.IntN(3) == 0
	},
	func(g generator, p *elasticache.GroupProps) {
		p.SnapshotRetentionDays, p.DisableSnapshots = 0, true
		p.SkipFinalSnapshot, p.Protected = g.IntN(2) == 0, g.IntN(2) == 0
		p.MaintenanceWindow = pick(g, "sun:03:00-sun:04:00", "sat:00:00-mon:00:00", "sun:06:00-sun:05:00", "")
	},
	func(g generator, p *elasticache.GroupProps) {
		p.ID = pick(g, "old", "sg-old", "Old", g.letters(40), g.letters(41))
		p.SecurityGroupName = pick(g, "", "old", "sg-old")
		p.Name = pick(g, p.Name, g.letters(40), g.letters(41))
	},
	func(g generator, p *elasticache.GroupProps) {
		p.SnapshotName = pick(g, g.letters(40), g.letters(41), "automatic."+g.letters(61), "automatic."+g.letters(62),
			"nightly", "automatic.nightly-2026-11-23-03-00", "night--ly", "nightly-", "night_ly",
			"1")
	},
	func(g generator, p *elasticache.GroupProps) {
		p.SnapshotARNs = pick(g, []string{"arn:aws:s3:::backups/a.rdb"},
			[]string{"arn:aws:s3:::backups/a.rdb", "arn:aws:s3:::backups/b.rdb"},
			[]string{"arn:aws:s3:::backups/a.rdb", "arn:aws:s3:::backups/a.rdb"}, []string{"arn:aws:s3:::backups/a,b.rdb"},
			[]string{"arn:aws:s3:::backups"}, []string{"s3://backups/a.rdb"}, []string{"arn:aws:s3:::backups/dump/"},
			[]string{"arn:aws:s3:::backups/a.tar.gz"}, []string{"arn:aws:s3:::backups/.rdb/a.rdb"})
	},
	func(g generator, p *elasticache.GroupProps) {
		p.NotificationTopicARN = pick(g, topic+"events", topic+"events.fifo", "arn:aws:sns:eu-west-2:12345:events",
			"arn:aws:sns:us-east-1:"+account+":events", "events")
	},
	func(g generator, p *elasticache.GroupProps) {
		p.LogRetentionDays = pick(g, -1, 1, 2, 30, 31, 365, 366, 3653, 3654)
	},
	func(g generator, p *elasticache.GroupProps) { p.AlarmActionARNs = g.topics(pick(g, 1, 3, 4, 5)) },
	func(g generator, p *elasticache.GroupProps) { p.PageActionARNs = g.topics(pick(g, 1, 3, 4, 5)) },
	func(g generator, p *elasticache.GroupProps) {
		p.AlarmActionARNs = []string{pick(g, "arn:aws:iam::"+account+":role/pager", "arn:aws:s3:::alerts",
			topic+"alerts:6b0e71bd-7e97-4d97-80ce-4a0994e55286", "arn:aws:sns:::alerts",
			"arn:aws:lambda:eu-west-2:"+account+":function:page:$LATEST", "arn:aws-cn:sns:eu-west-2:"+account+":alerts")}
	},
	func(g generator, p *elasticache.GroupProps) { p.AlarmPeriodSeconds = pick(g, -1, 10, 60, 90, 300) },
	func(g generator, p *elasticache.GroupProps) {
		alarm := pick(g, "cpu-high", "memory-high", "swap-high", "replication-lag-high", "cpu-low", "node-silent",
			"cpu-credits-low", "connections-high", "evictions-high")
		p.AlarmThresholds = map[string]float64{alarm: pick(g, -1, 0, 0.75, 1, 5, 50, 99.5, 100, 100.5, 5000, 10000, 1e6)}
	},
	func(g generator, p *elasticache.GroupProps) {
		p.DisabledAlarms = pick(g, elasticache.AlarmNames(), elasticache.AlarmNames()[1:], []string{"cpu-high"},
			[]string{"cpu-high", "cpu-high"}, []string{"at-risk"})
	},
	func(g generator, p *elasticache.GroupProps) {
		p.QueueNames = pick(g, []string{"celery"}, []string{"celery", "Celery"}, []string{"celery", "celery"}, []string{""},
			[]string{"mail/low"}, []string{g.letters(196)}, []string{g.letters(197)}, []string{g.letters(300)})
	},
	func(g generator, p *elasticache.GroupProps) { p.Tags = g.tags(pick(g, 1, 44, 47, 48)) },
}
