package elasticache

import (
	"fmt"
	"math"
	"testing"
)

// A threshold in the wrong unit makes an alarm that is always on, or can never go off.
func TestValidateRefusesThresholds(t *testing.T) {
	set := func(name string, threshold float64) func(*RedisProps) {
		return func(p *RedisProps) { p.AlarmThresholds = map[string]float64{name: threshold} }
	}
	// An adopted group may have T2 nodes.
	on := func(nodeType, name string, threshold float64) func(*RedisProps) {
		return func(p *RedisProps) { p.ID, p.NodeType = "adopted", nodeType; set(name, threshold)(p) }
	}
	var refusals []refusal
	for _, row := range []struct {
		name       string
		thresholds []float64
		rule       string
	}{
		{"cpu-high", []float64{0.75, 1, -1, 100, 101, math.NaN(), math.Inf(1)}, "must be 2 to 99.9 percent"},
		{"engine-cpu-high", []float64{0.9, 100}, "must be 2 to 99.9 percent"},
		{"memory-high", []float64{0.7, 100}, "must be 2 to 99.9 percent"},
		{"swap-high", []float64{50, 0, 50_000, 1e12, math.Inf(-1)}, "must be 1000000 to 100000000000 bytes"},
		{"eviction-rate-high", []float64{-1, 1e9}, "must be 0 to 300000000 evictions in a minute"},
		{"auth-failures-high", []float64{-2, 1e9}, "must be 0 to 300000000 failures in a minute"},
		{"network-in-exceeded", []float64{-1, 1e9}, "must be 0 to 300000000 packets in a period"},
		{"network-out-exceeded", []float64{-1, 1e9}, "must be 0 to 300000000 packets in a period"},
		{"replication-lag-high", []float64{0, 0.1, 1000, 10_000}, "must be 1 to 600 seconds"},
		{"replication-link-down", []float64{0, 2, 100}, "must be 1"},
		{"node-silent", []float64{0, 6, 60, 600}, "must be 1 to 5 metrics in a period, one a minute"},
		{"connections-high", []float64{0, 4, 20_001},
			"must be 5 to 20000 connections, as many as the node type takes"},
		{"cpu-credits-low", []float64{0, 0.5, 289, 5000}, "must be 1 to 288 credits, as many as the node type holds"},
	} {
		for _, threshold := range row.thresholds {
			refusals = append(refusals, refusal{set(row.name, threshold),
				fmt.Sprintf("AlarmThresholds[%s] %s, got %s", row.name, row.rule, decimal(threshold))})
		}
	}
	checkRefusals(t, append(refusals, []refusal{
		{func(p *RedisProps) { p.AlarmPeriodSeconds = 60; set("node-silent", 2)(p) },
			"AlarmThresholds[node-silent] must be 1, got 2"},
		{on("cache.t2.micro", "cpu-credits-low", 145),
			"AlarmThresholds[cpu-credits-low] must be 1 to 144 credits, as many as the node type holds, got 145"},
		{on("cache.t4g.small", "cpu-credits-low", 577),
			"AlarmThresholds[cpu-credits-low] must be 1 to 576 credits, as many as the node type holds, got 577"},
		{on("cache.t3.small", "connections-high", 46_001),
			"AlarmThresholds[connections-high] must be 5 to 46000 connections, as many as the node type takes, got 46001"},
		{on("cache.r7g.large", "connections-high", 65_001),
			"AlarmThresholds[connections-high] must be 5 to 65000 connections, as many as the node type takes, got 65001"},
	}...))
	checkAccepts(t, []func(*RedisProps){
		set("cpu-high", 2), set("cpu-high", 99.9), set("engine-cpu-high", 99), set("memory-high", 95),
		set("swap-high", 1e6), set("swap-high", 2e9), set("eviction-rate-high", 0), set("eviction-rate-high", 1e6),
		set("auth-failures-high", 0), set("network-in-exceeded", 1000), set("replication-lag-high", 1),
		set("replication-lag-high", 600), set("replication-link-down", 1), set("node-silent", 5),
		set("connections-high", 5), set("connections-high", 20_000), on("cache.t3.medium", "connections-high", 46_000),
		on("cache.m7g.large", "connections-high", 65_000), set("cpu-credits-low", 288),
		on("cache.t2.small", "cpu-credits-low", 288), on("cache.t3.medium", "cpu-credits-low", 576),
	})
}
