package elasticache

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

const (
	dayMinutes  = 24 * 60
	weekMinutes = 7 * dayMinutes
)

// window is a span of time that repeats every day or every week, in minutes since Sunday 00:00 UTC.
type window struct{ start, minutes int }

var (
	weekdays   = []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}
	weeklyForm = regexp.MustCompile(`^(sun|mon|tue|wed|thu|fri|sat):([01]\d|2[0-3]):([0-5]\d)-` +
		`(sun|mon|tue|wed|thu|fri|sat):([01]\d|2[0-3]):([0-5]\d)$`)
	dailyForm = regexp.MustCompile(`^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)$`)
)

// parseWeekly reads ddd:hh24:mi-ddd:hh24:mi. AWS takes days in upper case, too.
func parseWeekly(s string) (window, bool) {
	m := weeklyForm.FindStringSubmatch(strings.ToLower(s))
	if m == nil {
		return window{}, false
	}
	start := slices.Index(weekdays, m[1])*dayMinutes + clock(m[2], m[3])
	end := slices.Index(weekdays, m[4])*dayMinutes + clock(m[5], m[6])
	return window{start, (end - start + weekMinutes) % weekMinutes}, true
}

// parseDaily reads hh24:mi-hh24:mi.
func parseDaily(s string) (window, bool) {
	m := dailyForm.FindStringSubmatch(s)
	if m == nil {
		return window{}, false
	}
	start, end := clock(m[1], m[2]), clock(m[3], m[4])
	return window{start, (end - start + dayMinutes) % dayMinutes}, true
}

func clock(hours, minutes string) int {
	h, _ := strconv.Atoi(hours)
	m, _ := strconv.Atoi(minutes)
	return h*60 + m
}

// overlaps says whether a minute of the weekly window w is also one of the daily window.
func (w window) overlaps(daily window) bool {
	for offset := range w.minutes {
		if (w.start+offset-daily.start+weekMinutes)%dayMinutes < daily.minutes {
			return true
		}
	}
	return false
}
