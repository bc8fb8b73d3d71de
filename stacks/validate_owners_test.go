package stacks

import (
	"testing"

	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
)

// TestValidateRefusesWhatAnotherHas gives a second environment a name or the state of the first.
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
