package main

import (
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/securitygroup"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/subnet"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/vpc"
	"github.com/hashicorp/terraform-cdk-go/cdktf"
	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
)

// newExistingStack adds a cache to a stack that has its network already: the props take references to other resources,
// and the accessors return some.
func newExistingStack(app cdktf.App) {
	stack := newStack(app, "existing")
	network := vpc.NewVpc(stack, jsii.String("vpc"), &vpc.VpcConfig{CidrBlock: jsii.String("10.0.0.0/16")})
	private := subnet.NewSubnet(
		stack,
		jsii.String("private"),
		&subnet.SubnetConfig{VpcId: network.Id(), CidrBlock: jsii.String("10.0.1.0/24")},
	)
	web := securitygroup.NewSecurityGroup(stack, jsii.String("web"), &securitygroup.SecurityGroupConfig{
		Description: jsii.String("Web servers"), VpcId: network.Id(),
	})

	cache := elasticache.NewRedis(stack, "cache", elasticache.RedisProps{
		Project:     "shop",
		Environment: "prod",
		VPCID:       *network.Id(),
		SubnetIDs:   []string{*private.Id()},
		AuthToken:   newToken(stack, "token"),
		GroupProps: elasticache.GroupProps{
			Name:                   "cache",
			Role:                   elasticache.Cache,
			ClientSecurityGroupIDs: map[string]string{"web": *web.Id()},
		},
	})

	cdktf.NewTerraformOutput(stack, jsii.String("cache_url_parameter"), &cdktf.TerraformOutputConfig{
		Value: jsii.String(cache.SSMParameterName(elasticache.CacheURLParameter)),
	})
}
