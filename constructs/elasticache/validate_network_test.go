package elasticache

import (
	"strings"
	"testing"
)

// existingNetwork changes a valid group to one on a network that exists, and then again.
func existingNetwork(change func(*RedisProps)) func(*RedisProps) {
	return func(p *RedisProps) {
		p.ExistingSubnetGroupName, p.SubnetIDs = "shared subnets_.1", nil
		p.SecurityGroupIDs, p.DisableSecurityGroup = []string{"sg-0123456789abcdef0"}, true
		p.VPCID, p.ClientSecurityGroupIDs = "", nil
		change(p)
	}
}

func TestValidateRefusesExistingNetwork(t *testing.T) {
	const name = "must be 1 to 255 lower-case letters, digits, spaces and _ . -"
	set := existingNetwork
	checkRefusals(t, []refusal{
		{set(func(p *RedisProps) { p.ExistingSubnetGroupName = "Shared" }),
			`ExistingSubnetGroupName ` + name + `, got "Shared"`},
		{set(func(p *RedisProps) { p.ExistingSubnetGroupName = strings.Repeat("s", 256) }),
			`ExistingSubnetGroupName ` + name + `, got "` + strings.Repeat("s", 256) + `"`},
		{set(func(p *RedisProps) { p.ExistingSubnetGroupName = "default" }),
			`ExistingSubnetGroupName must not be default, whose subnets need not be private, got "default"`},
		{set(func(p *RedisProps) { p.SubnetGroupName = "own" }),
			`SubnetGroupName must not be set together with ExistingSubnetGroupName, got "own"`},
		{set(func(p *RedisProps) { p.SubnetIDs = []string{"subnet-0123456789abcdef0"} }),
			`SubnetIDs must not be set together with ExistingSubnetGroupName, got ["subnet-0123456789abcdef0"]`},
		{set(func(p *RedisProps) { p.SecurityGroupIDs = nil }), `SecurityGroupIDs must name at least one with ` +
			`DisableSecurityGroup, or AWS takes the VPC's default one, got []`},
		{set(func(p *RedisProps) { p.SecurityGroupIDs[0] = "123456789012/sg-0123456789abcdef0" }), `SecurityGroupIDs must ` +
			`be security group ids such as sg-0123456789abcdef0, got "123456789012/sg-0123456789abcdef0"`},
		{set(func(p *RedisProps) { p.SecurityGroupIDs = append(p.SecurityGroupIDs, p.SecurityGroupIDs...) }),
			`SecurityGroupIDs must be unique, got "sg-0123456789abcdef0"`},
		{set(func(p *RedisProps) { p.ClientSecurityGroupIDs = map[string]string{"web": "sg-0123456789abcdef1"} }),
			`ClientSecurityGroupIDs must be empty with DisableSecurityGroup, which leaves out their rules, got 1`},
		{set(func(p *RedisProps) { p.SecurityGroupName = "own" }),
			`SecurityGroupName must not be set together with DisableSecurityGroup, got "own"`},
		{set(func(p *RedisProps) { p.VPCID = "vpc-01234567" }),
			`VPCID must not be set together with DisableSecurityGroup, got "vpc-01234567"`},
	})
	checkAccepts(t, []func(*RedisProps){
		set(func(p *RedisProps) {}),
		set(func(p *RedisProps) {
			p.ExistingSubnetGroupName, p.SecurityGroupIDs[0] = "${var.subnets}", "${var.group}"
		}),
		set(func(p *RedisProps) { p.ExistingSubnetGroupName = strings.Repeat("s", 255) }),
		set(func(p *RedisProps) { p.ID = "sg-old" }),
		func(p *RedisProps) { p.ExistingSubnetGroupName, p.SubnetIDs = "shared", nil },
		func(p *RedisProps) { p.SecurityGroupIDs = []string{"sg-01234567", "sg-0123456789abcdef0"} },
		// A group whose members may connect, and that the nodes are in.
		func(p *RedisProps) { p.SecurityGroupIDs = []string{p.ClientSecurityGroupIDs["ecs"]} },
	})
}

func TestValidateRefusesZones(t *testing.T) {
	zones := func(zones ...string) func(*RedisProps) {
		return func(p *RedisProps) { p.ClusterMode, p.PreferredAvailabilityZones = false, zones }
	}
	const clustered = "must be empty with cluster mode on, for which version 5 of the AWS provider has no such argument"
	checkRefusals(t, []refusal{
		{func(p *RedisProps) { p.PreferredAvailabilityZones = []string{"eu-west-2a", "eu-west-2b"} },
			`PreferredAvailabilityZones ` + clustered + `, got ["eu-west-2a" "eu-west-2b"]`},
		{zones("eu-west-2a", "eu-west-2b", "eu-west-2c"), `PreferredAvailabilityZones must name 2, one for each node, ` +
			`got ["eu-west-2a" "eu-west-2b" "eu-west-2c"]`},
		{zones("eu-west-2a", "euw2-az2"),
			`PreferredAvailabilityZones must be availability zones such as eu-west-2a, got "euw2-az2"`},
		{zones("eu-west-2a", "eu-west-2"),
			`PreferredAvailabilityZones must be availability zones such as eu-west-2a, got "eu-west-2"`},
		{zones("eu-west-2a", "eu-west-2a"), `PreferredAvailabilityZones must have two or more different ones for Multi-AZ, ` +
			`got ["eu-west-2a" "eu-west-2a"]`},
	})
	checkAccepts(t, []func(*RedisProps){
		zones("eu-west-2b", "eu-west-2a"),
		zones("us-west-2-lax-1a", "us-west-2b"),
		zones("${var.zone}", "${var.zone}"),
		func(p *RedisProps) { zones("eu-west-2a", "eu-west-2a")(p); p.DisableMultiAZ = true },
		func(p *RedisProps) { zones("eu-west-2a")(p); p.Replicas = 0 },
		func(p *RedisProps) { zones("eu-west-2a", "eu-west-2b", "eu-west-2a")(p); p.Replicas = 2 },
	})
}

func TestValidateRefusesNetworkTypes(t *testing.T) {
	network := func(kind, discovery string) func(*RedisProps) {
		return func(p *RedisProps) { p.NetworkType, p.IPDiscovery = kind, discovery }
	}
	on := func(nodeType, kind string) func(*RedisProps) {
		return func(p *RedisProps) { p.ID, p.NodeType, p.NetworkType = "adopted", nodeType, kind }
	}
	const nitro = "NetworkType must be ipv4 for node types of the families t2, m4, r4, which are not of the Nitro System"
	checkRefusals(t, []refusal{
		{network("IPv6", ""), `NetworkType must be one of ipv4, dual_stack, ipv6, got "IPv6"`},
		{network("", "ipv6"), `IPDiscovery must be ipv4 with this NetworkType, got "ipv6"`},
		{network("ipv4", "ipv6"), `IPDiscovery must be ipv4 with this NetworkType, got "ipv6"`},
		{network("ipv6", "ipv4"), `IPDiscovery must be ipv6 with this NetworkType, got "ipv4"`},
		{network("dual_stack", "dual_stack"), `IPDiscovery must be ipv4 or ipv6 with this NetworkType, got "dual_stack"`},
		{on("cache.t2.micro", "dual_stack"), nitro + `, got "dual_stack"`},
		{on("cache.m4.large", "ipv6"), nitro + `, got "ipv6"`},
		{on("cache.r4.large", "ipv6"), nitro + `, got "ipv6"`},
	})
	checkAccepts(t, []func(*RedisProps){
		network("ipv4", "ipv4"), network("", "ipv4"), network("dual_stack", ""), network("dual_stack", "ipv4"),
		network("dual_stack", "ipv6"), network("ipv6", ""), network("ipv6", "ipv6"),
		on("cache.t2.micro", "ipv4"), on("cache.m4.large", ""), on("cache.m5.large", "ipv6"),
		on("cache.t3.micro", "dual_stack"),
		func(p *RedisProps) { network("ipv6", "ipv6")(p); p.EngineVersion = "6.2" },
	})
}
