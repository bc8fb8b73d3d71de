package elasticache

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/cloudwatchdashboard"
)

// chart is one row of the chart table: one graph with a line for every node of the group.
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
	// on says whether the nodes of a group publish the metrics; nil is always.
	on func(RedisProps) bool
}

// charts are what the dashboard shows of each group.
var charts = []chart{
	{title: "CPU (%)", metrics: []string{"CPUUtilization", "EngineCPUUtilization"}, stat: "Average", percent: true, alarms: []string{"cpu-high", "engine-cpu-high"}},
	{title: "Memory (%)", metrics: []string{"DatabaseMemoryUsagePercentage"}, stat: "Maximum", percent: true, alarms: []string{"memory-high"}},
	{title: "Evictions", metrics: []string{"Evictions"}, stat: "Sum", alarms: []string{"evictions-high", "eviction-rate-high"}},
	{title: "Hit ratio (%)", metrics: []string{"CacheHits", "CacheMisses"}, stat: "Sum", expression: "100*a/(a+b)", percent: true},
	{title: "Command latency (µs)", metrics: []string{"GetTypeCmdsLatency", "SetTypeCmdsLatency", "ListBasedCmdsLatency"}, stat: "Average"},
	{title: "Connections", metrics: []string{"CurrConnections"}, stat: "Maximum", alarms: []string{"connections-high"}},
	{title: "Network (bytes)", metrics: []string{"NetworkBytesIn", "NetworkBytesOut"}, stat: "Sum"},
	{title: "Swap (bytes)", metrics: []string{"SwapUsage"}, stat: "Maximum", alarms: []string{"swap-high"}},
	{title: "CPU credits", metrics: []string{"CPUCreditBalance"}, stat: "Minimum", alarms: []string{"cpu-credits-low"}, on: RedisProps.burstable},
	{title: "Replication lag (s)", metrics: []string{"ReplicationLag"}, stat: "Maximum", alarms: []string{"replication-lag-high"}, on: RedisProps.replicated},
}

// The dashboard's format: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
type (
	dashboardBody struct {
		Widgets []widget `json:"widgets"`
	}
	widget struct {
		Type       string `json:"type"`
		X          int    `json:"x"`
		Y          int    `json:"y"`
		Width      int    `json:"width"`
		Height     int    `json:"height"`
		Properties any    `json:"properties"`
	}
	textProperties struct {
		Markdown string `json:"markdown"`
	}
	alarmProperties struct {
		Title  string   `json:"title"`
		Alarms []string `json:"alarms"`
	}
	metricProperties struct {
		Title       string       `json:"title"`
		Region      string       `json:"region"`
		View        string       `json:"view"`
		Period      int          `json:"period"`
		Stat        string       `json:"stat"`
		Metrics     [][]any      `json:"metrics"`
		YAxis       *yAxis       `json:"yAxis,omitempty"`
		Annotations *annotations `json:"annotations,omitempty"`
	}
	logProperties struct {
		Title  string `json:"title"`
		Region string `json:"region"`
		View   string `json:"view"`
		Query  string `json:"query"`
	}
	yAxis struct {
		Left axis `json:"left"`
	}
	axis struct {
		Min int `json:"min"`
		Max int `json:"max,omitempty"`
	}
	annotations struct {
		Horizontal []annotation `json:"horizontal"`
	}
	annotation struct {
		Label string  `json:"label"`
		Value float64 `json:"value"`
	}
)

// gridWidth is CloudWatch's; a row of charts has three.
const (
	gridWidth   = 24
	chartWidth  = gridWidth / 3
	chartHeight = 6
	logHeight   = 6
	titleHeight = 1
)

// CloudWatch takes 100 alarms in a widget, and 500 metrics in a chart and 2,500 in a dashboard; more lines than this are
// no longer read one by one.
const (
	maxAlarmsShown = 100
	maxNodesDrawn  = 50
)

// NewDashboard defines one CloudWatch dashboard over groups of one region: for each group the states of its alarms, the
// charts with the alarms' thresholds, and the slowest commands of its slow log.
func NewDashboard(scope constructs.Construct, id, name, region string, groups ...*Redis) cloudwatchdashboard.CloudwatchDashboard {
	var body dashboardBody
	for _, group := range groups {
		group.addWidgets(&body, region)
	}
	return cloudwatchdashboard.NewCloudwatchDashboard(scope, jsii.String(id), &cloudwatchdashboard.CloudwatchDashboardConfig{
		DashboardName: jsii.String(name),
		DashboardBody: jsii.String(body.json()),
	})
}

// json ends in a newline, because only a text of several lines keeps its quotes in the HCL that cdktf writes.
func (b *dashboardBody) json() string {
	var text strings.Builder
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(b); err != nil {
		panic(err) // the widgets' types always encode
	}
	return text.String()
}

// add puts widgets of one height into rows below what is there.
func (b *dashboardBody) add(width, height int, widgets ...widget) {
	y := 0
	for _, w := range b.Widgets {
		y = max(y, w.Y+w.Height)
	}
	perRow := gridWidth / width
	for i, w := range widgets {
		w.X, w.Y, w.Width, w.Height = i%perRow*width, y+i/perRow*height, width, height
		b.Widgets = append(b.Widgets, w)
	}
}

func (r *Redis) addWidgets(body *dashboardBody, region string) {
	p := r.props
	body.add(gridWidth, titleHeight, widget{Type: "text", Properties: textProperties{fmt.Sprintf("## %s (%s)", p.ReplicationGroupID(), p.Role)}})

	var arns []string
	for _, name := range sortedKeys(r.alarms) {
		arns = append(arns, r.alarms[name].reference("arn"))
	}
	arns = arns[:min(len(arns), maxAlarmsShown)]
	body.add(gridWidth, 2+len(arns)/8, widget{Type: "alarm", Properties: alarmProperties{"Alarms", arns}})

	var drawn []widget
	for _, c := range charts {
		if c.on == nil || c.on(p) {
			drawn = append(drawn, widget{Type: "metric", Properties: r.chart(c, region)})
		}
	}
	body.add(chartWidth, chartHeight, drawn...)

	body.add(gridWidth, logHeight, widget{Type: "log", Properties: logProperties{
		Title: "Slowest commands", Region: region, View: "table",
		Query: "SOURCE '" + logGroupName(p, "slow-log") + "' | fields @timestamp, CacheClusterId, `Duration (us)`, Command, ClientAddress | sort `Duration (us)` desc | limit 20",
	}})
}

func (r *Redis) chart(c chart, region string) metricProperties {
	properties := metricProperties{Title: c.title, Region: region, View: "timeSeries", Period: r.props.AlarmPeriodSeconds, Stat: c.stat, YAxis: &yAxis{}}
	if c.percent {
		properties.YAxis.Left.Max = 100
	}
	for node := range min(r.props.NodeCount(), maxNodesDrawn) {
		var operands []string
		for i, metric := range c.metrics {
			options := map[string]any{"label": c.label(metric, node)}
			if c.expression != "" {
				letter := string(rune('a' + i))
				id := fmt.Sprintf("%s%d", letter, node+1)
				options["id"], options["visible"] = id, false
				operands = append(operands, letter, id)
			}
			properties.Metrics = append(properties.Metrics, nodeMetric(r.members, metric, node, options))
		}
		if c.expression != "" {
			expression := strings.NewReplacer(operands...).Replace(c.expression)
			properties.Metrics = append(properties.Metrics, []any{map[string]any{"expression": expression, "label": fmt.Sprintf("node %d", node+1)}})
		}
	}
	for _, a := range alarmTable {
		if threshold, ok := a.thresholdFor(r.props); ok && slices.Contains(c.alarms, a.name) {
			if properties.Annotations == nil {
				properties.Annotations = &annotations{}
			}
			properties.Annotations.Horizontal = append(properties.Annotations.Horizontal, annotation{a.name, a.inPeriod(threshold, properties.Period)})
		}
	}
	return properties
}

// label tells the lines of a chart apart: by node, and by metric where it has several.
func (c chart) label(metric string, node int) string {
	if len(c.metrics) == 1 {
		return fmt.Sprintf("node %d", node+1)
	}
	return fmt.Sprintf("%s node %d", metric, node+1)
}

// nodeMetric is one line of a chart: namespace, metric, dimensions and options.
func nodeMetric(nodes members, metric string, node int, options map[string]any) []any {
	line := []any{metricNamespace, metric}
	dimensions := *nodes.dimensions(node)
	for _, name := range sortedKeys(dimensions) {
		line = append(line, name, *dimensions[name])
	}
	return append(line, options)
}
