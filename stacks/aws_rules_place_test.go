package stacks_test

import (
	"slices"
	"strings"

	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
	"github.com/paperwurks/elasticache-redis/stacks"
)

// place: https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html and
// https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/network-type.html
func (r *rules) place(e stacks.Environment, p elasticache.GroupProps) {
	multiAZ := p.Replicas > 0 && !p.DisableMultiAZ
	name := p.ExistingSubnetGroupName
	r.refuse(name == "" && multiAZ && len(e.Network.PrivateSubnetIDs) == 1, "Multi-AZ in one subnet")
	r.refuse(len(name) > 255, "no subnet group of 256 characters")
	r.refuse(name != "" && p.SubnetGroupName != "", "two subnet groups")
	r.refuse(p.DisableSecurityGroup && (len(p.SecurityGroupIDs) == 0 || p.SecurityGroupName != ""), "no security group")
	for i, id := range p.SecurityGroupIDs {
		r.refuse(!resourceID("sg", id) || slices.Contains(p.SecurityGroupIDs[:i], id), "no new security group %q", id)
	}
	zones := p.PreferredAvailabilityZones
	r.refuse(zones != nil && (p.ClusterMode || len(zones) != 1+p.Replicas), "no zones %q", zones)
	different := map[string]bool{}
	for _, zone := range zones {
		different[zone] = true
		rest, ok := strings.CutPrefix(zone, e.Region)
		r.refuse(!ok || rest == "", "no zone %q", zone)
	}
	r.refuse(zones != nil && multiAZ && len(different) == 1, "Multi-AZ in one zone")
	network := p.NetworkType + " " + p.IPDiscovery
	r.refuse(!slices.Contains([]string{
		" ", " ipv4", "ipv4 ", "ipv4 ipv4", "dual_stack ", "dual_stack ipv4", "dual_stack ipv6", "ipv6 ", "ipv6 ipv6",
	}, network), "no network %q", network)
	usesIPv6 := p.NetworkType == "dual_stack" || p.NetworkType == "ipv6"
	r.refuse(usesIPv6 && strings.HasPrefix(p.NodeType, "cache.m4."), "no Nitro System")
}
