package main

import (
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
	"github.com/paperwurks/elasticache-redis/internal/section"
	"github.com/paperwurks/elasticache-redis/stacks"
)

const goldens = "../../testdata"

// TestREADME fails when the README's table is not the computed one: go run ./tools/cost -write README.md.
func TestREADME(t *testing.T) {
	table, err := markdown(stacks.Environments, goldens)
	if err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	want, err := section.Replace(string(readme), beginMarker, endMarker, table)
	if err != nil {
		t.Fatal(err)
	}
	if string(readme) != want {
		t.Errorf("README.md has another table: go run ./tools/cost -write README.md\nwant\n%s", table)
	}
}

// The design document says what a group costs: about £10, £10 and £40. It has no broker in prod, which comes on top.
func TestDesignDocument(t *testing.T) {
	for _, figure := range []struct {
		environment, group string
		pounds             float64
	}{
		{"dev", "redis", 10},
		{"staging", "redis", 10},
		{"prod", "redis", 40},
		{"prod", "broker", 20},
	} {
		n, err := groupNodes(group(t, figure.environment, figure.group))
		if err != nil {
			t.Error(err)
		} else if math.Abs(n.onDemand-figure.pounds) > 0.15*figure.pounds {
			t.Errorf("%s/%s costs £%.2f a month, want £%g within 15 %%", figure.environment, figure.group, n.onDemand, figure.pounds)
		}
	}
}

func group(t *testing.T, environment, name string) elasticache.GroupProps {
	t.Helper()
	for _, e := range stacks.Environments {
		i := slices.IndexFunc(e.Groups, func(p elasticache.GroupProps) bool { return p.WithDefaults().Name == name })
		if e.Name == environment && i >= 0 {
			return e.Groups[i]
		}
	}
	t.Fatalf("no group %s in %s", name, environment)
	return elasticache.GroupProps{}
}

func TestEstimate(t *testing.T) {
	e := stacks.Environment{Name: "qa", Region: "eu-west-2", Groups: []elasticache.GroupProps{
		{},
		{Name: "cache", Role: elasticache.Cache, NodeType: "cache.r7g.large", ClusterMode: true, Shards: 3, Replicas: 1},
	}}
	got, err := newEstimate(e, map[string]int{
		"aws_cloudwatch_metric_alarm": 10, "aws_cloudwatch_composite_alarm": 2, "aws_cloudwatch_dashboard": 1, "aws_kms_key": 1, "aws_ssm_parameter": 9,
	})
	if err != nil {
		t.Fatal(err)
	}
	hours := 730 * poundsPerDollar
	for _, amount := range []struct {
		name      string
		got, want float64
	}{
		{"on demand", got.onDemand, hours * (0.018 + 6*0.256)},
		{"reserved", got.reserved, hours * (0.012 + 6*0.174)},
		{"alarms", got.alarms, poundsPerDollar * (10*0.10 + 2*0.50)},
		{"dashboard", got.dashboard, poundsPerDollar * 3},
		{"key", got.key, poundsPerDollar * 1},
		{"in all", got.total(), hours*(0.018+6*0.256) + poundsPerDollar*6},
	} {
		if math.Abs(amount.got-amount.want) > 0.001 {
			t.Errorf("%s: £%.3f, want £%.3f", amount.name, amount.got, amount.want)
		}
	}
	if got, want := strings.Join(got.nodes, " "), "`redis`: 1 × cache.t4g.micro, £9.99 `cache`: 6 × cache.r7g.large, £852.17"; got != want {
		t.Errorf("nodes are %s\nwant      %s", got, want)
	}
}

// An environment without a price has a line that says why; the others keep their estimates.
func TestNoEstimate(t *testing.T) {
	one := func(p elasticache.GroupProps) []elasticache.GroupProps { return []elasticache.GroupProps{p} }
	for _, test := range []struct {
		environment stacks.Environment
		want        string
	}{
		{
			stacks.Environment{Name: "dev", Region: "eu-west-2", Groups: one(elasticache.GroupProps{NodeType: "cache.m7g.large"})},
			`| dev | no estimate: group redis: no price for node type "cache.m7g.large" in tools/cost/prices.go, which has cache.r7g.large, cache.t4g.medium, cache.t4g.micro, cache.t4g.small | |`,
		},
		{
			stacks.Environment{Name: "dev", Region: "us-east-1", Groups: one(elasticache.GroupProps{})},
			`| dev | no estimate: region "us-east-1" has no prices in tools/cost/prices.go, which has eu-west-2 | |`,
		},
	} {
		if got, err := markdown([]stacks.Environment{test.environment}, goldens); err != nil || !strings.Contains(got, test.want) {
			t.Errorf("got  %s, %v\nwant %s", got, err, test.want)
		}
	}
	missing := stacks.Environment{Name: "without-golden", Region: "eu-west-2", Groups: one(elasticache.GroupProps{})}
	want := "open ../../testdata/without-golden.json: no such file or directory: `make golden` writes it"
	if _, err := markdown([]stacks.Environment{missing}, goldens); err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}
