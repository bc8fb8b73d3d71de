package stacks_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/paperwurks/elasticache-redis/internal/fixtures"
	"github.com/paperwurks/elasticache-redis/internal/synthtest"
	"github.com/paperwurks/elasticache-redis/stacks"
)

func TestNetworkSources(t *testing.T) {
	e := fixtures.CacheAndBroker()
	d := synthtest.Environment(t, e)
	want := []string{"ecs_security_group_id", "private_subnet_ids", "vpc_id"}
	if got := slices.Sorted(maps.Keys(d.Variable)); !slices.Equal(got, want) {
		t.Errorf("variables %v", got)
	}
	for name, variable := range d.Variable {
		if variable["description"] == nil || variable["validation"] == nil || variable["default"] != nil {
			t.Errorf("%s = %v, want a description, validation and no default", name, variable)
		}
	}

	e.Network = stacks.Network{
		VPCID:              "vpc-0123456789abcdef0",
		PrivateSubnetIDs:   []string{"subnet-0123456789abcdef0", "subnet-0123456789abcdef1"},
		ECSSecurityGroupID: "sg-0123456789abcdef0",
	}
	d = synthtest.Environment(t, e)
	if len(d.Variable) != 0 {
		t.Errorf("literal ids need no variables, got %v", d.Variable)
	}
	d.All("aws_elasticache_subnet_group")[0].Want(t, "literal", map[string]any{"subnet_ids": e.Network.PrivateSubnetIDs})
	d.All("aws_vpc_security_group_ingress_rule")[0].Want(t, "literal",
		map[string]any{"referenced_security_group_id": "sg-0123456789abcdef0"})

	e.Network = stacks.Network{RemoteStateBucket: "states", RemoteStateKey: "networking/terraform.tfstate"}
	d = synthtest.Environment(t, e)
	d.Data["terraform_remote_state"]["networking"].Want(t, "remote state", map[string]any{
		"backend": "s3", "config": map[string]string{"bucket": "states", "key": "networking/terraform.tfstate",
			"region": "eu-west-2"},
	})
	const outputs = "${data.terraform_remote_state.networking.outputs."
	d.All("aws_security_group")[0].Want(t, "remote state", map[string]any{"vpc_id": outputs + "vpc_id}"})
	d.All("aws_elasticache_subnet_group")[0].Want(t, "remote state",
		map[string]any{"subnet_ids": outputs + "private_subnet_ids}"})
	d.All("aws_vpc_security_group_ingress_rule")[0].Want(t, "remote state",
		map[string]any{"referenced_security_group_id": outputs + "ecs_security_group_id}"})
}
