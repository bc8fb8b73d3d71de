package simaws

import (
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
)

// alarms is what CloudWatch has beyond moto's: composite alarms, and that alarms depend on each other.
type alarms struct {
	accountID string
	metric    map[string]bool
	composite map[string]*compositeAlarm
}

type compositeAlarm struct {
	Name        string   `xml:"AlarmName"`
	ARN         string   `xml:"AlarmArn"`
	Description string   `xml:"AlarmDescription"`
	Rule        string   `xml:"AlarmRule"`
	Enabled     bool     `xml:"ActionsEnabled"`
	Alarm       []string `xml:"AlarmActions>member"`
	OK          []string `xml:"OKActions>member"`
	tags        map[string]string
}

func newAlarms(accountID string) *alarms {
	return &alarms{accountID, map[string]bool{}, map[string]*compositeAlarm{}}
}

// inRule finds the alarms that a rule names.
var inRule = regexp.MustCompile(`ALARM\("?([^")]+)"?\)`)

// children are the names of the alarms that a rule names.
func children(rule string) []string {
	var names []string
	for _, match := range inRule.FindAllStringSubmatch(rule, -1) {
		names = append(names, match[1])
	}
	return names
}

// serve answers what is about composite alarms, and refuses what CloudWatch refuses; it says whether it did.
func (a *alarms) serve(w http.ResponseWriter, r *http.Request, values url.Values) bool {
	action := values.Get("Action")
	composite := a.find(values.Get("ResourceARN"))
	var err *fault
	switch {
	case action == "PutMetricAlarm":
		a.metric[values.Get("AlarmName")] = true
		return false
	case action == "PutCompositeAlarm":
		err = a.put(values)
		if err == nil {
			respond(w, action, struct{}{})
		}
	case action == "DescribeAlarms" && values.Get("AlarmTypes.member.1") == "CompositeAlarm":
		respond(w, action, a.describe(list(values, "AlarmNames.member")))
	case action == "DeleteAlarms":
		if err = a.delete(list(values, "AlarmNames.member")); err == nil {
			return false // moto has the metric alarms
		}
	case composite != nil:
		composite.changeTags(values)
		respond(w, action, composite.listTags())
	default:
		return false
	}
	if err != nil {
		refuse(w, r, "monitoring", err)
	}
	return true
}

func (a *alarms) find(arn string) *compositeAlarm {
	for _, c := range a.composite {
		if c.ARN == arn {
			return c
		}
	}
	return nil
}

func (a *alarms) put(values url.Values) *fault {
	rule := values.Get("AlarmRule")
	for _, name := range children(rule) {
		if !a.metric[name] && a.composite[name] == nil {
			return invalid("ValidationError", "the alarm %s in the alarm rule does not exist", name)
		}
	}
	if len(rule) > 10240 {
		return invalid("ValidationError", "the alarm rule has more than 10240 characters")
	}
	name := values.Get("AlarmName")
	c := &compositeAlarm{
		Name: name, ARN: "arn:aws:cloudwatch:" + Region + ":" + a.accountID + ":alarm:" + name,
		Description: values.Get("AlarmDescription"), Rule: rule, Enabled: values.Get("ActionsEnabled") != "false",
		Alarm: list(
			values,
			"AlarmActions.member",
		), OK: list(values, "OKActions.member"), tags: pairs(values, "Tags.member", "Key", "Value"),
	}
	if former := a.composite[name]; former != nil {
		c.tags = former.tags // tags of an alarm that exists are ignored
	}
	a.composite[name] = c
	return nil
}

type describedAlarms struct {
	Composite []*compositeAlarm `xml:"CompositeAlarms>member"`
}

func (a *alarms) describe(names []string) describedAlarms {
	var answer describedAlarms
	for _, name := range names {
		if c := a.composite[name]; c != nil {
			answer.Composite = append(answer.Composite, c)
		}
	}
	return answer
}

func (a *alarms) delete(names []string) *fault {
	for _, c := range a.composite {
		for _, name := range names {
			if slices.Contains(children(c.Rule), name) {
				return invalid("ValidationError", "cannot delete %s: the composite alarm %s depends on it", name, c.Name)
			}
		}
	}
	for _, name := range names {
		delete(a.metric, name)
		delete(a.composite, name)
	}
	return nil
}

func (c *compositeAlarm) changeTags(values url.Values) {
	maps.Copy(c.tags, pairs(values, "Tags.member", "Key", "Value"))
	for _, key := range list(values, "TagKeys.member") {
		delete(c.tags, key)
	}
}

type alarmTags struct {
	Tags []tag `xml:"Tags>member"`
}

func (c *compositeAlarm) listTags() alarmTags {
	var answer alarmTags
	for _, key := range slices.Sorted(maps.Keys(c.tags)) {
		answer.Tags = append(answer.Tags, tag{key, c.tags[key]})
	}
	return answer
}
