package stacks

import (
	"fmt"
	"slices"
	"time"

	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
)

// maxTokenAge is when a token should have been rotated.
const maxTokenAge = 90 * 24 * time.Hour

// Warnings are what is valid and should not stay so, one line each: a protected group whose alarms nobody hears, and a
// token older than 90 days at the given time.
func Warnings(environments []Environment, now time.Time) []string {
	var warnings []string
	for _, e := range environments {
		told := len(e.Notifications.Emails)+len(e.Notifications.PageTopicARNs) > 0
		unheard := func(p elasticache.GroupProps) bool {
			return p.Protected && len(p.AlarmActionARNs)+len(p.PageActionARNs) == 0
		}
		if !told && slices.ContainsFunc(e.Groups, unheard) {
			const unheard = ": Notifications has no destination, so nobody hears the alarms of a protected group"
			warnings = append(warnings, e.StackName()+unheard)
		}
		date, err := time.Parse(time.DateOnly, e.TokenDate)
		age := now.Sub(date)
		if err == nil && age < -24*time.Hour {
			warnings = append(warnings,
				fmt.Sprintf("%s: TokenDate %s is to come, so nothing will remind of the next rotation", e.StackName(), e.TokenDate))
		}
		if err == nil && age > maxTokenAge {
			warnings = append(warnings,
				fmt.Sprintf("%s: TokenDate is %d days ago, rotate the AUTH tokens every %d", e.StackName(), int(age.Hours()/24),
					int(maxTokenAge.Hours()/24)))
		}
	}
	return warnings
}
