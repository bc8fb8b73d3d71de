package elasticache

import (
	"fmt"
	"slices"
	"strings"
)

func (p RedisProps) checkNetwork(r *report, clients []client) {
	p.checkSubnets(r)
	p.checkSecurityGroups(r, clients)
	p.checkZones(r)
	p.checkNetworkType(r)
	r.between(1, 65535, "Port", "", p.Port)
}

func (p RedisProps) checkSubnets(r *report) {
	if p.ExistingSubnetGroupName != "" {
		// Security Hub's ElastiCache.7 forbids the default one.
		r.match(subnetGroupForm, "ExistingSubnetGroupName",
			"must be 1 to 255 lower-case letters, digits, spaces and _ . -", p.ExistingSubnetGroupName)
		r.require(p.ExistingSubnetGroupName != "default", "ExistingSubnetGroupName",
			"must not be default, whose subnets need not be private", p.ExistingSubnetGroupName)
		return
	}
	listReference := len(p.SubnetIDs) == 1 && isReference(p.SubnetIDs[0])
	r.require(len(p.SubnetIDs) > 0, "SubnetIDs", "must name at least one private subnet", p.SubnetIDs)
	r.require(!p.MultiAZ() || listReference || len(p.SubnetIDs) != 1, "SubnetIDs",
		"must name subnets in two or more availability zones for Multi-AZ", p.SubnetIDs)
	for _, id := range p.SubnetIDs {
		r.match(subnetForm, "SubnetIDs", "must be subnet ids such as subnet-0123456789abcdef0", id)
	}
	r.unique("SubnetIDs", p.SubnetIDs)
}

func (p RedisProps) checkSecurityGroups(r *report, clients []client) {
	for _, id := range p.SecurityGroupIDs {
		r.match(nodeSecurityGroupForm, "SecurityGroupIDs", "must be security group ids such as sg-0123456789abcdef0", id)
	}
	r.unique("SecurityGroupIDs", p.SecurityGroupIDs)
	if p.DisableSecurityGroup {
		r.require(len(p.SecurityGroupIDs) > 0, "SecurityGroupIDs",
			"must name at least one with DisableSecurityGroup, or AWS takes the VPC's default one", p.SecurityGroupIDs)
		r.require(len(clients) == 0, "ClientSecurityGroupIDs",
			"must be empty with DisableSecurityGroup, which leaves out their rules", len(clients))
		return
	}
	r.match(vpcForm, "VPCID", "must be a VPC id such as vpc-0123456789abcdef0", p.VPCID)
	r.require(len(clients) > 0, "ClientSecurityGroupIDs",
		"must name at least one client, or nothing can connect", len(clients))
	var names, ids []string
	for _, c := range clients {
		field := "ClientSecurityGroupIDs[" + c.name + "]"
		r.require(nameForm.MatchString(c.name), field,
			"must have a name of lower-case letters, digits and single hyphens, starting with a letter", c.name)
		maxName := maxRuleDescription - len(client{}.description(p.Engine))
		r.require(len(c.name) <= maxName, field, fmt.Sprintf("must have a name of at most %d characters", maxName), c.name)
		r.match(securityGroupForm, field,
			"must be a security group id such as sg-0123456789abcdef0 or 123456789012/sg-0123456789abcdef0", c.securityGroupID)
		names, ids = append(names, c.name), append(ids, c.securityGroupID)
	}
	r.unique("ClientSecurityGroupIDs name", names)
	r.unique("ClientSecurityGroupIDs", ids)
}

// checkZones: https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html
func (p GroupProps) checkZones(r *report) {
	const field = "PreferredAvailabilityZones"
	zones := p.PreferredAvailabilityZones
	if len(zones) == 0 {
		return
	}
	if p.ClusterMode {
		r.require(false, field,
			"must be empty with cluster mode on, for which version 5 of the AWS provider has no such argument", zones)
		return
	}
	r.require(len(zones) == p.NodeCount(), field, fmt.Sprintf("must name %d, one for each node", p.NodeCount()), zones)
	for _, zone := range zones {
		r.match(zoneForm, field, "must be availability zones such as eu-west-2a", zone)
	}
	known := !slices.ContainsFunc(zones, isReference)
	r.require(!p.MultiAZ() || !known || len(slices.Compact(slices.Sorted(slices.Values(zones)))) > 1, field,
		"must have two or more different ones for Multi-AZ", zones)
}

// checkNetworkType: every version of an engine that the group takes knows IPv6.
// https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/network-type.html
func (p GroupProps) checkNetworkType(r *report) {
	discoveries := map[string][]string{
		"": {"ipv4"}, "ipv4": {"ipv4"}, "dual_stack": {"ipv4", "ipv6"}, "ipv6": {"ipv6"},
	}
	allowed, ok := discoveries[p.NetworkType]
	r.require(ok, "NetworkType", "must be one of ipv4, dual_stack, ipv6", p.NetworkType)
	if ok && p.IPDiscovery != "" {
		r.require(slices.Contains(allowed, p.IPDiscovery), "IPDiscovery",
			"must be "+strings.Join(allowed, " or ")+" with this NetworkType", p.IPDiscovery)
	}
	needsNitro := p.NetworkType == "dual_stack" || p.NetworkType == "ipv6"
	isXen := slices.ContainsFunc(xenFamilies, func(family string) bool {
		return strings.HasPrefix(p.NodeType, "cache."+family+".")
	})
	r.require(!needsNitro || !isXen, "NetworkType", "must be ipv4 for node types of the families "+
		strings.Join(xenFamilies, ", ")+", which are not of the Nitro System", p.NetworkType)
}

// xenFamilies are the families of nodeSizes that are not of AWS's Nitro System.
// https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-nitro-instances.html
var xenFamilies = []string{"t2", "m4", "r4"}
