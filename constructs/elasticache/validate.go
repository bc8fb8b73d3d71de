package elasticache

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Validate reports every problem of p at once, one line each: the field, the rule it breaks and its value. Refused is what
// AWS would refuse, and what would lose queues, lock clients out or show a secret. A string that refers to another resource is
// not judged: its value is unknown until deploy.
func (p RedisProps) Validate() error {
	var all []error
	for _, problem := range p.Problems() {
		all = append(all, problem)
	}
	return errors.Join(all...)
}

// Problems is Validate for callers that need the fields.
func (p RedisProps) Problems() []Problem {
	return p.WithDefaults().problems(p.clients())
}

// Problem is one broken rule of one field.
type Problem struct {
	// Field is the Go field, with the key or name in brackets where it has several: "Tags[Team]".
	Field string
	// Rule says what the field must be, with the allowed values or the limits.
	Rule string
	// Value is what it is; never a secret.
	Value any
}

// Error is "<field> <rule>, got <value>".
func (p Problem) Error() string {
	format := "%s %s, got %v"
	switch p.Value.(type) {
	case string, []string:
		format = "%s %s, got %q"
	}
	return fmt.Sprintf(format, p.Field, p.Rule, p.Value)
}

func (p RedisProps) clients() []client {
	var clients []client
	for _, name := range sortedKeys(p.ClientSecurityGroupIDs) {
		clients = append(clients, client{name, p.ClientSecurityGroupIDs[name]})
	}
	return clients
}

// validation attaches the rules to the construct tree, so that synthesis reports them with the construct's path.
type validation struct{ redis *Redis }

func (v *validation) Validate() *[]*string {
	lines := []*string{}
	problems := v.redis.props.problems(v.redis.clients)
	for _, problem := range append(problems, v.redis.clashes...) {
		line := problem.Error()
		lines = append(lines, &line)
	}
	return &lines
}

// report collects problems.
type report []Problem

func (r *report) require(ok bool, field, rule string, value any) {
	if !ok {
		*r = append(*r, Problem{field, rule, value})
	}
}

// match is require for a string of a form; references pass.
func (r *report) match(form *regexp.Regexp, field, rule, value string) {
	r.require(isReference(value) || form.MatchString(value), field, rule, value)
}

// optional is match for a string that may be left out.
func (r *report) optional(form *regexp.Regexp, field, rule, value string) {
	if value != "" {
		r.match(form, field, rule, value)
	}
}

func (r *report) between(low, high int, field, unit string, value int) {
	r.require(low <= value && value <= high, field, fmt.Sprintf("must be %d to %d%s", low, high, unit), value)
}

func (r *report) oneOf(allowed []string, field, value string) {
	r.require(slices.Contains(allowed, value), field, "must be one of "+strings.Join(allowed, ", "), value)
}

func (r *report) unique(field string, values []string) {
	for i, value := range values {
		r.require(!slices.Contains(values[:i], value), field, "must not stand twice", value)
	}
}

// isReference tells a value known at deploy, such as another resource's attribute, from a literal.
func isReference(value string) bool {
	return strings.Contains(value, "${") || strings.Contains(value, "#{")
}

var (
	nameForm          = regexp.MustCompile(`^[a-z]([a-z0-9]|-[a-z0-9])*$`)
	vpcForm           = regexp.MustCompile(`^vpc-([0-9a-f]{8}|[0-9a-f]{17})$`)
	subnetForm        = regexp.MustCompile(`^subnet-([0-9a-f]{8}|[0-9a-f]{17})$`)
	securityGroupForm = regexp.MustCompile(`^sg-([0-9a-f]{8}|[0-9a-f]{17})$`)
	// https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateCacheSubnetGroup.html
	subnetGroupForm = regexp.MustCompile(`^[a-z0-9 _.-]{1,255}$`)
	// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html
	securityGroupNameForm = regexp.MustCompile(`^[a-zA-Z0-9 ._:/()#,@\[\]+=&;!$*-]{1,255}$`)
	kmsKeyForm            = regexp.MustCompile(`^arn:aws(-[a-z]+)*:kms:[a-z0-9-]+:\d{12}:key/([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32})$`)
	topicForm             = regexp.MustCompile(`^arn:aws(-[a-z]+)*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$`)
	arnForm               = regexp.MustCompile(`^arn:aws(-[a-z]+)*:[a-z0-9-]+:[a-z0-9-]*:(\d{12})?:[^\s{}]+$`)
	rdbForm               = regexp.MustCompile(`^arn:aws(-[a-z]+)*:s3:::[a-z0-9.-]{3,63}/[^,\s{}]+$`)
	snapshotForm          = regexp.MustCompile(`^[A-Za-z]([A-Za-z0-9]|-[A-Za-z0-9])*$|^automatic\.[A-Za-z0-9-]+$`)
	keyspaceForm          = regexp.MustCompile(`^[KEg$lshzxeAtdmn]*$`)
	tagForm               = regexp.MustCompile(`^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$`)
)

const (
	// https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html
	maxReplicationGroupID = 40
	maxReplicas           = 5
	maxNodes              = 500
	maxRetentionDays      = 35
	// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
	maxAlarmActions = 5
	// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SecurityGroupRule.html
	maxRuleDescription = 255
	// https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
	maxTags, maxTagKey, maxTagValue = 50, 128, 256

	minWindowMinutes = 60
)

// retentionDays are what CloudWatch Logs takes.
// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
var retentionDays = []int{1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653}

// nodeSizes are the node types that run Redis 6.2 and newer, by family.
// https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheNodes.SupportedTypes.html
var nodeSizes = map[string][]string{
	"t2":   {"micro", "small", "medium"},
	"t3":   {"micro", "small", "medium"},
	"t4g":  {"micro", "small", "medium"},
	"m4":   {"large", "xlarge", "2xlarge", "4xlarge", "10xlarge"},
	"m5":   {"large", "xlarge", "2xlarge", "4xlarge", "12xlarge", "24xlarge"},
	"m6g":  {"large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"},
	"m7g":  {"large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"},
	"r4":   {"large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "16xlarge"},
	"r5":   {"large", "xlarge", "2xlarge", "4xlarge", "12xlarge", "24xlarge"},
	"r6g":  {"large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"},
	"r7g":  {"large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"},
	"c7gn": {"large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"},
}

// problems checks p, whose defaults are filled in, and the clients that may connect.
func (p RedisProps) problems(clients []client) []Problem {
	var r report
	p.checkNames(&r)
	p.checkNetwork(&r, clients)
	p.checkEngine(&r)
	p.checkSize(&r)
	p.checkSecrets(&r)
	p.checkMaintenance(&r)
	p.checkAlarms(&r)
	p.checkTags(&r)
	return r
}

func (p RedisProps) checkNames(r *report) {
	const form = "must be lower-case letters, digits and single hyphens, starting with a letter"
	for _, part := range []struct{ field, value string }{{"Project", p.Project}, {"Environment", p.Environment}, {"Name", p.Name}} {
		r.require(nameForm.MatchString(part.value), part.field, form, part.value)
	}
	id := p.ReplicationGroupID()
	reserved := []string{"aws", "ssm", "sg-"}
	starts := func(prefix string) bool { return strings.HasPrefix(p.Project+"-", prefix) }
	r.require(!slices.ContainsFunc(reserved, starts), "Project",
		"must not start names with aws, ssm or sg-, which AWS reserves in names of parameters and security groups", p.Project)
	if p.ID == "" {
		r.require(len(id) <= maxReplicationGroupID, "Project, Environment and Name",
			fmt.Sprintf("must make a replication group id of at most %d characters", maxReplicationGroupID), id)
	} else {
		r.require(nameForm.MatchString(id) && len(id) <= maxReplicationGroupID, "ID", form+fmt.Sprintf(", at most %d", maxReplicationGroupID), id)
		r.require(p.SecurityGroupName != "" || !strings.HasPrefix(id, "sg-"), "SecurityGroupName", "must be set where ID starts with sg-, which AWS reserves in names of security groups", p.SecurityGroupName)
	}
	if p.SubnetGroupName != "" {
		r.require(subnetGroupForm.MatchString(p.SubnetGroupName) && p.SubnetGroupName != "default", "SubnetGroupName",
			"must be 1 to 255 lower-case letters, digits, spaces and _ . -, and not default", p.SubnetGroupName)
	}
	if p.SecurityGroupName != "" {
		r.require(securityGroupNameForm.MatchString(p.SecurityGroupName) && !strings.HasPrefix(p.SecurityGroupName, "sg-") && p.SecurityGroupName != "default", "SecurityGroupName",
			"must be 1 to 255 letters, digits, spaces and ._-:/()#,@[]+=&;!$*, not starting with sg-, and not default", p.SecurityGroupName)
	}
	r.oneOf([]string{string(Shared), string(Broker), string(Cache)}, "Role", string(p.Role))
}

func (p RedisProps) checkNetwork(r *report, clients []client) {
	r.match(vpcForm, "VPCID", "must be a VPC id such as vpc-0123456789abcdef0", p.VPCID)

	listReference := len(p.SubnetIDs) == 1 && isReference(p.SubnetIDs[0])
	r.require(len(p.SubnetIDs) > 0, "SubnetIDs", "must name at least one private subnet", p.SubnetIDs)
	r.require(!p.MultiAZ() || listReference || len(p.SubnetIDs) != 1, "SubnetIDs",
		"must name subnets in two or more availability zones for Multi-AZ", p.SubnetIDs)
	for _, id := range p.SubnetIDs {
		r.match(subnetForm, "SubnetIDs", "must be subnet ids such as subnet-0123456789abcdef0", id)
	}
	r.unique("SubnetIDs", p.SubnetIDs)

	r.require(len(clients) > 0, "ClientSecurityGroupIDs", "must name at least one client, or nothing can connect", len(clients))
	var names, ids []string
	for _, c := range clients {
		field := "ClientSecurityGroupIDs[" + c.name + "]"
		r.require(nameForm.MatchString(c.name), field, "must have a name of lower-case letters, digits and single hyphens, starting with a letter", c.name)
		r.require(len(c.description()) <= maxRuleDescription, field, fmt.Sprintf("must have a name of at most %d characters", maxRuleDescription-len(client{}.description())), c.name)
		r.match(securityGroupForm, field, "must be a security group id such as sg-0123456789abcdef0", c.securityGroupID)
		names, ids = append(names, c.name), append(ids, c.securityGroupID)
	}
	r.unique("ClientSecurityGroupIDs name", names)
	r.unique("ClientSecurityGroupIDs", ids)
	r.between(1, 65535, "Port", "", p.Port)
}

func (p RedisProps) checkEngine(r *report) {
	r.oneOf(sortedKeys(families), "EngineVersion", p.EngineVersion)
	r.require(!p.ClusterMode || !jobs[p.Role].queues, "ClusterMode",
		"must be off for role "+string(p.Role)+", because Celery has no Redis Cluster transport and its workers die at start with CROSSSLOT", p.ClusterMode)
	for _, name := range sortedKeys(p.Parameters) {
		p.checkParameter(r, name, p.Parameters[name])
	}
}

func (p RedisProps) checkParameter(r *report, name, value string) {
	field := "Parameters[" + name + "]"
	if name == "cluster-enabled" {
		r.require(false, field, "must not be set, it follows from ClusterMode", value)
		return
	}
	family, known := families[p.EngineVersion]
	rule, ok := parameterRules[name]
	if !ok || known && rule.family != "" && rule.family != family {
		r.require(false, field, "must be a parameter that "+family+" lets its user change", value)
		return
	}
	if isReference(value) {
		return
	}
	reason := ""
	if rule.reason != "" {
		reason = ", because " + rule.reason
	}
	number, err := strconv.ParseInt(value, 10, 64)
	if err == nil && strconv.FormatInt(number, 10) != value {
		err = strconv.ErrSyntax // "+5" and "05", which ElastiCache does not take
	}
	switch {
	case name == "notify-keyspace-events":
		r.require(keyspaceForm.MatchString(value), field, "must be of the letters K E g $ l s h z x e A t d m n", value)
	case rule.values != nil:
		r.require(slices.Contains(rule.values, value), field, "must be one of "+strings.Join(rule.values, ", ")+reason, value)
	case rule.max == math.MaxInt64:
		r.require(err == nil && number >= rule.min, field, fmt.Sprintf("must be an integer of at least %d", rule.min)+reason, value)
	default:
		r.require(err == nil && rule.min <= number && number <= rule.max, field,
			fmt.Sprintf("must be an integer from %d to %d", rule.min, rule.max)+reason, value)
	}
	switch {
	case name == "maxmemory-policy" && jobs[p.Role].queues:
		r.require(!strings.HasPrefix(value, "allkeys-"), field, "must not be allkeys-* for role "+string(p.Role)+", which would evict Celery's queues", value)
	case name == "timeout" && jobs[p.Role].queues:
		r.require(value == "0", field, "must be 0 for role "+string(p.Role)+", because Celery's publishers fail on connections closed when idle", value)
	case name == "timeout":
		r.require(number == 0 || number >= 20, field, "must be 0 or at least 20", value)
	case name == "min-replicas-to-write":
		r.require(number <= int64(p.Replicas), field, fmt.Sprintf("must be at most Replicas, which is %d, or the primary refuses every write", p.Replicas), value)
	}
}

func (p RedisProps) checkSize(r *report) {
	if !isReference(p.NodeType) {
		p.checkNodeType(r)
	}
	r.between(1, maxNodes, "Shards", "", p.Shards)
	r.require(p.ClusterMode || p.Shards <= 1, "Shards", "must be 1 with cluster mode off", p.Shards)
	r.between(0, maxReplicas, "Replicas", "", p.Replicas)
	r.require(p.Shards > maxNodes || p.NodeCount() <= maxNodes, "Shards and Replicas",
		fmt.Sprintf("must make at most %d nodes", maxNodes), p.NodeCount())
}

func (p RedisProps) checkNodeType(r *report) {
	parts := strings.Split(p.NodeType, ".")
	if len(parts) != 3 || parts[0] != "cache" {
		r.require(false, "NodeType", "must be of the form cache.<family>.<size>, such as cache.t4g.micro", p.NodeType)
		return
	}
	family, size := parts[1], parts[2]
	if family == "r6gd" {
		r.require(false, "NodeType", "must not be of the family r6gd, whose data tiering is not offered here", p.NodeType)
		return
	}
	sizes, ok := nodeSizes[family]
	if !ok {
		r.require(false, "NodeType", "must be of one of the families "+strings.Join(sortedKeys(nodeSizes), ", "), p.NodeType)
		return
	}
	r.require(slices.Contains(sizes, size), "NodeType", "must be of one of "+family+"'s sizes "+strings.Join(sizes, ", "), p.NodeType)
}

func (p RedisProps) checkSecrets(r *report) {
	if p.AuthToken == "" {
		r.require(false, "AuthToken", "must be set, for example to the result of a random_password", "")
	} else if !isReference(p.AuthToken) {
		// The value is a secret: say that there is one, never which.
		r.require(false, "AuthToken", "must be a reference, since a literal would stand in plain text in the synthesized JSON", literal{})
	}
	r.oneOf([]string{"ROTATE", "SET"}, "AuthTokenUpdateStrategy", p.AuthTokenUpdateStrategy)
	for _, key := range []struct{ field, arn string }{
		{"KMSKeyARN", p.KMSKeyARN}, {"LogKMSKeyARN", p.LogKMSKeyARN}, {"SSMKMSKeyARN", p.SSMKMSKeyARN},
	} {
		r.optional(kmsKeyForm, key.field, "must be a KMS key ARN such as arn:aws:kms:eu-west-2:123456789012:key/<id>", key.arn)
	}
}

// literal stands for a secret in a problem.
type literal struct{}

func (literal) String() string { return "a literal" }

func (p RedisProps) checkMaintenance(r *report) {
	maintenance := p.checkWindow(r, "MaintenanceWindow", p.MaintenanceWindow, parseWeekly, "must be ddd:hh24:mi-ddd:hh24:mi, such as sun:05:00-sun:06:00")
	snapshot := p.checkWindow(r, "SnapshotWindow", p.SnapshotWindow, parseDaily, "must be hh24:mi-hh24:mi, such as 03:00-04:00")
	r.require(!maintenance.overlaps(snapshot), "SnapshotWindow", "must not overlap the maintenance window "+p.MaintenanceWindow, p.SnapshotWindow)

	if p.DisableSnapshots {
		r.require(p.SnapshotRetentionDays == 0, "SnapshotRetentionDays", "must not be set where DisableSnapshots is", p.SnapshotRetentionDays)
	} else {
		r.between(1, maxRetentionDays, "SnapshotRetentionDays", " days", p.SnapshotRetentionDays)
	}
	r.optional(snapshotForm, "SnapshotName", "must be a snapshot's name: letters, digits and single hyphens, starting with a letter", p.SnapshotName)
	r.require(p.SnapshotName == "" || len(p.SnapshotARNs) == 0, "SnapshotName", "must not be set where SnapshotARNs are", p.SnapshotName)
	for _, arn := range p.SnapshotARNs {
		r.match(rdbForm, "SnapshotARNs", "must be ARNs of RDB files in S3 such as arn:aws:s3:::bucket/dump.rdb, without commas", arn)
	}
	r.unique("SnapshotARNs", p.SnapshotARNs)
	r.optional(topicForm, "NotificationTopicARN", "must be an SNS topic ARN such as arn:aws:sns:eu-west-2:123456789012:alerts", p.NotificationTopicARN)
	r.require(slices.Contains(retentionDays, p.LogRetentionDays), "LogRetentionDays",
		"must be one of "+strings.Trim(fmt.Sprint(retentionDays), "[]")+" days", p.LogRetentionDays)
}

func (p RedisProps) checkWindow(r *report, field, value string, parse func(string) (window, bool), form string) window {
	if isReference(value) {
		return window{}
	}
	w, ok := parse(value)
	r.require(ok, field, form, value)
	r.require(!ok || w.minutes >= minWindowMinutes, field, fmt.Sprintf("must be at least %d minutes long", minWindowMinutes), value)
	return w
}

func (p RedisProps) checkAlarms(r *report) {
	r.require(p.AlarmPeriodSeconds == 60 || p.AlarmPeriodSeconds == 300, "AlarmPeriodSeconds", "must be 60 or 300", p.AlarmPeriodSeconds)
	actions := slices.Concat(p.AlarmActionARNs, p.PageActionARNs)
	r.require(len(actions) <= maxAlarmActions, "AlarmActionARNs and PageActionARNs", fmt.Sprintf("must be at most %d", maxAlarmActions), len(actions))
	for _, arn := range p.AlarmActionARNs {
		r.match(arnForm, "AlarmActionARNs", "must be ARNs such as arn:aws:sns:eu-west-2:123456789012:alerts", arn)
	}
	for _, arn := range p.PageActionARNs {
		r.match(arnForm, "PageActionARNs", "must be ARNs such as arn:aws:sns:eu-west-2:123456789012:pager", arn)
	}
	r.unique("AlarmActionARNs and PageActionARNs", actions)

	has := func(a alarm) bool { _, ok := a.thresholdFor(p); return ok && !a.alone }
	r.require(len(p.DisabledAlarms) == 0 || slices.ContainsFunc(alarmTable, has), "DisabledAlarms", "must leave the group at least one alarm", p.DisabledAlarms)
	for _, name := range p.DisabledAlarms {
		r.oneOf(AlarmNames(), "DisabledAlarms", name)
	}
	r.unique("DisabledAlarms", p.DisabledAlarms)
	for _, name := range sortedKeys(p.AlarmThresholds) {
		p.checkThreshold(r, name, p.AlarmThresholds[name])
	}
}

func (p RedisProps) checkThreshold(r *report, name string, threshold float64) {
	field := "AlarmThresholds[" + name + "]"
	i := slices.IndexFunc(alarmTable, func(a alarm) bool { return a.name == name })
	if i < 0 {
		r.oneOf(AlarmNames(), "AlarmThresholds", name)
		return
	}
	a := alarmTable[i]
	_, exists := a.thresholdFor(p)
	r.require(exists, field, "must be of an alarm that the group has: it is disabled, or its metric is not published by such nodes", threshold)
	r.require(threshold >= 0 && !math.IsInf(threshold, 1), field, "must be a number of at least 0", threshold)
	r.require(!a.percent() || threshold <= 100, field, "must be at most 100 percent", threshold)
}

func (p RedisProps) checkTags(r *report) {
	r.require(len(p.Tags) <= maxTags, "Tags", fmt.Sprintf("must be at most %d", maxTags), len(p.Tags))
	for _, key := range sortedKeys(p.Tags) {
		value := p.Tags[key]
		field := "Tags[" + key + "]"
		r.require(key != "" && utf8.RuneCountInString(key) <= maxTagKey, field, fmt.Sprintf("must have a key of 1 to %d characters", maxTagKey), key)
		r.require(!strings.HasPrefix(strings.ToLower(key), "aws:"), field, "must not start with aws:, which AWS reserves", key)
		r.match(tagForm, field, "must have a key of letters, digits, spaces and _ . : / = + - @", key)
		r.require(isReference(value) || utf8.RuneCountInString(value) <= maxTagValue, field, fmt.Sprintf("must have a value of at most %d characters", maxTagValue), value)
		r.match(tagForm, field, "must have a value of letters, digits, spaces and _ . : / = + - @", value)
	}
}
