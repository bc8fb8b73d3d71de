package life

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/paperwurks/elasticache-redis/acceptance/internal/simaws"
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

// move is what a move of the shared group from Redis to Valkey does. What describes the engine changes with it.
var move = moveWith(fmt.Sprintf("alarm_description ×%d", named))

func moveWith(alarms string) []string {
	return []string{
		"replace aws_elasticache_parameter_group: family",
		"update aws_cloudwatch_metric_alarm: " + alarms,
		"update aws_elasticache_replication_group: auto_minor_version_upgrade, description, engine, engine_version, " +
			"parameter_group_name",
		"update aws_ssm_parameter: description",
		"update aws_vpc_security_group_ingress_rule: description",
	}
}

// TestMoves makes every move from Redis to Valkey, on a group with one alarm, for speed: in place, with the data kept,
// and with nothing left to do.
func TestMoves(t *testing.T) {
	sandbox.Require(t, "node", simaws.Program)
	var moves []life
	contents := map[string][][]byte{}
	for _, from := range []string{"6.2", "7.1"} {
		for _, to := range []string{"7.2", "8.1", "9.1"} {
			base := withOneAlarm(fixtures.SharedNode())
			base.Groups[0].EngineVersion = from
			l := life{name: from + " to " + to, base: base, changes: []change{
				{name: "the move", edit: engine(elasticache.Valkey, to), plan: moveWith("alarm_description")},
			}}
			moves, contents[l.name] = append(moves, l), l.synthesize(t)
		}
	}
	t.Parallel()
	for _, l := range moves {
		t.Run(l.name, func(t *testing.T) {
			t.Parallel()
			s := newStack(t, contents[l.name][0], 2)
			if err := s.apply(); err != nil {
				t.Fatal(err)
			}
			s.make(l.changes[0], contents[l.name][1])
		})
	}
}

// withOneAlarm is the environment with one alarm in its first group, for speed.
func withOneAlarm(e stacks.Environment) stacks.Environment {
	group := &e.Groups[0]
	for _, name := range group.AlarmNames() {
		if name != "memory-high" {
			group.DisabledAlarms = append(group.DisabledAlarms, name)
		}
	}
	return e
}

// fromRedis62 are the moves of a group on Redis 6.2; the last one is made.
func fromRedis62() []change {
	return []change{
		{name: "`Engine`: Redis 6.2 to Valkey 7.2", edit: engine(elasticache.Valkey, "7.2"), planOnly: true, plan: move},
		{name: "`Engine`: Redis 6.2 to Valkey 9.1", edit: engine(elasticache.Valkey, "9.1"), planOnly: true, plan: move},
		{name: "`Engine`: Redis 6.2 to Valkey 8.1", edit: engine(elasticache.Valkey, "8.1"), plan: move},
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
		{name: "`Engine`: Redis 7.1 to Valkey 8.1", edit: engine(elasticache.Valkey, "8.1"), planOnly: true, plan: move},
		{name: "`Engine`: Redis 7.1 to Valkey 9.1", edit: engine(elasticache.Valkey, "9.1"), planOnly: true, plan: move},
		{name: "`Engine`: Redis 7.1 to Valkey 7.2", edit: engine(elasticache.Valkey, "7.2"), plan: move},
		{
			name: "`EngineVersion`: Valkey 7.2 to 9.1",
			edit: engine(elasticache.Valkey, "9.1"),
			plan: []string{
				"replace aws_elasticache_parameter_group: family",
				"update aws_elasticache_replication_group: engine_version, parameter_group_name",
			},
		},
		{name: "`EngineVersion`: Valkey 9.1 to 9.0", edit: engine(elasticache.Valkey, "9.0"), refused: oneWay, plan: []string{
			"replace aws_elasticache_replication_group: engine_version",
			"update aws_cloudwatch_dashboard: dashboard_body",
			fmt.Sprintf("update aws_cloudwatch_metric_alarm: dimensions ×%d", all),
			"update aws_ssm_parameter: insecure_value, value, version ×5",
		}},
		{name: "`Engine`: Valkey 9.1 to Redis 7.1", edit: engine(elasticache.RedisOSS, "7.1"), refused: oneWay, plan: []string{
			"replace aws_elasticache_parameter_group: family",
			"replace aws_elasticache_replication_group: engine, engine_version",
			"update aws_cloudwatch_dashboard: dashboard_body",
			fmt.Sprintf("update aws_cloudwatch_metric_alarm: alarm_description, dimensions ×%d", named),
			fmt.Sprintf("update aws_cloudwatch_metric_alarm: dimensions ×%d", all-named),
			"update aws_ssm_parameter: description",
			"update aws_ssm_parameter: insecure_value, value, version ×5",
			"update aws_vpc_security_group_ingress_rule: description",
		}},
	}
}
