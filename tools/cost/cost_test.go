package main

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
	"github.com/paperwurks/elasticache-redis/internal/section"
	"github.com/paperwurks/elasticache-redis/stacks"
)

// TestREADME fails when the README's table is not the computed one.
func TestREADME(t *testing.T) {
	table, err := markdown(stacks.Environments, "../../testdata")
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
		t.Errorf("README.md has another table: run `make golden`\nwant\n%s", table)
	}
}

// TestDesignDocument checks the design document's figures: a group of dev and staging costs about £10 a month, prod's
// cache £40. The design has no broker in prod, which costs £20 more.
func TestDesignDocument(t *testing.T) {
	for _, figure := range []struct {
		group  elasticache.GroupProps
		pounds float64
	}{
		{elasticache.GroupProps{NodeType: "cache.t4g.micro"}, 10},
		{elasticache.GroupProps{NodeType: "cache.t4g.small", ClusterMode: true, Replicas: 1}, 40},
		{elasticache.GroupProps{NodeType: "cache.t4g.micro", Replicas: 1}, 20},
	} {
		n, err := groupNodes(figure.group)
		if err != nil {
			t.Error(err)
		} else if math.Abs(n.onDemand-figure.pounds) > 0.15*figure.pounds {
			t.Errorf("%d × %s cost £%.2f a month, want £%g within 15 %%", n.count, n.nodeType, n.onDemand, figure.pounds)
		}
	}
}

func TestEstimate(t *testing.T) {
	e := stacks.Environment{Name: "qa", Region: "eu-west-2", Groups: []elasticache.GroupProps{
		{QueueNames: []string{"celery", "mail"}},
		{Name: "waiting", DisableURLs: true, QueueNames: []string{"celery"}},
		{Name: "cache", Role: elasticache.Cache, NodeType: "cache.r7g.large", ClusterMode: true, Shards: 3, Replicas: 1},
	}}
	got, err := newEstimate(e, map[string]int{
		"aws_cloudwatch_metric_alarm": 10, "aws_cloudwatch_composite_alarm": 2,
		"aws_cloudwatch_dashboard": 1, "aws_kms_key": 1, "aws_ssm_parameter": 9,
	})
	if err != nil {
		t.Fatal(err)
	}
	hours := 730 * poundsPerDollar
	for _, amount := range []struct {
		name      string
		got, want float64
	}{
		{"on demand", got.onDemand, hours * (2*0.018 + 6*0.256)},
		{"reserved", got.reserved, hours * (2*0.012 + 6*0.174)},
		{"alarms", got.alarms, poundsPerDollar * (10*0.10 + 2*0.50 + 2*0.30)},
		{"dashboard", got.dashboard, poundsPerDollar * 3},
		{"key", got.key, poundsPerDollar * 1},
		{"in all", got.total(), hours*(2*0.018+6*0.256) + poundsPerDollar*6.6},
	} {
		if math.Abs(amount.got-amount.want) > 0.001 {
			t.Errorf("%s: £%.3f, want £%.3f", amount.name, amount.got, amount.want)
		}
	}
	nodes := strings.Join(got.nodes, " ")
	if want := "`redis`: 1 × cache.t4g.micro, £9.99 `waiting`: 1 × cache.t4g.micro, £9.99 " +
		"`cache`: 6 × cache.r7g.large, £852.17"; nodes != want {
		t.Errorf("nodes are %s\nwant      %s", nodes, want)
	}
}

// TestMarkdown has an environment with prices, which count the resources of its golden file, and two without.
func TestMarkdown(t *testing.T) {
	goldens := t.TempDir()
	environment := func(name, region, nodeType string) stacks.Environment {
		golden := `{"resource": {"aws_kms_key": {"key": {}}, "aws_cloudwatch_metric_alarm": {"cpu": {}, "memory": {}}}}`
		if err := os.WriteFile(filepath.Join(goldens, name+".json"), []byte(golden), 0o644); err != nil {
			t.Fatal(err)
		}
		return stacks.Environment{Name: name, Region: region, Groups: []elasticache.GroupProps{{NodeType: nodeType}}}
	}
	valkey := environment("valkey", "eu-west-2", "cache.t4g.micro")
	valkey.Groups[0].Engine = elasticache.Valkey
	table, err := markdown([]stacks.Environment{
		environment("qa", "eu-west-2", "cache.t4g.micro"),
		valkey,
		environment("large", "eu-west-2", "cache.m7g.large"),
		environment("abroad", "us-east-1", "cache.t4g.micro"),
	}, goldens)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []string{
		"| qa | `redis`: 1 × cache.t4g.micro, £9.99 | £9.99 | £6.66 | £0.15 | £0.00 | £0.76 | " +
			"**£10.90** | £8.90 |\n",
		"| valkey | `redis`: 1 × cache.t4g.micro, £7.99 | £7.99 | £5.33 | £0.15 | £0.00 | £0.76 | " +
			"**£8.90** | £8.90 |\n",
		`| large | no estimate: group redis: no price for node type "cache.m7g.large" in tools/cost/prices.go, ` +
			"which has cache.r7g.large, cache.t4g.medium, cache.t4g.micro, cache.t4g.small | |",
		`| abroad | no estimate: region "us-east-1" has no prices in tools/cost/prices.go, which has eu-west-2 | |`,
	} {
		if !strings.Contains(table, row) {
			t.Errorf("no row %s\nin\n%s", row, table)
		}
	}
}

func TestMissingGolden(t *testing.T) {
	goldens := t.TempDir()
	_, err := markdown([]stacks.Environment{{Name: "qa", Region: "eu-west-2"}}, goldens)
	want := "there is no file " + filepath.Join(goldens, "qa.json") + ": `make golden` writes it"
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}
