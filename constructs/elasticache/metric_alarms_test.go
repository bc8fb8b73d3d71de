package elasticache_test

import (
	"cmp"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
	"github.com/paperwurks/elasticache-redis/internal/fixtures"
	"github.com/paperwurks/elasticache-redis/internal/synthtest"
)

// Every node has its alarms, each with the node's dimensions.
func TestAlarms(t *testing.T) {
	for _, e := range fixtures.Environments() {
		d := synthtest.Environment(t, e)
		alarms := d.By("aws_cloudwatch_metric_alarm", "alarm_name")
		count := 0
		for _, group := range e.Groups {
			count += len(group.QueueAlarmNames())
			for node := range group.NodeCount() {
				for _, name := range group.AlarmNames() {
					count++
					full := "paperwurks-" + e.Name + "-" + group.Name + "-" + name + []string{"", "-002"}[node]
					period := cmp.Or(group.AlarmPeriodSeconds, 300)
					if name == "cpu-credits-low" {
						period = 300 // AWS publishes credits no more often
					}
					checkAlarm(t, full, alarms[full], period, group.Name, node)
				}
			}
		}
		if len(alarms) != count {
			t.Errorf("%s has %d alarms, want %d", e.Name, len(alarms), count)
		}
	}
}

// Every queue has its alarm, on what integration/django publishes for the environment, while the group publishes URLs.
func TestQueueAlarm(t *testing.T) {
	p := fixtures.Group()
	p.Role, p.QueueNames, p.AlarmActionARNs = elasticache.Broker, []string{"celery", "Mail.low_1"}, []string{topic}
	p.AlarmThresholds = map[string]float64{"queue-length-high": 500}
	d := synthtest.Group(t, p, nil)
	alarms := d.By("aws_cloudwatch_metric_alarm", "alarm_name")
	for _, queue := range p.QueueNames {
		name := "paperwurks-test-redis-queue-length-high-" + queue
		alarms[name].Want(t, name, map[string]any{
			"namespace": "paperwurks/Celery", "metric_name": "QueueLength", "statistic": "Minimum",
			"dimensions":          map[string]string{"Environment": "test", "Queue": queue},
			"comparison_operator": "GreaterThanThreshold", "threshold": 500, "period": 300, "evaluation_periods": 2,
			"treat_missing_data": "breaching", "alarm_actions": []string{topic},
		})
		if description := fmt.Sprint(alarms[name]["alarm_description"]); !strings.Contains(description,
			"Minimum of QueueLength is above 500 on queue "+queue+". https://") {
			t.Errorf("%s: %s", name, description)
		}
	}
	rule := fmt.Sprint(d.All("aws_cloudwatch_composite_alarm")[0]["alarm_rule"])
	if got := strings.Count(rule, "queue-length-high"); got != 2 {
		t.Errorf("at-risk has %d queues, want 2: %s", got, rule)
	}
	p.DisableURLs = true
	standby := synthtest.Group(t, p, nil)
	if got := len(standby.All("aws_cloudwatch_metric_alarm")); got != len(alarms)-2 {
		t.Errorf("%d alarms without URLs, want %d", got, len(alarms)-2)
	}
}

func checkAlarm(t *testing.T, name string, alarm synthtest.Resource, period int, group string, node int) {
	t.Helper()
	if alarm == nil {
		t.Errorf("no alarm %s", name)
		return
	}
	dimensions := alarm["dimensions"].(map[string]any)
	member := regexp.MustCompile(fmt.Sprintf(`^\$\{sort\(tolist\(aws_elasticache_replication_group\.%s_`+
		`replication-group_[0-9A-F]{8}`+
		`\.member_clusters\)\)\[%d\]\}$`, group, node))
	if len(dimensions) != 2 || !member.MatchString(fmt.Sprint(dimensions["CacheClusterId"])) ||
		dimensions["CacheNodeId"] != "0001" {
		t.Errorf("%s: dimensions %v", name, dimensions)
	}
	alarm.Want(t, name, map[string]any{"namespace": "AWS/ElastiCache", "period": period, "actions_enabled": nil})
	for _, attribute := range []string{"alarm_description", "statistic", "evaluation_periods", "comparison_operator",
		"threshold", "treat_missing_data", "alarm_actions", "ok_actions"} {
		if alarm[attribute] == nil {
			t.Errorf("%s has no %s", name, attribute)
		}
	}
}

// The design document's own alarm, and the others' statistics, in an environment of each period.
func TestAlarmRows(t *testing.T) {
	dev := synthtest.Environment(t, fixtures.SharedNode()).By("aws_cloudwatch_metric_alarm", "alarm_name")
	prod := synthtest.Environment(t, fixtures.CacheAndBroker()).By("aws_cloudwatch_metric_alarm", "alarm_name")
	for name, want := range map[string]struct {
		metric, statistic, comparison, missing string
		threshold                              float64
		evaluations                            int
	}{
		"dev-redis-cpu-high": {"CPUUtilization", "Average", "GreaterThanThreshold", "missing", 75, 2},
		"dev-redis-engine-cpu-high": {"EngineCPUUtilization", "Average", "GreaterThanThreshold", "missing", 90,
			1},
		"dev-redis-memory-high": {"DatabaseMemoryUsagePercentage", "Maximum", "GreaterThanThreshold",
			"missing", 80, 1},
		"dev-redis-evictions-high":   {"Evictions", "Sum", "GreaterThanThreshold", "notBreaching", 0, 1},
		"dev-redis-swap-high":        {"SwapUsage", "Maximum", "GreaterThanThreshold", "missing", 50e6, 2},
		"dev-redis-connections-high": {"CurrConnections", "Maximum", "GreaterThanThreshold", "missing", 1000, 1},
		"dev-redis-cpu-credits-low":  {"CPUCreditBalance", "Minimum", "LessThanThreshold", "missing", 10, 36},
		"dev-redis-node-silent":      {"CPUUtilization", "SampleCount", "LessThanThreshold", "breaching", 1, 2},
		"dev-redis-auth-failures-high": {"AuthenticationFailures", "Sum", "GreaterThanThreshold", "notBreaching", 10,
			1},
		"dev-redis-network-in-exceeded": {"NetworkBandwidthInAllowanceExceeded", "Sum", "GreaterThanThreshold",
			"notBreaching", 0, 3},
		"dev-redis-network-out-exceeded": {"NetworkBandwidthOutAllowanceExceeded", "Sum", "GreaterThanThreshold",
			"notBreaching", 0, 3},
		"prod-redis-cpu-high":           {"CPUUtilization", "Average", "GreaterThanThreshold", "missing", 75, 10},
		"prod-redis-cpu-high-002":       {"CPUUtilization", "Average", "GreaterThanThreshold", "missing", 75, 10},
		"prod-redis-eviction-rate-high": {"Evictions", "Sum", "GreaterThanThreshold", "notBreaching", 1000, 10},
		"prod-broker-evictions-high":    {"Evictions", "Sum", "GreaterThanThreshold", "notBreaching", 0, 1},
		"prod-broker-memory-high": {"DatabaseMemoryUsagePercentage", "Maximum", "GreaterThanThreshold",
			"missing", 70, 5},
		"prod-broker-auth-failures-high": {"AuthenticationFailures", "Sum", "GreaterThanThreshold", "notBreaching", 2,
			5},
		"prod-broker-cpu-credits-low":      {"CPUCreditBalance", "Minimum", "LessThanThreshold", "missing", 10, 36},
		"prod-broker-node-silent-002":      {"CPUUtilization", "SampleCount", "LessThanThreshold", "breaching", 1, 10},
		"prod-broker-replication-lag-high": {"ReplicationLag", "Maximum", "GreaterThanThreshold", "notBreaching", 10, 5},
		"prod-broker-replication-link-down-002": {"MasterLinkHealthStatus", "Minimum", "LessThanThreshold", "notBreaching", 1,
			5},
	} {
		alarms := dev
		if strings.HasPrefix(name, "prod") {
			alarms = prod
		}
		alarms["paperwurks-"+name].Want(t, name, map[string]any{
			"metric_name": want.metric, "statistic": want.statistic, "comparison_operator": want.comparison,
			"treat_missing_data": want.missing, "threshold": want.threshold, "evaluation_periods": want.evaluations,
		})
	}
}
