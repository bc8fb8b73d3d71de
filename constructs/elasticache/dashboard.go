package elasticache

import (
	"fmt"
	"slices"
	"strings"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/cloudwatchdashboard"
)

// DashboardProps are the name and the content of a CloudWatch dashboard.
type DashboardProps struct {
	// Name is the dashboard's name, unique in the account, of letters, digits, - and _, at most 255. Required.
	Name string
	// Region is the region of the groups. Required.
	Region string
	// Groups are shown below each other, without those that have DisableDashboard.
	Groups []*Redis
}

// Dashboard is a CloudWatch dashboard over groups; nil is none.
type Dashboard struct {
	dashboard cloudwatchdashboard.CloudwatchDashboard
}

// CloudWatch takes 100 alarms in a widget, and 500 metrics in a chart and 2,500 in a dashboard; more lines than this
// are no longer read one by one.
const (
	maxAlarmsShown = 100
	maxLinesDrawn  = 50
)

// NewDashboard defines one CloudWatch dashboard over groups of one region: for each group the states of its alarms, the
// charts with the alarms' thresholds, and the slowest commands of its slow log. It returns nil, and defines nothing,
// where no group is to be shown.
func NewDashboard(scope constructs.Construct, id string, props DashboardProps) *Dashboard {
	var body dashboardBody
	for _, group := range props.Groups {
		if !group.props.DisableDashboard {
			group.addWidgets(&body, props.Region)
		}
	}
	if body.Widgets == nil {
		return nil
	}
	return &Dashboard{cloudwatchdashboard.NewCloudwatchDashboard(scope, jsii.String(id),
		&cloudwatchdashboard.CloudwatchDashboardConfig{
			DashboardName: jsii.String(props.Name),
			DashboardBody: jsii.String(body.json()),
		})}
}

// Name is a reference to the dashboard's name; "" for none.
func (d *Dashboard) Name() string {
	if d == nil {
		return ""
	}
	return *d.dashboard.DashboardName()
}

// addWidgets adds what the dashboard shows of a group.
func (r *Redis) addWidgets(body *dashboardBody, region string) {
	p := r.props
	title := textProperties{fmt.Sprintf("## %s (%s)", p.ReplicationGroupID(), p.Role)}
	body.add(gridWidth, titleHeight, widget{Type: "text", Properties: title})

	var arns []string
	byName := func(a, b metricAlarm) int { return strings.Compare(a.fullName, b.fullName) }
	for _, a := range slices.SortedFunc(slices.Values(r.alarms), byName) {
		arns = append(arns, *a.resource.Arn())
	}
	if arns = arns[:min(len(arns), maxAlarmsShown)]; arns != nil {
		body.add(gridWidth, 2+len(arns)/8, widget{Type: "alarm", Properties: alarmProperties{"Alarms", arns}})
	}

	var drawn []widget
	for _, c := range charts {
		if c.publishedBy == nil || c.publishedBy(p.GroupProps) {
			drawn = append(drawn, widget{Type: "metric", Properties: r.chart(c, region)})
		}
	}
	body.add(chartWidth, chartHeight, drawn...)

	if p.DisableLogs {
		return
	}
	body.add(gridWidth, logHeight, widget{Type: "log", Properties: logProperties{
		Title: "Slowest commands", Region: region, View: "table",
		Query: "SOURCE '" + r.SlowLogGroupName() +
			"' | fields @timestamp, CacheClusterId, `Duration (us)`, Command, ClientAddress" +
			" | sort `Duration (us)` desc | limit 20",
	}})
}
