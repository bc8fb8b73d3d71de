package main

import (
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/snstopic"
	"github.com/hashicorp/terraform-cdk-go/cdktf"
	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
)

// newOwnTopicStack sends a group's alarms to a topic of your own. It is encrypted with a key of your own: CloudWatch
// can't publish under the AWS managed one.
func newOwnTopicStack(app cdktf.App) {
	stack := newStack(app, "own-topic")
	topic := snstopic.NewSnsTopic(stack, jsii.String("alarms"), &snstopic.SnsTopicConfig{
		Name:           jsii.String("shop-alarms"),
		KmsMasterKeyId: jsii.String(newKey(stack, "cloudwatch.amazonaws.com")),
	})
	elasticache.NewRedis(stack, "redis", elasticache.RedisProps{
		Project:     "shop",
		Environment: "dev",
		VPCID:       "vpc-0123456789abcdef0",
		SubnetIDs:   []string{"subnet-0123456789abcdef0"},
		AuthToken:   newToken(stack, "token"),
		GroupProps: elasticache.GroupProps{
			ClientSecurityGroupIDs: map[string]string{"ecs": "sg-0123456789abcdef0"},
			AlarmActionARNs:        []string{*topic.Arn()},
			AlarmThresholds:        map[string]float64{"cpu-high": 60},
			DisabledAlarms:         []string{"swap-high"},
		},
	})
}
