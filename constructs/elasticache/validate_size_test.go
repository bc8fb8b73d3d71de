package elasticache

import "testing"

func TestValidateRefusesSize(t *testing.T) {
	checkRefusals(t, []refusal{
		{func(p *RedisProps) { p.NodeType = "t4g.micro" },
			`NodeType must be of the form cache.<family>.<size>, such as cache.t4g.micro, got "t4g.micro"`},
		{func(p *RedisProps) { p.NodeType = "cache.t1.micro" },
			`NodeType must be of one of the families c7gn, m4, m5, m6g, m7g, r4, r5, r6g, r7g, t2, t3, t4g, ` +
				`got "cache.t1.micro"`},
		{func(p *RedisProps) { p.NodeType = "cache.t4g.large" },
			`NodeType must be of one of t4g's sizes micro, small, medium, got "cache.t4g.large"`},
		{func(p *RedisProps) { p.NodeType = "cache.r6gd.xlarge" },
			`NodeType must not be of the family r6gd, whose data tiering is not supported, got "cache.r6gd.xlarge"`},
		{func(p *RedisProps) { p.NodeType = "cache.t2.micro" },
			`NodeType must not be of the family t2 in a new group, because AWS creates no T2 nodes any more; set ID if the ` +
				`group exists, got "cache.t2.micro"`},
		{func(p *RedisProps) { p.Shards = -1 }, `Shards must be 1 to 500, got -1`},
		{func(p *RedisProps) { p.Shards = 501 }, `Shards must be 1 to 500, got 501`},
		{func(p *RedisProps) { p.Shards = 251 }, `Shards and Replicas must make at most 500 nodes, got 502`},
		{func(p *RedisProps) { p.ClusterMode, p.Shards = false, 2 }, `Shards must be 1 with cluster mode off, got 2`},
		{func(p *RedisProps) { p.Replicas = 6 }, `Replicas must be 0 to 5, got 6`},
	})
}
