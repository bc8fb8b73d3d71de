package elasticache

import (
	"fmt"
	"slices"
)

func (p GroupProps) checkAlarms(r *report) {
	r.require(p.AlarmPeriodSeconds == 60 || p.AlarmPeriodSeconds == 300, "AlarmPeriodSeconds",
		"must be 60 or 300", p.AlarmPeriodSeconds)
	p.checkQueues(r)
	if p.DisableAlarms {
		return // checkParts refuses what is set
	}
	actions := slices.Concat(p.AlarmActionARNs, p.PageActionARNs)
	r.require(len(actions) <= maxAlarmActions, "AlarmActionARNs and PageActionARNs",
		fmt.Sprintf("must be at most %d", maxAlarmActions), len(actions))
	const form = "must be ARNs of SNS topics, Lambda functions, OpsCenter items, response plans or investigation " +
		"groups, such as arn:aws:sns:eu-west-2:123456789012:alerts"
	for _, arn := range p.AlarmActionARNs {
		r.arn(actionForm, "AlarmActionARNs", form, arn)
	}
	for _, arn := range p.PageActionARNs {
		r.arn(actionForm, "PageActionARNs", form, arn)
	}
	r.unique("AlarmActionARNs and PageActionARNs", actions)

	has := func(a alarm) bool {
		_, ok := a.thresholdFor(p)
		return ok && !a.doesNotPage && (!a.perQueue || p.measured())
	}
	r.require(len(p.DisabledAlarms) == 0 || slices.ContainsFunc(alarmTable, has), "DisabledAlarms",
		"must leave the group at least one alarm that pages", p.DisabledAlarms)
	for _, name := range p.DisabledAlarms {
		r.oneOf(AlarmNames(), "DisabledAlarms", name)
	}
	r.unique("DisabledAlarms", p.DisabledAlarms)
	for _, name := range sortedKeys(p.AlarmThresholds) {
		p.checkThreshold(r, name, p.AlarmThresholds[name])
	}
}

func (p GroupProps) checkQueues(r *report) {
	r.require(p.queues() || len(p.QueueNames) == 0, "QueueNames",
		"must not be set for role "+string(p.Role)+", which holds no queues", p.QueueNames)
	for _, name := range p.QueueNames {
		r.require(queueForm.MatchString(name), "QueueNames",
			fmt.Sprintf("must be names of 1 to %d letters, digits and . _ -", maxQueueName), name)
	}
	r.unique("QueueNames", p.QueueNames)
}

func (p GroupProps) checkThreshold(r *report, name string, threshold float64) {
	field := "AlarmThresholds[" + name + "]"
	i := slices.IndexFunc(alarmTable, func(a alarm) bool { return a.name == name })
	if i < 0 {
		r.oneOf(AlarmNames(), "AlarmThresholds", name)
		return
	}
	a := alarmTable[i]
	r.require(!slices.Contains(p.DisabledAlarms, name), field, "must not be set for an alarm in DisabledAlarms", threshold)
	r.require(a.hasMetric(p), field, "must not be set without "+a.needs.name, threshold)
	r.require(a.takes.holds(threshold, p), field, a.takes.rule(p), threshold)
}
