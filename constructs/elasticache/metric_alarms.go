package elasticache

import (
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/cloudwatchmetricalarm"
)

// metricAlarm is a row of the alarm table, made for a subject.
type metricAlarm struct {
	alarm
	// fullName is the name that CloudWatch knows.
	fullName string
	resource cloudwatchmetricalarm.CloudwatchMetricAlarm
}

func newMetricAlarms(scope constructs.Construct, p RedisProps, nodes members) []metricAlarm {
	scope = constructs.NewConstruct(scope, jsii.String("alarms"))
	var alarms []metricAlarm
	for _, s := range subjects(p, nodes) {
		scope := constructs.NewConstruct(scope, jsii.String(s.id))
		for _, a := range alarmTable {
			if threshold, ok := a.thresholdFor(p.GroupProps); ok && a.perQueue == s.queue {
				alarms = append(alarms, metricAlarm{a, alarmName(p, a, s), newMetricAlarm(scope, p, s, a, threshold)})
			}
		}
	}
	return alarms
}

func newMetricAlarm(
	scope constructs.Construct, p RedisProps, s subject, a alarm, threshold float64,
) cloudwatchmetricalarm.CloudwatchMetricAlarm {
	period := max(p.AlarmPeriodSeconds, a.minPeriod)
	threshold = a.inPeriod(threshold, period)
	return cloudwatchmetricalarm.NewCloudwatchMetricAlarm(scope, jsii.String(a.name),
		&cloudwatchmetricalarm.CloudwatchMetricAlarmConfig{
			AlarmName:          jsii.String(alarmName(p, a, s)),
			AlarmDescription:   jsii.String(a.describe(p.Engine, threshold, s)),
			Namespace:          jsii.String(s.namespace),
			MetricName:         jsii.String(a.metric),
			Dimensions:         &s.dimensions,
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
