package life

import (
	"fmt"
	"regexp"

	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
	"github.com/paperwurks/elasticache-redis/internal/fixtures"
	"github.com/paperwurks/elasticache-redis/stacks"
)

// all are the alarms of the shared group, and named those whose description names the engine.
var (
	all   = alarms(fixtures.SharedNode().Groups[0])
	named = len(regexp.MustCompile(`"alarm_description": "[^"]*Valkey`).FindAll(fixtures.JSON("dev-valkey"), -1))
)

// engine moves the first group to an engine's version.
func engine(e elasticache.Engine, version string) func(*stacks.Environment) {
	return firstGroup(func(p *elasticache.GroupProps) { p.Engine, p.EngineVersion = e, version })
}

// move is a move of the shared group from Redis to Valkey. What describes the engine changes with it.
func move(from, to string) change {
	return change{
		name: fmt.Sprintf("`Engine`: Redis %s to Valkey %s", from, to),
		edit: engine(elasticache.Valkey, to),
		plan: []string{
			"replace aws_elasticache_parameter_group: family",
			fmt.Sprintf("update aws_cloudwatch_metric_alarm: alarm_description ×%d", named),
			"update aws_elasticache_replication_group: auto_minor_version_upgrade, description, engine, engine_version, " +
				"parameter_group_name",
			"update aws_ssm_parameter: description",
			"update aws_vpc_security_group_ingress_rule: description",
		},
	}
}

// fromRedis70 takes a group from Redis 7.0 to Valkey 9.1, and tries to go back.
func fromRedis70() []change {
	return []change{
		{
			name: "`EngineVersion`: 7.0 to 7.1",
			edit: firstGroup(func(p *elasticache.GroupProps) { p.EngineVersion = "7.1" }),
			plan: []string{"update aws_elasticache_replication_group: auto_minor_version_upgrade, engine_version"},
		},
		move("7.1", "7.2"),
		{
			name: "`EngineVersion`: Valkey 7.2 to 9.1",
			edit: engine(elasticache.Valkey, "9.1"),
			plan: []string{
				"replace aws_elasticache_parameter_group: family",
				"update aws_elasticache_replication_group: engine_version, parameter_group_name",
			},
		},
		{
			name: "`EngineVersion`: Valkey 9.1 to 9.0", edit: engine(elasticache.Valkey, "9.0"), refused: oneWay,
			plan: []string{
				"replace aws_elasticache_replication_group: engine_version",
				"update aws_cloudwatch_dashboard: dashboard_body",
				fmt.Sprintf("update aws_cloudwatch_metric_alarm: dimensions ×%d", all),
				"update aws_ssm_parameter: insecure_value, value, version ×5",
			},
		},
		{
			name: "`Engine`: Valkey 9.1 to Redis 7.1", edit: engine(elasticache.RedisOSS, "7.1"), refused: oneWay,
			plan: []string{
				"replace aws_elasticache_parameter_group: family",
				"replace aws_elasticache_replication_group: engine, engine_version",
				"update aws_cloudwatch_dashboard: dashboard_body",
				fmt.Sprintf("update aws_cloudwatch_metric_alarm: alarm_description, dimensions ×%d", named),
				fmt.Sprintf("update aws_cloudwatch_metric_alarm: dimensions ×%d", all-named),
				"update aws_ssm_parameter: description",
				"update aws_ssm_parameter: insecure_value, value, version ×5",
				"update aws_vpc_security_group_ingress_rule: description",
			},
		},
	}
}
