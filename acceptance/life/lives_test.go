package life

import (
	"fmt"
	"slices"

	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
	"github.com/paperwurks/elasticache-redis/internal/fixtures"
	"github.com/paperwurks/elasticache-redis/stacks"
)

// lives are the changes that docs/changes.md tells of.
func lives() []life {
	dev, prod := fixtures.SharedNode(), fixtures.Unprotected(fixtures.CacheAndBroker())
	replica := dev.Groups[0]
	replica.Replicas = 1
	one, more, cluster := alarms(dev.Groups[0]), alarms(replica)-alarms(dev.Groups[0]), alarms(prod.Groups[0])
	engine70, engine62 := fixtures.SharedNode(), fixtures.SharedNode()
	engine70.Groups[0].EngineVersion = "7.0"
	engine62.Groups[0].EngineVersion = "6.2"
	return []life{
		{"sizes", engine62, []change{
			{
				name: "`NodeType`: a larger one",
				edit: firstGroup(func(p *elasticache.GroupProps) { p.NodeType = "cache.t4g.small" }),
				plan: []string{"update aws_elasticache_replication_group: node_type"},
			},
			{
				name: "`SnapshotRetentionDays`", edit: firstGroup(func(p *elasticache.GroupProps) { p.SnapshotRetentionDays = 5 }),
				plan: []string{"update aws_elasticache_replication_group: snapshot_retention_limit"},
			},
			{
				name: "`MaintenanceWindow`, `SnapshotWindow`", edit: firstGroup(func(p *elasticache.GroupProps) {
					p.MaintenanceWindow, p.SnapshotWindow = "mon:02:00-mon:03:00", "04:00-05:00"
				}),
				plan: []string{"update aws_elasticache_replication_group: maintenance_window, snapshot_window"},
			},
			{
				name: "`LogRetentionDays`", edit: firstGroup(func(p *elasticache.GroupProps) { p.LogRetentionDays = 90 }),
				plan: []string{"update aws_cloudwatch_log_group: retention_in_days ×2"},
			},
			{
				name: "`Replicas`: 0 to 1, with `ApplyImmediately`",
				edit: firstGroup(func(p *elasticache.GroupProps) { p.Replicas = 1 }),
				plan: []string{
					fmt.Sprintf("create aws_cloudwatch_metric_alarm ×%d", more),
					"create aws_ssm_parameter",
					"replace aws_cloudwatch_composite_alarm",
					"update aws_cloudwatch_dashboard: dashboard_body",
					fmt.Sprintf("update aws_cloudwatch_metric_alarm: dimensions ×%d", one),
					"update aws_elasticache_replication_group: automatic_failover_enabled, member_clusters, multi_az_enabled, " +
						"num_cache_clusters",
					"update terraform_data: input, output",
				},
			},
			{
				name: "`Replicas`: 1 to 0, with `ApplyImmediately`",
				edit: firstGroup(func(p *elasticache.GroupProps) { p.Replicas = 0 }),
				plan: []string{
					fmt.Sprintf("destroy aws_cloudwatch_metric_alarm ×%d", more),
					"destroy aws_ssm_parameter",
					"replace aws_cloudwatch_composite_alarm",
					"update aws_cloudwatch_dashboard: dashboard_body",
					fmt.Sprintf("update aws_cloudwatch_metric_alarm: dimensions ×%d", one),
					"update aws_elasticache_replication_group: automatic_failover_enabled, member_clusters, multi_az_enabled, " +
						"num_cache_clusters",
					"update terraform_data: input, output",
				},
			},
			move("6.2", "7.2"),
		}},
		{"network", dev, []change{
			move("7.1", "8.1"),
			{
				name: "`ClientSecurityGroupIDs`: a client more", edit: firstGroup(func(p *elasticache.GroupProps) {
					p.ClientSecurityGroupIDs = map[string]string{"flower": flower}
				}),
				plan: []string{"create aws_vpc_security_group_ingress_rule"},
			},
			{
				name: "`ClientSecurityGroupIDs`: a client renamed", edit: firstGroup(func(p *elasticache.GroupProps) {
					p.ClientSecurityGroupIDs = map[string]string{"monitoring": flower}
				}),
				// Terraform makes the new rule and deletes the old one at once.
				refusal: "InvalidPermission.Duplicate",
				plan:    []string{"create aws_vpc_security_group_ingress_rule", "destroy aws_vpc_security_group_ingress_rule"},
			},
			{
				name: "`ClientSecurityGroupIDs`: a client less",
				edit: firstGroup(func(p *elasticache.GroupProps) { p.ClientSecurityGroupIDs = nil }),
				plan: []string{"destroy aws_vpc_security_group_ingress_rule"},
			},
			{
				name: "a private subnet more", network: func(s *stack) { s.setNetwork(s.account.Subnets) },
				plan: []string{"update aws_elasticache_subnet_group: subnet_ids"},
			},
			{
				name: "`Tags`", edit: func(e *stacks.Environment) { e.Tags = map[string]string{"Team": "web"} },
				plan: []string{
					"update aws_cloudwatch_composite_alarm: tags_all",
					"update aws_cloudwatch_log_group: tags_all ×2",
					fmt.Sprintf("update aws_cloudwatch_metric_alarm: tags_all ×%d", one),
					"update aws_elasticache_parameter_group: tags_all",
					"update aws_elasticache_replication_group: tags_all",
					"update aws_elasticache_subnet_group: tags_all",
					"update aws_kms_key: tags_all",
					"update aws_security_group: tags_all",
					"update aws_sns_topic: tags_all ×2",
					"update aws_ssm_parameter: tags_all ×7",
					"update aws_vpc_security_group_ingress_rule: tags_all",
				},
			},
			{
				name: "`Parameters`: a value", edit: firstGroup(func(p *elasticache.GroupProps) {
					p.Parameters = map[string]string{"slowlog-log-slower-than": "5000"}
				}),
				plan: []string{"update aws_elasticache_parameter_group: parameter"},
			},
			{
				name: "`AlarmThresholds`",
				edit: firstGroup(func(p *elasticache.GroupProps) { p.AlarmThresholds = map[string]float64{"cpu-high": 60} }),
				plan: []string{
					"update aws_cloudwatch_dashboard: dashboard_body",
					"update aws_cloudwatch_metric_alarm: alarm_description, threshold",
				},
			},
			{
				name: "`DisabledAlarms`",
				edit: firstGroup(func(p *elasticache.GroupProps) { p.DisabledAlarms = []string{"swap-high"} }),
				plan: []string{
					"destroy aws_cloudwatch_metric_alarm",
					"replace aws_cloudwatch_composite_alarm",
					"update aws_cloudwatch_dashboard: dashboard_body",
					"update terraform_data: input, output",
				},
			},
			{
				name: "`QueueNames`: two queues",
				edit: firstGroup(func(p *elasticache.GroupProps) { p.QueueNames = []string{"celery", "mail"} }),
				plan: []string{
					"create aws_cloudwatch_metric_alarm ×2",
					"replace aws_cloudwatch_composite_alarm",
					"update aws_cloudwatch_dashboard: dashboard_body",
					"update terraform_data: input, output",
				},
			},
			{
				name: "`DisableAlarms`, `DisableDashboard`, `DisableLogs`", edit: firstGroup(func(p *elasticache.GroupProps) {
					p.AlarmThresholds, p.DisabledAlarms, p.QueueNames = nil, nil, nil
					p.DisableAlarms, p.DisableDashboard, p.DisableLogs = true, true, true
				}),
				plan: []string{
					"destroy aws_cloudwatch_composite_alarm",
					"destroy aws_cloudwatch_dashboard",
					"destroy aws_cloudwatch_log_group ×2",
					fmt.Sprintf("destroy aws_cloudwatch_metric_alarm ×%d", one-1+2),
					"destroy terraform_data",
					"update aws_elasticache_replication_group: log_delivery_configuration",
				},
			},
		}},
		{"token", engine62, tokenChanges()},
		{"users", withOneAlarm(fixtures.WithUsers()[0]), userChanges()},
		{"restore", engine62, []change{
			move("6.2", "8.1"),
			{name: "`Groups`: one restored from a snapshot, with `DisableURLs`", edit: func(e *stacks.Environment) {
				restored := e.Groups[0]
				restored.Name, restored.SnapshotName, restored.DisableURLs = "restored", snapshot, true
				e.Groups = append(e.Groups, restored)
			}, plan: slices.Concat(group("create", one), []string{
				"update aws_cloudwatch_dashboard: dashboard_body",
			})},
			{name: "`DisableURLs`: the URLs go to the restored group", edit: func(e *stacks.Environment) {
				e.Groups[0].DisableURLs, e.Groups[1].DisableURLs = true, false
			}, plan: []string{
				"update aws_ssm_parameter: insecure_value, value, version ×4",
			}},
			{name: "`Groups`: the old one gone after the restored one took over", edit: func(e *stacks.Environment) {
				e.Groups = e.Groups[1:]
			}, plan: slices.Concat(group("destroy", one), []string{
				"update aws_cloudwatch_dashboard: dashboard_body",
			})},
		}},
		{"engine 7.0", engine70, fromRedis70()},
		{"engine 6.2", engine62, []change{
			{
				name: "`EngineVersion`: 6.2 to 7.1, with `ApplyImmediately`",
				edit: firstGroup(func(p *elasticache.GroupProps) { p.EngineVersion = "7.1" }),
				plan: []string{
					"replace aws_elasticache_parameter_group: family",
					"update aws_elasticache_replication_group: engine_version, parameter_group_name",
				},
			},
			{name: "`CustomerKey`", edit: func(e *stacks.Environment) { e.CustomerKey = true }, plan: []string{
				"replace aws_elasticache_replication_group: kms_key_id",
				"replace random_id: keepers",
				"update aws_cloudwatch_dashboard: dashboard_body",
				"update aws_cloudwatch_log_group: kms_key_id ×2",
				fmt.Sprintf("update aws_cloudwatch_metric_alarm: dimensions ×%d", one),
				"update aws_kms_key: policy",
				"update aws_ssm_parameter: insecure_value, key_id, value, version ×4",
				"update aws_ssm_parameter: insecure_value, value, version",
				"update aws_ssm_parameter: key_id",
			}},
			{
				name: "`Name` of a group",
				edit: firstGroup(func(p *elasticache.GroupProps) { p.Name = "main" }),
				plan: slices.Concat(group("create", one), group("destroy", one), []string{
					"update aws_cloudwatch_dashboard: dashboard_body",
					"update aws_ssm_parameter: insecure_value, value, version ×4",
				}),
			},
			move("7.1", "9.1"),
		}},
		{"existing", newNetworkBase(), networkChanges()},
		{"prod", prod, []change{
			{name: "`Shards`: 1 to 2", edit: firstGroup(func(p *elasticache.GroupProps) { p.Shards = 2 }), plan: []string{
				fmt.Sprintf("create aws_cloudwatch_metric_alarm ×%d", cluster),
				"replace aws_cloudwatch_composite_alarm",
				"update aws_cloudwatch_dashboard: dashboard_body",
				fmt.Sprintf("update aws_cloudwatch_metric_alarm: dimensions ×%d", cluster),
				"update aws_elasticache_replication_group: member_clusters, num_node_groups",
				"update terraform_data: input, output",
			}},
			{
				name:  "`NodeType` without `ApplyImmediately`",
				edit:  secondGroup(func(p *elasticache.GroupProps) { p.NodeType = "cache.t4g.small" }),
				waits: true,
				plan:  []string{"update aws_elasticache_replication_group: node_type"},
			},
		}},
	}
}

// alarms is how many metric alarms a group has.
func alarms(p elasticache.GroupProps) int {
	return p.NodeCount()*len(p.AlarmNames()) + len(p.QueueAlarmNames())
}

// group are the lines of a group that is made or goes, with everything around it.
func group(action string, alarms int) []string {
	var lines []string
	for _, what := range []string{
		"aws_cloudwatch_composite_alarm",
		"aws_cloudwatch_log_group ×2",
		fmt.Sprintf("aws_cloudwatch_metric_alarm ×%d", alarms),
		"aws_elasticache_parameter_group",
		"aws_elasticache_replication_group",
		"aws_elasticache_subnet_group",
		"aws_security_group",
		"aws_ssm_parameter ×3",
		"aws_vpc_security_group_ingress_rule",
		"random_id",
		"random_password",
		"terraform_data",
	} {
		lines = append(lines, action+" "+what)
	}
	return lines
}

// snapshot is in every account.
const snapshot = "paperwurks-dev-redis-20261123"
