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
)

var (
	regionForm = regexp.MustCompile(`^[a-z]{2}(-[a-z]+)+-\d$`)
	bucketForm = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$`)
	emailForm  = regexp.MustCompile(`^[^@\s]+@[^@\s]+\.[^@\s]+$`)
	topicForm  = regexp.MustCompile(`^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$`)
	roleForm   = regexp.MustCompile(`^[\w+=,.@-]{1,64}$`)
)

// maxPageTopics leaves one of an alarm's five actions to the alarm topic.
const maxPageTopics = 4

// reservedGroupNames are the construct ids that the stack uses itself.
var reservedGroupNames = []string{"account", "auth-token", "aws", "dashboard", "key", "networking", "notifications", "random", "redis-urls"}

// environmentFields are the fields of a group that the environment provides, with what the environment calls them.
var environmentFields = map[string]string{
	"Project":                     "Project",
	"Environment":                 "Name",
	"VPCID":                       "Network.VPCID",
	"SubnetIDs":                   "Network.PrivateSubnetIDs",
	"ClientSecurityGroupIDs[ecs]": "Network.ECSSecurityGroupID",
}

// Validate reports every problem of every environment at once, one line each: the path, the field, the rule it breaks and
// its value. It needs neither Node nor an account.
func Validate(environments []Environment) error {
	var all report
	if len(environments) == 0 {
		all.add("stacks", "Environments", "must have at least one environment", len(environments))
	}
	names := map[string]bool{}
	for _, e := range environments {
		if names[e.Name] {
			all.add(e.StackName(), "Name", "must not stand twice", e.Name)
		}
		names[e.Name] = true
		e.check(&all)
	}
	return errors.Join(all...)
}

// report collects problems, each once.
type report []error

func (r *report) add(path, field, rule string, value any) {
	line := fmt.Errorf("%s: %w", path, elasticache.Problem{Field: field, Rule: rule, Value: value})
	same := func(other error) bool { return other.Error() == line.Error() }
	if !slices.ContainsFunc(*r, same) {
		*r = append(*r, line)
	}
}

func (r *report) require(ok bool, path, field, rule string, value any) {
	if !ok {
		r.add(path, field, rule, value)
	}
}

func (r *report) unique(path, field string, values []string) {
	for i, value := range values {
		r.require(!slices.Contains(values[:i], value), path, field, "must not stand twice", value)
	}
}

func (e Environment) check(r *report) {
	path := e.StackName()
	r.require(regionForm.MatchString(e.Region), path, "Region", "must be an AWS region such as eu-west-2", e.Region)
	e.checkNetwork(r, path)
	e.checkState(r, path)
	e.checkNotifications(r, path)
	_, err := time.Parse(time.DateOnly, e.TokenDate)
	r.require(err == nil, path, "TokenDate", "must be a date such as 2026-11-23", e.TokenDate)
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
		r.require(topicForm.MatchString(arn), path, "Notifications.PageTopicARNs", "must be SNS topic ARNs such as arn:aws:sns:eu-west-2:123456789012:pager", arn)
	}
	r.require(len(n.PageTopicARNs) <= maxPageTopics, path, "Notifications.PageTopicARNs", fmt.Sprintf("must be at most %d", maxPageTopics), len(n.PageTopicARNs))
	r.unique(path, "Notifications.PageTopicARNs", n.PageTopicARNs)
}

func (e Environment) checkNetwork(r *report, path string) {
	n := e.Network
	r.require(!n.literal() || !n.remote(), path, "Network", "must have literal ids or a remote state, not both", n.RemoteStateBucket)
	if n.remote() {
		r.require(bucketForm.MatchString(n.RemoteStateBucket), path, "Network.RemoteStateBucket", "must be the name of an S3 bucket", n.RemoteStateBucket)
		r.require(n.RemoteStateKey != "", path, "Network.RemoteStateKey", "must be set with RemoteStateBucket", n.RemoteStateKey)
		r.require(n.RemoteStateRegion == "" || regionForm.MatchString(n.RemoteStateRegion), path, "Network.RemoteStateRegion", "must be an AWS region such as eu-west-2", n.RemoteStateRegion)
	}
}

func (e Environment) checkState(r *report, path string) {
	s := e.State
	r.require(s.Bucket != "" || s.Key == "" && s.Region == "", path, "State.Bucket", "must be set with State.Key or State.Region", s.Bucket)
	r.require(s.Bucket == "" || bucketForm.MatchString(s.Bucket), path, "State.Bucket", "must be the name of an S3 bucket", s.Bucket)
	r.require(s.Region == "" || regionForm.MatchString(s.Region), path, "State.Region", "must be an AWS region such as eu-west-2", s.Region)
}

func (e Environment) checkGroups(r *report, path string) {
	r.require(len(e.Groups) > 0, path, "Groups", "must have at least one group", len(e.Groups))
	servedBy := map[string]string{}
	names := map[string]bool{}
	for _, group := range e.Groups {
		name := group.WithDefaults().Name
		groupPath := path + "/" + name
		r.require(!names[name], groupPath, "Name", "must not stand twice in an environment", name)
		names[name] = true
		r.require(!slices.Contains(reservedGroupNames, name), groupPath, "Name", "must not be one of "+strings.Join(reservedGroupNames, ", ")+", which the stack uses itself", name)
		for _, url := range group.URLNames() {
			other, served := servedBy[url]
			r.require(!served || other == name, groupPath, "Role", "must not serve "+url+", which group "+other+" of the same environment serves", string(group.WithDefaults().Role))
			servedBy[url] = name
		}
		e.checkGroup(r, groupPath, group)
	}
}

func (e Environment) checkGroup(r *report, path string, group elasticache.RedisProps) {
	const provided = "must not be set for a group, since the environment provides it"
	r.require(group.Project == "", path, "Project", provided, group.Project)
	r.require(group.Environment == "", path, "Environment", provided, group.Environment)
	r.require(group.VPCID == "", path, "VPCID", provided, group.VPCID)
	r.require(len(group.SubnetIDs) == 0, path, "SubnetIDs", provided, group.SubnetIDs)
	r.require(group.AuthToken == "", path, "AuthToken", provided, "…")
	r.require(group.ClientSecurityGroupIDs["ecs"] == "", path, "ClientSecurityGroupIDs[ecs]", provided, group.ClientSecurityGroupIDs["ecs"])

	group = e.complete(group, e.surroundingsForCheck())
	group.Tags = e.allTags(group)
	for _, problem := range group.Problems() {
		if field, ok := e.provides(problem.Field); ok {
			r.add(e.StackName(), field, problem.Rule, problem.Value)
		} else {
			r.add(path, problem.Field, problem.Rule, problem.Value)
		}
	}
}

// provides says what the environment calls a group's field, if it is the environment that provides it.
func (e Environment) provides(field string) (string, bool) {
	if key, ok := strings.CutPrefix(field, "Tags["); ok {
		_, ok = e.Tags[strings.TrimSuffix(key, "]")]
		return field, ok
	}
	name, ok := environmentFields[field]
	return name, ok
}

// allTags are the tags that a group's resources have in the end: the provider's default tags, and the group's own.
func (e Environment) allTags(group elasticache.RedisProps) map[string]string {
	tags := e.defaultTags()
	maps.Copy(tags, group.Tags)
	return tags
}

// surroundingsForCheck stand for what there is when there is a stack: literal ids as they are, references for the rest.
func (e Environment) surroundingsForCheck() surroundings {
	s := surroundings{
		network:   network{"${vpc_id}", []string{"${private_subnet_ids}"}, "${ecs_security_group_id}"},
		topics:    topics{alarms: "${alarm_topic}", events: "${event_topic}"},
		keyARN:    "${key}",
		authToken: "${auth_token}",
	}
	for i := range min(len(e.Notifications.PageTopicARNs), maxPageTopics) {
		s.pageTopicARNs = append(s.pageTopicARNs, fmt.Sprintf("${page_topic[%d]}", i))
	}
	if n := e.Network; n.literal() {
		s.network = network{n.VPCID, n.PrivateSubnetIDs, n.ECSSecurityGroupID}
	}
	return s
}
