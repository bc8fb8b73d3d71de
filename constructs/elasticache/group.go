package elasticache

import "strings"

// GroupProps say what a replication group is. [RedisProps] adds where it is and who may connect to it with which token.
//
// The zero value of a field means its default. A string that refers to another resource is not checked, because its
// value is unknown until deploy.
type GroupProps struct {
	// Name is the third part of every name and names the group within its environment. Default "redis".
	Name string
	// ID is the replication group id. Set it to adopt a group that has another one. Lower-case letters, digits and single
	// hyphens, starting with a letter, at most 40 characters. Default "<Project>-<Environment>-<Name>". A change replaces
	// the group.
	ID string
	// SubnetGroupName is the name of the cache subnet group. Set it to adopt a group whose subnet group has another one.
	// 1 to 255 lower-case letters, digits, spaces and _ . -, not "default". Default the replication group id. A change
	// replaces the group.
	SubnetGroupName string
	// SecurityGroupName is the name of the group's security group, 1 to 255 characters, not "default" and not starting
	// with "sg-". Default the replication group id. Set it where the security group of an adopted group has that name, and
	// keep it: a change would replace the security group. AWS refuses that while nodes are in it, after its rules are
	// gone.
	SecurityGroupName string
	// ExistingSubnetGroupName is a cache subnet group that exists, in place of one of the group's own; not together with
	// SubnetGroupName or SubnetIDs. In the form of SubnetGroupName, or a reference. Default none. A change replaces the
	// group.
	ExistingSubnetGroupName string
	// SecurityGroupIDs are existing security groups of the nodes, besides the group's own. Whoever their rules let in can
	// connect. AWS takes five security groups on a node unless your quota is higher. Default none.
	SecurityGroupIDs []string
	// DisableSecurityGroup leaves out the group's own security group, so that SecurityGroupIDs alone say who may connect;
	// not together with ClientSecurityGroupIDs, SecurityGroupName or VPCID. Default false.
	DisableSecurityGroup bool
	// Role says what the group is for. Default Shared, which is safe for Celery and for a cache.
	Role Role
	// Users gives each URL a user of its own, with the least rights that its clients need (RBAC), in place of one AUTH
	// token for all. The URLs then name database 0 for the cache, 1 for Celery's queues and 2 for its results. Only for
	// new groups, of Redis 7.0 or newer or of Valkey: see docs/users.md. Default false. A group keeps it as it is.
	Users bool
	// DisableURLs publishes no connection URLs. Set it on a group that is filled from a snapshot while applications still
	// use another one. Default false.
	DisableURLs bool
	// DisableSSMParameters publishes nothing in SSM: no URLs, no token, no port and no endpoints. GrantRead then grants
	// nothing. In an environment nothing but Terraform's state then has the group's token. Not together with Users or
	// SSMKMSKeyARN. Default false.
	DisableSSMParameters bool

	// ClientSecurityGroupIDs are the security groups that may connect, each by a name of your choice that identifies its
	// rule: {"web": "sg-…"}. One of a peered VPC in another account is "123456789012/sg-…". Nobody else can connect.
	// Required for a group outside an environment, except with DisableSecurityGroup; an environment adds "ecs" itself.
	ClientSecurityGroupIDs map[string]string
	// Port is the TCP port, 1 to 65535. Default 6379. A change replaces the group.
	Port int
	// NetworkType is "ipv4", "dual_stack" or "ipv6". Default "ipv4", which is AWS's. "dual_stack" needs subnets with
	// addresses of both kinds, "ipv6" needs subnets with IPv6 addresses only. Both need nodes of AWS's Nitro System: not
	// of the families t2, m4 and r4. The rules of the security group stay the same, because they name security groups and
	// no addresses. A change replaces the group; a group keeps its type when the field is emptied.
	NetworkType string
	// IPDiscovery is which addresses of the nodes a server in cluster mode tells: "ipv4", or "ipv6" where NetworkType has
	// it. Default: AWS chooses. Clients notice no difference: with TLS, which every group has, servers tell host names.
	IPDiscovery string

	// Engine is RedisOSS or Valkey. Default RedisOSS. A group moves to Valkey in place; back to Redis replaces it.
	Engine Engine
	// EngineVersion is the engine's version: "6.2", "7.0" or "7.1" for RedisOSS; "7.2", "8.1", "8.2", "9.0" or "9.1" for
	// Valkey. Default "7.1" for RedisOSS, "8.1" for Valkey. A newer one is installed in place; an older one replaces the
	// group.
	EngineVersion string
	// Parameters are added to the role's parameters, or replace them, by ElastiCache's parameter name.
	Parameters map[string]string

	// NodeType is the size of every node, of the families t3, t4g, m4 to m7g, r4 to r7g and c7gn, and t2 for a group that
	// is adopted. Default "cache.t4g.micro".
	NodeType string
	// ClusterMode turns cluster mode on. Default off. Only for Role Cache: Celery has no Redis Cluster transport. A group
	// keeps its mode: to change it, add a second group.
	ClusterMode bool
	// Shards is the number of node groups, 1 to 500. Default 1. More than one needs ClusterMode.
	Shards int
	// Replicas is the number of replicas in each shard, 0 to 5. Default 0. With replicas, automatic failover is on, and
	// so is Multi-AZ unless it is disabled.
	Replicas int
	// DisableMultiAZ lets AWS place replicas in the primary's availability zone. Default false.
	DisableMultiAZ bool
	// PreferredAvailabilityZones are the availability zones of the nodes, one for each, the primary's first; with Multi-AZ
	// at least two different ones. Default: AWS chooses. Not in cluster mode, for which version 5 of the AWS provider has
	// no such argument. They count when AWS makes the group: a later change moves no node, and AWS chooses the zone of a
	// replica that is added later.
	PreferredAvailabilityZones []string

	// KMSKeyARN is the customer managed key for encryption at rest. Default: the AWS managed key of ElastiCache. A
	// change replaces the group.
	KMSKeyARN string
	// LogKMSKeyARN is the customer managed key of the log groups. Default: CloudWatch Logs' own encryption.
	LogKMSKeyARN string
	// SSMKMSKeyARN is the customer managed key of the SecureString parameters. Default: the AWS managed key aws/ssm.
	SSMKMSKeyARN string

	// MaintenanceWindow is when AWS may change the group, ddd:hh24:mi-ddd:hh24:mi in UTC, at least 60 minutes. Default
	// "sun:05:00-sun:06:00".
	MaintenanceWindow string
	// SnapshotWindow is when the daily snapshot is taken, hh24:mi-hh24:mi in UTC, at least 60 minutes, outside the
	// maintenance window. Default "03:00-04:00"; not used with DisableSnapshots.
	SnapshotWindow string
	// SnapshotRetentionDays is how many days a daily snapshot is kept, 1 to 35. Default 7.
	SnapshotRetentionDays int
	// DisableSnapshots turns daily snapshots off. Default false. To turn them on again in cluster mode, use the AWS CLI:
	// the provider names a node that such a group does not have.
	DisableSnapshots bool
	// SkipFinalSnapshot destroys the group without a last snapshot. Default false.
	SkipFinalSnapshot bool
	// SnapshotName is the snapshot that a new group is filled from, at most 40 characters, or AWS's own, "automatic.…";
	// not together with SnapshotARNs. Default none. A change replaces the group.
	SnapshotName string
	// SnapshotARNs are RDB files in S3, "….rdb", that a new group is filled from. Default none. A change replaces
	// the group.
	SnapshotARNs []string
	// DisableAutoMinorVersionUpgrade stops AWS from installing minor versions in the maintenance window. Default false;
	// always true for Redis "7.0" and every version of Valkey, because AWS would make an "8.1" an "8.2", and Terraform
	// could go back only by replacing the group.
	DisableAutoMinorVersionUpgrade bool
	// ApplyImmediately makes changes at once instead of in the maintenance window. Default false. A changed token is
	// always applied at once; a changed log delivery needs this.
	ApplyImmediately bool
	// NotificationTopicARN is the SNS topic for ElastiCache's events. Default none.
	NotificationTopicARN string
	// Protected makes Terraform refuse any plan that would destroy the replication group; not together with
	// DisableSnapshots and SkipFinalSnapshot. Default false.
	Protected bool

	// LogRetentionDays is how long slow log and engine log are kept: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365 or
	// another of CloudWatch's values up to 3653. Default 30; not with DisableLogs.
	LogRetentionDays int
	// DisableLogs delivers no slow log and no engine log, and makes no log groups. Default false. On a group that has
	// them, it deletes the log groups with what is in them.
	DisableLogs bool

	// AlarmActionARNs are notified when an alarm goes off and when it recovers: SNS topics, Lambda functions, OpsCenter
	// items, response plans or investigation groups; at most 5. Default none: the alarms exist and notify nobody.
	AlarmActionARNs []string
	// PageActionARNs are notified, besides AlarmActionARNs, when the group's composite alarm goes off: once, however many
	// of its alarms do; at most 5 with them. Default none.
	PageActionARNs []string
	// AlarmPeriodSeconds is the length of a period that the alarms evaluate and the charts draw: 60 or 300. Default 300.
	AlarmPeriodSeconds int
	// AlarmThresholds replaces thresholds by alarm name, for example {"cpu-high": 60}, and turns on an alarm that the role
	// does not have by itself, such as a cache's "memory-high". In the metric's unit, so swap-high in bytes and cpu-high
	// in percent; eviction-rate-high and auth-failures-high count events in a minute. A threshold that would make the
	// alarm always on, or never go off, is refused. See AlarmNames.
	AlarmThresholds map[string]float64
	// DisabledAlarms leaves alarms out by name, for example "swap-high". See AlarmNames.
	DisabledAlarms []string
	// DisableAlarms makes no alarm at all, and no composite alarm: this project then tells nobody of a fault, except for
	// ElastiCache's own events. Not together with AlarmActionARNs, PageActionARNs, AlarmThresholds or DisabledAlarms.
	// Default false.
	DisableAlarms bool
	// DisableDashboard leaves the group out of every dashboard. Default false.
	DisableDashboard bool
	// QueueNames are queues of Celery whose length has an alarm, "queue-length-high", and a chart. Your application must
	// publish the lengths: see "Queue length" in docs/django-celery.md. Letters, digits and . _ -, at most 196 characters
	// each. Not for Role Cache; not used with DisableURLs. Default none.
	QueueNames []string

	// Tags are set on every resource that takes tags, at most 50, of keys up to 128 characters and values up to 256.
	// Default none.
	Tags map[string]string
}

// MultiAZ says whether the nodes of a shard are in several availability zones: they are wherever there are replicas,
// unless DisableMultiAZ is set.
func (p GroupProps) MultiAZ() bool {
	return p.Replicas > 0 && !p.DisableMultiAZ
}

// NodeCount is the number of nodes of the group: every shard's primary and its replicas.
func (p GroupProps) NodeCount() int {
	return p.WithDefaults().Shards * (1 + p.Replicas)
}

// URLNames are the last parts of the names of the connection URLs that the group publishes: "url", "broker-url",
// "result-url" and "cache-url", as its role serves them; none with DisableURLs or DisableSSMParameters.
func (p GroupProps) URLNames() []SSMParameter {
	var names []SSMParameter
	for _, u := range p.WithDefaults().urls() {
		names = append(names, u.name)
	}
	return names
}

func (p GroupProps) urls() []url {
	if p.DisableURLs || p.DisableSSMParameters {
		return nil
	}
	return roleRules[p.Role].urls
}

// queues says whether the group holds Celery's queues.
func (p GroupProps) queues() bool { return roleRules[p.Role].queues }

// automaticFailover says whether a replica is promoted when its primary fails. Cluster mode requires it to be on, even
// without replicas.
func (p GroupProps) automaticFailover() bool {
	return p.ClusterMode || p.Replicas > 0
}

// autoMinorVersionUpgrade says whether AWS may install minor versions.
func (p GroupProps) autoMinorVersionUpgrade() bool {
	return !p.DisableAutoMinorVersionUpgrade && !p.engineVersion().staysAtVersion
}

// hasReaderEndpoint says whether AWS offers an endpoint over the replicas.
func (p GroupProps) hasReaderEndpoint() bool {
	return !p.ClusterMode && p.Replicas > 0
}

// burstable says whether the nodes earn and spend CPU credits.
func (p GroupProps) burstable() bool { return strings.HasPrefix(p.NodeType, "cache.t") }

// replicated says whether there are replicas. Failover moves the roles around, so each node has a replica's alarms.
func (p GroupProps) replicated() bool { return p.Replicas > 0 }
