package elasticache

import (
	"fmt"
	"slices"
	"strings"
)

// chart is one row of the chart table: one graph with a line for every node or every queue of the group.
type chart struct {
	title string
	// metrics are drawn beside each other; with an expression they are its operands, a, b and so on.
	metrics []string
	stat    string
	// expression computes what is drawn, for example a ratio.
	expression string
	// percent fixes the axis at 0 to 100.
	percent bool
	// alarms are drawn at their thresholds.
	alarms []string
	// publishedBy says which groups have the metrics; nil is every group.
	publishedBy func(GroupProps) bool
	// perQueue draws a line for each queue instead of each node.
	perQueue bool
}

// charts are what the dashboard shows of each group.
var charts = []chart{
	{title: "Queue length", metrics: []string{"QueueLength"}, stat: "Maximum", alarms: []string{"queue-length-high"},
		publishedBy: GroupProps.measured, perQueue: true},
	{title: "CPU (%)", metrics: []string{"CPUUtilization", "EngineCPUUtilization"}, stat: "Average", percent: true,
		alarms: []string{"cpu-high", "engine-cpu-high"}},
	{title: "Memory (%)", metrics: []string{"DatabaseMemoryUsagePercentage"}, stat: "Maximum", percent: true,
		alarms: []string{"memory-high"}},
	{title: "Evictions", metrics: []string{"Evictions"}, stat: "Sum",
		alarms: []string{"evictions-high", "eviction-rate-high"}},
	{title: "Hit ratio (%)", metrics: []string{"CacheHits", "CacheMisses"}, stat: "Sum",
		expression: "100*a/(a+b)", percent: true},
	{title: "Command latency (µs)", metrics: []string{"GetTypeCmdsLatency", "SetTypeCmdsLatency", "ListBasedCmdsLatency"},
		stat: "Average"},
	{title: "Connections", metrics: []string{"CurrConnections"}, stat: "Maximum", alarms: []string{"connections-high"}},
	{title: "Network (bytes)", metrics: []string{"NetworkBytesIn", "NetworkBytesOut"}, stat: "Sum"},
	{title: "Swap (bytes)", metrics: []string{"SwapUsage"}, stat: "Maximum", alarms: []string{"swap-high"}},
	{title: "CPU credits", metrics: []string{"CPUCreditBalance"}, stat: "Minimum", alarms: []string{"cpu-credits-low"},
		publishedBy: GroupProps.burstable},
	{title: "Replication lag (s)", metrics: []string{"ReplicationLag"}, stat: "Maximum",
		alarms: []string{"replication-lag-high"}, publishedBy: GroupProps.replicated},
}

func (r *Redis) chart(c chart, region string) metricProperties {
	properties := metricProperties{Title: c.title, Region: region, View: "timeSeries",
		Period: r.props.AlarmPeriodSeconds, Stat: c.stat, YAxis: &yAxis{}}
	if c.percent {
		properties.YAxis.Left.Max = 100
	}
	drawn := slices.DeleteFunc(subjects(r.props, r.members), func(s subject) bool { return s.queue != c.perQueue })
	for line, s := range drawn[:min(len(drawn), maxLinesDrawn)] {
		var operands []string
		for i, metric := range c.metrics {
			options := map[string]any{"label": c.label(metric, s)}
			if c.expression != "" {
				letter := string(rune('a' + i))
				id := fmt.Sprintf("%s%d", letter, line+1)
				options["id"], options["visible"] = id, false
				operands = append(operands, letter, id)
			}
			properties.Metrics = append(properties.Metrics, s.metric(metric, options))
		}
		if c.expression != "" {
			expression := strings.NewReplacer(operands...).Replace(c.expression)
			properties.Metrics = append(properties.Metrics,
				[]any{map[string]any{"expression": expression, "label": s.label}})
		}
	}
	for _, a := range alarmTable {
		if threshold, ok := a.thresholdFor(r.props.GroupProps); ok && slices.Contains(c.alarms, a.name) {
			if properties.Annotations == nil {
				properties.Annotations = &annotations{}
			}
			properties.Annotations.Horizontal = append(properties.Annotations.Horizontal,
				annotation{a.name, a.inPeriod(threshold, properties.Period)})
		}
	}
	return properties
}

// label tells the lines of a chart apart: by subject, and by metric where it has several.
func (c chart) label(metric string, s subject) string {
	if len(c.metrics) == 1 {
		return s.label
	}
	return metric + " " + s.label
}

// metric is one line of a chart: namespace, metric, dimensions and options.
func (s subject) metric(metric string, options map[string]any) []any {
	line := []any{s.namespace, metric}
	for _, name := range sortedKeys(s.dimensions) {
		line = append(line, name, *s.dimensions[name])
	}
	return append(line, options)
}
