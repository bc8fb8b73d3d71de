package elasticache

import (
	"fmt"
	"strings"
	"testing"
)

func TestValidateRefusesAlarms(t *testing.T) {
	checkRefusals(t, []refusal{
		{func(p *RedisProps) { p.AlarmPeriodSeconds = 90 }, `AlarmPeriodSeconds must be 60 or 300, got 90`},
		{func(p *RedisProps) { p.AlarmActionARNs = []string{"ops@example.com"} },
			`AlarmActionARNs must be ARNs such as arn:aws:sns:eu-west-2:123456789012:alerts, got "ops@example.com"`},
		{func(p *RedisProps) { p.AlarmActionARNs = topics(6) },
			`AlarmActionARNs and PageActionARNs must be at most 5, got 6`},
		{func(p *RedisProps) { p.AlarmActionARNs = append(topics(1), topics(1)...) },
			`AlarmActionARNs and PageActionARNs must be unique, got "arn:aws:sns:eu-west-2:123456789012:t0"`},
		{func(p *RedisProps) { p.PageActionARNs = []string{"pager"} },
			`PageActionARNs must be ARNs such as arn:aws:sns:eu-west-2:123456789012:pager, got "pager"`},
		{func(p *RedisProps) { p.DisabledAlarms = AlarmNames() },
			fmt.Sprintf(`DisabledAlarms must leave the group at least one alarm that pages, got %q`, AlarmNames())},
		{func(p *RedisProps) { p.DisabledAlarms = []string{"cpu"} },
			`DisabledAlarms must be one of ` + strings.Join(AlarmNames(), ", ") + `, got "cpu"`},
		{func(p *RedisProps) { p.DisabledAlarms = []string{"cpu-high", "cpu-high"} },
			`DisabledAlarms must be unique, got "cpu-high"`},
		{func(p *RedisProps) { p.AlarmThresholds = map[string]float64{"cpu": 1} },
			`AlarmThresholds must be one of ` + strings.Join(AlarmNames(), ", ") + `, got "cpu"`},
		{func(p *RedisProps) { p.AlarmThresholds = map[string]float64{"cpu-high": 101} },
			`AlarmThresholds[cpu-high] must be at most 100 percent, got 101`},
		{func(p *RedisProps) { p.AlarmThresholds = map[string]float64{"swap-high": -1} },
			`AlarmThresholds[swap-high] must be a number of at least 0, got -1`},
		{func(p *RedisProps) {
			p.Replicas, p.AlarmThresholds = 0, map[string]float64{"replication-lag-high": 5}
		}, `AlarmThresholds[replication-lag-high] must name an alarm of the group: this one is disabled, ` +
			`or the nodes do not publish its metric, got 5`},
	})
}

func topics(n int) []string {
	var arns []string
	for i := range n {
		arns = append(arns, fmt.Sprintf("arn:aws:sns:eu-west-2:123456789012:t%d", i))
	}
	return arns
}
