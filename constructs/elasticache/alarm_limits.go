package elasticache

import (
	"fmt"
	"strconv"
)

// limits are the least and the greatest threshold that an alarm takes. Outside of them the alarm would be always on or
// could never go off, as with a threshold in another unit.
type limits struct {
	least, most float64
	// mostOf is the greatest threshold where it depends on the group, in place of most.
	mostOf func(GroupProps) float64
	// unit is the metric's unit.
	unit string
}

// percentage leaves out shares of 1, such as 0.75. No share is above 100 percent.
var percentage = limits{least: 2, most: 99.9, unit: "percent"}

// counted are the limits of an alarm on events. No node does more than a million a second.
func counted(unit string) limits { return limits{most: 300e6, unit: unit} }

// holds says whether a threshold is within the limits.
func (l limits) holds(threshold float64, p GroupProps) bool {
	return l.least <= threshold && threshold <= l.greatest(p)
}

func (l limits) greatest(p GroupProps) float64 {
	if l.mostOf != nil {
		return l.mostOf(p)
	}
	return l.most
}

// rule is "must be 1 to 600 seconds".
func (l limits) rule(p GroupProps) string {
	if l.least == l.greatest(p) {
		return "must be " + decimal(l.least)
	}
	rule := fmt.Sprintf("must be %s to %s", decimal(l.least), decimal(l.greatest(p)))
	if l.unit != "" {
		rule += " " + l.unit
	}
	return rule
}

// decimal writes a number without an exponent.
func decimal(number float64) string { return strconv.FormatFloat(number, 'f', -1, 64) }

// samplesInPeriod is how often a node publishes CPUUtilization in a period.
func samplesInPeriod(p GroupProps) float64 { return float64(p.AlarmPeriodSeconds / 60) }

// maxCredits is how many CPU credits a node can hold: what it earns in a day.
// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/burstable-credits-baseline-concepts.html
func maxCredits(p GroupProps) float64 {
	switch p.NodeType {
	case "cache.t2.micro":
		return 144
	case "cache.t2.small", "cache.t3.micro", "cache.t4g.micro":
		return 288
	}
	return 576
}

// maxClients is how many connections a node takes.
// https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/ParameterGroups.Engine.html
func maxClients(p GroupProps) float64 {
	switch p.NodeType {
	case "cache.t2.micro", "cache.t2.small", "cache.t2.medium", "cache.t3.micro", "cache.t4g.micro":
		return 20000
	case "cache.t3.small", "cache.t3.medium":
		return 46000
	}
	return 65000
}
