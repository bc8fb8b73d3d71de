package elasticache

import (
	"cmp"
	"strings"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/iamrolepolicy"
	"github.com/paperwurks/elasticache-redis/internal/iam"
	"github.com/paperwurks/elasticache-redis/internal/input"
)

// IAMRole is an IAM role that exists.
type IAMRole struct {
	// Name is the role's name, without path, or a reference to it. Required.
	Name string
	// ID names the grant within the group: 1 to 64 letters, digits and +=,.@_-. Default Name; required where Name is a
	// reference.
	ID string
}

// GrantRead lets a role read the group's published parameters, and decrypt them where they have a customer key. Give it
// the ECS task execution role, which resolves a task definition's secrets, or a task role that reads them itself.
// A role that is wrong is reported when the app is synthesized. It grants nothing where the group publishes nothing.
func (r *Redis) GrantRead(role IAMRole) {
	id := cmp.Or(role.ID, role.Name)
	if problems := r.problemsOf(role, id); len(problems) > 0 {
		r.problems = append(r.problems, problems...)
		return
	}
	if len(r.ssm) == 0 {
		return
	}
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
		Role:   jsii.String(role.Name),
		Policy: jsii.String(policy.JSON()),
	})
}

// problemsOf are those of a role for whose grant the group has the id.
func (r *Redis) problemsOf(role IAMRole, id string) []Problem {
	const form = "must be 1 to 64 letters, digits and +=,.@_-"
	var found report
	found.match(input.RoleForm, "IAMRole.Name", form+", without a path", role.Name)
	switch {
	case isReference(id):
		found.require(false, "IAMRole.ID", "must be set where Name is a reference", role.ID)
	case role.ID != "":
		found.match(input.RoleForm, "IAMRole.ID", form, role.ID)
	}
	if len(found) == 0 {
		found.require(r.access.Node().TryFindChild(&id) == nil, "IAMRole.ID", "must be unique in the group", id)
	}
	return found
}

// ECSSecret is an entry of "secrets" in an ECS container definition.
type ECSSecret struct {
	// Name is the environment variable, for example "REDIS_BROKER_URL".
	Name string
	// ValueFrom is the parameter's ARN.
	ValueFrom string
}

// ECSSecrets are the URLs the group publishes, as "secrets" of an ECS container definition: broker-url is
// REDIS_BROKER_URL; none where it publishes none.
func (r *Redis) ECSSecrets() []ECSSecret {
	var secrets []ECSSecret
	for _, name := range r.props.URLNames() {
		if parameter, ok := r.ssm[name]; ok {
			variable := "REDIS_" + strings.ToUpper(strings.ReplaceAll(string(name), "-", "_"))
			secrets = append(secrets, ECSSecret{variable, *parameter.Arn()})
		}
	}
	return secrets
}
