package elasticache_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
	"github.com/paperwurks/elasticache-redis/internal/fixtures"
	"github.com/paperwurks/elasticache-redis/internal/synthtest"
)

// One incident gives one page: the composite alarm knows the alarms of its group, and the pager knows only it. It is
// replaced when they change, since CloudWatch refuses to delete an alarm that a composite alarm names.
func TestAtRiskAlarm(t *testing.T) {
	e := fixtures.CacheAndBroker()
	const pager = "arn:aws:sns:eu-west-2:123456789012:pager"
	e.Notifications.PageTopicARNs = []string{pager}
	d := synthtest.Environment(t, e)
	for _, id := range []string{"paperwurks-prod-redis", "paperwurks-prod-broker"} {
		composite := d.By("aws_cloudwatch_composite_alarm", "alarm_name")[id+"-at-risk"]
		var terms []string
		for name, alarm := range d.Resource["aws_cloudwatch_metric_alarm"] {
			alarmName := fmt.Sprint(alarm["alarm_name"])
			if strings.HasPrefix(alarmName, id+"-") && !strings.Contains(alarmName, "replication-link-down") {
				terms = append(terms, `ALARM(${aws_cloudwatch_metric_alarm.`+name+`.alarm_name})`)
			}
			if strings.Contains(fmt.Sprint(alarm["alarm_actions"]), pager) {
				t.Errorf("%s pages", name)
			}
		}
		group := id[strings.LastIndex(id, "-")+1:]
		lifecycle, _ := composite["lifecycle"].(map[string]any)
		trigger, _ := lifecycle["replace_triggered_by"].([]any)
		if len(trigger) != 1 || !strings.HasPrefix(fmt.Sprint(trigger[0]), "terraform_data."+group+"_at-risk-members_") {
			t.Errorf("%s-at-risk is not replaced when its alarms change: %v", id, lifecycle)
		} else if members := d.Resource["terraform_data"][strings.TrimPrefix(fmt.Sprint(trigger[0]),
			"terraform_data.")]["input"].(map[string]any)["alarms"]; len(members.([]any)) != len(terms) {
			t.Errorf("%s-at-risk is replaced by %v", id, members)
		}
		got := strings.Split(fmt.Sprint(composite["alarm_rule"]), " OR ")
		slices.Sort(terms)
		slices.Sort(got)
		if !slices.Equal(got, terms) {
			t.Errorf("%s-at-risk has %v\nwant %v", id, got, terms)
		}
		actions := fmt.Sprint(composite["alarm_actions"])
		if !strings.Contains(actions, pager) || actions != fmt.Sprint(composite["ok_actions"]) {
			t.Errorf("%s-at-risk tells %v", id, actions)
		}
	}
}

// AWS takes a hundred alarms in a composite alarm; a group with more has composite alarms of them.
func TestAtRiskAlarmOfALargeGroup(t *testing.T) {
	p := fixtures.Group()
	p.Role, p.ClusterMode, p.Shards, p.Replicas, p.NodeType = elasticache.Cache, true, 6, 1, "cache.r7g.large"
	d := synthtest.Group(t, p, nil)
	children := 0
	for _, alarm := range d.All("aws_cloudwatch_composite_alarm") {
		n := strings.Count(fmt.Sprint(alarm["alarm_rule"]), "ALARM(")
		if n > 100 {
			t.Errorf("%v has %d children", alarm["alarm_name"], n)
		}
		children += n
	}
	alarms := 0
	for name := range d.By("aws_cloudwatch_metric_alarm", "alarm_name") {
		if !strings.Contains(name, "replication-link-down") {
			alarms++
		}
	}
	if parts := len(d.All("aws_cloudwatch_composite_alarm")) - 1; parts != 2 || children != alarms+parts {
		t.Errorf("%d parts with %d children for %d alarms", parts, children, alarms)
	}
}

// AWS takes 10,240 characters in a composite alarm's rule: long queue names need more composite alarms.
func TestAtRiskAlarmOfLongNames(t *testing.T) {
	p := fixtures.Group()
	p.Role = elasticache.Broker
	for i := range 60 {
		p.QueueNames = append(p.QueueNames, fmt.Sprintf("%0190d", i))
	}
	d := synthtest.Group(t, p, nil)
	name := regexp.MustCompile(`\$\{aws_cloudwatch_\w+_alarm\.([\w-]+)\.alarm_name\}`)
	for _, alarm := range d.All("aws_cloudwatch_composite_alarm") {
		rule := name.ReplaceAllStringFunc(fmt.Sprint(alarm["alarm_rule"]), func(reference string) string {
			resource := name.FindStringSubmatch(reference)[1]
			for _, kind := range []string{"aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm"} {
				if found := d.Resource[kind][resource]; found != nil {
					return fmt.Sprint(found["alarm_name"])
				}
			}
			return reference
		})
		if len(rule) > 10240 || strings.Contains(rule, "${") {
			t.Errorf("the rule of %v has %d characters: %.80s…", alarm["alarm_name"], len(rule), rule)
		}
	}
}
