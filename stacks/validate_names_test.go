package stacks

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
)

// checkAccepts has what is nearly a refusal and right.
func checkAccepts(t *testing.T, accepted []func(*Environment)) {
	t.Helper()
	for i, change := range accepted {
		e := valid(elasticache.GroupProps{})
		change(&e)
		if err := Validate([]Environment{e}); err != nil {
			t.Errorf("row %d: %v", i, err)
		}
	}
}

func TestValidateRefusesEmails(t *testing.T) {
	set := func(emails ...string) func(*Environment) {
		return func(e *Environment) { e.Notifications.Emails = emails }
	}
	var refusals []refusal
	for _, email := range []string{
		"<ops@example.com>", "Ops <ops@example.com>", "ops@example.com,", "ops@example.com;", "ops@example.com.",
		" ops@example.com", "ops@example.com\n", "mailto:ops@example.com", `"ops@example.com"`,
		"ops@example.com, dev@example.com", "ops@example..com", "ops@-example.com", "ops@example-.com", "ops@example",
		"ops@.com", ".ops@example.com", "ops.@example.com", "o..ps@example.com",
		"@example.com", "ops@", "ops@exa_mple.com", "ops@10.0.0.1", "ops@[10.0.0.1]", "ops@example.c", "ops@@example.com",
		"ops(on call)@example.com", "${ops}@example.com", strings.Repeat("o", 65) + "@example.com",
		"ops@" + strings.Repeat("e", 64) + ".com", "ops@" + strings.Repeat("example.", 32) + "com",
	} {
		refusals = append(refusals, refusal{set(email), fmt.Sprintf(
			`redis-dev: Notifications.Emails must be e-mail addresses such as ops@example.com, and nothing around them, got %q`,
			email)})
	}
	checkRefusals(t, append(refusals, refusal{set("ops@example.com", "Ops@Example.com"),
		`redis-dev: Notifications.Emails must be unique whatever their case, and ops@example.com is there already, ` +
			`got "Ops@Example.com"`}))
	checkAccepts(t, []func(*Environment){
		set("ops@example.com", "dev@example.com"), set("o'neil+redis@mail.example.co.uk"), set("a.b-c_d@x-y.io"),
		set("OPS@EXAMPLE.COM"), set("ops@3com.com"), set("ops@xn--mnchen-3ya.de"), set("ops@example.photography"),
		set(strings.Repeat("o", 64) + "@example.com"), set("ops@" + strings.Repeat("e", 63) + ".com"),
	})
}

func TestValidateRefusesRegions(t *testing.T) {
	const other = "must be a commercial AWS region: in China, GovCloud and the European Sovereign Cloud, ARNs and " +
		"service names differ from those that the stacks make"
	var refusals []refusal
	for region, rule := range map[string]string{
		"eu-west-4":      "must be an AWS region; eu has " + europe,
		"eu-west-2a":     "must be an AWS region; eu has " + europe,
		"us-northeast-1": "must be an AWS region; us has us-east-1, us-east-2, us-west-1, us-west-2",
		"me-west-1":      "must be an AWS region; me has me-central-1, me-south-1",
		"xx-north-1":     "must be an AWS region such as eu-west-2",
		"EU-WEST-2":      "must be an AWS region such as eu-west-2",
		"":               "must be an AWS region such as eu-west-2",
		"cn-north-1":     other, "cn-northwest-1": other, "us-gov-east-1": other, "us-gov-west-1": other,
		"eusc-de-east-1": other, "us-iso-east-1": other,
	} {
		refusals = append(refusals, refusal{func(e *Environment) { e.Region = region },
			`redis-dev: Region ` + rule + `, got "` + region + `"`})
		if region == "" {
			continue // the environment's
		}
		refusals = append(refusals,
			refusal{func(e *Environment) { e.State = State{Bucket: "states", Region: region} },
				`redis-dev: State.Region ` + rule + `, got "` + region + `"`},
			refusal{func(e *Environment) {
				e.Network = Network{RemoteStateBucket: "states", RemoteStateKey: "network", RemoteStateRegion: region}
			}, `redis-dev: Network.RemoteStateRegion ` + rule + `, got "` + region + `"`})
	}
	checkRefusals(t, refusals)
	var accepted []func(*Environment)
	for _, region := range regions {
		accepted = append(accepted, func(e *Environment) { e.Region = region })
	}
	checkAccepts(t, accepted)
	if !slices.IsSorted(regions) {
		t.Error("the regions are not in order")
	}
}

func TestValidateRefusesDatesAndRoles(t *testing.T) {
	date := func(date string) func(*Environment) { return func(e *Environment) { e.TokenDate = date } }
	roles := func(names ...string) func(*Environment) { return func(e *Environment) { e.ReaderRoleNames = names } }
	var refusals []refusal
	for _, old := range []string{"0206-11-23", "0001-01-01", "1926-11-23", "1970-01-01", "2016-12-31"} {
		refusals = append(refusals, refusal{date(old),
			`redis-dev: TokenDate must be a date from 2017 on, when ElastiCache got AUTH tokens, got "` + old + `"`})
	}
	for _, twice := range []string{"ECS", "Ecs", "eCS", "ecS", "EcS"} {
		refusals = append(refusals, refusal{roles("ecs", twice),
			`redis-dev: ReaderRoleNames must be unique whatever their case, and ecs is there already, got "` + twice + `"`})
	}
	checkRefusals(t, refusals)
	checkAccepts(t, []func(*Environment){
		date("2017-01-01"), date("2027-01-01"), roles("ecs", "ecs-2"), roles("ecs", "ECS2"),
	})
}

// The tags that say whose a resource is, and the number of tags as the user sees it.
func TestValidateRefusesTags(t *testing.T) {
	ofEnvironment := func(tags map[string]string) func(*Environment) { return func(e *Environment) { e.Tags = tags } }
	ofGroup := func(tags map[string]string) func(*Environment) {
		return func(e *Environment) { e.Groups[0].Tags = tags }
	}
	both := func(environment, group int) func(*Environment) {
		return func(e *Environment) { e.Tags, e.Groups[0].Tags = tags("e", environment), tags("g", group) }
	}
	var refusals []refusal
	for key, value := range map[string]string{"Project": "paperwurks", "Environment": "dev", "ManagedBy": "cdktf"} {
		want := `: Tags[` + key + `] must not be set, because the environment sets it to ` + value + `, got "other"`
		refusals = append(refusals, refusal{ofEnvironment(map[string]string{key: "other"}), "redis-dev" + want},
			refusal{ofGroup(map[string]string{key: "other"}), "redis-dev/redis" + want})
	}
	const most = `redis-dev: Tags must be at most 47, because Project, Environment and ManagedBy are added, got `
	checkRefusals(t, append(refusals, []refusal{
		{ofEnvironment(tags("e", 48)), most + `48`},
		{ofEnvironment(tags("e", 51)), most + `51`},
		{both(48, 1), most + `48`},
		{ofGroup(tags("g", 48)), `redis-dev/redis: Tags must add at most 47 to the 3 of the environment, got 48`},
		{ofGroup(tags("g", 51)), `redis-dev/redis: Tags must add at most 47 to the 3 of the environment, got 51`},
		{both(46, 2), `redis-dev/redis: Tags must add at most 1 to the 49 of the environment, got 2`},
	}...))
	checkAccepts(t, []func(*Environment){
		ofEnvironment(tags("e", 47)), ofGroup(tags("g", 47)), both(46, 1),
		ofEnvironment(map[string]string{"project": "x", "ENVIRONMENT": "y", "Managed-By": "z"}),
		// A group's value replaces the environment's.
		func(e *Environment) { e.Tags, e.Groups[0].Tags = tags("e", 47), tags("e", 3) },
	})
}

func tags(prefix string, n int) map[string]string {
	tags := map[string]string{}
	for i := range n {
		tags[fmt.Sprintf("%s%d", prefix, i)] = "x"
	}
	return tags
}

// The alarm topic, which nobody set, is one of the five.
func TestValidateCountsActions(t *testing.T) {
	set := func(alarms, pages, topics int) func(*Environment) {
		return func(e *Environment) {
			all := pagers(alarms + pages + topics)
			e.Groups[0].AlarmActionARNs, e.Groups[0].PageActionARNs = all[:alarms], all[alarms:alarms+pages]
			e.Notifications.PageTopicARNs = all[alarms+pages:]
		}
	}
	const most = `redis-dev/redis: AlarmActionARNs and PageActionARNs must be at most `
	checkRefusals(t, []refusal{
		{set(5, 0, 0), most + `4, because the environment's alarm topic is added, got 5`},
		{set(0, 5, 0), most + `4, because the environment's alarm topic is added, got 5`},
		{set(3, 3, 0), most + `4, because the environment's alarm topic is added, got 6`},
		{set(3, 0, 2), most + `2, because the environment's alarm topic is added and its page topics, 2, got 3`},
		{set(0, 1, 4), most + `0, because the environment's alarm topic is added and its page topics, 4, got 1`},
	})
	checkAccepts(t, []func(*Environment){set(4, 0, 0), set(2, 2, 0), set(1, 1, 2), set(0, 0, 4)})
}

// The environment's own topics are notified anyway.
func TestValidateRefusesOwnTopics(t *testing.T) {
	const own = "arn:aws:sns:eu-west-2:123456789012:paperwurks-dev-redis-"
	const want = ` must not name a topic of the environment itself, which is notified anyway, got "` + own
	page := func(arn string) func(*Environment) {
		return func(e *Environment) { e.Notifications.PageTopicARNs = []string{arn} }
	}
	checkRefusals(t, []refusal{
		{page(own + "alarms"), `redis-dev: Notifications.PageTopicARNs` + want + `alarms"`},
		{page(own + "events"), `redis-dev: Notifications.PageTopicARNs` + want + `events"`},
		{func(e *Environment) { e.Groups[0].AlarmActionARNs = []string{own + "alarms"} },
			`redis-dev/redis: AlarmActionARNs` + want + `alarms"`},
		{func(e *Environment) { e.Groups[0].PageActionARNs = []string{own + "alarms"} },
			`redis-dev/redis: PageActionARNs` + want + `alarms"`},
		{func(e *Environment) { e.Groups[0].NotificationTopicARN = own + "events" },
			`redis-dev/redis: NotificationTopicARN` + want + `events"`},
		{func(e *Environment) { e.Groups[0].NotificationTopicARN = own + "alarms" },
			`redis-dev/redis: NotificationTopicARN` + want + `alarms"`},
	})
	checkAccepts(t, []func(*Environment){
		page("arn:aws:sns:eu-west-2:123456789012:paperwurks-prod-redis-alarms"), page(own + "pager"),
		func(e *Environment) { e.Account = "210987654321"; page(own + "alarms")(e) },
	})
}

func TestValidateRefusesAccounts(t *testing.T) {
	var refusals []refusal
	for _, account := range []string{"12345678901", "1234567890123", "1234-5678-9012", "paperwurks-dev",
		"arn:aws:iam::123456789012:root", "12345678901x", " 123456789012"} {
		refusals = append(refusals, refusal{func(e *Environment) { e.Account = account },
			`redis-dev: Account must be the 12 digits of an AWS account id, got "` + account + `"`})
	}
	checkRefusals(t, append(refusals, refusal{func(e *Environment) {
		e.Account, e.Groups[0].NotificationTopicARN = "123456789012", "arn:aws:sns:eu-west-2:210987654321:events"
	}, `redis-dev/redis: NotificationTopicARN must be in the environment's account 123456789012, as ElastiCache ` +
		`requires, got "arn:aws:sns:eu-west-2:210987654321:events"`}))
	checkAccepts(t, []func(*Environment){
		func(e *Environment) { e.Account = "123456789012" },
		func(e *Environment) { e.Account = "000000000001" },
		func(e *Environment) { e.Account, e.Notifications.PageTopicARNs = "210987654321", pagers(1) },
		func(e *Environment) {
			e.Account, e.Groups[0].NotificationTopicARN = "123456789012", "arn:aws:sns:eu-west-2:123456789012:events"
		},
	})
}

// An environment in which no group publishes its URLs.
func TestValidateRefusesNoURLs(t *testing.T) {
	groups := func(groups ...elasticache.GroupProps) func(*Environment) {
		return func(e *Environment) { e.Groups = groups }
	}
	cache := elasticache.GroupProps{Role: elasticache.Cache, DisableURLs: true}
	broker := elasticache.GroupProps{Name: "broker", Role: elasticache.Broker, DisableURLs: true}
	const want = `redis-dev: Groups must have one with neither DisableURLs nor DisableSSMParameters, or applications ` +
		`find no URL, got `
	checkRefusals(t, []refusal{
		{groups(elasticache.GroupProps{DisableURLs: true}), want + `["redis"]`},
		{groups(elasticache.GroupProps{DisableURLs: true, SnapshotName: "before"}), want + `["redis"]`},
		{groups(elasticache.GroupProps{DisableSSMParameters: true}), want + `["redis"]`},
		{groups(cache), want + `["redis"]`},
		{groups(cache, broker), want + `["redis" "broker"]`},
		{groups(elasticache.GroupProps{DisableURLs: true}, elasticache.GroupProps{Name: "b", DisableURLs: true}),
			want + `["redis" "b"]`},
	})
	checkAccepts(t, []func(*Environment){
		groups(elasticache.GroupProps{DisableURLs: true}, elasticache.GroupProps{Name: "restored"}),
		groups(elasticache.GroupProps{DisableSSMParameters: true}, elasticache.GroupProps{Name: "restored"}),
		groups(cache, elasticache.GroupProps{Name: "broker", Role: elasticache.Broker}),
	})
}
