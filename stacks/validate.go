package stacks

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
	"github.com/paperwurks/elasticache-redis/internal/input"
)

var topicForm = regexp.MustCompile(`^arn:aws(-[a-z]+)*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$`)

// firstTokens is the year in which ElastiCache got AUTH tokens.
const firstTokens = 2017

// maxPageTopics leaves one of an alarm's five actions to the alarm topic.
const maxPageTopics = 4

// maxTags is how many tags a resource has at most.
const maxTags = 50

// Validate reports every problem of every environment at once, one line each: the path, the field, the rule it breaks
// and its value. It needs neither Node nor an account.
func Validate(environments []Environment) error {
	var all report
	if len(environments) == 0 {
		all.add("stacks", "Environments", "must have at least one environment", len(environments))
	}
	names := map[string]bool{}
	owners := owners{}
	readers := readers(environments)
	for _, e := range environments {
		if names[e.Name] {
			all.add(e.StackName(), "Name", "must be unique", e.Name)
		}
		names[e.Name] = true
		e.check(&all)
		e.checkOwnState(&all, owners, readers)
		e.checkOwn(&all, owners)
	}
	return errors.Join(all...)
}

func (e Environment) check(r *report) {
	path := e.StackName()
	r.region(path, "Region", e.Region)
	r.require(e.Account == "" || accountForm.MatchString(e.Account), path, "Account",
		"must be the 12 digits of an AWS account id", e.Account)
	e.checkNetwork(r, path)
	e.checkState(r, path)
	e.checkNotifications(r, path)
	date, err := time.Parse(time.DateOnly, e.TokenDate)
	r.require(err == nil, path, "TokenDate", "must be a date such as 2026-11-23", e.TokenDate)
	r.require(err != nil || date.Year() >= firstTokens, path, "TokenDate",
		fmt.Sprintf("must be a date from %d on, when ElastiCache got AUTH tokens", firstTokens), e.TokenDate)
	_, endedErr := time.Parse(time.DateOnly, e.RotationEndedFor)
	r.require(e.RotationEndedFor == "" || endedErr == nil, path, "RotationEndedFor",
		"must be a date such as 2026-11-23", e.RotationEndedFor)
	r.require(err != nil || endedErr != nil || e.RotationEndedFor <= e.TokenDate, path, "RotationEndedFor",
		"must not be after TokenDate, which is "+e.TokenDate, e.RotationEndedFor)
	users := slices.ContainsFunc(e.Groups, func(p elasticache.GroupProps) bool { return p.Users })
	r.require(!users || e.RotationEndedFor != "", path, "RotationEndedFor", "must be set where a group has Users: to "+
		"TokenDate at first, and in a rotation to the date whose users still work", e.RotationEndedFor)
	for _, role := range e.ReaderRoleNames {
		r.require(input.RoleForm.MatchString(role), path, "ReaderRoleNames", "must be names of IAM roles, without path", role)
	}
	r.uniqueFold(path, "ReaderRoleNames", e.ReaderRoleNames)
	e.checkTags(r, path)
	e.checkGroups(r, path)
}

func (e Environment) checkNotifications(r *report, path string) {
	n := e.Notifications
	for _, email := range n.Emails {
		r.require(isEmail(email), path, "Notifications.Emails",
			"must be e-mail addresses such as ops@example.com, and nothing around them", email)
	}
	r.uniqueFold(path, "Notifications.Emails", n.Emails)
	for _, arn := range n.PageTopicARNs {
		r.require(topicForm.MatchString(arn), path, "Notifications.PageTopicARNs",
			"must be SNS topic ARNs such as arn:aws:sns:eu-west-2:123456789012:pager", arn)
		e.checkRegion(r, path, "Notifications.PageTopicARNs", arn)
		e.checkNotOwnTopic(r, path, "Notifications.PageTopicARNs", arn)
	}
	r.require(len(n.PageTopicARNs) <= maxPageTopics, path, "Notifications.PageTopicARNs",
		fmt.Sprintf("must be at most %d", maxPageTopics), len(n.PageTopicARNs))
	r.unique(path, "Notifications.PageTopicARNs", n.PageTopicARNs)
}

// checkRegion reports an ARN of another region: AWS takes only keys and topics of the group's own region.
func (e Environment) checkRegion(r *report, path, field, arn string) {
	parts := strings.Split(arn, ":")
	if len(parts) < 6 || strings.Contains(arn, "${") {
		return
	}
	r.require(parts[3] == "" || parts[3] == e.Region, path, field, "must be in the environment's region "+e.Region, arn)
	r.require(parts[3] != "" || parts[1] == "aws", path, field, "must be in the partition aws, as the environment is", arn)
}

// checkNotOwnTopic reports one of the environment's two topics: an alarm would tell it twice, and ElastiCache can't
// tell the encrypted one.
func (e Environment) checkNotOwnTopic(r *report, path, field, arn string) {
	parts := strings.Split(arn, ":")
	if len(parts) != 6 || parts[2] != "sns" || parts[3] != e.Region || e.Account != "" && parts[4] != e.Account {
		return
	}
	own := e.Project + "-" + e.Name + "-redis-"
	r.require(parts[5] != own+"alarms" && parts[5] != own+"events", path, field,
		"must not name a topic of the environment itself, which is notified anyway", arn)
}

// checkTags reports tags that would replace the stack's own, and too many.
func (e Environment) checkTags(r *report, path string) {
	r.ownTags(path, e.ownTags(), e.Tags)
	r.require(len(e.defaultTags()) <= maxTags, path, "Tags",
		fmt.Sprintf("must be at most %d, because Project, Environment and ManagedBy are added", maxTags-len(e.ownTags())),
		len(e.Tags))
}

func (r *report) ownTags(path string, own, tags map[string]string) {
	for _, key := range slices.Sorted(maps.Keys(own)) {
		value, set := tags[key]
		r.require(!set, path, "Tags["+key+"]", "must not be set, because the environment sets it to "+own[key], value)
	}
}
