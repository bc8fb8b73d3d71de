package elasticache

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Validate reports every problem of p at once, one line each: the field, the rule it breaks and its value. It reports
// what AWS would refuse, and what would lose queues, lock clients out or show a secret. It does not check a string that
// refers to another resource, because its value is unknown until deploy.
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
	for _, problem := range append(problems, v.redis.problems...) {
		line := problem.Error()
		lines = append(lines, &line)
	}
	return &lines
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
	p.checkParts(&r)
	p.checkTags(&r)
	return r
}

func (p RedisProps) checkNames(r *report) {
	const form = "must be lower-case letters, digits and single hyphens, starting with a letter"
	for _, part := range []struct{ field, value string }{
		{"Project", p.Project},
		{"Environment", p.Environment},
		{"Name", p.Name},
	} {
		r.require(nameForm.MatchString(part.value), part.field, form, part.value)
		// Without ID they make the replication group id, which has its own limit.
		r.require(p.ID == "" || len(part.value) <= maxReplicationGroupID, part.field,
			fmt.Sprintf("must be at most %d characters", maxReplicationGroupID), part.value)
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
		r.require(nameForm.MatchString(id) && len(id) <= maxReplicationGroupID, "ID",
			form+fmt.Sprintf(", at most %d characters", maxReplicationGroupID), id)
		r.require(p.SecurityGroupName != "" || p.DisableSecurityGroup || !strings.HasPrefix(id, "sg-"), "SecurityGroupName",
			"must be set when ID starts with sg-, which AWS reserves in names of security groups", p.SecurityGroupName)
	}
	if p.SubnetGroupName != "" {
		r.require(subnetGroupForm.MatchString(p.SubnetGroupName) && p.SubnetGroupName != "default", "SubnetGroupName",
			"must be 1 to 255 lower-case letters, digits, spaces and _ . -, and not default", p.SubnetGroupName)
	}
	if p.SecurityGroupName != "" {
		reserved := p.SecurityGroupName == "default" || strings.HasPrefix(p.SecurityGroupName, "sg-")
		r.require(securityGroupNameForm.MatchString(p.SecurityGroupName) && !reserved, "SecurityGroupName",
			"must be 1 to 255 letters, digits, spaces and ._-:/()#,@[]+=&;!$*, not starting with sg-, and not default",
			p.SecurityGroupName)
	}
	r.oneOf([]string{string(Shared), string(Broker), string(Cache)}, "Role", string(p.Role))
}

func (p RedisProps) checkSecrets(r *report) {
	if p.Users {
		p.checkUsers(r)
	} else {
		p.checkAuthToken(r)
	}
	r.oneOf([]string{"ROTATE", "SET"}, "AuthTokenUpdateStrategy", p.AuthTokenUpdateStrategy)
	for _, key := range []struct{ field, arn string }{
		{"KMSKeyARN", p.KMSKeyARN}, {"LogKMSKeyARN", p.LogKMSKeyARN}, {"SSMKMSKeyARN", p.SSMKMSKeyARN},
	} {
		if key.arn != "" {
			r.arn(kmsKeyForm, key.field,
				"must be a KMS key ARN such as arn:aws:kms:eu-west-2:123456789012:key/<id>", key.arn)
		}
	}
}

func (p RedisProps) checkAuthToken(r *report) {
	r.require(len(p.UserDates) == 0, "UserDates", "must not be set without Users", p.UserDates)
	if p.AuthToken == "" {
		r.require(false, "AuthToken", "must be set, for example to the result of a random_password", "")
		return
	}
	// The value is a secret: say that there is one, never which.
	r.require(tokenForm.MatchString(p.AuthToken) && attributeForm.MatchString(p.AuthToken), "AuthToken",
		"must be a reference and nothing else, or a literal would be in plain text in the JSON", literal{})
}

// literal is the value that a problem has in place of a secret.
type literal struct{}

func (literal) String() string { return "a literal" }

func (p GroupProps) checkTags(r *report) {
	r.require(len(p.Tags) <= maxTags, "Tags", fmt.Sprintf("must be at most %d", maxTags), len(p.Tags))
	for _, key := range sortedKeys(p.Tags) {
		value := p.Tags[key]
		field := "Tags[" + key + "]"
		r.require(key != "" && utf8.RuneCountInString(key) <= maxTagKey, field,
			fmt.Sprintf("must have a key of 1 to %d characters", maxTagKey), key)
		r.require(!strings.HasPrefix(strings.ToLower(key), "aws:"), field,
			"must not start with aws:, which AWS reserves", key)
		r.match(tagForm, field, "must have a key of letters, digits, spaces and _ . : / = + - @", key)
		r.require(isReference(value) || utf8.RuneCountInString(value) <= maxTagValue, field,
			fmt.Sprintf("must have a value of at most %d characters", maxTagValue), value)
		r.match(tagForm, field, "must have a value of letters, digits, spaces and _ . : / = + - @", value)
	}
}
