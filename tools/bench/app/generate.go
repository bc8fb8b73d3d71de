package main

import (
	"fmt"
	"math/rand/v2"

	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
	"github.com/paperwurks/elasticache-redis/stacks"
)

// generate makes n valid environments that differ in all that changes what is synthesized. The i-th is always the same,
// whatever n is, so that counts and outputs of two runs can be compared.
func generate(n int) []stacks.Environment {
	var environments []stacks.Environment
	for i := range n {
		g := generator{rand.New(rand.NewPCG(2025, uint64(i)))}
		environments = append(environments, stacks.Environment{
			Name:    fmt.Sprintf("gen-%03d", i),
			Project: "paperwurks",
			Region:  pick(g, "eu-west-2", "us-east-1"),
			Network: g.network(),
			State:   pick(g, stacks.State{}, stacks.State{Bucket: "paperwurks-state"}),
			Groups:  g.groups(),
			Tags:    pick(g, nil, map[string]string{"CostCentre": fmt.Sprint(i)}),
		})
	}
	return environments
}

type generator struct{ *rand.Rand }

func pick[T any](g generator, values ...T) T { return values[g.IntN(len(values))] }

func (g generator) network() stacks.Network {
	return pick(g,
		stacks.Network{},
		stacks.Network{RemoteStateBucket: "paperwurks-state", RemoteStateKey: "network/terraform.tfstate"},
		stacks.Network{
			VPCID:              "vpc-0123456789abcdef0",
			PrivateSubnetIDs:   []string{"subnet-0123456789abcdef0", "subnet-0123456789abcdef1"},
			ECSSecurityGroupID: "sg-0123456789abcdef0",
		},
	)
}

// groups are one group for both jobs, or one for each.
func (g generator) groups() []elasticache.RedisProps {
	if g.IntN(2) == 0 {
		return []elasticache.RedisProps{g.group("redis", elasticache.Shared)}
	}
	cache := g.group("redis", elasticache.Cache)
	if g.IntN(2) == 0 {
		cache.ClusterMode = true
		cache.Shards = 1 + g.IntN(3)
	}
	return []elasticache.RedisProps{cache, g.group("broker", elasticache.Broker)}
}

func (g generator) group(name string, role elasticache.Role) elasticache.RedisProps {
	return elasticache.RedisProps{
		Name:                  name,
		Role:                  role,
		Port:                  pick(g, 0, 6380),
		EngineVersion:         pick(g, "", "7.0", "6.2"),
		Parameters:            pick(g, nil, map[string]string{"tcp-keepalive": "120", "slowlog-max-len": "256"}),
		NodeType:              pick(g, "cache.t4g.micro", "cache.m7g.large", "cache.r6g.xlarge"),
		Replicas:              g.IntN(3),
		DisableMultiAZ:        g.IntN(4) == 0,
		KMSKeyARN:             pick(g, "", "arn:aws:kms:eu-west-2:123456789012:key/01234567-89ab-cdef-0123-456789abcdef"),
		SnapshotRetentionDays: pick(g, 0, 1, 35),
		SkipFinalSnapshot:     g.IntN(4) == 0,
		ApplyImmediately:      g.IntN(2) == 0,
		NotificationTopicARN:  pick(g, "", "arn:aws:sns:eu-west-2:123456789012:redis"),
		Protected:             g.IntN(4) == 0,
		LogRetentionDays:      pick(g, 0, 90),
		AlarmActionARNs:       pick(g, nil, []string{"arn:aws:sns:eu-west-2:123456789012:alerts"}),
		AlarmPeriodSeconds:    pick(g, 0, 60),
		AlarmThresholds:       pick(g, nil, map[string]float64{"cpu-high": 60}),
		DisabledAlarms:        pick(g, nil, []string{"swap-high"}),
		Tags:                  pick(g, nil, map[string]string{"Owner": "platform"}),
	}
}
