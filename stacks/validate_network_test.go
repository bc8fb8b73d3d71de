package stacks

import (
	"strings"
	"testing"

	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
)

const europe = "eu-central-1, eu-central-2, eu-north-1, eu-south-1, eu-south-2, eu-west-1, eu-west-2, eu-west-3"

func TestValidateRefusesNetworkAndState(t *testing.T) {
	checkRefusals(t, []refusal{
		{func(e *Environment) { e.Network = literalNetwork; e.Network.VPCID = "" },
			`redis-dev: Network.VPCID must be set with the other ids of Network, got ""`},
		{func(e *Environment) { e.Network = literalNetwork; e.Network.ECSSecurityGroupID = "" },
			`redis-dev: Network.ECSSecurityGroupID must be set with the other ids of Network, got ""`},
		{func(e *Environment) { e.Network = literalNetwork; e.Network.PrivateSubnetIDs = nil },
			`redis-dev: Network.PrivateSubnetIDs must name at least one private subnet, got []`},
		{func(e *Environment) { e.Network = literalNetwork; e.Network.ECSSecurityGroupID = "ecs" },
			`redis-dev: Network.ECSSecurityGroupID must be a security group id such as sg-0123456789abcdef0 or ` +
				`123456789012/sg-0123456789abcdef0, got "ecs"`},
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
		}, `redis-dev: Network.RemoteStateRegion must be an AWS region; eu has ` + europe + `, got "eu"`},
		{func(e *Environment) { e.State = State{Key: "redis"} },
			`redis-dev: State.Bucket must be set with State.Key or State.Region, got ""`},
		{func(e *Environment) { e.State = State{Bucket: "s"} },
			`redis-dev: State.Bucket must be the name of an S3 bucket, got "s"`},
		{func(e *Environment) { e.State = State{Bucket: "states", Region: "eu"} },
			`redis-dev: State.Region must be an AWS region; eu has ` + europe + `, got "eu"`},
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

// A key is neither what a browser nor what the AWS CLI calls the object, nor a lock file's.
func TestValidateRefusesKeys(t *testing.T) {
	const url = "must be a key in the bucket, without URL, ARN or bucket"
	var refusals []refusal
	for key, rule := range map[string]string{
		"s3://states/redis.tfstate":                       url,
		"https://states.s3.eu-west-2.amazonaws.com/redis": url,
		"HTTPS://states/redis":                            url,
		"arn:aws:s3:::states/redis":                       url,
		"git+ssh://example.com/redis":                     url,
		"paperwurks/redis-dev/terraform.tfstate.tflock":   "must not end with .tflock, the name of Terraform's lock files",
		"redis-dev.tflock":                                "must not end with .tflock, the name of Terraform's lock files",
	} {
		refusals = append(refusals,
			refusal{func(e *Environment) { e.State = State{Bucket: "states", Key: key} },
				`redis-dev: State.Key ` + rule + `, got "` + key + `"`},
			refusal{func(e *Environment) { e.Network = Network{RemoteStateBucket: "states", RemoteStateKey: key} },
				`redis-dev: Network.RemoteStateKey ` + rule + `, got "` + key + `"`})
	}
	checkRefusals(t, refusals)
	for _, key := range []string{
		"s3/redis", "https/redis", "env:/prod/redis", "a:b", "arn/redis", "a//b", "redis.tflock/state",
	} {
		e := valid(elasticache.GroupProps{})
		e.State = State{Bucket: "states", Key: key}
		if err := Validate([]Environment{e}); err != nil {
			t.Errorf("%s: %v", key, err)
		}
	}
}
