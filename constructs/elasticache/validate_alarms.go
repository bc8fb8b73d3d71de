package elasticache

import (
	"fmt"
	"math"
	"slices"
)

func (p GroupProps) checkAlarms(r *report) {
	r.require(p.AlarmPeriodSeconds == 60 || p.AlarmPeriodSeconds == 300, "AlarmPeriodSeconds",
		"must be 60 or 300", p.AlarmPeriodSeconds)
	actions := slices.Concat(p.AlarmActionARNs, p.PageActionARNs)
	r.require(len(actions) <= maxAlarmActions, "AlarmActionARNs and PageActionARNs",
		fmt.Sprintf("must be at most %d", maxAlarmActions), len(actions))
	for _, arn := range p.AlarmActionARNs {
		r.match(arnForm, "AlarmActionARNs", "must be ARNs such as arn:aws:sns:eu-west-2:123456789012:alerts", arn)
	}
	for _, arn := range p.PageActionARNs {
		r.match(arnForm, "PageActionARNs", "must be ARNs such as arn:aws:sns:eu-west-2:123456789012:pager", arn)
	}
	r.unique("AlarmActionARNs and PageActionARNs", actions)

	has := func(a alarm) bool { _, ok := a.thresholdFor(p); return ok && !a.doesNotPage }
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

func (p GroupProps) checkThreshold(r *report, name string, threshold float64) {
	field := "AlarmThresholds[" + name + "]"
	i := slices.IndexFunc(alarmTable, func(a alarm) bool { return a.name == name })
	if i < 0 {
		r.oneOf(AlarmNames(), "AlarmThresholds", name)
		return
	}
	a := alarmTable[i]
	_, exists := a.thresholdFor(p)
	r.require(exists, field,
		"must name an alarm of the group: this one is disabled, or the nodes do not publish its metric", threshold)
	r.require(threshold >= 0 && !math.IsInf(threshold, 1), field, "must be a number of at least 0", threshold)
	r.require(!a.percent() || threshold <= 100, field, "must be at most 100 percent", threshold)
}
