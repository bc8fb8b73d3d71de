package stacks_test

import (
	"fmt"
	"time"

	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
	"github.com/paperwurks/elasticache-redis/stacks"
)

var qa = stacks.Environment{
	Name: "qa", Project: "shop", Region: "eu-west-1", TokenDate: "2026-11-23",
	State:  stacks.State{Bucket: "states"},
	Groups: []elasticache.GroupProps{{Name: "redis", Role: elasticache.Shared, Protected: true}},
}

// Environments are checked together, before anything is written.
func ExampleValidate() {
	wrong := qa
	wrong.Region = "London"
	wrong.Groups = []elasticache.GroupProps{{Replicas: 6}}
	fmt.Println(stacks.Validate([]stacks.Environment{qa, wrong}))
	// Output:
	// redis-qa: Name must be unique, got "qa"
	// redis-qa: Region must be an AWS region such as eu-west-2, got "London"
	// redis-qa/redis: Replicas must be 0 to 5, got 6
}

// A warning is not refused.
func ExampleWarnings() {
	now := time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC)
	for _, warning := range stacks.Warnings([]stacks.Environment{qa}, now) {
		fmt.Println(warning)
	}
	// Output:
	// redis-qa: Notifications has no destination, so nobody hears the alarms of a protected group
	// redis-qa: TokenDate is 98 days ago, rotate the AUTH tokens every 90
}
