package stacks

import (
	"slices"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/dataawscalleridentity"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/kmsalias"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/kmskey"
	"github.com/hashicorp/terraform-cdk-go/cdktf"
	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
	"github.com/paperwurks/elasticache-redis/internal/iam"
)

// newKey makes the environment's KMS key. The alarm topic needs it, because CloudWatch can't publish to a topic under
// the AWS managed key; with CustomerKey it also encrypts Redis, the logs and the parameters.
func newKey(scope constructs.Construct, e Environment, accountID string) string {
	scope = constructs.NewConstruct(scope, jsii.String("key"))
	key := kmskey.NewKmsKey(scope, jsii.String("key"), &kmskey.KmsKeyConfig{
		Description:          jsii.String("Redis of " + e.Project + " " + e.Name),
		EnableKeyRotation:    jsii.Bool(true),
		DeletionWindowInDays: jsii.Number(30),
		Policy:               jsii.String(e.keyPolicy(accountID).JSON()),
		// Snapshots of a deleted group can't be read without its key.
		Lifecycle: &cdktf.TerraformResourceLifecycle{
			PreventDestroy: jsii.Bool(e.CustomerKey && slices.ContainsFunc(e.Groups, protected)),
		},
	})
	kmsalias.NewKmsAlias(scope, jsii.String("alias"), &kmsalias.KmsAliasConfig{
		Name:        jsii.String("alias/" + e.Project + "-" + e.Name + "-redis"),
		TargetKeyId: key.KeyId(),
	})
	return *key.Arn()
}

func protected(p elasticache.GroupProps) bool { return p.Protected }

func newAccountID(scope constructs.Construct) string {
	return *dataawscalleridentity.NewDataAwsCallerIdentity(scope, jsii.String("account"), nil).AccountId()
}

var (
	useKey = []string{"kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"}
	// administerKey lets the account manage the key, but not encrypt or decrypt with it.
	administerKey = []string{
		"kms:CancelKeyDeletion", "kms:CreateAlias", "kms:DeleteAlias", "kms:DescribeKey", "kms:DisableKey",
		"kms:DisableKeyRotation", "kms:EnableKey", "kms:EnableKeyRotation", "kms:GetKeyPolicy",
		"kms:GetKeyRotationStatus", "kms:ListAliases", "kms:ListGrants", "kms:ListKeyPolicies",
		"kms:ListResourceTags", "kms:PutKeyPolicy", "kms:RevokeGrant", "kms:ScheduleKeyDeletion", "kms:TagResource",
		"kms:UntagResource", "kms:UpdateAlias", "kms:UpdateKeyDescription",
	}
)

// keyPolicy lets the account administer the key, and the services named use it for this account's resources. Through
// ElastiCache and SSM a principal also needs an IAM policy of its own. In a key policy the resource "*" is the key
// itself.
func (e Environment) keyPolicy(accountID string) iam.Policy {
	statement := func(
		sid string, actions []string, kind, principal string, condition map[string]map[string]string,
	) iam.Statement {
		s := iam.Allow(sid, actions, "*")
		s.Principal, s.Condition = map[string]string{kind: principal}, condition
		return s
	}
	equals := func(pairs map[string]string) map[string]map[string]string {
		return map[string]map[string]string{"StringEquals": pairs}
	}
	via := func(service string) map[string]map[string]string {
		endpoint := service + "." + e.Region + ".amazonaws.com"
		return equals(map[string]string{"kms:CallerAccount": accountID, "kms:ViaService": endpoint})
	}
	account := "arn:aws:iam::" + accountID + ":root"
	policy := iam.Policy{
		statement("Administer", administerKey, "AWS", account, nil),
		statement("AlarmsPublish", []string{"kms:Decrypt", "kms:GenerateDataKey*"}, "Service", "cloudwatch.amazonaws.com",
			equals(map[string]string{"aws:SourceAccount": accountID})),
	}
	if e.CustomerKey {
		policy = append(policy,
			statement("ElastiCache", append([]string{"kms:CreateGrant"}, useKey...), "AWS", account, via("elasticache")),
			statement("Parameters", useKey, "AWS", account, via("ssm")),
			statement("Logs", useKey, "Service", "logs."+e.Region+".amazonaws.com", map[string]map[string]string{"ArnLike": {
				"kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:" + e.Region + ":" + accountID +
					":log-group:/aws/elasticache/" + e.Project + "-" + e.Name + "/*",
			}}),
		)
	}
	return policy
}
