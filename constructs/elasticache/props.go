package elasticache

import (
	"maps"
	"slices"
)

// Role is the job of a replication group. It decides what may be evicted, whether cluster mode may be on, and which
// connection URLs the group publishes.
type Role string

const (
	// Shared carries Celery and the Django cache on one group: cluster mode off, volatile-ttl.
	Shared Role = "shared"
	// Broker carries Celery's queues and results only: cluster mode off, noeviction.
	Broker Role = "broker"
	// Cache carries nothing that can't be computed again: cluster mode on or off, allkeys-lru.
	Cache Role = "cache"
)

// job is everything that follows from a Role.
type job struct {
	// maxmemoryPolicy is what Redis does at maxmemory.
	maxmemoryPolicy string
	// queues says that the group holds Celery's queues, whose loss is the loss of somebody's work.
	queues bool
	// urls are the connection URLs the group publishes.
	urls []url
}

// jobs maps each role to its job.
//
// volatile-ttl evicts the keys that expire first, cache entries before results, and never a queue, which has no expiry;
// volatile-lru, AWS's default, evicts results as readily as cache entries, and allkeys-* evicts the queues themselves.
var jobs = map[Role]job{
	Shared: {maxmemoryPolicy: "volatile-ttl", queues: true, urls: slices.Concat(celeryURLs, cacheURLs)},
	Broker: {maxmemoryPolicy: "noeviction", queues: true, urls: celeryURLs},
	Cache:  {maxmemoryPolicy: "allkeys-lru", urls: cacheURLs},
}

// RedisProps describes one ElastiCache for Redis replication group and all that surrounds it.
//
// The zero value of a field means its default. Validate lists the limits; a string that is a reference to another
// resource is not judged, because its value is unknown until deploy.
type RedisProps struct {
	// Project is the first part of every name, for example "paperwurks". Required; lower-case letters, digits and
	// hyphens. "<Project>-<Environment>-<Name>" is the replication group id, at most 40 characters.
	Project string
	// Environment is the second part of every name, for example "prod". Required.
	Environment string
	// Name is the third part of every name and names the group within its environment. Default "redis".
	Name string
	// ID is the replication group id, for a group that was made with another one and is adopted. Default
	// "<Project>-<Environment>-<Name>". Lower-case letters, digits and single hyphens, starting with a letter, at most 40. A
	// change replaces the group.
	ID string
	// SubnetGroupName is for an adopted group, too: the name its subnet group has, 1 to 255 lower-case letters, digits, spaces
	// and _ . -, not "default". Default the replication group id. A change replaces the group.
	SubnetGroupName string
	// SecurityGroupName is the name of the group's security group, 1 to 255 characters, not "default" and not starting with
	// "sg-". Default the replication group id. Set it where an adopted group's old security group has that name, and keep it: a
	// change would replace the security group, which AWS refuses while nodes are in it, after its rules are gone.
	SecurityGroupName string
	// Role is the group's job. Default Shared, which is safe for both jobs.
	Role Role

	// Standby publishes no URLs: the group stands beside the one that applications use, for example while it is filled from
	// a snapshot. Default false.
	Standby bool

	// VPCID is the VPC of the group's security group. Required.
	VPCID string
	// SubnetIDs are the private subnets of the cache subnet group. Required; two or more for Multi-AZ.
	SubnetIDs []string
	// ClientSecurityGroupIDs are the security groups that may connect, by a name of your choice that identifies the
	// rule: {"ecs": "sg-…"}. Required; everyone else is kept out.
	ClientSecurityGroupIDs map[string]string
	// Port is the TCP port, 1 to 65535. Default 6379. A change replaces the group.
	Port int

	// EngineVersion is the Redis version: "7.1", "7.0" or "6.2". Default "7.1".
	EngineVersion string
	// Parameters are added to the role's parameters, or replace them, by ElastiCache's parameter name.
	Parameters map[string]string

	// NodeType is the size of every node, of the families t2, t3, t4g, m4 to m7g, r4 to r7g and c7gn. Default
	// "cache.t4g.micro".
	NodeType string
	// ClusterMode turns cluster mode on. Default off. Only for Role Cache: Celery has no Redis Cluster transport. A group
	// keeps its mode: for the other one, make a group beside it.
	ClusterMode bool
	// Shards is the number of node groups, 1 to 500. Default 1. More than one needs ClusterMode.
	Shards int
	// Replicas is the number of replicas in each shard, 0 to 5. Default 0. With replicas, automatic failover is on, and
	// so is Multi-AZ unless declined.
	Replicas int
	// DisableMultiAZ lets AWS place replicas in the primary's availability zone. Default false.
	DisableMultiAZ bool

	// AuthToken is the Redis AUTH token. Required, and always a reference (to a random_password, a sensitive variable, a
	// secret): a literal would stand in plain text in the synthesized JSON and is refused.
	AuthToken string
	// AuthTokenUpdateStrategy is what a changed AuthToken does: "ROTATE" accepts the old and the new token, "SET"
	// accepts the new one only. Default "ROTATE".
	AuthTokenUpdateStrategy string
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
	// maintenance window. Default "03:00-04:00".
	SnapshotWindow string
	// SnapshotRetentionDays is how many days a daily snapshot is kept, 1 to 35. Default 7.
	SnapshotRetentionDays int
	// DisableSnapshots turns daily snapshots off. Default false. To turn them on again in cluster mode, use the AWS CLI: the
	// provider names a node that such a group does not have.
	DisableSnapshots bool
	// SkipFinalSnapshot destroys the group without a last snapshot. Default false.
	SkipFinalSnapshot bool
	// SnapshotName is the snapshot a new group is filled from; without SnapshotARNs. Default none. A change replaces the group.
	SnapshotName string
	// SnapshotARNs are RDB files in S3 a new group is filled from. Default none. A change replaces the group.
	SnapshotARNs []string
	// DisableAutoMinorVersionUpgrade stops AWS from installing minor versions in the maintenance window. Default false; always
	// true for "7.0", which AWS would make a 7.1 behind Terraform's back: Terraform can go back by replacing the group only.
	DisableAutoMinorVersionUpgrade bool
	// ApplyImmediately makes changes at once instead of in the maintenance window. Default false. A changed token is
	// always applied at once; a changed log delivery needs this.
	ApplyImmediately bool
	// NotificationTopicARN is the SNS topic for ElastiCache's events. Default none.
	NotificationTopicARN string
	// Protected makes Terraform refuse any plan that would destroy the replication group. Default false.
	Protected bool

	// LogRetentionDays is how long slow log and engine log are kept: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365 or another
	// of CloudWatch's values up to 3653. Default 30.
	LogRetentionDays int

	// AlarmActionARNs are told when an alarm goes off and when it recovers, for example SNS topics; at most 5. Default
	// none: the alarms exist and tell nobody.
	AlarmActionARNs []string
	// PageActionARNs are told, besides AlarmActionARNs, when the group's composite alarm goes off, once however many of its
	// alarms do; at most 5 with them. Default none.
	PageActionARNs []string
	// AlarmPeriodSeconds is the length of a period the alarms evaluate: 60, or 300. Default 300.
	AlarmPeriodSeconds int
	// AlarmThresholds replaces thresholds by alarm name, for example {"cpu-high": 60}, and turns on an alarm that the role
	// does not have by itself, such as a cache's "memory-high"; at least 0, in the metric's unit, so swap-high in bytes;
	// eviction-rate-high and auth-failures-high count events in a minute. See AlarmNames.
	AlarmThresholds map[string]float64
	// DisabledAlarms leaves alarms out by name, for example "swap-high". See AlarmNames.
	DisabledAlarms []string

	// Tags are set on every resource that takes tags, at most 50, of keys up to 128 characters and values up to 256. Default
	// none.
	Tags map[string]string
}

// defaults is what a zero field stands for.
var defaults = RedisProps{
	Name:                    "redis",
	Role:                    Shared,
	Port:                    6379,
	EngineVersion:           "7.1",
	NodeType:                "cache.t4g.micro",
	Shards:                  1,
	AuthTokenUpdateStrategy: "ROTATE",
	MaintenanceWindow:       "sun:05:00-sun:06:00",
	SnapshotWindow:          "03:00-04:00",
	SnapshotRetentionDays:   7,
	LogRetentionDays:        30,
	AlarmPeriodSeconds:      300,
}

// WithDefaults returns p with every zero field that has a default set to it.
func (p RedisProps) WithDefaults() RedisProps {
	fill(&p.Name, defaults.Name)
	fill(&p.Role, defaults.Role)
	fill(&p.Port, defaults.Port)
	fill(&p.EngineVersion, defaults.EngineVersion)
	fill(&p.NodeType, defaults.NodeType)
	fill(&p.Shards, defaults.Shards)
	fill(&p.AuthTokenUpdateStrategy, defaults.AuthTokenUpdateStrategy)
	fill(&p.MaintenanceWindow, defaults.MaintenanceWindow)
	fill(&p.SnapshotWindow, defaults.SnapshotWindow)
	if !p.DisableSnapshots {
		fill(&p.SnapshotRetentionDays, defaults.SnapshotRetentionDays)
	}
	fill(&p.LogRetentionDays, defaults.LogRetentionDays)
	fill(&p.AlarmPeriodSeconds, defaults.AlarmPeriodSeconds)
	return p
}

func fill[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}

// ReplicationGroupID is "<Project>-<Environment>-<Name>" unless ID is set: the id of the replication group and the start of
// most names.
func (p RedisProps) ReplicationGroupID() string {
	if p.ID != "" {
		return p.ID
	}
	return p.Project + "-" + p.Environment + "-" + p.WithDefaults().Name
}

// NodeCount is the number of nodes of the group: every shard's primary and its replicas.
func (p RedisProps) NodeCount() int {
	return p.WithDefaults().Shards * (1 + p.Replicas)
}

// MultiAZ says whether the nodes of a shard are spread over availability zones: they are wherever there are replicas,
// unless declined.
func (p RedisProps) MultiAZ() bool {
	return p.Replicas > 0 && !p.DisableMultiAZ
}

// URLNames are the last parts of the names of the connection URLs the group publishes: "url", "broker-url", "result-url"
// and "cache-url", as its role serves them; none for a standby.
func (p RedisProps) URLNames() []string {
	var names []string
	for _, u := range p.urls() {
		names = append(names, u.name)
	}
	return names
}

func (p RedisProps) urls() []url {
	if p.Standby {
		return nil
	}
	return jobs[p.WithDefaults().Role].urls
}

// automaticFailover says whether a replica is promoted when its primary fails. Cluster mode requires it to be on, even
// without replicas.
func (p RedisProps) automaticFailover() bool {
	return p.ClusterMode || p.Replicas > 0
}

// autoMinorVersionUpgrade says whether AWS may install minor versions.
func (p RedisProps) autoMinorVersionUpgrade() bool {
	return !p.DisableAutoMinorVersionUpgrade && p.EngineVersion != "7.0"
}

// hasReaderEndpoint says whether AWS offers an endpoint over the replicas.
func (p RedisProps) hasReaderEndpoint() bool {
	return !p.ClusterMode && p.Replicas > 0
}

// parameters are the group's parameters: the role's, then the caller's by name.
func (p RedisProps) parameters() map[string]string {
	parameters := map[string]string{
		"maxmemory-policy": jobs[p.Role].maxmemoryPolicy,
		// Redis's default of 300 s leaves a worker that lost its peer blocked for minutes.
		"tcp-keepalive": "60",
	}
	if p.ClusterMode {
		parameters["cluster-enabled"] = "yes"
	}
	maps.Copy(parameters, p.Parameters)
	return parameters
}
