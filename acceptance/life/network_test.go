package life

import (
	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
	"github.com/paperwurks/elasticache-redis/internal/fixtures"
	"github.com/paperwurks/elasticache-redis/stacks"
)

// sharedSubnets is a cache subnet group that is in every account.
const sharedSubnets = "shared"

// newNetworkBase is a group that chose its zones and addresses, without the parts that cost time.
func newNetworkBase() stacks.Environment {
	e := fixtures.SharedNode()
	p := &e.Groups[0]
	p.Replicas, p.PreferredAvailabilityZones, p.NetworkType = 1, []string{"eu-west-2b", "eu-west-2a"}, "dual_stack"
	p.DisableAlarms, p.DisableDashboard, p.DisableLogs = true, true, true
	return e
}

// networkChanges take it to a network that exists.
func networkChanges() []change {
	return []change{
		{
			name: "`IPDiscovery`, `PreferredAvailabilityZones`, `SecurityGroupIDs`",
			edit: firstGroup(func(p *elasticache.GroupProps) {
				p.IPDiscovery, p.SecurityGroupIDs = "ipv6", []string{flower}
				p.PreferredAvailabilityZones = []string{"eu-west-2a", "eu-west-2b"}
			}),
			plan: []string{"update aws_elasticache_replication_group: ip_discovery, preferred_cache_cluster_azs, " +
				"security_group_ids"},
		},
		{
			name:     "`DisableSecurityGroup`, with `SecurityGroupIDs`",
			planOnly: true,
			edit:     firstGroup(func(p *elasticache.GroupProps) { p.DisableSecurityGroup = true }),
			plan: []string{
				"destroy aws_security_group",
				"destroy aws_vpc_security_group_ingress_rule",
				"update aws_elasticache_replication_group: security_group_ids",
			},
		},
		{
			name:     "`NetworkType`",
			planOnly: true,
			edit: firstGroup(func(p *elasticache.GroupProps) {
				p.DisableSecurityGroup, p.NetworkType = false, "ipv6"
			}),
			plan: []string{
				"replace aws_elasticache_replication_group: network_type",
				"replace random_id: keepers",
				"update aws_ssm_parameter: insecure_value, value, version ×6",
			},
		},
		{
			name: "`ExistingSubnetGroupName` in place of the group's own",
			edit: firstGroup(func(p *elasticache.GroupProps) {
				p.NetworkType, p.ExistingSubnetGroupName = "dual_stack", sharedSubnets
			}),
			plan: []string{
				"destroy aws_elasticache_subnet_group",
				"replace aws_elasticache_replication_group: subnet_group_name",
				"replace random_id: keepers",
				"update aws_ssm_parameter: insecure_value, value, version ×6",
			},
		},
	}
}
