package elasticache_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-cdk-go/cdktf"
	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
	"github.com/paperwurks/elasticache-redis/internal/fixtures"
	"github.com/paperwurks/elasticache-redis/internal/synthtest"
)

func TestNetwork(t *testing.T) {
	p := fixtures.Group()
	p.Port, p.Tags = 6380, map[string]string{"Team": "documents"}
	p.ClientSecurityGroupIDs["bastion"] = "sg-0123456789abcdef1"
	d := synthtest.Group(t, p, nil)

	const id = "paperwurks-test-redis"
	subnets := d.By("aws_elasticache_subnet_group", "name")[id]
	subnets.Want(t, "subnet group", map[string]any{"subnet_ids": p.SubnetIDs, "tags": p.Tags})
	group := d.By("aws_security_group", "name")[id]
	group.Want(t, "security group", map[string]any{"vpc_id": p.VPCID, "ingress": nil, "egress": nil, "tags": p.Tags})

	rules := d.By("aws_vpc_security_group_ingress_rule", "description")
	if len(rules) != len(p.ClientSecurityGroupIDs) {
		t.Errorf("%d ingress rules, want one for each client", len(rules))
	}
	for name, client := range p.ClientSecurityGroupIDs {
		rule := rules["Redis from "+name]
		rule.Want(t, name, map[string]any{
			"referenced_security_group_id": client, "ip_protocol": "tcp", "from_port": 6380, "to_port": 6380,
			"cidr_ipv4": nil, "cidr_ipv6": nil, "tags": p.Tags,
		})
		d.RefersTo(t, rule["security_group_id"], "aws_security_group", "id").Want(t, name, map[string]any{"name": id})
	}
}

// Existing security groups are beside the group's own one.
func TestSecurityGroupIDs(t *testing.T) {
	p := fixtures.Group()
	p.SecurityGroupIDs = []string{"sg-0123456789abcdef8", "sg-0123456789abcdef9"}
	d := synthtest.Group(t, p, nil)
	ids := d.Group(t, "paperwurks-test-redis")["security_group_ids"].([]any)
	if got := fmt.Sprint(ids[1:]); len(ids) != 3 || got != fmt.Sprint(p.SecurityGroupIDs) {
		t.Fatalf("security groups %v", ids)
	}
	d.RefersTo(t, ids[0], "aws_security_group", "id")
}

// Whoever lets a client in by a security group that is not there, hears of it when the app is synthesized.
func TestAllowFromWithoutSecurityGroup(t *testing.T) {
	defer func() {
		const want = "ClientSecurityGroupIDs must be empty with DisableSecurityGroup"
		if message := fmt.Sprint(recover()); !strings.Contains(message, want) {
			t.Errorf("got %s", message)
		}
	}()
	p := fixtures.Group()
	p.SecurityGroupIDs, p.DisableSecurityGroup = []string{"sg-0123456789abcdef8"}, true
	p.VPCID, p.ClientSecurityGroupIDs = "", nil
	synthtest.Group(t, p, func(_ cdktf.TerraformStack, redis *elasticache.Redis) {
		if redis.SecurityGroupID() != "" {
			t.Errorf("SecurityGroupID = %s", redis.SecurityGroupID())
		}
		redis.AllowFrom("web", "sg-0123456789abcdef1")
	})
}
