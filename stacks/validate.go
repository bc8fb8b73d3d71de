package stacks

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"
)

var (
	// regionForm leaves out China and GovCloud, whose ARNs have another partition.
	regionForm = regexp.MustCompile(`^(af|ap|ca|eu|il|me|mx|sa|us)-` +
		`(central|north|northeast|northwest|south|southeast|southwest|east|west)-\d$`)
	emailForm = regexp.MustCompile(`^[!-?A-z|~]+@[!-?A-z|~]+\.[!-?A-z|~]+$`)
	topicForm = regexp.MustCompile(`^arn:aws(-[a-z]+)*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$`)
	roleForm  = regexp.MustCompile(`^[\w+=,.@-]{1,64}$`)
)

// maxPageTopics leaves one of an alarm's five actions to the alarm topic.
const maxPageTopics = 4

// Validate reports every problem of every environment at once, one line each: the path, the field, the rule it breaks
// and its value. It needs neither Node nor an account.
func Validate(environments []Environment) error {
	var all report
	if len(environments) == 0 {
		all.add("stacks", "Environments", "must have at least one environment", len(environments))
	}
	names := map[string]bool{}
	owners := owners{}
	for _, e := range environments {
		if names[e.Name] {
			all.add(e.StackName(), "Name", "must be unique", e.Name)
		}
		names[e.Name] = true
		e.check(&all)
		e.checkOwn(&all, owners)
	}
	return errors.Join(all...)
}

func (e Environment) check(r *report) {
	path := e.StackName()
	r.require(regionForm.MatchString(e.Region), path, "Region", "must be an AWS region such as eu-west-2", e.Region)
	e.checkNetwork(r, path)
	e.checkState(r, path)
	e.checkNotifications(r, path)
	_, err := time.Parse(time.DateOnly, e.TokenDate)
	r.require(err == nil, path, "TokenDate", "must be a date such as 2026-11-23", e.TokenDate)
	_, err = time.Parse(time.DateOnly, e.RotationEndedFor)
	r.require(e.RotationEndedFor == "" || err == nil, path, "RotationEndedFor",
		"must be a date such as 2026-11-23", e.RotationEndedFor)
	r.require(e.RotationEndedFor <= e.TokenDate, path, "RotationEndedFor",
		"must not be after TokenDate, which is "+e.TokenDate, e.RotationEndedFor)
	for _, role := range e.ReaderRoleNames {
		r.require(roleForm.MatchString(role), path, "ReaderRoleNames", "must be names of IAM roles, without path", role)
	}
	r.unique(path, "ReaderRoleNames", e.ReaderRoleNames)
	e.checkGroups(r, path)
}

func (e Environment) checkNotifications(r *report, path string) {
	n := e.Notifications
	for _, email := range n.Emails {
		r.require(emailForm.MatchString(email), path, "Notifications.Emails", "must be e-mail addresses", email)
	}
	r.unique(path, "Notifications.Emails", n.Emails)
	for _, arn := range n.PageTopicARNs {
		r.require(topicForm.MatchString(arn), path, "Notifications.PageTopicARNs",
			"must be SNS topic ARNs such as arn:aws:sns:eu-west-2:123456789012:pager", arn)
		e.checkRegion(r, path, "Notifications.PageTopicARNs", arn)
	}
	r.require(len(n.PageTopicARNs) <= maxPageTopics, path, "Notifications.PageTopicARNs",
		fmt.Sprintf("must be at most %d", maxPageTopics), len(n.PageTopicARNs))
	r.unique(path, "Notifications.PageTopicARNs", n.PageTopicARNs)
}

// checkRegion reports an ARN of another region: AWS takes only keys and topics of the group's own region.
func (e Environment) checkRegion(r *report, path, field, arn string) {
	parts := strings.Split(arn, ":")
	r.require(len(parts) < 6 || parts[3] == "" || strings.Contains(arn, "${") || parts[3] == e.Region, path, field,
		"must be in the environment's region "+e.Region, arn)
}
