package stacks

import (
	"fmt"
	"slices"
	"time"

	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
)

// maxTokenAge is the age after which Warnings asks to rotate a token.
const maxTokenAge = 90 * 24 * time.Hour

// Warnings reports what is valid but should change, one line each: a protected group whose alarms nobody hears, and a
// TokenDate that is in the future or more than 90 days before now.
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
			const future = "%s: TokenDate %s is in the future, so no warning will tell when to rotate next"
			warnings = append(warnings, fmt.Sprintf(future, e.StackName(), e.TokenDate))
		}
		if err == nil && age > maxTokenAge {
			const old = "%s: TokenDate is %d days ago, rotate the AUTH tokens every %d"
			warnings = append(warnings, fmt.Sprintf(old, e.StackName(), days(age), days(maxTokenAge)))
		}
	}
	return warnings
}

func days(d time.Duration) int { return int(d.Hours() / 24) }
