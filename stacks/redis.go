package stacks

import (
	"maps"
	"strings"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	awsprovider "github.com/cdktf/cdktf-provider-aws-go/aws/v19/provider"
	"github.com/cdktf/cdktf-provider-random-go/random/v11/password"
	randomprovider "github.com/cdktf/cdktf-provider-random-go/random/v11/provider"
	"github.com/hashicorp/terraform-cdk-go/cdktf"
	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
)

// NewRedisStack defines the stack of one environment: its state, providers, network, groups and outputs.
func NewRedisStack(scope constructs.Construct, e Environment) cdktf.TerraformStack {
	stack := cdktf.NewTerraformStack(scope, jsii.String(e.StackName()))
	newState(stack, e)
	newProviders(stack, e)
	network := newNetwork(stack, e)
	tokens := constructs.NewConstruct(stack, jsii.String("auth-token"))
	for i, props := range e.Groups {
		props = e.complete(props, network, newAuthToken(tokens, props))
		redis := elasticache.NewRedis(stack, props.Name, props)
		newOutputs(stack, redis, outputPrefix(i, props))
	}
	return stack
}

func newProviders(stack cdktf.TerraformStack, e Environment) {
	tags := map[string]*string{}
	for key, value := range e.defaultTags() {
		tags[key] = jsii.String(value)
	}
	awsprovider.NewAwsProvider(stack, jsii.String("aws"), &awsprovider.AwsProviderConfig{
		Region:      jsii.String(e.Region),
		DefaultTags: []*awsprovider.AwsProviderDefaultTags{{Tags: &tags}},
	})
	randomprovider.NewRandomProvider(stack, jsii.String("random"), nil)
	// The bindings pin the versions they were generated from; users get the patch releases, and one lock file.
	stack.AddOverride(jsii.String("terraform.required_providers.aws"), map[string]string{"source": "hashicorp/aws", "version": "~> 5.99"})
	stack.AddOverride(jsii.String("terraform.required_providers.random"), map[string]string{"source": "hashicorp/random", "version": "~> 3.6"})
}

// defaultTags are set on every resource of the stack.
func (e Environment) defaultTags() map[string]string {
	tags := map[string]string{"Project": e.Project, "Environment": e.Name, "ManagedBy": "cdktf"}
	maps.Copy(tags, e.Tags)
	return tags
}

// newAuthToken makes a group's token: 32 letters and digits, which every URL and every client takes.
func newAuthToken(scope constructs.Construct, props elasticache.RedisProps) string {
	token := password.NewPassword(scope, jsii.String(props.WithDefaults().Name), &password.PasswordConfig{
		Length:  jsii.Number(32),
		Special: jsii.Bool(false),
	})
	return *token.Result()
}

// complete adds what the environment provides to a group's props.
func (e Environment) complete(props elasticache.RedisProps, n network, authToken string) elasticache.RedisProps {
	clients := map[string]string{"ecs": n.ecsSecurityGroupID}
	maps.Copy(clients, props.ClientSecurityGroupIDs)

	props = props.WithDefaults()
	props.Project = e.Project
	props.Environment = e.Name
	props.VPCID = n.vpcID
	props.SubnetIDs = n.privateSubnetIDs
	props.ClientSecurityGroupIDs = clients
	props.AuthToken = authToken
	return props
}

// outputPrefix keeps the names of the first group's outputs plain.
func outputPrefix(i int, props elasticache.RedisProps) string {
	if i == 0 {
		return ""
	}
	return strings.ReplaceAll(props.Name, "-", "_") + "_"
}

// newOutputs defines a group's outputs. One that has no value in the group's mode is not defined, and none is a secret.
func newOutputs(stack cdktf.TerraformStack, redis *elasticache.Redis, prefix string) {
	output := func(name, value, description string) {
		if value == "" {
			return
		}
		cdktf.NewTerraformOutput(stack, jsii.String(name), &cdktf.TerraformOutputConfig{
			Value:       jsii.String(value),
			Description: jsii.String(description),
		})
	}
	output(prefix+"replication_group_id", redis.ReplicationGroupID(), "Id of the replication group")
	output(prefix+"primary_endpoint_address", redis.PrimaryEndpointAddress(), "Primary write endpoint")
	output(prefix+"reader_endpoint_address", redis.ReaderEndpointAddress(), "Read-only endpoint")
	output(prefix+"configuration_endpoint_address", redis.ConfigurationEndpointAddress(), "Cluster mode endpoint")
	output(prefix+"redis_security_group_id", redis.SecurityGroupID(), "Security group of the Redis nodes")

	// Each of these is served by one group of the environment, so its output is the environment's.
	names := redis.ParameterNames()
	output("redis_url_parameter_name", names["url"], "SSM parameter with the full URL of the Celery broker")
	output("redis_broker_url_parameter_name", names["broker-url"], "SSM parameter with the full URL of the Celery broker")
	output("redis_result_url_parameter_name", names["result-url"], "SSM parameter with the full URL of the Celery result backend")
	output("redis_cache_url_parameter_name", names["cache-url"], "SSM parameter with the full URL of the Django cache")
}
