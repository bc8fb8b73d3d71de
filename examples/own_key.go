package main

import (
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/dataawscalleridentity"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/kmskey"
	"github.com/hashicorp/terraform-cdk-go/cdktf"
	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
	"github.com/paperwurks/elasticache-redis/constructs/iam"
)

// newOwnKeyStack encrypts a broker at rest, its logs and its parameters with a KMS key of your own.
func newOwnKeyStack(app cdktf.App) {
	stack := newStack(app, "own-key")
	key := newKey(stack, "logs."+region+".amazonaws.com")
	elasticache.NewRedis(stack, "broker", elasticache.RedisProps{
		Project:                "shop",
		Environment:            "staging",
		Name:                   "broker",
		Role:                   elasticache.Broker,
		VPCID:                  "vpc-0123456789abcdef0",
		SubnetIDs:              []string{"subnet-0123456789abcdef0"},
		ClientSecurityGroupIDs: map[string]string{"workers": "sg-0123456789abcdef0"},
		AuthToken:              newToken(stack, "token"),
		KMSKeyARN:              key,
		LogKMSKeyARN:           key,
		SSMKMSKeyARN:           key,
	})
}

// newKey is a key that the account's IAM policies govern, which is enough for ElastiCache and SSM, and that the service may use,
// which only the key's own policy can say.
func newKey(stack cdktf.TerraformStack, service string) string {
	accountID := *dataawscalleridentity.NewDataAwsCallerIdentity(stack, jsii.String("account"), nil).AccountId()
	account := iam.Allow("Account", []string{"kms:*"}, "*")
	account.Principal = map[string]string{"AWS": "arn:aws:iam::" + accountID + ":root"}
	use := iam.Allow("Service", []string{"kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"}, "*")
	use.Principal = map[string]string{"Service": service}
	use.Condition = map[string]map[string]string{"StringEqualsIfExists": {"aws:SourceAccount": accountID}}
	key := kmskey.NewKmsKey(stack, jsii.String("key"), &kmskey.KmsKeyConfig{
		EnableKeyRotation: jsii.Bool(true),
		Policy:            jsii.String(iam.Policy{account, use}.JSON()),
	})
	return *key.Arn()
}
