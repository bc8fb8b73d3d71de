package elasticache

import (
	"fmt"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/cloudwatchmetricalarm"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/elasticachereplicationgroup"
	"github.com/hashicorp/terraform-cdk-go/cdktf"
)

// metricAlarms are the alarms by their full name.
type metricAlarms map[string]cloudwatchmetricalarm.CloudwatchMetricAlarm

func newMetricAlarms(scope constructs.Construct, p RedisProps, nodes members) metricAlarms {
	scope = constructs.NewConstruct(scope, jsii.String("alarms"))
	alarms := metricAlarms{}
	for node := range p.NodeCount() {
		scope := constructs.NewConstruct(scope, jsii.String(fmt.Sprintf("node-%d", node+1)))
		for _, a := range alarmTable {
			if threshold, ok := a.thresholdFor(p.GroupProps); ok {
				alarms[alarmName(p, a, node)] = newMetricAlarm(scope, p, nodes, a, node, threshold)
			}
		}
	}
	return alarms
}

func newMetricAlarm(
	scope constructs.Construct, p RedisProps, nodes members, a alarm, node int, threshold float64,
) cloudwatchmetricalarm.CloudwatchMetricAlarm {
	period := max(p.AlarmPeriodSeconds, a.minPeriod)
	threshold = a.inPeriod(threshold, period)
	return cloudwatchmetricalarm.NewCloudwatchMetricAlarm(scope, jsii.String(a.name),
		&cloudwatchmetricalarm.CloudwatchMetricAlarmConfig{
			AlarmName:          jsii.String(alarmName(p, a, node)),
			AlarmDescription:   jsii.String(a.describe(p.Engine, threshold, node)),
			Namespace:          jsii.String(metricNamespace),
			MetricName:         jsii.String(a.metric),
			Dimensions:         nodes.dimensions(node),
			Statistic:          jsii.String(a.statistic),
			ComparisonOperator: jsii.String(a.comparison),
			Threshold:          jsii.Number(threshold),
			Period:             jsii.Number(period),
			EvaluationPeriods:  jsii.Number(max(1, a.minutes*60/period)),
			TreatMissingData:   jsii.String(a.missing),
			AlarmActions:       jsii.Strings(p.AlarmActionARNs...),
			OkActions:          jsii.Strings(p.AlarmActionARNs...),
			Tags:               tags(p.Tags),
		})
}

// members are the ids of a group's nodes: how many there are is known before deploy, which they are after it.
type members struct{ sorted string }

func newMembers(group elasticachereplicationgroup.ElasticacheReplicationGroup) members {
	return members{*cdktf.Token_AsString(cdktf.Fn_Sort(group.MemberClusters()), nil)}
}

// dimensions point at one node. ElastiCache publishes these metrics per node and none under ReplicationGroupId alone:
// an alarm on that stays INSUFFICIENT_DATA for ever.
func (m members) dimensions(node int) *map[string]*string {
	return &map[string]*string{
		"CacheClusterId": jsii.String(fmt.Sprintf("${%s[%d]}", m.sorted, node)),
		"CacheNodeId":    jsii.String("0001"),
	}
}
