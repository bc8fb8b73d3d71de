package elasticache

import (
	"maps"
	"strings"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/elasticacheparametergroup"
	"github.com/hashicorp/terraform-cdk-go/cdktf"
)

// newParameterGroup makes the parameter group, whose replacement Terraform creates before it destroys the old one: an
// upgrade to another family needs both, because the replication group uses the old one until AWS applies the change.
// Without ApplyImmediately that is in the maintenance window, and the old group can't be deleted before.
//
// The name contains the family and a hash of the plan's time, because Terraform replaces a group whose creation failed
// half-way, and the replacement needs another name too. ignore_changes keeps the name of an existing group.
func newParameterGroup(scope constructs.Construct, p RedisProps) elasticacheparametergroup.ElasticacheParameterGroup {
	var parameters []*elasticacheparametergroup.ElasticacheParameterGroupParameter
	values := p.parameters()
	for _, name := range sortedKeys(values) {
		parameters = append(parameters, &elasticacheparametergroup.ElasticacheParameterGroupParameter{
			Name:  jsii.String(name),
			Value: jsii.String(values[name]),
		})
	}
	family := p.engineVersion().family
	return elasticacheparametergroup.NewElasticacheParameterGroup(scope, jsii.String("parameter-group"),
		&elasticacheparametergroup.ElasticacheParameterGroupConfig{
			Name: jsii.String(p.ReplicationGroupID() + "-" + strings.ReplaceAll(family, ".", "-") +
				"-${substr(sha256(plantimestamp()), 0, 8)}"),
			Family:      jsii.String(family),
			Description: jsii.String("Parameters of " + p.ReplicationGroupID()),
			Parameter:   parameters,
			Tags:        tags(p.Tags),
			Lifecycle: &cdktf.TerraformResourceLifecycle{
				CreateBeforeDestroy: jsii.Bool(true),
				IgnoreChanges:       jsii.Strings("name"),
			},
		})
}

// parameters are the group's parameters: the role's, then the caller's by name.
func (p GroupProps) parameters() map[string]string {
	parameters := map[string]string{
		"maxmemory-policy": roleRules[p.Role].maxmemoryPolicy,
		// Redis's default of 300 s leaves a worker that lost its peer blocked for minutes.
		"tcp-keepalive": "60",
	}
	if p.ClusterMode {
		parameters["cluster-enabled"] = "yes"
	}
	maps.Copy(parameters, p.Parameters)
	return parameters
}
