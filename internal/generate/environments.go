// Package generate makes environments for tests and measurements: valid ones, and ones near the limits of what is
// valid.
package generate

import (
	"fmt"
	"math/rand/v2"

	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
	"github.com/paperwurks/elasticache-redis/stacks"
)

// Valid makes n valid environments that differ in all that changes what is synthesized. The i-th is always the same,
// whatever n is, so that counts and outputs of two runs can be compared.
func Valid(n int) []stacks.Environment {
	var environments []stacks.Environment
	for i := range n {
		g := generator{rand.New(rand.NewPCG(2025, uint64(i)))} //nolint:gosec // i is never negative
		environments = append(environments, g.environment(i))
	}
	return environments
}

const (
	region  = "eu-west-2"
	account = "123456789012"
	topic   = "arn:aws:sns:" + region + ":" + account + ":"
)

type generator struct{ *rand.Rand }

func pick[T any](g generator, values ...T) T { return values[g.IntN(len(values))] }

func (g generator) environment(i int) stacks.Environment {
	e := stacks.Environment{Project: "paperwurks", Region: region, TokenDate: "2026-11-23"}
	e.Name = fmt.Sprintf("gen-%03d", i)
	e.Network = g.network()
	e.State = pick(g, stacks.State{}, stacks.State{Bucket: "paperwurks-state"})
	e.Notifications = pick(g, stacks.Notifications{}, stacks.Notifications{
		Emails:        []string{"ops@example.com"},
		PageTopicARNs: []string{topic + "pager"},
	})
	e.CustomerKey = g.IntN(2) == 0
	e.ReaderRoleNames = pick(g, nil, []string{"ecs-task-execution"})
	e.Groups = g.groups()
	e.RotationEndedFor = pick(g, "", e.TokenDate, "2026-08-25")
	for j := range e.Groups {
		p := &e.Groups[j]
		p.Users = e.RotationEndedFor != "" && p.EngineVersion != "6.2" && g.IntN(3) == 0
	}
	e.Tags = pick(g, nil, map[string]string{"CostCentre": fmt.Sprint(i)})
	return e
}

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
func (g generator) groups() []elasticache.GroupProps {
	if g.IntN(2) == 0 {
		return []elasticache.GroupProps{g.group("redis", elasticache.Shared)}
	}
	cache := g.group("redis", elasticache.Cache)
	if g.IntN(2) == 0 {
		cache.ClusterMode = true
		cache.Shards = 1 + g.IntN(3)
	}
	return []elasticache.GroupProps{cache, g.group("broker", elasticache.Broker)}
}

func (g generator) group(name string, role elasticache.Role) elasticache.GroupProps {
	engine := pick(g, elasticache.RedisOSS, elasticache.Valkey)
	versions := map[elasticache.Engine][]string{
		elasticache.RedisOSS: {"", "7.0", "6.2"},
		elasticache.Valkey:   {"", "7.2", "8.2", "9.1"},
	}
	var queues []string
	if role != elasticache.Cache {
		queues = pick(g, nil, []string{"celery"}, []string{"celery", "mail.low"})
	}
	return elasticache.GroupProps{
		Name:                  name,
		Role:                  role,
		Port:                  pick(g, 0, 6380),
		Engine:                engine,
		EngineVersion:         pick(g, versions[engine]...),
		Parameters:            pick(g, nil, map[string]string{"tcp-keepalive": "120", "slowlog-max-len": "256"}),
		NodeType:              pick(g, "cache.t4g.micro", "cache.m7g.large", "cache.r6g.xlarge"),
		Replicas:              g.IntN(3),
		DisableMultiAZ:        g.IntN(4) == 0,
		SnapshotRetentionDays: pick(g, 0, 1, 35),
		SkipFinalSnapshot:     g.IntN(4) == 0,
		ApplyImmediately:      g.IntN(2) == 0,
		Protected:             g.IntN(4) == 0,
		LogRetentionDays:      pick(g, 0, 90),
		AlarmActionARNs:       pick(g, nil, []string{topic + "alerts"}),
		AlarmPeriodSeconds:    pick(g, 0, 60),
		AlarmThresholds:       pick(g, nil, map[string]float64{"cpu-high": 60}),
		DisabledAlarms:        pick(g, nil, []string{"swap-high"}),
		QueueNames:            queues,
		Tags:                  pick(g, nil, map[string]string{"Owner": "platform"}),
	}
}
