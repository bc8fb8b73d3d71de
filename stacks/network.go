package stacks

import (
	"cmp"
	"fmt"

	"github.com/aws/jsii-runtime-go"
	"github.com/hashicorp/terraform-cdk-go/cdktf"
)

// Network says where the VPC, its private subnets and the ECS tasks' security group come from: from literal ids when
// they are set, from the networking stack's state when its bucket is set, and otherwise from the Terraform variables
// vpc_id, private_subnet_ids and ecs_security_group_id. A group with ExistingSubnetGroupName needs no subnets, and one
// with DisableSecurityGroup neither the VPC nor the ECS security group: what no group needs may be left out, and
// Terraform asks for no variable that no group needs.
type Network struct {
	// VPCID is a literal VPC id; the other two ids are required with it, as far as a group needs them.
	VPCID string
	// PrivateSubnetIDs are literal subnet ids.
	PrivateSubnetIDs []string
	// ECSSecurityGroupID is the literal id of the ECS tasks' security group.
	ECSSecurityGroupID string

	// RemoteStateBucket is the S3 bucket of the networking stack's state, whose outputs are vpc_id, private_subnet_ids and
	// ecs_security_group_id.
	RemoteStateBucket string
	// RemoteStateKey is the state's key in the bucket; required with it.
	RemoteStateKey string
	// RemoteStateRegion is the bucket's region. Default: the environment's.
	RemoteStateRegion string
}

// network is what a group needs to know: ids, or references to them.
type network struct {
	vpcID              string
	privateSubnetIDs   []string
	ecsSecurityGroupID string
}

func (n Network) literal() bool {
	return n.VPCID != "" || len(n.PrivateSubnetIDs) > 0 || n.ECSSecurityGroupID != ""
}

func (n Network) remote() bool {
	return n.RemoteStateBucket != "" || n.RemoteStateKey != "" || n.RemoteStateRegion != ""
}

// identity tells networks apart; "" is one that only Terraform knows.
func (n Network) identity() string {
	if n.remote() {
		return n.RemoteStateBucket + "/" + n.RemoteStateKey
	}
	return n.VPCID
}

func newNetwork(stack cdktf.TerraformStack, e Environment) network {
	switch n := e.Network; {
	case n.literal():
		return network{n.VPCID, n.PrivateSubnetIDs, n.ECSSecurityGroupID}
	case n.remote():
		return networkFromState(stack, e)
	default:
		return networkFromVariables(stack, e)
	}
}

func networkFromState(stack cdktf.TerraformStack, e Environment) network {
	state := cdktf.NewDataTerraformRemoteStateS3(stack, jsii.String("networking"), &cdktf.DataTerraformRemoteStateS3Config{
		Bucket: jsii.String(e.Network.RemoteStateBucket),
		Key:    jsii.String(e.Network.RemoteStateKey),
		Region: jsii.String(cmp.Or(e.Network.RemoteStateRegion, e.Region)),
	})
	return network{
		vpcID:              *state.GetString(jsii.String("vpc_id")),
		privateSubnetIDs:   goStrings(state.GetList(jsii.String("private_subnet_ids"))),
		ecsSecurityGroupID: *state.GetString(jsii.String("ecs_security_group_id")),
	}
}

func networkFromVariables(stack cdktf.TerraformStack, e Environment) network {
	var n network
	subnets, securityGroups := 0, false
	for _, group := range e.Groups {
		securityGroups = securityGroups || !group.DisableSecurityGroup
		switch {
		case group.ExistingSubnetGroupName != "":
		case group.MultiAZ():
			subnets = 2
		default:
			subnets = max(subnets, 1)
		}
	}
	if subnets > 0 {
		n.privateSubnetIDs = privateSubnetsVariable(stack, subnets)
	}
	if securityGroups {
		n.vpcID, n.ecsSecurityGroupID = vpcVariable(stack), ecsVariable(stack)
	}
	return n
}

func vpcVariable(stack cdktf.TerraformStack) string {
	return *variable(stack, "vpc_id", "string", "VPC of the Redis groups",
		`can(regex("^vpc-([0-9a-f]{8}|[0-9a-f]{17})$", var.vpc_id))`,
		"vpc_id must be a VPC id such as vpc-0123456789abcdef0.").StringValue()
}

// privateSubnetsVariable requires at least so many different subnets.
func privateSubnetsVariable(stack cdktf.TerraformStack, least int) []string {
	return goStrings(variable(stack, "private_subnet_ids", "list(string)",
		"Private subnets of the Redis nodes, in two or more availability zones for Multi-AZ",
		`alltrue([for id in var.private_subnet_ids : can(regex("^subnet-([0-9a-f]{8}|[0-9a-f]{17})$", id))])`,
		"private_subnet_ids must be subnet ids such as subnet-0123456789abcdef0.",
		fmt.Sprintf(`length(distinct(var.private_subnet_ids)) >= %d`, least),
		fmt.Sprintf("private_subnet_ids must name at least %d different subnets.", least)).ListValue())
}

func ecsVariable(stack cdktf.TerraformStack) string {
	return *variable(stack, "ecs_security_group_id", "string",
		"Security group of the ECS tasks, which may connect to Redis",
		`can(regex("^([0-9]{12}/)?sg-([0-9a-f]{8}|[0-9a-f]{17})$", var.ecs_security_group_id))`,
		"ecs_security_group_id must be a security group id such as sg-0123456789abcdef0 or "+
			"123456789012/sg-0123456789abcdef0.").StringValue()
}

// variable declares a Terraform variable without a default; rules are pairs of a condition and its message.
func variable(stack cdktf.TerraformStack, name, kind, description string, rules ...string) cdktf.TerraformVariable {
	var validation []*cdktf.TerraformVariableValidationConfig
	for i := 0; i < len(rules); i += 2 {
		validation = append(validation, &cdktf.TerraformVariableValidationConfig{
			Condition:    jsii.String("${" + rules[i] + "}"),
			ErrorMessage: jsii.String(rules[i+1]),
		})
	}
	return cdktf.NewTerraformVariable(stack, jsii.String(name), &cdktf.TerraformVariableConfig{
		Type:        jsii.String(kind),
		Description: jsii.String(description),
		Nullable:    jsii.Bool(false),
		Validation:  &validation,
	})
}

func goStrings(list *[]*string) []string {
	var values []string
	for _, s := range *list {
		values = append(values, *s)
	}
	return values
}
