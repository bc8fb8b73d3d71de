package stacks

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
)

// maxTokenAge is the age after which Warnings asks to rotate a token.
const maxTokenAge = 90 * 24 * time.Hour

// supportWarning is how long before the end of a version's standard support Warnings asks to move on.
const supportWarning = 365 * 24 * time.Hour

// Warnings reports what is valid but should change, one line each: of an environment with a protected group, alarms
// that nobody hears, a state that everybody can read and a URL that nobody serves; a protected group without daily
// snapshots; a group with Users that is filled from a snapshot; a TokenDate that is in the future or more than 90 days
// before now; and an engine version whose standard support ends within a year.
func Warnings(environments []Environment, now time.Time) []string {
	var warnings []string
	warn := func(path, format string, args ...any) {
		warnings = append(warnings, path+": "+fmt.Sprintf(format, args...))
	}
	for _, e := range environments {
		e.warnProtected(warn)
		e.warnUsers(warn)
		e.warnToken(now, warn)
		e.warnSupport(now, warn)
	}
	return warnings
}

func (e Environment) warnProtected(warn func(path, format string, args ...any)) {
	if !slices.ContainsFunc(e.Groups, protected) {
		return
	}
	told := len(e.Notifications.Emails)+len(e.Notifications.PageTopicARNs) > 0
	unheard := func(p elasticache.GroupProps) bool {
		return p.Protected && !p.DisableAlarms && len(p.AlarmActionARNs)+len(p.PageActionARNs) == 0
	}
	if !told && slices.ContainsFunc(e.Groups, unheard) {
		warn(e.StackName(), "Notifications has no destination, so nobody hears the alarms of a protected group")
	}
	if e.State.Bucket == "" {
		warn(e.StackName(), "State is a local file with the AUTH tokens in plain text, which every user of the machine can "+
			"read: set State.Bucket")
	}
	broker := func(p elasticache.GroupProps) bool {
		return slices.Contains(p.URLNames(), elasticache.BrokerURLParameter)
	}
	if !slices.ContainsFunc(e.Groups, broker) {
		warn(e.StackName(), "no group publishes broker-url, so Celery finds no broker")
	}
	for _, group := range e.Groups {
		if group.Protected && group.DisableSnapshots {
			warn(e.StackName()+"/"+group.WithDefaults().Name, "it is protected, but DisableSnapshots leaves no daily snapshot "+
				"to restore")
		}
	}
}

// warnUsers warns of a queue that nobody would read: with Users it is in another database than without.
func (e Environment) warnUsers(warn func(path, format string, args ...any)) {
	for _, group := range e.Groups {
		group.DisableURLs = false // a restored group publishes them later
		source := group.SnapshotName + strings.Join(group.SnapshotARNs, " ")
		if group.Users && slices.Contains(group.URLNames(), elasticache.BrokerURLParameter) && source != "" {
			warn(e.StackName()+"/"+group.WithDefaults().Name, "it has Users, so its queues must be in database 1 of the "+
				"snapshot %s: they are in a snapshot of a group with Users, and in database 0 of one without", source)
		}
	}
}

func (e Environment) warnToken(now time.Time, warn func(path, format string, args ...any)) {
	date, err := time.Parse(time.DateOnly, e.TokenDate)
	age := now.Sub(date)
	if err == nil && age < -24*time.Hour {
		warn(e.StackName(), "TokenDate %s is in the future, so no warning will tell when to rotate next", e.TokenDate)
	}
	if err == nil && age > maxTokenAge {
		warn(e.StackName(), "TokenDate is %d days ago, rotate the AUTH tokens every %d", days(age), days(maxTokenAge))
	}
}

func days(d time.Duration) int { return int(d.Hours() / 24) }

// warnSupport warns of each group whose version AWS charges more for soon, or already.
func (e Environment) warnSupport(now time.Time, warn func(path, format string, args ...any)) {
	for _, p := range e.Groups {
		p = p.WithDefaults()
		ends := p.StandardSupportEnds()
		end, err := time.Parse(time.DateOnly, ends)
		if err != nil || end.Sub(now) > supportWarning {
			continue
		}
		warn(e.StackName()+"/"+p.Name, "standard support of %s %s ends on %s; from the next day on AWS charges 80 %% more "+
			"for each node, and 160 %% more from the third year on: move to a newer version or to Valkey, docs/valkey.md",
			p.Engine.Name(), p.EngineVersion, ends)
	}
}
