package stacks_test

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
)

// times: the API reference as above, and
// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
func (r *rules) times(p elasticache.GroupProps) {
	busy := map[int]bool{}
	start, end := minuteOfWeek(cmp.Or(p.MaintenanceWindow, "sun:05:00-sun:06:00"), 0)
	r.refuse(start < 0 || length(start, end, 7*24*60) < 60, "no window %q", p.MaintenanceWindow)
	for i := range length(start, end, 7*24*60) {
		busy[(start+i)%(24*60)] = true
	}
	from, to := minuteOfWeek(cmp.Or(p.SnapshotWindow, "03:00-04:00"), -1)
	r.refuse(from < 0 || length(from, to, 24*60) < 60, "no window %q", p.SnapshotWindow)
	overlap := false
	for i := range length(from, to, 24*60) {
		overlap = overlap || busy[(from+i)%(24*60)]
	}
	r.refuse(start >= 0 && from >= 0 && overlap && !p.DisableSnapshots,
		"windows %q and %q overlap", p.MaintenanceWindow, p.SnapshotWindow)

	r.refuse(p.SnapshotRetentionDays < 0 || p.SnapshotRetentionDays > 35, "no retention of %d days",
		p.SnapshotRetentionDays)
	logs := []int{0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
		3653}
	r.refuse(!slices.Contains(logs, p.LogRetentionDays), "no retention of logs for %d days", p.LogRetentionDays)
}

// minuteOfWeek reads ddd:hh24:mi-ddd:hh24:mi, or hh24:mi-hh24:mi with day -1; both are negative where it is neither.
func minuteOfWeek(s string, day int) (start, end int) {
	var minutes []int
	for side := range strings.SplitSeq(s, "-") {
		offset := 0
		if day >= 0 {
			name, clock, _ := strings.Cut(side, ":")
			days := []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}
			offset, side = slices.Index(days, strings.ToLower(name))*24*60, clock
		}
		at, err := time.Parse("15:04", side)
		if err != nil || offset < 0 || len(side) != len("15:04") {
			return -1, -1
		}
		minutes = append(minutes, offset+at.Hour()*60+at.Minute())
	}
	if len(minutes) != 2 {
		return -1, -1
	}
	return minutes[0], minutes[1]
}

func length(start, end, period int) int { return (end - start + period) % period }
