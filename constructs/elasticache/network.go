package elasticache

import (
	"cmp"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/elasticachesubnetgroup"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/securitygroup"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/vpcsecuritygroupingressrule"
)

// newSubnetGroup returns the name of the group's cache subnet group, and makes that unless it exists.
func newSubnetGroup(scope constructs.Construct, p RedisProps) *string {
	if p.ExistingSubnetGroupName != "" {
		return jsii.String(p.ExistingSubnetGroupName)
	}
	return elasticachesubnetgroup.NewElasticacheSubnetGroup(scope, jsii.String("subnet-group"),
		&elasticachesubnetgroup.ElasticacheSubnetGroupConfig{
			Name:        jsii.String(p.subnetGroupName()),
			Description: jsii.String("Private subnets of " + p.ReplicationGroupID()),
			SubnetIds:   jsii.Strings(p.SubnetIDs...),
			Tags:        tags(p.Tags),
		}).Name()
}

func (p RedisProps) subnetGroupName() string {
	return cmp.Or(p.ExistingSubnetGroupName, p.SubnetGroupName, p.ReplicationGroupID())
}

func (p RedisProps) securityGroupName() string {
	return cmp.Or(p.SecurityGroupName, p.ReplicationGroupID())
}

// newSecurityGroup makes the security group of the nodes, without rules; nil with DisableSecurityGroup. Terraform
// removes the rule that allows all egress, which AWS adds to a new group: the nodes open no connections through it.
func newSecurityGroup(scope constructs.Construct, p RedisProps) securitygroup.SecurityGroup {
	if p.DisableSecurityGroup {
		return nil
	}
	return securitygroup.NewSecurityGroup(scope, jsii.String("security-group"), &securitygroup.SecurityGroupConfig{
		Name:        jsii.String(p.securityGroupName()),
		Description: jsii.String("Clients of " + p.ReplicationGroupID()),
		VpcId:       jsii.String(p.VPCID),
		Tags:        tags(p.Tags),
	})
}

// nodeSecurityGroupIDs are the security groups of the nodes: the group's own, and those that exist.
func nodeSecurityGroupIDs(p RedisProps, own securitygroup.SecurityGroup) *[]*string {
	ids := *jsii.Strings(p.SecurityGroupIDs...)
	if own != nil {
		ids = append([]*string{own.Id()}, ids...)
	}
	return &ids
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
