package stacks

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
)

var (
	// regionForm leaves out China and GovCloud, whose ARNs are of another partition.
	regionForm = regexp.MustCompile(`^(af|ap|ca|eu|il|me|mx|sa|us)-` +
		`(central|north|northeast|northwest|south|southeast|southwest|east|west)-\d$`)
	bucketForm = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$`)
	// bucketReserved has what bucketForm lets pass.
	bucketReserved = regexp.MustCompile(`\.\.|^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$`)
	emailForm      = regexp.MustCompile(`^[!-?A-z|~]+@[!-?A-z|~]+\.[!-?A-z|~]+$`)
	topicForm      = regexp.MustCompile(`^arn:aws(-[a-z]+)*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$`)
	roleForm       = regexp.MustCompile(`^[\w+=,.@-]{1,64}$`)
)

// maxPageTopics leaves one of an alarm's five actions to the alarm topic.
const maxPageTopics = 4

// reservedGroupNames are the construct ids that the stack uses itself.
var reservedGroupNames = []string{
	"account", "auth-token", "aws", "backend", "dashboard", "key", "networking", "notifications", "random", "redis-urls",
}

// environmentFields are the fields of a group that the environment provides, with what the environment calls them.
var environmentFields = map[string]string{
	"Project":                     "Project",
	"Environment":                 "Name",
	"VPCID":                       "Network.VPCID",
	"SubnetIDs":                   "Network.PrivateSubnetIDs",
	"ClientSecurityGroupIDs[ecs]": "Network.ECSSecurityGroupID",
}

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

// owners are the paths of what owns a name.
type owners map[string]string

// take returns the name's former owner, if that is another.
func (o owners) take(path string, name ...string) (other string, taken bool) {
	key := strings.Join(name, " ")
	other, taken = o[key]
	if !taken {
		o[key] = path
	}
	return other, taken && other != path
}

// checkOwn refuses what another environment or group has: one would overwrite the other's, or AWS would refuse it.
func (e Environment) checkOwn(r *report, o owners) {
	path := e.StackName()
	if other, taken := o.take(path, "names", e.Project+"-"+e.Name); taken {
		r.add(path, "Project and Name", "must not make the names of "+other, e.Project+"-"+e.Name)
	}
	if e.State.Bucket != "" {
		if other, taken := o.take(path, "state", e.State.Bucket, e.stateKey()); taken {
			r.add(path, "State.Key", "must not be the state of "+other, e.stateKey())
		}
	}
	for _, props := range e.Groups {
		group := e.complete(props, e.surroundingsForCheck())
		id, path, naming := group.ReplicationGroupID(), e.StackName()+"/"+group.Name, "Name"
		if group.ID != "" {
			naming = "ID"
		}
		if other, taken := o.take(path, "group", e.Region, id); taken {
			r.add(path, naming, "must not make the replication group id of "+other, id)
			continue
		}
		if other, taken := o.take(path, "subnet group", e.Region, cmp.Or(group.SubnetGroupName, id)); taken {
			r.add(path, "SubnetGroupName", "must not be that of "+other, cmp.Or(group.SubnetGroupName, id))
		}
		if other, taken := o.take(path, "security group", e.Region, cmp.Or(group.SecurityGroupName, id)); taken {
			r.add(path, "SecurityGroupName", "must not be that of "+other, cmp.Or(group.SecurityGroupName, id))
		}
		for _, name := range elasticache.AlarmNames() {
			if other, taken := o.take(path, "alarm", e.Region, id+"-"+name); taken {
				r.add(path, naming, "must not make the name of an alarm of "+other, id+"-"+name)
			}
		}
	}
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
		r.require(!slices.Contains(values[:i], value), path, field, "must be unique", value)
	}
}

// bucket: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
func (r *report) bucket(path, field, name string) {
	_, err := netip.ParseAddr(name)
	r.require(bucketForm.MatchString(name) && !bucketReserved.MatchString(name) && err != nil, path, field,
		"must be the name of an S3 bucket", name)
}

// objectKey: S3 takes 1,024 bytes of UTF-8, and Terraform no slash around them; a brace may start a template.
func (r *report) objectKey(path, field, key string) {
	r.require(utf8.ValidString(key) && !strings.ContainsAny(key, "{}"), path, field, "must be UTF-8 without braces", key)
	r.require(len(key) <= 1024, path, field, "must be at most 1024 bytes", key)
	r.require(strings.Trim(key, "/") == key, path, field, "must not start or end with a slash", key)
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

func (e Environment) checkNetwork(r *report, path string) {
	n := e.Network
	r.require(!n.literal() || !n.remote(), path, "Network",
		"must have literal ids or a remote state, not both", n.RemoteStateBucket)
	if n.remote() {
		r.bucket(path, "Network.RemoteStateBucket", n.RemoteStateBucket)
		r.require(n.RemoteStateKey != "", path, "Network.RemoteStateKey",
			"must be set with RemoteStateBucket", n.RemoteStateKey)
		r.objectKey(path, "Network.RemoteStateKey", n.RemoteStateKey)
		r.require(n.RemoteStateRegion == "" || regionForm.MatchString(n.RemoteStateRegion), path,
			"Network.RemoteStateRegion", "must be an AWS region such as eu-west-2", n.RemoteStateRegion)
	}
}

func (e Environment) checkState(r *report, path string) {
	s := e.State
	r.require(s.Bucket != "" || s.Key == "" && s.Region == "", path, "State.Bucket",
		"must be set with State.Key or State.Region", s.Bucket)
	if s.Bucket != "" {
		r.bucket(path, "State.Bucket", s.Bucket)
	}
	r.objectKey(path, "State.Key", s.Key)
	r.require(s.Region == "" || regionForm.MatchString(s.Region), path, "State.Region",
		"must be an AWS region such as eu-west-2", s.Region)
}

func (e Environment) checkGroups(r *report, path string) {
	r.require(len(e.Groups) > 0, path, "Groups", "must have at least one group", len(e.Groups))
	servedBy := map[elasticache.SSMParameter]string{}
	names := map[string]bool{}
	for _, group := range e.Groups {
		name := group.WithDefaults().Name
		groupPath := path + "/" + name
		r.require(!names[name], groupPath, "Name", "must be unique in its environment", name)
		names[name] = true
		r.require(!slices.Contains(reservedGroupNames, name), groupPath, "Name",
			"must not be one of "+strings.Join(reservedGroupNames, ", ")+", which the stack uses itself", name)
		for _, url := range group.URLNames() {
			other, served := servedBy[url]
			r.require(!served || other == name, groupPath, "Role",
				"must not serve "+string(url)+", which group "+other+" of the same environment serves",
				string(group.WithDefaults().Role))
			servedBy[url] = name
		}
		e.checkGroup(r, groupPath, group)
	}
}

func (e Environment) checkGroup(r *report, path string, group elasticache.GroupProps) {
	for _, arns := range []struct {
		field  string
		values []string
	}{
		{"AlarmActionARNs", group.AlarmActionARNs},
		{"PageActionARNs", group.PageActionARNs},
		{"NotificationTopicARN", []string{group.NotificationTopicARN}},
		{"KMSKeyARN", []string{group.KMSKeyARN}},
		{"LogKMSKeyARN", []string{group.LogKMSKeyARN}},
		{"SSMKMSKeyARN", []string{group.SSMKMSKeyARN}},
	} {
		for _, arn := range arns.values {
			e.checkRegion(r, path, arns.field, arn)
			action := arns.field == "AlarmActionARNs" || arns.field == "PageActionARNs"
			r.require(!action || !slices.Contains(e.Notifications.PageTopicARNs, arn), path, arns.field,
				"must not name a topic of the environment's Notifications.PageTopicARNs again", arn)
		}
	}
	r.require(group.ClientSecurityGroupIDs["ecs"] == "", path, "ClientSecurityGroupIDs[ecs]",
		"must not be set, because the environment provides it", group.ClientSecurityGroupIDs["ecs"])

	props := e.complete(group, e.surroundingsForCheck())
	props.Tags = e.allTags(group)
	for _, problem := range props.Problems() {
		if field, ok := e.provides(problem.Field); ok {
			r.add(e.StackName(), field, problem.Rule, problem.Value)
		} else {
			r.add(path, problem.Field, problem.Rule, problem.Value)
		}
	}
}

// checkRegion refuses what lies in another region than the environment: AWS wants keys and topics in the group's own.
func (e Environment) checkRegion(r *report, path, field, arn string) {
	parts := strings.Split(arn, ":")
	r.require(len(parts) < 6 || parts[3] == "" || strings.Contains(arn, "${") || parts[3] == e.Region, path, field,
		"must be in the environment's region "+e.Region, arn)
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
func (e Environment) allTags(group elasticache.GroupProps) map[string]string {
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
