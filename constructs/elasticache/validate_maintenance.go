package elasticache

import (
	"fmt"
	"slices"
	"strings"

	"github.com/paperwurks/elasticache-redis/internal/input"
)

func (p GroupProps) checkMaintenance(r *report) {
	maintenance := p.checkWindow(r, "MaintenanceWindow", p.MaintenanceWindow, parseWeekly,
		"must be ddd:hh24:mi-ddd:hh24:mi, such as sun:05:00-sun:06:00")
	snapshot := p.checkWindow(r, "SnapshotWindow", p.SnapshotWindow, parseDaily,
		"must be hh24:mi-hh24:mi, such as 03:00-04:00")
	p.checkWindows(r, maintenance, snapshot)
	if p.DisableSnapshots {
		r.require(p.SnapshotRetentionDays == 0, "SnapshotRetentionDays",
			"must not be set together with DisableSnapshots", p.SnapshotRetentionDays)
		r.require(!p.Protected || !p.SkipFinalSnapshot, "Protected", "must not be set together with DisableSnapshots "+
			"and SkipFinalSnapshot, which leave no copy of what it protects", p.Protected)
	} else {
		r.between(1, maxRetentionDays, "SnapshotRetentionDays", " days", p.SnapshotRetentionDays)
	}
	r.optional(input.SnapshotForm, "SnapshotName",
		"must be a snapshot's name: letters, digits and single hyphens, starting with a letter", p.SnapshotName)
	longest := input.LongestSnapshotName(p.SnapshotName)
	r.require(isReference(p.SnapshotName) || len(p.SnapshotName) <= longest, "SnapshotName",
		fmt.Sprintf("must be at most %d characters", longest), p.SnapshotName)
	r.require(p.SnapshotName == "" || len(p.SnapshotARNs) == 0, "SnapshotName",
		"must not be set together with SnapshotARNs", p.SnapshotName)
	for _, arn := range p.SnapshotARNs {
		r.arn(rdbForm, "SnapshotARNs",
			"must be ARNs of RDB files in S3 such as arn:aws:s3:::bucket/dump.rdb, without commas", arn)
	}
	r.unique("SnapshotARNs", p.SnapshotARNs)
	if p.NotificationTopicARN != "" {
		r.arn(topicForm, "NotificationTopicARN",
			"must be an SNS topic ARN such as arn:aws:sns:eu-west-2:123456789012:alerts", p.NotificationTopicARN)
	}
	r.require(p.DisableLogs || slices.Contains(retentionDays, p.LogRetentionDays), "LogRetentionDays",
		"must be one of "+strings.Trim(fmt.Sprint(retentionDays), "[]")+" days", p.LogRetentionDays)
}

// checkWindows checks what the two windows are to each other. AWS takes no snapshot in the maintenance window, so
// without snapshots they may meet.
func (p GroupProps) checkWindows(r *report, maintenance, snapshot window) {
	reversed := func(w window) string {
		return fmt.Sprintf("this one has %d hours: does it end before it starts?", w.minutes/60)
	}
	switch overlap := !p.DisableSnapshots && maintenance.overlaps(snapshot); {
	case !p.DisableSnapshots && maintenance.minutes >= dayMinutes:
		r.require(false, "MaintenanceWindow", "must be shorter than 24 hours, to leave time for the daily snapshot; "+
			reversed(maintenance), p.MaintenanceWindow)
	case maintenance.minutes >= maxMaintenanceMinutes:
		r.require(false, "MaintenanceWindow", "must be shorter than 144 hours; "+reversed(maintenance),
			p.MaintenanceWindow)
	case overlap && snapshot.minutes > longSnapshotMinutes:
		r.require(false, "SnapshotWindow", "must not overlap the maintenance window "+p.MaintenanceWindow+"; "+
			reversed(snapshot), p.SnapshotWindow)
	case overlap:
		r.require(false, "SnapshotWindow", "must not overlap the maintenance window "+p.MaintenanceWindow,
			p.SnapshotWindow)
	}
}

func (p GroupProps) checkWindow(r *report, field, value string, parse func(string) (window, bool), form string) window {
	if isReference(value) {
		return window{}
	}
	w, ok := parse(value)
	r.require(ok, field, form, value)
	r.require(!ok || w.minutes >= minWindowMinutes, field,
		fmt.Sprintf("must be at least %d minutes long", minWindowMinutes), value)
	return w
}
