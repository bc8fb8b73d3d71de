package stacks

import "github.com/paperwurks/elasticache-redis/constructs/elasticache"

// Environment is one environment: where it lives and which groups it has.
type Environment struct {
	// Name is the environment's part of every name, for example "prod". Required; unique.
	Name string
	// Project is the project's part of every name. Required.
	Project string
	// Region is the AWS region, for example "eu-west-2". Required; of AWS's commercial regions.
	Region string
	// Account is the AWS account id of 12 digits. With it, Terraform refuses to plan or deploy with another account's
	// credentials, and groups of environments in different accounts may have the same ID. Default: any account.
	Account string
	// Network says where VPC, private subnets and the ECS tasks' security group come from. Default: Terraform variables.
	Network Network
	// State says where Terraform keeps the stack's state. Default: a local file.
	State State
	// Notifications says who is told of alarms and events. Default: nobody, with a warning where a group is protected.
	Notifications Notifications
	// CustomerKey encrypts Redis at rest, its logs and its SSM parameters with the environment's own KMS key. Default: AWS
	// managed keys. A change replaces the groups.
	CustomerKey bool
	// TokenDate is the day the AUTH tokens were made, for example "2026-11-23", and the users of groups with Users.
	// Another date makes new ones, which work beside the old ones; see "Rotate the token" in docs/operations.md. Required.
	TokenDate string
	// RotationEndedFor is the TokenDate whose rotation is over: from then on only its tokens and users work. With a new
	// TokenDate the next rotation begins. Default: no rotation is over. Required where a group has Users: at first it is
	// the same date as TokenDate.
	RotationEndedFor string
	// ReaderRoleNames are IAM roles that may read the published parameters: the ECS task execution role, for one. Default
	// none.
	ReaderRoleNames []string
	// Groups are the replication groups; at least one. The first one's outputs have the plain names, the others' start
	// with the group's name. ClientSecurityGroupIDs are clients besides "ecs".
	Groups []elasticache.GroupProps
	// Tags are set on every resource of the stack, besides Project, Environment and ManagedBy, which it must not have. At
	// most 47. Default none.
	Tags map[string]string
}

// StackName is the stack's name, "redis-<Name>".
func (e Environment) StackName() string { return "redis-" + e.Name }
