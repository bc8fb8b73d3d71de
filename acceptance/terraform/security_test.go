package terraform

import (
	"slices"
	"strings"
	"testing"
)

// checkPasswords checks that each group's token, or each user's password, is a random one of its own, which no plan
// shows.
func checkPasswords(t *testing.T, p plan) {
	passwords := map[string]bool{}
	for _, c := range p.changes("random_password") {
		checkAttributes(t, c, map[string]any{"length": 32, "special": false})
		if sensitive(c)["result"] != true {
			t.Errorf("%s: the plan shows its result", c.Address)
		}
		passwords[c.Address+".result"] = true
	}
	ownPassword := func(address string, references []string) {
		if len(references) == 0 || !passwords[references[0]] {
			t.Errorf("%s refers to %v, want a random_password of its own", address, references)
			return
		}
		delete(passwords, references[0])
	}
	for _, c := range p.changes("aws_elasticache_user") {
		mode := after(c)["authentication_mode"].([]any)[0].(map[string]any)
		hidden := sensitive(c)["authentication_mode"].([]any)[0].(map[string]any)["passwords"]
		if mode["type"] != "password" || hidden != true {
			t.Errorf("%s: the plan shows its password", c.Address)
		}
		ownPassword(c.Address, p.blockReferences(c.Address, "authentication_mode", "passwords"))
	}
	for _, c := range p.changes("aws_elasticache_replication_group") {
		if p.want.users {
			checkAttributes(t, c, map[string]any{"auth_token": nil})
			equal(t, c.Address+".user_group_ids", after(c)["user_group_ids"], []any{after(c)["replication_group_id"]})
			continue
		}
		if unknown(c)["auth_token"] != true || sensitive(c)["auth_token"] != true {
			t.Errorf("%s: auth_token is not a hidden value made at apply", c.Address)
		}
		ownPassword(c.Address, p.references(c.Address, "auth_token"))
	}
	if len(passwords) > 0 {
		t.Errorf("nobody logs in with %v", passwords)
	}
}

func checkSubnets(t *testing.T, p plan) {
	for _, c := range p.changes("aws_elasticache_subnet_group") {
		var ids []string
		for _, id := range after(c)["subnet_ids"].([]any) {
			ids = append(ids, id.(string))
		}
		slices.Sort(ids)
		equal(t, c.Address, ids, subnetIDs(p.want.subnets))
	}
}

// checkSecurityGroups checks that the ECS tasks reach the port of each group, and that nothing else goes in or out.
func checkSecurityGroups(t *testing.T, p plan) {
	for _, c := range p.changes("aws_security_group") {
		checkAttributes(t, c, map[string]any{"vpc_id": newNetwork(0)["vpc_id"]})
		// Rules inside the group would be known now.
		for _, rules := range []string{"ingress", "egress"} {
			if unknown(c)[rules] != true {
				t.Errorf("%s: %s is %v, want no rule inside the group", c.Address, rules, after(c)[rules])
			}
		}
	}
	engine := map[any]string{"redis": "Redis", "valkey": "Valkey"}[p.want.engine["engine"]]
	admitted := map[string]bool{}
	for _, c := range p.ResourceChanges {
		if !strings.Contains(c.Type, "security_group_") {
			continue
		}
		equal(t, c.Address, c.Type, "aws_vpc_security_group_ingress_rule")
		checkAttributes(t, c, map[string]any{
			"ip_protocol": "tcp", "from_port": 6379, "to_port": 6379, "description": engine + " from ecs",
			"referenced_security_group_id": ecsSecurityGroup, "cidr_ipv4": nil, "cidr_ipv6": nil, "prefix_list_id": nil,
		})
		for _, reference := range p.references(c.Address, "security_group_id") {
			admitted[reference] = true
		}
	}
	for _, c := range p.changes("aws_security_group") {
		if !admitted[c.Address+".id"] {
			t.Errorf("%s: no rule admits the ECS tasks", c.Address)
		}
	}
}
