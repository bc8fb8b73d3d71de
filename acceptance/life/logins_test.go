package life

import (
	"slices"

	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
	"github.com/paperwurks/elasticache-redis/stacks"
)

// tokenChanges are those of how clients log in with a token, and of which group they log in to.
func tokenChanges() []change {
	second := elasticache.GroupProps{Name: "cache", Role: elasticache.Cache, ApplyImmediately: true}
	return []change{
		{
			name:   "`TokenDate`: a rotation begins (ROTATE)",
			tokens: 2,
			edit:   func(e *stacks.Environment) { e.TokenDate = "2027-02-21" },
			plan: []string{
				"replace random_password: keepers",
				"update aws_elasticache_replication_group: auth_token",
				"update aws_ssm_parameter: insecure_value, value, version ×5",
			},
		},
		{
			name:   "`RotationEndedFor`: the rotation ends (SET)",
			tokens: 1,
			edit:   func(e *stacks.Environment) { e.RotationEndedFor = e.TokenDate },
			plan:   []string{"update aws_elasticache_replication_group: auth_token_update_strategy"},
		},
		move("6.2", "9.1"),
		{name: "`Groups`: from one Shared to a Broker and a Cache", edit: func(e *stacks.Environment) {
			e.Groups[0].Role = elasticache.Broker
			e.Groups = append(e.Groups, second)
		}, plan: slices.Concat(group("create", alarms(second)), []string{
			"update aws_cloudwatch_dashboard: dashboard_body",
			"update aws_cloudwatch_metric_alarm: alarm_description, threshold",
			"update aws_elasticache_parameter_group: parameter",
			"update aws_elasticache_replication_group: description",
			"update aws_ssm_parameter: insecure_value, value, version",
		})},
		{
			name:     "`DisableSSMParameters` on the Cache",
			planOnly: true,
			edit:     secondGroup(func(p *elasticache.GroupProps) { p.DisableSSMParameters = true }),
			plan:     []string{"destroy aws_ssm_parameter ×4"},
		},
		{name: "`Groups`: back to one Shared", edit: func(e *stacks.Environment) {
			e.Groups[0].Role = elasticache.Shared
			e.Groups = e.Groups[:1]
		}, plan: slices.Concat(group("destroy", alarms(second)), []string{
			"update aws_cloudwatch_dashboard: dashboard_body",
			"update aws_cloudwatch_metric_alarm: alarm_description, threshold",
			"update aws_elasticache_parameter_group: parameter",
			"update aws_elasticache_replication_group: description",
			"update aws_ssm_parameter: insecure_value, value, version",
		})},
		{
			name:    "`Users`: from a token to users",
			edit:    firstGroup(func(p *elasticache.GroupProps) { p.Users = true }),
			refused: notSafe,
			plan: []string{
				"create aws_cloudwatch_metric_alarm",
				"create aws_elasticache_user ×5",
				"create aws_elasticache_user_group",
				"create aws_ssm_parameter",
				"create random_password ×5",
				"destroy aws_ssm_parameter",
				"destroy random_password",
				"replace aws_cloudwatch_composite_alarm",
				"update aws_cloudwatch_dashboard: dashboard_body",
				"update aws_elasticache_replication_group: auth_token, auth_token_update_strategy, user_group_ids",
				"update aws_ssm_parameter: insecure_value, value, version ×4",
				"update terraform_data: input, output",
			},
		},
		{
			name: "`TokenDate` and `RotationEndedFor` at once",
			edit: func(e *stacks.Environment) {
				e.Groups[0].Users = false
				e.TokenDate, e.RotationEndedFor = "2027-05-22", "2027-05-22"
			},
			refused: skipsRotate,
			plan: []string{
				"replace random_password: keepers",
				"update aws_elasticache_replication_group: auth_token",
				"update aws_ssm_parameter: insecure_value, value, version ×5",
			},
		},
	}
}

// userChanges are those of a group with users.
func userChanges() []change {
	return []change{
		{
			name: "`TokenDate`, with `Users`: a rotation begins",
			edit: func(e *stacks.Environment) { e.TokenDate = "2027-02-21" },
			plan: []string{
				"create aws_elasticache_user ×4",
				"create random_password ×4",
				"update aws_elasticache_user_group: user_ids",
				"update aws_ssm_parameter: insecure_value, value, version ×5",
			},
		},
		{
			name:    "`TokenDate`, with `Users`: back to the date before",
			edit:    func(e *stacks.Environment) { e.TokenDate = e.RotationEndedFor },
			refused: undone,
			plan: []string{
				"destroy aws_elasticache_user ×4",
				"destroy random_password ×4",
				"update aws_elasticache_user_group: user_ids",
				"update aws_ssm_parameter: insecure_value, value, version ×5",
			},
		},
		{
			name: "`RotationEndedFor`, with `Users`: the rotation ends",
			edit: func(e *stacks.Environment) { e.TokenDate, e.RotationEndedFor = "2027-02-21", "2027-02-21" },
			plan: []string{
				"destroy aws_elasticache_user ×4",
				"destroy random_password ×4",
				"update aws_elasticache_user_group: user_ids",
			},
		},
		{
			name:    "`TokenDate` and `RotationEndedFor` at once, with `Users`",
			edit:    func(e *stacks.Environment) { e.TokenDate, e.RotationEndedFor = "2027-05-22", "2027-05-22" },
			refused: lockOut,
			plan: []string{
				"create aws_elasticache_user ×4",
				"create random_password ×4",
				"destroy aws_elasticache_user ×4",
				"destroy random_password ×4",
				"update aws_elasticache_user_group: user_ids",
				"update aws_ssm_parameter: insecure_value, value, version ×5",
			},
		},
	}
}
