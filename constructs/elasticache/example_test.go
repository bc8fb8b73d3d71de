package elasticache_test

import (
	"fmt"

	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
)

// props describe a group in a network that exists. A token is always a reference, never a literal.
var props = elasticache.RedisProps{
	Project:     "shop",
	Environment: "prod",
	VPCID:       "vpc-0123456789abcdef0",
	SubnetIDs:   []string{"subnet-0123456789abcdef0", "subnet-0123456789abcdef1"},
	AuthToken:   "${random_password.token.result}",
	GroupProps: elasticache.GroupProps{
		Role:                   elasticache.Cache,
		ClientSecurityGroupIDs: map[string]string{"web": "sg-0123456789abcdef0"},
	},
}

// What a group becomes can be asked before there is any stack.
func Example() {
	group := props
	group.Replicas = 1
	fmt.Println(group.Validate())
	fmt.Println(group.ReplicationGroupID(), "of", group.NodeCount(), "nodes, Multi-AZ:", group.MultiAZ())
	fmt.Println(group.URLNames())
	// Output:
	// <nil>
	// shop-prod-redis of 2 nodes, Multi-AZ: true
	// [cache-url]
}

// A group with users has no token. A rotation adds its date, and ends when the first date goes.
func ExampleRedisProps_users() {
	group := props
	group.AuthToken, group.Users, group.UserDates = "", true, []string{"2026-11-23"}
	fmt.Println(group.Validate())
	group.UserDates = append(group.UserDates, "2027-02-20")
	fmt.Println(group.Validate())
	// Output:
	// <nil>
	// <nil>
}

// Every problem is reported at once.
func ExampleRedisProps_Validate() {
	wrong := props
	wrong.NodeType = "t4g.micro"
	wrong.SnapshotWindow = "05:30-06:30"
	wrong.AuthToken = "hunter2"
	fmt.Println(wrong.Validate())
	// Output:
	// NodeType must be of the form cache.<family>.<size>, such as cache.t4g.micro, got "t4g.micro"
	// AuthToken must be a reference and nothing else, or a literal would be in plain text in the JSON, got a literal
	// SnapshotWindow must not overlap the maintenance window sun:05:00-sun:06:00, got "05:30-06:30"
}

func ExampleRedisProps_Problems() {
	wrong := props
	wrong.Role, wrong.ClusterMode = elasticache.Broker, true
	for _, problem := range wrong.Problems() {
		fmt.Println(problem.Field, problem.Value)
	}
	// Output:
	// ClusterMode true
}

func ExampleRedisProps_WithDefaults() {
	group := props.WithDefaults()
	fmt.Println(group.NodeType, group.EngineVersion, group.Port, group.Shards, group.SnapshotRetentionDays)
	// Output:
	// cache.t4g.micro 7.1 6379 1 7
}

// The role decides which URLs applications find.
func ExampleGroupProps_URLNames() {
	for _, role := range []elasticache.Role{elasticache.Shared, elasticache.Broker, elasticache.Cache} {
		fmt.Println(role, elasticache.GroupProps{Role: role}.URLNames())
	}
	// Output:
	// shared [url broker-url result-url cache-url]
	// broker [url broker-url result-url]
	// cache [cache-url]
}
