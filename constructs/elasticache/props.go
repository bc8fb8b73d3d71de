package elasticache

import (
	"cmp"
	"reflect"
)

// RedisProps are a replication group and its surroundings: whose it is, its network and how clients log in.
type RedisProps struct {
	// Project is the first part of every name, for example "paperwurks". Required; lower-case letters, digits and
	// hyphens. "<Project>-<Environment>-<Name>" is the replication group id, at most 40 characters.
	Project string
	// Environment is the second part of every name, for example "prod". Required.
	Environment string

	// VPCID is the VPC of the group's security group. Required, except with DisableSecurityGroup.
	VPCID string
	// SubnetIDs are the private subnets of the cache subnet group. Required, except with ExistingSubnetGroupName; two or
	// more for Multi-AZ.
	SubnetIDs []string

	// AuthToken is the AUTH token. Required without Users, and always a reference (to a random_password, a sensitive
	// variable, a secret): a literal would be in plain text in the synthesized JSON and is refused, beside a reference
	// too.
	AuthToken string
	// AuthTokenUpdateStrategy is what a changed AuthToken does: "ROTATE" accepts the old and the new token, "SET"
	// accepts the new one only. Default "ROTATE".
	AuthTokenUpdateStrategy string
	// UserDates are the days on which the users of a group with Users were made, such as "2026-11-23": one, or two during
	// a rotation. Each day has its own users with its own passwords, and the URLs have those of the last one. Required
	// with Users.
	UserDates []string

	GroupProps
}

// defaults are the values of zero fields. A default here is all that a field needs.
var defaults = RedisProps{
	AuthTokenUpdateStrategy: "ROTATE",
	GroupProps: GroupProps{
		Name:                  "redis",
		Role:                  Shared,
		Port:                  6379,
		Engine:                RedisOSS,
		NodeType:              "cache.t4g.micro",
		Shards:                1,
		MaintenanceWindow:     "sun:05:00-sun:06:00",
		SnapshotWindow:        "03:00-04:00",
		SnapshotRetentionDays: 7,
		LogRetentionDays:      30,
		AlarmPeriodSeconds:    300,
	},
}

// WithDefaults returns p with every zero field that has a default set to it. [NewRedis] and [RedisProps.Validate] call
// it; everything behind them works on filled-in props.
func (p RedisProps) WithDefaults() RedisProps {
	defaults := defaults
	defaults.EngineVersion = defaultVersions[cmp.Or(p.Engine, defaults.Engine)]
	if p.DisableSnapshots {
		defaults.SnapshotRetentionDays = 0
	}
	if p.DisableLogs {
		defaults.LogRetentionDays = 0
	}
	fillZero(reflect.ValueOf(&p).Elem(), reflect.ValueOf(defaults))
	return p
}

// WithDefaults returns p with every zero field that has a default set to it.
func (p GroupProps) WithDefaults() GroupProps {
	return RedisProps{GroupProps: p}.WithDefaults().GroupProps
}

// fillZero sets each zero field of a struct to the field's value in another struct of its type.
func fillZero(props, defaults reflect.Value) {
	for i := range props.NumField() {
		switch field := props.Field(i); {
		case field.Kind() == reflect.Struct:
			fillZero(field, defaults.Field(i))
		case field.IsZero():
			field.Set(defaults.Field(i))
		}
	}
}

// ReplicationGroupID is "<Project>-<Environment>-<Name>" unless ID is set: the id of the replication group and the
// start of most names.
func (p RedisProps) ReplicationGroupID() string {
	return cmp.Or(p.ID, p.Project+"-"+p.Environment+"-"+p.WithDefaults().Name)
}
