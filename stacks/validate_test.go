package stacks

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

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

// TestValidateRefuses has a row for every refusal of an environment; constructs/elasticache has those of a group.
func TestValidateRefuses(t *testing.T) {
	const name = "must be lower-case letters, digits and single hyphens, starting with a letter"
	group := func(p elasticache.GroupProps) func(*Environment) {
		return func(e *Environment) { e.Groups = []elasticache.GroupProps{p} }
	}
	for _, test := range []struct {
		change func(*Environment)
		want   string
	}{
		{func(e *Environment) { e.Name = "Dev" }, `redis-Dev: Name ` + name + `, got "Dev"`},
		{func(e *Environment) { e.Project = "" }, `redis-dev: Project ` + name + `, got ""`},
		{func(e *Environment) { e.Region = "London" },
			`redis-dev: Region must be an AWS region such as eu-west-2, got "London"`},
		{func(e *Environment) { e.Groups = nil }, `redis-dev: Groups must have at least one group, got 0`},

		{func(e *Environment) { e.Network = literalNetwork; e.Network.VPCID = "" },
			`redis-dev: Network.VPCID must be a VPC id such as vpc-0123456789abcdef0, got ""`},
		{func(e *Environment) { e.Network = literalNetwork; e.Network.PrivateSubnetIDs = nil },
			`redis-dev: Network.PrivateSubnetIDs must name at least one private subnet, got []`},
		{func(e *Environment) { e.Network = literalNetwork; e.Network.ECSSecurityGroupID = "ecs" },
			`redis-dev: Network.ECSSecurityGroupID must be a security group id such as sg-0123456789abcdef0, got "ecs"`},
		{func(e *Environment) {
			e.Network = literalNetwork
			e.Network.RemoteStateBucket, e.Network.RemoteStateKey = "states", "k"
		}, `redis-dev: Network must have literal ids or a remote state, not both, got "states"`},
		{func(e *Environment) { e.Network = Network{RemoteStateBucket: "My States", RemoteStateKey: "k"} },
			`redis-dev: Network.RemoteStateBucket must be the name of an S3 bucket, got "My States"`},
		{func(e *Environment) { e.Network = Network{RemoteStateBucket: "states"} },
			`redis-dev: Network.RemoteStateKey must be set with RemoteStateBucket, got ""`},
		{func(e *Environment) {
			e.Network = Network{RemoteStateBucket: "states", RemoteStateKey: "k", RemoteStateRegion: "eu"}
		}, `redis-dev: Network.RemoteStateRegion must be an AWS region such as eu-west-2, got "eu"`},

		{func(e *Environment) { e.State = State{Key: "redis"} },
			`redis-dev: State.Bucket must be set with State.Key or State.Region, got ""`},
		{func(e *Environment) { e.State = State{Bucket: "s"} },
			`redis-dev: State.Bucket must be the name of an S3 bucket, got "s"`},
		{func(e *Environment) { e.State = State{Bucket: "states", Region: "eu"} },
			`redis-dev: State.Region must be an AWS region such as eu-west-2, got "eu"`},

		{func(e *Environment) { e.State = State{Bucket: "states.."} },
			`redis-dev: State.Bucket must be the name of an S3 bucket, got "states.."`},
		{func(e *Environment) { e.State = State{Bucket: "10.0.0.1"} },
			`redis-dev: State.Bucket must be the name of an S3 bucket, got "10.0.0.1"`},
		{func(e *Environment) { e.State = State{Bucket: "states", Key: "redis/"} },
			`redis-dev: State.Key must not start or end with a slash, got "redis/"`},
		{func(e *Environment) { e.Network = Network{RemoteStateBucket: "xn--states", RemoteStateKey: "k"} },
			`redis-dev: Network.RemoteStateBucket must be the name of an S3 bucket, got "xn--states"`},
		{func(e *Environment) {
			e.Network = Network{RemoteStateBucket: "states", RemoteStateKey: strings.Repeat("k", 1025)}
		}, `redis-dev: Network.RemoteStateKey must be at most 1024 bytes, got "` + strings.Repeat("k", 1025) + `"`},

		{func(e *Environment) { e.RotationEndedFor = "2026-11-0" },
			`redis-dev: RotationEndedFor must be a date such as 2026-11-23, got "2026-11-0"`},
		{func(e *Environment) { e.TokenDate = "today" },
			`redis-dev: TokenDate must be a date such as 2026-11-23, got "today"`},
		{func(e *Environment) { e.RotationEndedFor = "2026-12-24" },
			`redis-dev: RotationEndedFor must not be after TokenDate, which is 2026-11-23, got "2026-12-24"`},
		{func(e *Environment) { e.Region = "cn-north-1" },
			`redis-dev: Region must be an AWS region such as eu-west-2, got "cn-north-1"`},
		{func(e *Environment) {
			e.Notifications.PageTopicARNs = []string{"arn:aws:sns:us-east-1:123456789012:pager"}
		}, `redis-dev: Notifications.PageTopicARNs must be in the environment's region eu-west-2, ` +
			`got "arn:aws:sns:us-east-1:123456789012:pager"`},
		{group(elasticache.GroupProps{NotificationTopicARN: "arn:aws:sns:us-east-1:123456789012:t"}),
			`redis-dev/redis: NotificationTopicARN must be in the environment's region eu-west-2, ` +
				`got "arn:aws:sns:us-east-1:123456789012:t"`},
		{func(e *Environment) {
			e.Notifications.PageTopicARNs = pagers(1)
			e.Groups = []elasticache.GroupProps{{PageActionARNs: pagers(1)}}
		}, `redis-dev/redis: PageActionARNs must not name a topic of the environment's Notifications.PageTopicARNs again, ` +
			`got "arn:aws:sns:eu-west-2:123456789012:pager0"`},
		{func(e *Environment) {
			e.Notifications.PageTopicARNs = pagers(1)
			e.Groups = []elasticache.GroupProps{{AlarmActionARNs: pagers(1)}}
		}, `redis-dev/redis: AlarmActionARNs must not name a topic of the environment's Notifications.PageTopicARNs again, ` +
			`got "arn:aws:sns:eu-west-2:123456789012:pager0"`},
		{func(e *Environment) { e.Notifications.Emails = []string{"on call"} },
			`redis-dev: Notifications.Emails must be e-mail addresses, got "on call"`},
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
		{group(elasticache.GroupProps{Tags: map[string]string{"aws:x": "y"}}),
			`redis-dev/redis: Tags[aws:x] must not start with aws:, which AWS reserves, got "aws:x"`},
		{group(elasticache.GroupProps{NodeType: "micro"}),
			`redis-dev/redis: NodeType must be of the form cache.<family>.<size>, such as cache.t4g.micro, got "micro"`},
		{group(elasticache.GroupProps{Name: "networking"}),
			`redis-dev/networking: Name must not be one of account, auth-token, aws, backend, dashboard, key, networking, ` +
				`notifications, random, redis-urls, which the stack uses itself, got "networking"`},
		{group(elasticache.GroupProps{ClientSecurityGroupIDs: map[string]string{"ecs": "sg-0123456789abcdef1"}}),
			`redis-dev/redis: ClientSecurityGroupIDs[ecs] must not be set, because the environment provides it, ` +
				`got "sg-0123456789abcdef1"`},
		{func(e *Environment) { e.Groups = []elasticache.GroupProps{{}, {Role: elasticache.Cache}} },
			`redis-dev/redis: Name must be unique in its environment, got "redis"`},
		{func(e *Environment) {
			e.Groups = []elasticache.GroupProps{{}, {Name: "second", Role: elasticache.Cache}}
		}, `redis-dev/second: Role must not serve cache-url, which group redis of the same environment serves, got "cache"`},
	} {
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

// TestValidateRefusesWhatAnotherHas has two environments, of which the second one's names or state are the first's.
func TestValidateRefusesWhatAnotherHas(t *testing.T) {
	for _, test := range []struct {
		change func(first, second *Environment)
		want   string
	}{
		{func(first, second *Environment) {
			first.Groups[0].Name, second.Name, second.Groups[0].Name = "x-y", "dev-x", "y"
		}, `redis-dev-x/y: Name must not make the replication group id of redis-dev/x-y, got "paperwurks-dev-x-y"`},
		{func(first, second *Environment) {
			second.Name, second.Groups[0].ID = "staging", "paperwurks-dev-redis"
		}, `redis-staging/redis: ID must not make the replication group id of redis-dev/redis, got "paperwurks-dev-redis"`},
		{func(first, second *Environment) {
			second.Name, second.Groups[0].Name = "dev-redis", "engine"
		}, `redis-dev-redis/engine: Name must not make the name of an alarm of redis-dev/redis, ` +
			`got "paperwurks-dev-redis-engine-cpu-high"`},
		{func(first, second *Environment) {
			first.Project, second.Name, second.Region = "paperwurks-eu", "eu-dev", "eu-west-1"
		}, `redis-eu-dev: Project and Name must not make the names of redis-dev, got "paperwurks-eu-dev"`},
		{func(first, second *Environment) {
			second.Name, first.Groups[0].SubnetGroupName, second.Groups[0].SubnetGroupName = "staging", "old", "old"
		}, `redis-staging/redis: SubnetGroupName must not be that of redis-dev/redis, got "old"`},
		{func(first, second *Environment) {
			second.Name, second.Groups[0].SecurityGroupName = "staging", "paperwurks-dev-redis"
		}, `redis-staging/redis: SecurityGroupName must not be that of redis-dev/redis, got "paperwurks-dev-redis"`},
		{func(first, second *Environment) {
			second.Name = "staging"
			first.State, second.State = State{Bucket: "states", Key: "redis"}, State{Bucket: "states", Key: "redis"}
		}, `redis-staging: State.Key must not be the state of redis-dev, got "redis"`},
	} {
		first, second := valid(elasticache.GroupProps{}), valid(elasticache.GroupProps{})
		test.change(&first, &second)
		if err := Validate([]Environment{first, second}); err == nil || err.Error() != test.want {
			t.Errorf("got  %v\nwant %s", err, test.want)
		}
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

func TestWarnings(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	protected := elasticache.GroupProps{Protected: true}
	const unheard = "redis-dev: Notifications has no destination, so nobody hears the alarms of a protected group"
	for _, test := range []struct {
		name   string
		change func(*Environment)
		want   []string
	}{
		{"an unprotected group may be unheard", func(e *Environment) { e.Groups[0].Protected = false }, nil},
		{"a protected group may not", func(e *Environment) {}, []string{unheard}},
		{"e-mail is a destination", func(e *Environment) { e.Notifications.Emails = []string{"ops@example.com"} }, nil},
		{"a pager is a destination", func(e *Environment) { e.Notifications.PageTopicARNs = pagers(1) }, nil},
		{"the group's own action is a destination", func(e *Environment) { e.Groups[0].AlarmActionARNs = pagers(1) }, nil},
		{"a page is a destination", func(e *Environment) { e.Groups[0].PageActionARNs = pagers(1) }, nil},
		{"a token of a date to come", func(e *Environment) { e.Groups[0].Protected, e.TokenDate = false, "2026-11-25" },
			[]string{"redis-dev: TokenDate 2026-11-25 is to come, so nothing will remind of the next rotation"}},
		{"a token of 90 days", func(e *Environment) { e.Groups[0].Protected, e.TokenDate = false, "2026-08-26" }, nil},
		{"a token of 91 days", func(e *Environment) { e.Groups[0].Protected, e.TokenDate = false, "2026-08-24" },
			[]string{"redis-dev: TokenDate is 91 days ago, rotate the AUTH tokens every 90"}},
	} {
		e := valid(protected)
		test.change(&e)
		if got := Warnings([]Environment{e}, now); !slices.Equal(got, test.want) {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}
