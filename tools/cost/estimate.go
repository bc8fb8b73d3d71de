package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
	"github.com/paperwurks/elasticache-redis/internal/input"
	"github.com/paperwurks/elasticache-redis/stacks"
)

// nodes are the nodes of a group, and what they cost in a month, in pounds.
type nodes struct {
	count              int
	nodeType           string
	onDemand, reserved float64
	// onValkey is the price on demand that they have, or would have, on Valkey.
	onValkey float64
}

func groupNodes(p elasticache.GroupProps) (nodes, error) {
	p = p.WithDefaults()
	price, ok := nodePrices[p.NodeType]
	if !ok {
		return nodes{}, fmt.Errorf("group %s: no price for node type %q in tools/cost/prices.go, which has %s",
			p.Name, p.NodeType, strings.Join(slices.Sorted(maps.Keys(nodePrices)), ", "))
	}
	month := func(hour float64) float64 { return pounds(hour * hoursPerMonth * float64(p.NodeCount())) }
	share := 1.0
	if p.Engine == elasticache.Valkey {
		share = valkeyShare
	}
	return nodes{
		count: p.NodeCount(), nodeType: p.NodeType,
		onDemand: month(price.onDemand * share), reserved: month(price.reserved * share),
		onValkey: month(price.onDemand * valkeyShare),
	}, nil
}

func pounds(dollars float64) float64 { return dollars * poundsPerDollar }

// resources counts what Terraform makes in an environment, by type, in the environment's golden file.
func resources(goldens, environment string) (map[string]int, error) {
	file := filepath.Join(goldens, environment+".json")
	text, err := input.File(file)
	if err != nil {
		return nil, fmt.Errorf("%w: `make golden` writes it", err)
	}
	var golden struct {
		Resource map[string]map[string]json.RawMessage
	}
	if err := input.JSON(text, &golden); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	counts := map[string]int{}
	for kind, named := range golden.Resource {
		counts[kind] = len(named)
	}
	return counts, nil
}

// estimate is one line of the table, in pounds a month. The alarms include the metrics of queues.
type estimate struct {
	nodes                  []string
	onDemand, reserved     float64
	onValkey               float64
	alarms, dashboard, key float64
}

func (e estimate) total() float64 { return e.onDemand + e.others() }

// others is what costs the same on every engine.
func (e estimate) others() float64 { return e.alarms + e.dashboard + e.key }

func newEstimate(e stacks.Environment, counts map[string]int) (estimate, error) {
	if e.Region != pricedRegion {
		return estimate{}, fmt.Errorf("region %q has no prices in tools/cost/prices.go, which has %s",
			e.Region, pricedRegion)
	}
	month := func(kind string) float64 { return pounds(resourcePrices[kind] * float64(counts[kind])) }
	line := estimate{
		alarms:    month("aws_cloudwatch_metric_alarm") + month("aws_cloudwatch_composite_alarm"),
		dashboard: month("aws_cloudwatch_dashboard"),
		key:       month("aws_kms_key"),
	}
	for _, group := range e.Groups {
		n, err := groupNodes(group)
		if err != nil {
			return estimate{}, err
		}
		name := group.WithDefaults().Name
		line.nodes = append(line.nodes, fmt.Sprintf("`%s`: %d × %s, £%.2f", name, n.count, n.nodeType, n.onDemand))
		line.alarms += pounds(customMetricPrice * float64(len(group.MeasuredQueues())))
		line.onDemand += n.onDemand
		line.reserved += n.reserved
		line.onValkey += n.onValkey
	}
	return line, nil
}

const (
	heading = "| a month in | nodes | on demand | reserved for a year | alarms | dashboard | key | in all, on demand | " +
		"in all, on Valkey |\n|---|---|--:|--:|--:|--:|--:|--:|--:|\n"
	sources = `
An estimate, which ` + "`make cost`" + ` prints: %d hours in %s, prices of %s, £%.2f for a dollar (%s),
without tax and free tier. Reserved is an estimate: AWS's usual 32 %% off for a year without upfront payment. A node
[on Valkey](docs/valkey.md) costs %.0f %% less. Alarms include the metrics of ` + "`QueueNames`" + `. Logs,
snapshots and traffic between availability zones depend on use and come on top. Check the prices of
[nodes](%s), [keys](%s) and
[alarms and dashboards](%s).
`
)

// markdown is the table of all environments, with what it rests on.
func markdown(environments []stacks.Environment, goldens string) (string, error) {
	var b strings.Builder
	b.WriteString(heading)
	for _, e := range environments {
		counts, err := resources(goldens, e.Name)
		if err != nil {
			return "", err
		}
		line, err := newEstimate(e, counts)
		if err != nil {
			fmt.Fprintf(&b, "| %s | no estimate: %s | | | | | | | |\n", e.Name, err)
			continue
		}
		fmt.Fprintf(&b, "| %s | %s | £%.2f | £%.2f | £%.2f | £%.2f | £%.2f | **£%.2f** | £%.2f |\n",
			e.Name, strings.Join(line.nodes, "<br>"),
			line.onDemand, line.reserved, line.alarms, line.dashboard, line.key, line.total(),
			line.onValkey+line.others())
	}
	fmt.Fprintf(&b, sources, hoursPerMonth, pricedRegion, pricesDate, poundsPerDollar, ratesDate, 100*(1-valkeyShare),
		nodesSource, keysSource, alarmsSource)
	return b.String(), nil
}
