// Package stacks says which environments there are and turns each into a Terraform stack.
package stacks

import "github.com/paperwurks/elasticache-redis/constructs/elasticache"

const (
	project = "paperwurks"
	region  = "eu-west-2"
)

// Environments are the deployed environments. This is the file to edit: each becomes the stack "redis-<Name>".
//
// A group's first names become part of resource addresses and of what applications read, so they stay as they are.
// Prod has two groups because Celery can't run on a cluster-mode-enabled one. To run it on one group before its first
// deploy, make the first line's Role elasticache.Shared without ClusterMode, and delete the second line.
var Environments = []Environment{
	{
		Name: "dev", Project: project, Region: region, TokenDate: "2026-11-23",
		Groups: []elasticache.RedisProps{
			{Name: "redis", Role: elasticache.Shared, NodeType: "cache.t4g.micro", SnapshotRetentionDays: 3, ApplyImmediately: true},
		},
	},
	{
		Name: "staging", Project: project, Region: region, TokenDate: "2026-11-23",
		Groups: []elasticache.RedisProps{
			{Name: "redis", Role: elasticache.Shared, NodeType: "cache.t4g.micro", SnapshotRetentionDays: 3, ApplyImmediately: true},
		},
	},
	{
		Name: "prod", Project: project, Region: region, TokenDate: "2026-11-23",
		Groups: []elasticache.RedisProps{
			{Name: "redis", Role: elasticache.Cache, NodeType: "cache.t4g.small", ClusterMode: true, Replicas: 1, SnapshotRetentionDays: 7, Protected: true, AlarmPeriodSeconds: 60},
			{Name: "broker", Role: elasticache.Broker, NodeType: "cache.t4g.micro", Replicas: 1, SnapshotRetentionDays: 7, Protected: true, AlarmPeriodSeconds: 60},
		},
	},
}

// Environment is one environment: where it lives and which groups it has.
type Environment struct {
	// Name is the environment's part of every name, for example "prod". Required; unique.
	Name string
	// Project is the project's part of every name. Required.
	Project string
	// Region is the AWS region, for example "eu-west-2". Required.
	Region string
	// Network says where VPC, private subnets and the ECS tasks' security group come from. Default: Terraform variables.
	Network Network
	// State says where Terraform keeps the stack's state. Default: a local file.
	State State
	// Notifications says who is told of alarms and events. Default: nobody, with a warning where a group is protected.
	Notifications Notifications
	// CustomerKey encrypts Redis at rest, its logs and its SSM parameters with the environment's own KMS key. Default: AWS
	// managed keys. A change replaces the groups.
	CustomerKey bool
	// TokenDate is the day the AUTH tokens were made, for example "2026-11-23". Another date makes new ones; see "Rotate the
	// token" in docs/operations.md. Required.
	TokenDate string
	// ReaderRoleNames are IAM roles that may read the published parameters: the ECS task execution role, for one. Default
	// none.
	ReaderRoleNames []string
	// Groups are the replication groups; at least one. The first one's outputs have the plain names, the others' start
	// with the group's name. Leave out what the environment provides: Project, Environment, VPCID, SubnetIDs and
	// AuthToken. ClientSecurityGroupIDs are clients besides "ecs".
	Groups []elasticache.RedisProps
	// Tags are set on every resource of the stack, besides Project, Environment and ManagedBy. Default none.
	Tags map[string]string
}

// StackName is the stack's name, "redis-<Name>".
func (e Environment) StackName() string { return "redis-" + e.Name }
