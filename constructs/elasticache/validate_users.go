package elasticache

import "time"

func (p RedisProps) checkUsers(r *report) {
	if p.AuthToken != "" {
		r.require(false, "AuthToken", "must not be set together with Users, which have passwords of their own", literal{})
	}
	r.require(p.engineVersion().family != "redis6.x", "Users",
		"must be off for Redis 6.2: it needs Redis 7.0 or newer, or Valkey", p.Users)
	r.require(len(p.UserDates) > 0, "UserDates", "must name a date with Users", p.UserDates)
	r.require(len(p.UserDates) <= maxUserDates, "UserDates",
		"must be at most two: one, and the one before until its rotation is over", p.UserDates)
	for _, date := range p.UserDates {
		r.require(isDate(date), "UserDates", "must be dates such as 2026-11-23", date)
	}
	r.unique("UserDates", p.UserDates)
}

// maxUserDates is how many dates have users at a time: that of the published URLs, and the one before.
const maxUserDates = 2

func isDate(date string) bool {
	_, err := time.Parse(time.DateOnly, date)
	return err == nil
}
