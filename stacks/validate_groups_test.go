package stacks

import (
	"testing"

	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
)

func TestValidateRefusesGroups(t *testing.T) {
	group := func(p elasticache.GroupProps) func(*Environment) {
		return func(e *Environment) { e.Groups = []elasticache.GroupProps{p} }
	}
	checkRefusals(t, []refusal{
		{func(e *Environment) { e.Groups = nil }, `redis-dev: Groups must have at least one group, got 0`},
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
		{group(elasticache.GroupProps{Tags: map[string]string{"aws:x": "y"}}),
			`redis-dev/redis: Tags[aws:x] must not start with aws:, which AWS reserves, got "aws:x"`},
		{group(elasticache.GroupProps{NodeType: "micro"}),
			`redis-dev/redis: NodeType must be of the form cache.<family>.<size>, such as cache.t4g.micro, got "micro"`},
		{group(elasticache.GroupProps{PreferredAvailabilityZones: []string{"us-east-1a"}}),
			`redis-dev/redis: PreferredAvailabilityZones must be in the environment's region eu-west-2, got "us-east-1a"`},
		{group(elasticache.GroupProps{Name: "networking"}),
			`redis-dev/networking: Name must not be one of account, auth-token, aws, backend, dashboard, key, networking, ` +
				`notifications, random, redis-urls, which the stack uses itself, got "networking"`},
		{group(elasticache.GroupProps{ClientSecurityGroupIDs: map[string]string{"ecs": "sg-0123456789abcdef1"}}),
			`redis-dev/redis: ClientSecurityGroupIDs[ecs] must not be set, because the environment provides it, ` +
				`got "sg-0123456789abcdef1"`},
		{group(elasticache.GroupProps{ClientSecurityGroupIDs: map[string]string{"ecs": ""}}),
			`redis-dev/redis: ClientSecurityGroupIDs[ecs] must not be set, because the environment provides it, got ""`},
		{func(e *Environment) { e.Groups = []elasticache.GroupProps{{}, {Role: elasticache.Cache}} },
			`redis-dev/redis: Name must be unique in its environment, got "redis"`},
		{func(e *Environment) {
			e.Groups = []elasticache.GroupProps{{}, {Name: "second", Role: elasticache.Cache}}
		}, `redis-dev/second: Role must not publish cache-url, which group redis publishes: give them other roles, ` +
			`or set DisableURLs on one, got "cache"`},
		{func(e *Environment) {
			e.Groups = []elasticache.GroupProps{{}, {Name: "second"}}
		}, `redis-dev/second: Role must not publish url, broker-url, result-url, cache-url, which group redis publishes: ` +
			`give them other roles, or set DisableURLs on one, got "shared"`},
	})
}
