package elasticache

import "testing"

// What is set up for a part that the group is without.
func TestValidateRefusesPartsThatAreOff(t *testing.T) {
	without := func(change func(*RedisProps)) func(*RedisProps) {
		return func(p *RedisProps) {
			p.DisableAlarms, p.DisableLogs, p.DisableSSMParameters = true, true, true
			change(p)
		}
	}
	checkRefusals(t, []refusal{
		{without(func(p *RedisProps) { p.AlarmActionARNs = topics(1) }),
			`AlarmActionARNs must not be set together with DisableAlarms, got ["arn:aws:sns:eu-west-2:123456789012:t0"]`},
		{without(func(p *RedisProps) { p.PageActionARNs = topics(1) }),
			`PageActionARNs must not be set together with DisableAlarms, got ["arn:aws:sns:eu-west-2:123456789012:t0"]`},
		{without(func(p *RedisProps) { p.AlarmThresholds = map[string]float64{"cpu-high": 60} }),
			`AlarmThresholds must not be set together with DisableAlarms, got map[cpu-high:60]`},
		{without(func(p *RedisProps) { p.DisabledAlarms = []string{"swap-high"} }),
			`DisabledAlarms must not be set together with DisableAlarms, got ["swap-high"]`},
		{without(func(p *RedisProps) { p.LogRetentionDays = 30 }),
			`LogRetentionDays must not be set together with DisableLogs, got 30`},
		{without(func(p *RedisProps) { p.LogKMSKeyARN = keyARN }),
			`LogKMSKeyARN must not be set together with DisableLogs, got "` + keyARN + `"`},
		{without(func(p *RedisProps) { p.SSMKMSKeyARN = keyARN }),
			`SSMKMSKeyARN must not be set together with DisableSSMParameters, got "` + keyARN + `"`},
		{without(func(p *RedisProps) { p.AuthToken, p.Users, p.UserDates = "", true, []string{"2026-11-23"} }),
			`Users must not be set together with DisableSSMParameters, got true`},
	})
	checkAccepts(t, []func(*RedisProps){
		without(func(p *RedisProps) { p.DisableDashboard, p.DisableURLs = true, true }),
		without(func(p *RedisProps) {
			p.AlarmPeriodSeconds, p.KMSKeyARN, p.NotificationTopicARN = 60, keyARN, topics(1)[0]
		}),
		func(p *RedisProps) { p.DisableDashboard, p.AlarmThresholds = true, map[string]float64{"cpu-high": 60} },
		func(p *RedisProps) { p.DisableURLs, p.SSMKMSKeyARN = true, keyARN },
		func(p *RedisProps) { p.DisableAlarms, p.LogRetentionDays, p.LogKMSKeyARN = true, 90, keyARN },
	})
}
