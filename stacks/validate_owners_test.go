package stacks

import (
	"cmp"
	"fmt"
	"testing"

	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
)

// TestValidateRefusesWhatAnotherHas gives a second environment a name or the state of the first.
func TestValidateRefusesWhatAnotherHas(t *testing.T) {
	const unless = `unless each environment names its own `
	for _, test := range []struct {
		change func(first, second *Environment)
		want   string
	}{
		{func(first, second *Environment) {
			first.Groups[0].Name, second.Name, second.Groups[0].Name = "x-y", "dev-x", "y"
		}, `redis-dev-x/y: Name must not make the replication group id of redis-dev/x-y, ` + unless +
			`Account, got "paperwurks-dev-x-y"`},
		{func(first, second *Environment) {
			second.Name, second.Groups[0].ID = "staging", "paperwurks-dev-redis"
		}, `redis-staging/redis: ID must not make the replication group id of redis-dev/redis, ` +
			unless + `Account, got "paperwurks-dev-redis"`},
		{func(first, second *Environment) {
			second.Name, second.Groups[0].Name = "dev-redis", "engine"
		}, `redis-dev-redis/engine: Name must not make the name of an alarm of redis-dev/redis, ` + unless + `Account, ` +
			`got "paperwurks-dev-redis-engine-cpu-high"`},
		{func(first, second *Environment) {
			first.Project, second.Name, second.Region = "paperwurks-eu", "eu-dev", "eu-west-1"
		}, `redis-eu-dev: Project and Name must not make the names of redis-dev, ` + unless +
			`Account, got "paperwurks-eu-dev"`},
		{func(first, second *Environment) {
			second.Name, first.Groups[0].SubnetGroupName, second.Groups[0].SubnetGroupName = "staging", "old", "old"
		}, `redis-staging/redis: SubnetGroupName must not be that of redis-dev/redis, ` + unless + `Account, got "old"`},
		{func(first, second *Environment) {
			second.Name, second.Groups[0].SecurityGroupName = "staging", "paperwurks-dev-redis"
		}, `redis-staging/redis: SecurityGroupName must not be that of redis-dev/redis, ` + unless +
			`Account or Network, got "paperwurks-dev-redis"`},
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

// TestNamesArePerAccountRegionAndVPC adopts groups of the same names in two environments. In two accounts, regions or
// networks these are two, for AWS; where an environment does not say, they may be one.
func TestNamesArePerAccountRegionAndVPC(t *testing.T) {
	const (
		one, other = "123456789012", "210987654321"
		id         = `redis-staging/redis: ID must not make the replication group id of redis-dev/redis, got "old"`
		idUnless   = `redis-staging/redis: ID must not make the replication group id of redis-dev/redis, unless each ` +
			`environment names its own Account, got "old"`
		subnets  = `redis-staging/redis: SubnetGroupName must not be that of redis-dev/redis, got "old"`
		security = `redis-staging/redis: SecurityGroupName must not be that of redis-dev/redis, got "old"`
		network  = `redis-staging/redis: SecurityGroupName must not be that of redis-dev/redis, unless each environment ` +
			`names its own Network, got "old"`
	)
	accounts := func(first, second *Environment, a, b string) { first.Account, second.Account = a, b }
	ids := func(first, second *Environment) { first.Groups[0].ID, second.Groups[0].ID = "old", "old" }
	subnetGroups := func(first, second *Environment) {
		first.Groups[0].SubnetGroupName, second.Groups[0].SubnetGroupName = "old", "old"
	}
	securityGroups := func(first, second *Environment) {
		first.Groups[0].SecurityGroupName, second.Groups[0].SecurityGroupName = "old", "old"
	}
	elsewhere := literalNetwork
	elsewhere.VPCID = "vpc-0123456789abcdef1"
	for i, test := range []struct {
		change func(first, second *Environment)
		want   string
	}{
		{func(first, second *Environment) { accounts(first, second, one, other); ids(first, second) }, ""},
		{func(first, second *Environment) { accounts(first, second, one, one); ids(first, second) }, id},
		{func(first, second *Environment) { accounts(first, second, one, ""); ids(first, second) }, idUnless},
		{func(first, second *Environment) { accounts(first, second, "", other); ids(first, second) }, idUnless},
		{ids, idUnless},
		{func(first, second *Environment) { second.Region = "eu-west-1"; ids(first, second) }, ""},
		{func(first, second *Environment) { accounts(first, second, one, other); subnetGroups(first, second) }, ""},
		{func(first, second *Environment) { accounts(first, second, one, one); subnetGroups(first, second) }, subnets},
		{func(first, second *Environment) { second.Region = "eu-west-1"; subnetGroups(first, second) }, ""},
		{func(first, second *Environment) {
			first.Network, second.Network = literalNetwork, elsewhere
			accounts(first, second, one, one)
			subnetGroups(first, second)
		}, subnets},
		{func(first, second *Environment) { accounts(first, second, one, other); securityGroups(first, second) }, ""},
		{func(first, second *Environment) { accounts(first, second, one, one); securityGroups(first, second) }, network},
		{func(first, second *Environment) {
			first.Network, second.Network = literalNetwork, literalNetwork
			accounts(first, second, one, one)
			securityGroups(first, second)
		}, security},
		{func(first, second *Environment) {
			first.Network, second.Network = literalNetwork, elsewhere
			securityGroups(first, second)
		}, ""},
		{func(first, second *Environment) {
			first.Network = Network{RemoteStateBucket: "states", RemoteStateKey: "dev"}
			second.Network = Network{RemoteStateBucket: "states", RemoteStateKey: "staging"}
			securityGroups(first, second)
		}, ""},
		{func(first, second *Environment) {
			accounts(first, second, one, other)
			first.Project, second.Project, second.Name = "paperwurks-eu", "paperwurks", "eu-dev"
		}, ""},
	} {
		first, second := valid(elasticache.GroupProps{}), valid(elasticache.GroupProps{})
		second.Name = "staging"
		test.change(&first, &second)
		if err := Validate([]Environment{first, second}); fmt.Sprint(err) != cmp.Or(test.want, "<nil>") {
			t.Errorf("row %d: got  %v\nwant %s", i, err, cmp.Or(test.want, "nothing"))
		}
	}
}

// TestValidateRefusesTheNetworkingState gives a stack the state of the networking stack. Terraform would destroy the
// VPC, which is in the state and not in the stack.
func TestValidateRefusesTheNetworkingState(t *testing.T) {
	network := func(key string) Network { return Network{RemoteStateBucket: "states", RemoteStateKey: key} }
	refused := func(stack, reader, key string) string {
		return stack + `: State.Key must not be the networking stack's state, which ` + reader +
			` reads: Terraform would destroy the network, got "` + key + `"`
	}
	for i, test := range []struct {
		change func(first, second *Environment)
		want   string
	}{
		{func(first, second *Environment) {
			first.State, first.Network = State{Bucket: "states", Key: "network"}, network("network")
		}, refused("redis-dev", "redis-dev", "network")},
		{func(first, second *Environment) {
			first.State, second.Network = State{Bucket: "states", Key: "network"}, network("network")
		}, refused("redis-dev", "redis-staging", "network")},
		{func(first, second *Environment) {
			second.State, first.Network = State{Bucket: "states", Key: "network"}, network("network")
		}, refused("redis-staging", "redis-dev", "network")},
		{func(first, second *Environment) {
			second.State, first.Network, second.Network = State{Bucket: "states", Key: "n"}, network("n"), network("n")
		}, refused("redis-staging", "redis-dev", "n")},
		{func(first, second *Environment) { // the default key
			first.State, second.Network = State{Bucket: "states"}, network("paperwurks/redis-dev/terraform.tfstate")
		}, refused("redis-dev", "redis-staging", "paperwurks/redis-dev/terraform.tfstate")},
		{func(first, second *Environment) { // a bucket's name is unique in the world, so another region is a mistake
			first.State, first.Network = State{Bucket: "states", Key: "n", Region: "eu-west-1"}, network("n")
		}, refused("redis-dev", "redis-dev", "n")},
		{func(first, second *Environment) {
			first.Account, second.Account = "123456789012", "210987654321"
			first.State, second.Network = State{Bucket: "states", Key: "n"}, network("n")
		}, refused("redis-dev", "redis-staging", "n")},
		{func(first, second *Environment) {
			first.Account, second.Account = "123456789012", "210987654321"
			first.State, second.State = State{Bucket: "states", Key: "n"}, State{Bucket: "states", Key: "n"}
		}, `redis-staging: State.Key must not be the state of redis-dev, got "n"`},
		{func(first, second *Environment) {
			first.State, first.Network = State{Bucket: "states", Key: "redis"}, network("network")
			second.State, second.Network = State{Bucket: "states"}, network("network")
		}, ""},
		{func(first, second *Environment) {
			first.State, first.Network = State{Bucket: "other", Key: "n"}, network("n")
		}, ""},
		{func(first, second *Environment) {
			first.State, first.Network = State{Bucket: "states", Key: "N"}, network("n")
		}, ""},
		{func(first, second *Environment) { first.Network, second.Network = network("n"), network("n") }, ""},
	} {
		first, second := valid(elasticache.GroupProps{}), valid(elasticache.GroupProps{})
		second.Name = "staging"
		test.change(&first, &second)
		if err := Validate([]Environment{first, second}); fmt.Sprint(err) != cmp.Or(test.want, "<nil>") {
			t.Errorf("row %d: got  %v\nwant %s", i, err, cmp.Or(test.want, "nothing"))
		}
	}
}
