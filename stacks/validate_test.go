package stacks

import (
	"fmt"
	"strings"
	"testing"

	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
)

// valid is one environment with the given groups.
func valid(groups ...elasticache.GroupProps) Environment {
	return Environment{Name: "dev", Project: "paperwurks", Region: "eu-west-2", TokenDate: "2026-11-23", Groups: groups}
}

var literalNetwork = Network{
	VPCID:              "vpc-0123456789abcdef0",
	PrivateSubnetIDs:   []string{"subnet-0123456789abcdef0", "subnet-0123456789abcdef1"},
	ECSSecurityGroupID: "sg-0123456789abcdef0",
}

func TestEnvironmentsAreValid(t *testing.T) {
	if err := Validate(Environments); err != nil {
		t.Error(err)
	}
}

func TestValidateAccepts(t *testing.T) {
	for name, change := range map[string]func(*Environment){
		"literal ids": func(e *Environment) { e.Network = literalNetwork },
		"a remote state": func(e *Environment) {
			e.Network = Network{RemoteStateBucket: "states", RemoteStateKey: "networking"}
		},
		"state in S3": func(e *Environment) { e.State = State{Bucket: "states"} },
		"tags":        func(e *Environment) { e.Tags = map[string]string{"Team": "documents"} },
		"another client": func(e *Environment) {
			e.Groups[0].ClientSecurityGroupIDs = map[string]string{"bastion": "sg-0123456789abcdef1"}
		},
		"a group without URLs": func(e *Environment) {
			e.Groups = []elasticache.GroupProps{{}, {Name: "restored", DisableURLs: true}}
		},
		"users":               func(e *Environment) { e.Groups[0].Users, e.RotationEndedFor = true, e.TokenDate },
		"users in a rotation": func(e *Environment) { e.Groups[0].Users, e.RotationEndedFor = true, "2026-08-25" },
		"groups in one existing subnet group": func(e *Environment) {
			e.Groups = []elasticache.GroupProps{
				{ExistingSubnetGroupName: "shared", PreferredAvailabilityZones: []string{"eu-west-2a"}},
				{Name: "restored", DisableURLs: true, ExistingSubnetGroupName: "shared"},
			}
		},
		"only the ids that a group needs": func(e *Environment) {
			e.Network = Network{PrivateSubnetIDs: literalNetwork.PrivateSubnetIDs}
			e.Groups[0].SecurityGroupIDs, e.Groups[0].DisableSecurityGroup = []string{"sg-0123456789abcdef1"}, true
		},
		"a cache and a broker": func(e *Environment) {
			e.Groups = []elasticache.GroupProps{{Role: elasticache.Cache}, {Name: "broker", Role: elasticache.Broker}}
		},
	} {
		e := valid(elasticache.GroupProps{})
		change(&e)
		if err := Validate([]Environment{e}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// refusal is a row: what a user did to a valid environment, and the one line that names path, field, rule and value.
type refusal struct {
	change func(*Environment)
	want   string
}

func checkRefusals(t *testing.T, refusals []refusal) {
	t.Helper()
	for _, test := range refusals {
		e := valid(elasticache.GroupProps{})
		test.change(&e)
		err := Validate([]Environment{e})
		if err == nil {
			t.Errorf("accepted; want %s", test.want)
		} else if err.Error() != test.want {
			t.Errorf("got  %s\nwant %s", err, test.want)
		}
	}
}

// constructs/elasticache has the refusals of a group.
func TestValidateRefusesEnvironment(t *testing.T) {
	const name = "must be lower-case letters, digits and single hyphens, starting with a letter"
	checkRefusals(t, []refusal{
		{func(e *Environment) { e.Name = "Dev" }, `redis-Dev: Name ` + name + `, got "Dev"`},
		{func(e *Environment) { e.Project = "" }, `redis-dev: Project ` + name + `, got ""`},
		{func(e *Environment) { e.Region = "London" },
			`redis-dev: Region must be an AWS region such as eu-west-2, got "London"`},
		{func(e *Environment) { e.RotationEndedFor = "2026-11-0" },
			`redis-dev: RotationEndedFor must be a date such as 2026-11-23, got "2026-11-0"`},
		{func(e *Environment) { e.TokenDate = "today" },
			`redis-dev: TokenDate must be a date such as 2026-11-23, got "today"`},
		{func(e *Environment) { e.RotationEndedFor = "2026-12-24" },
			`redis-dev: RotationEndedFor must not be after TokenDate, which is 2026-11-23, got "2026-12-24"`},
		{func(e *Environment) { e.Groups[0].Users = true }, `redis-dev: RotationEndedFor must be set where a group has ` +
			`Users: to TokenDate at first, and in a rotation to the date whose users still work, got ""`},
		{func(e *Environment) { e.Groups[0].Users, e.RotationEndedFor = true, "2026-11-0" },
			`redis-dev: RotationEndedFor must be a date such as 2026-11-23, got "2026-11-0"`},
		{func(e *Environment) {
			e.Notifications.PageTopicARNs = []string{"arn:aws:sns:us-east-1:123456789012:pager"}
		}, `redis-dev: Notifications.PageTopicARNs must be in the environment's region eu-west-2, ` +
			`got "arn:aws:sns:us-east-1:123456789012:pager"`},
		{func(e *Environment) { e.Notifications.Emails = []string{"on call"} },
			`redis-dev: Notifications.Emails must be e-mail addresses such as ops@example.com, and nothing around them, ` +
				`got "on call"`},
		{func(e *Environment) { e.Notifications.Emails = []string{"a@example.com", "a@example.com"} },
			`redis-dev: Notifications.Emails must be unique, got "a@example.com"`},
		{func(e *Environment) { e.Notifications.PageTopicARNs = []string{"pager"} },
			`redis-dev: Notifications.PageTopicARNs must be SNS topic ARNs such as arn:aws:sns:eu-west-2:123456789012:pager, ` +
				`got "pager"`},
		{func(e *Environment) { e.Notifications.PageTopicARNs = pagers(5) },
			`redis-dev: Notifications.PageTopicARNs must be at most 4, got 5`},
		{func(e *Environment) { e.Notifications.PageTopicARNs = append(pagers(1), pagers(1)...) },
			`redis-dev: Notifications.PageTopicARNs must be unique, got "arn:aws:sns:eu-west-2:123456789012:pager0"`},
		{func(e *Environment) { e.ReaderRoleNames = []string{"arn:aws:iam::123456789012:role/ecs"} },
			`redis-dev: ReaderRoleNames must be names of IAM roles, without path, got "arn:aws:iam::123456789012:role/ecs"`},
		{func(e *Environment) { e.ReaderRoleNames = []string{"ecs", "ecs"} },
			`redis-dev: ReaderRoleNames must be unique, got "ecs"`},
		{func(e *Environment) { e.Tags = map[string]string{"aws:x": "y"} },
			`redis-dev: Tags[aws:x] must not start with aws:, which AWS reserves, got "aws:x"`},
	})
}

func TestValidateRefusesTheWhole(t *testing.T) {
	if err := Validate(nil); err == nil ||
		err.Error() != "stacks: Environments must have at least one environment, got 0" {
		t.Errorf("no environment: %v", err)
	}
	e := valid(elasticache.GroupProps{})
	if err := Validate([]Environment{e, e}); err == nil || err.Error() != `redis-dev: Name must be unique, got "dev"` {
		t.Errorf("a name twice: %v", err)
	}
}

// What the environment provides is reported once, however many groups it is provided to.
func TestValidateReportsOnce(t *testing.T) {
	e := valid(elasticache.GroupProps{Role: elasticache.Cache},
		elasticache.GroupProps{Name: "broker", Role: elasticache.Broker})
	e.Project, e.Region, e.Network = "Paper", "uk", literalNetwork
	e.Network.VPCID = "vpc"
	err := Validate([]Environment{e})
	if err == nil || strings.Count(err.Error(), "\n") != 2 {
		t.Errorf("want three lines, got %v", err)
	}
}

func pagers(n int) []string {
	var arns []string
	for i := range n {
		arns = append(arns, fmt.Sprintf("arn:aws:sns:eu-west-2:123456789012:pager%d", i))
	}
	return arns
}
