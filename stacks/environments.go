// Package stacks says which environments there are and turns each into a Terraform stack.
package stacks

import "github.com/paperwurks/elasticache-redis/constructs/elasticache"

const (
	project = "paperwurks"
	region  = "eu-west-2"
)

// Environments are the deployed environments. This is the file to edit: each becomes the stack "redis-<Name>".
//
// The project and the names of environments and groups are part of every id and of what applications read: keep them
// once they are deployed. Prod has two groups because Celery can't run on a cluster-mode-enabled one. To run prod on
// one group, change it before its first deploy: give "redis" the Role elasticache.Shared without ClusterMode, and
// delete "broker".
var Environments = []Environment{
	{
		Name:      "dev",
		Project:   project,
		Region:    region,
		TokenDate: "2026-11-23",
		Groups: []elasticache.GroupProps{
			{
				Name:                  "redis",
				Role:                  elasticache.Shared,
				NodeType:              "cache.t4g.micro",
				SnapshotRetentionDays: 3,
				ApplyImmediately:      true,
			},
		},
	},
	{
		Name:      "staging",
		Project:   project,
		Region:    region,
		TokenDate: "2026-11-23",
		Groups: []elasticache.GroupProps{
			{
				Name:                  "redis",
				Role:                  elasticache.Shared,
				NodeType:              "cache.t4g.micro",
				SnapshotRetentionDays: 3,
				ApplyImmediately:      true,
			},
		},
	},
	{
		Name:      "prod",
		Project:   project,
		Region:    region,
		TokenDate: "2026-11-23",
		Groups: []elasticache.GroupProps{
			{
				Name:                  "redis",
				Role:                  elasticache.Cache,
				NodeType:              "cache.t4g.small",
				ClusterMode:           true,
				Replicas:              1,
				SnapshotRetentionDays: 7,
				Protected:             true,
				AlarmPeriodSeconds:    60,
			},
			{
				Name:                  "broker",
				Role:                  elasticache.Broker,
				NodeType:              "cache.t4g.micro",
				Replicas:              1,
				SnapshotRetentionDays: 7,
				Protected:             true,
				AlarmPeriodSeconds:    60,
			},
		},
	},
}
