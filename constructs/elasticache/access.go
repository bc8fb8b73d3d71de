package elasticache

import (
	"strings"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/iamrolepolicy"
	"github.com/paperwurks/elasticache-redis/constructs/iam"
)

// GrantRead lets a role read the group's published parameters, and decrypt them where they have a customer key. Give it the
// ECS task execution role, which resolves a task definition's secrets, or a task role that reads them itself. The id names
// the grant within the group.
func (r *Redis) GrantRead(id, roleName string) {
	var parameters []string
	for _, name := range sortedKeys(r.ssm) {
		parameters = append(parameters, *r.ssm[name].Arn())
	}
	policy := iam.Policy{iam.Allow("ReadParameters", []string{"ssm:GetParameter", "ssm:GetParameters"}, parameters...)}
	if key := r.props.SSMKMSKeyARN; key != "" {
		policy = append(policy, iam.Allow("DecryptParameters", []string{"kms:Decrypt"}, key))
	}
	iamrolepolicy.NewIamRolePolicy(r.access, jsii.String(id), &iamrolepolicy.IamRolePolicyConfig{
		Name:   jsii.String(r.props.ReplicationGroupID() + "-read-" + id),
		Role:   jsii.String(roleName),
		Policy: jsii.String(policy.JSON()),
	})
}

// ECSSecret is an entry of "secrets" in an ECS container definition.
type ECSSecret struct {
	// Name is the environment variable, for example "REDIS_BROKER_URL".
	Name string
	// ValueFrom is the parameter's ARN.
	ValueFrom string
}

// ECSSecrets are the URLs the group publishes, as "secrets" of an ECS container definition: broker-url is REDIS_BROKER_URL.
func (r *Redis) ECSSecrets() []ECSSecret {
	var secrets []ECSSecret
	for _, name := range r.props.URLNames() {
		variable := "REDIS_" + strings.ToUpper(strings.ReplaceAll(name, "-", "_"))
		secrets = append(secrets, ECSSecret{variable, *r.ssm[name].Arn()})
	}
	return secrets
}
