package elasticache

import (
	"cmp"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/elasticachesubnetgroup"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/securitygroup"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/vpcsecuritygroupingressrule"
)

func newSubnetGroup(scope constructs.Construct, p RedisProps) elasticachesubnetgroup.ElasticacheSubnetGroup {
	return elasticachesubnetgroup.NewElasticacheSubnetGroup(scope, jsii.String("subnet-group"),
		&elasticachesubnetgroup.ElasticacheSubnetGroupConfig{
			Name:        jsii.String(p.subnetGroupName()),
			Description: jsii.String("Private subnets of " + p.ReplicationGroupID()),
			SubnetIds:   jsii.Strings(p.SubnetIDs...),
			Tags:        tags(p.Tags),
		})
}

func (p RedisProps) subnetGroupName() string {
	return cmp.Or(p.SubnetGroupName, p.ReplicationGroupID())
}

func (p RedisProps) securityGroupName() string {
	return cmp.Or(p.SecurityGroupName, p.ReplicationGroupID())
}

// newSecurityGroup makes the security group of the nodes, without rules. Terraform removes the rule that allows all
// egress, which AWS adds to a new group: the nodes open no connections through it.
func newSecurityGroup(scope constructs.Construct, p RedisProps) securitygroup.SecurityGroup {
	return securitygroup.NewSecurityGroup(scope, jsii.String("security-group"), &securitygroup.SecurityGroupConfig{
		Name:        jsii.String(p.securityGroupName()),
		Description: jsii.String("Clients of " + p.ReplicationGroupID()),
		VpcId:       jsii.String(p.VPCID),
		Tags:        tags(p.Tags),
	})
}

// client is a security group that may connect, under the name that identifies its rule.
type client struct{ name, securityGroupID string }

func (c client) description(e Engine) string { return e.shortName() + " from " + c.name }

func newIngressRule(scope constructs.Construct, p RedisProps, group securitygroup.SecurityGroup, c client) {
	vpcsecuritygroupingressrule.NewVpcSecurityGroupIngressRule(scope, jsii.String(c.name),
		&vpcsecuritygroupingressrule.VpcSecurityGroupIngressRuleConfig{
			SecurityGroupId:           group.Id(),
			ReferencedSecurityGroupId: jsii.String(c.securityGroupID),
			Description:               jsii.String(c.description(p.Engine)),
			IpProtocol:                jsii.String("tcp"),
			FromPort:                  jsii.Number(p.Port),
			ToPort:                    jsii.Number(p.Port),
			Tags:                      tags(p.Tags),
		})
}
