package main

import (
	"github.com/hashicorp/terraform-cdk-go/cdktf"
	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
)

// newTwoGroupsStack has a clustered cache and a broker beside each other. What they share is said once; Name and Role
// differ, so that neither names nor URLs clash.
func newTwoGroupsStack(app cdktf.App) {
	stack := newStack(app, "two-groups")
	shared := elasticache.RedisProps{
		Project:     "shop",
		Environment: "prod",
		VPCID:       "vpc-0123456789abcdef0",
		SubnetIDs:   []string{"subnet-0123456789abcdef0", "subnet-0123456789abcdef1"},
		GroupProps: elasticache.GroupProps{
			ClientSecurityGroupIDs: map[string]string{"ecs": "sg-0123456789abcdef0"},
			Replicas:               1,
		},
	}

	cache := shared
	cache.Name, cache.Role, cache.ClusterMode = "cache", elasticache.Cache, true
	cache.AuthToken = newToken(stack, "cache-token")

	broker := shared
	broker.Name, broker.Role = "broker", elasticache.Broker
	broker.AuthToken = newToken(stack, "broker-token")

	elasticache.NewDashboard(stack, "dashboard", elasticache.DashboardProps{
		Name:   "shop-prod-redis",
		Region: region,
		Groups: []*elasticache.Redis{
			elasticache.NewRedis(stack, "cache", cache),
			elasticache.NewRedis(stack, "broker", broker),
		},
	})
}
