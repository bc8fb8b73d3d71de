package stacks

import (
	"strings"
	"testing"
)

func TestValidateRefusesNetworkAndState(t *testing.T) {
	checkRefusals(t, []refusal{
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
	})
}
