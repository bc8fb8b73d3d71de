package stacks

import (
	"strings"

	"github.com/aws/jsii-runtime-go"
	"github.com/hashicorp/terraform-cdk-go/cdktf"
	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
)

// outputPrefix keeps the names of the first group's outputs plain.
func outputPrefix(i int, props elasticache.GroupProps) string {
	if i == 0 {
		return ""
	}
	return strings.ReplaceAll(props.Name, "-", "_") + "_"
}

// newGroupOutputs defines a group's outputs; none is a secret.
func newGroupOutputs(stack cdktf.TerraformStack, redis *elasticache.Redis, prefix string) {
	output(stack, prefix+"replication_group_id", redis.ReplicationGroupID(), "Id of the replication group")
	output(stack, prefix+"primary_endpoint_address", redis.PrimaryEndpointAddress(), "Primary write endpoint")
	output(stack, prefix+"reader_endpoint_address", redis.ReaderEndpointAddress(), "Read-only endpoint")
	output(stack, prefix+"configuration_endpoint_address", redis.ConfigurationEndpointAddress(), "Cluster mode endpoint")
	output(stack, prefix+"redis_security_group_id", redis.SecurityGroupID(), "Security group of the Redis nodes")
	output(stack, prefix+"slow_log_group_name", redis.SlowLogGroupName(), "CloudWatch log group of the slow log")
	output(stack, prefix+"engine_log_group_name", redis.EngineLogGroupName(), "CloudWatch log group of the engine log")
}

// newOutputs defines the environment's outputs: what one of its groups serves for all.
func newOutputs(stack cdktf.TerraformStack, groups []*elasticache.Redis, dashboard *elasticache.Dashboard) {
	secrets := []map[string]*string{}
	for _, redis := range groups {
		name := redis.SSMParameterName
		output(stack, "redis_url_parameter_name", name(elasticache.URLParameter),
			"SSM parameter with the full URL of the Celery broker")
		output(stack, "redis_broker_url_parameter_name", name(elasticache.BrokerURLParameter),
			"SSM parameter with the full URL of the Celery broker")
		output(stack, "redis_result_url_parameter_name", name(elasticache.ResultURLParameter),
			"SSM parameter with the full URL of the Celery result backend")
		output(stack, "redis_cache_url_parameter_name", name(elasticache.CacheURLParameter),
			"SSM parameter with the full URL of the Django cache")
		for _, secret := range redis.ECSSecrets() {
			secrets = append(secrets, map[string]*string{
				"name":      jsii.String(secret.Name),
				"valueFrom": jsii.String(secret.ValueFrom),
			})
		}
	}
	cdktf.NewTerraformOutput(stack, jsii.String("redis_ecs_secrets"), &cdktf.TerraformOutputConfig{
		Value:       secrets,
		Description: jsii.String("The secrets of an ECS container definition: names and ARNs, no values"),
	})
	output(stack, "redis_dashboard_name", dashboard.Name(), "CloudWatch dashboard of the environment")
}

// output defines an output, unless it has no value in the group's mode.
func output(stack cdktf.TerraformStack, name, value, description string) {
	if value == "" {
		return
	}
	cdktf.NewTerraformOutput(stack, jsii.String(name), &cdktf.TerraformOutputConfig{
		Value:       jsii.String(value),
		Description: jsii.String(description),
	})
}
