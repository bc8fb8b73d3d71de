package elasticache

import "testing"

func TestValidateRefusesUsers(t *testing.T) {
	users := func(dates ...string) func(*RedisProps) {
		return func(p *RedisProps) { p.Users, p.AuthToken, p.UserDates = true, "", dates }
	}
	and := func(changes ...func(*RedisProps)) func(*RedisProps) {
		return func(p *RedisProps) {
			for _, change := range changes {
				change(p)
			}
		}
	}
	version := func(e Engine, version string) func(*RedisProps) {
		return func(p *RedisProps) { p.Engine, p.EngineVersion = e, version }
	}
	checkRefusals(t, []refusal{
		{func(p *RedisProps) { p.Users, p.UserDates = true, []string{"2026-11-23"} },
			`AuthToken must not be set together with Users, which have passwords of their own, got a literal`},
		{and(users("2026-11-23"), version(RedisOSS, "6.2")), `Users must be off for Redis 6.2: it needs Redis 7.0 or ` +
			`newer, or Valkey, got true`},
		{users(), `UserDates must name a date with Users, got []`},
		{users("2026-11-23", "2026-11-24", "2026-11-25"), `UserDates must be at most two: one, and the one before until ` +
			`its rotation is over, got ["2026-11-23" "2026-11-24" "2026-11-25"]`},
		{users("2026-11-31"), `UserDates must be dates such as 2026-11-23, got "2026-11-31"`},
		{users("23.11.2026", "2026-11-23"), `UserDates must be dates such as 2026-11-23, got "23.11.2026"`},
		{users("2026-11-23", "2026-11-23"), `UserDates must be unique, got "2026-11-23"`},
		{func(p *RedisProps) { p.UserDates = []string{"2026-11-23"} },
			`UserDates must not be set without Users, got ["2026-11-23"]`},
	})
	for name, change := range map[string]func(*RedisProps){
		"one date":   users("2026-11-23"),
		"two dates":  users("2026-11-23", "2027-02-20"),
		"Redis 7.0":  and(users("2026-11-23"), version(RedisOSS, "7.0")),
		"Valkey 7.2": and(users("2026-11-23"), version(Valkey, "7.2")),
	} {
		p := valid()
		change(&p)
		if err := p.Validate(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
