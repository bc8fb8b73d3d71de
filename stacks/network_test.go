package stacks_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
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

// A group on a network that exists has none of its own, and Terraform asks for none.
func TestExistingNetwork(t *testing.T) {
	e := fixtures.ExistingNetwork()
	if err := stacks.Validate([]stacks.Environment{e}); err != nil {
		t.Fatal(err)
	}
	d := synthtest.Environment(t, e)
	d.Group(t, "paperwurks-existing-redis").Want(t, "group", map[string]any{
		"subnet_group_name": "shared", "security_group_ids": []string{"sg-0123456789abcdef1"},
		"preferred_cache_cluster_azs": []string{"eu-west-2c", "eu-west-2a"},
		"network_type":                "dual_stack", "ip_discovery": "ipv6",
	})
	for _, kind := range []string{
		"aws_elasticache_subnet_group", "aws_security_group", "aws_vpc_security_group_ingress_rule",
	} {
		if len(d.All(kind)) > 0 {
			t.Errorf("there is an %s", kind)
		}
	}
	if d.Output["redis_security_group_id"] != nil {
		t.Error("there is an output of a security group")
	}
	for name, change := range map[string]func(*elasticache.GroupProps){
		"":                   func(*elasticache.GroupProps) {},
		"private_subnet_ids": func(p *elasticache.GroupProps) { p.ExistingSubnetGroupName = "" },
		"ecs_security_group_id vpc_id": func(p *elasticache.GroupProps) {
			p.SecurityGroupIDs, p.DisableSecurityGroup = nil, false
		},
	} {
		e := fixtures.ExistingNetwork()
		change(&e.Groups[0])
		got := strings.Join(slices.Sorted(maps.Keys(synthtest.Environment(t, e).Variable)), " ")
		if got != name {
			t.Errorf("variables %q, want %q", got, name)
		}
	}
}
