package main

import (
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/dataawscalleridentity"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/kmskey"
	"github.com/hashicorp/terraform-cdk-go/cdktf"
	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
)

// newOwnKeyStack encrypts a broker at rest, its logs and its parameters with a KMS key of your own.
func newOwnKeyStack(app cdktf.App) {
	stack := newStack(app, "own-key")
	key := newKey(stack, "logs."+region+".amazonaws.com")
	elasticache.NewRedis(stack, "broker", elasticache.RedisProps{
		Project:     "shop",
		Environment: "staging",
		VPCID:       "vpc-0123456789abcdef0",
		SubnetIDs:   []string{"subnet-0123456789abcdef0"},
		AuthToken:   newToken(stack, "token"),
		GroupProps: elasticache.GroupProps{
			Name:                   "broker",
			Role:                   elasticache.Broker,
			ClientSecurityGroupIDs: map[string]string{"workers": "sg-0123456789abcdef0"},
			KMSKeyARN:              key,
			LogKMSKeyARN:           key,
			SSMKMSKeyARN:           key,
		},
	})
}

// newKey is a key that the account's IAM policies govern, which is enough for ElastiCache and SSM. The service may use
// the key too, which only the key's own policy can say.
func newKey(stack cdktf.TerraformStack, service string) string {
	accountID := *dataawscalleridentity.NewDataAwsCallerIdentity(stack, jsii.String("account"), nil).AccountId()
	key := kmskey.NewKmsKey(stack, jsii.String("key"), &kmskey.KmsKeyConfig{
		EnableKeyRotation: jsii.Bool(true),
		Policy: cdktf.Fn_Jsonencode(map[string]any{
			"Version": "2012-10-17",
			"Statement": []map[string]any{
				{
					"Effect":    "Allow",
					"Principal": map[string]string{"AWS": "arn:aws:iam::" + accountID + ":root"},
					"Action":    "kms:*",
					"Resource":  "*",
				},
				{
					"Effect":    "Allow",
					"Principal": map[string]string{"Service": service},
					"Action":    []string{"kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"},
					"Resource":  "*",
					"Condition": map[string]any{"StringEqualsIfExists": map[string]string{"aws:SourceAccount": accountID}},
				},
			},
		}),
	})
	return *key.Arn()
}
