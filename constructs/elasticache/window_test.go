package elasticache

import "testing"

func TestWindowMinutes(t *testing.T) {
	for _, test := range []struct {
		parse   func(string) (window, bool)
		window  string
		minutes int
	}{
		{parseWeekly, "sun:05:00-sun:06:00", 60},
		{parseWeekly, "sat:23:30-sun:00:30", 60},
		{parseWeekly, "Sun:05:00-SUN:06:00", 60},
		{parseWeekly, "mon:00:00-wed:00:00", 2 * dayMinutes},
		{parseDaily, "03:00-04:00", 60},
		{parseDaily, "23:30-01:00", 90},
	} {
		got, ok := test.parse(test.window)
		if !ok || got.minutes != test.minutes {
			t.Errorf("%s is %d minutes (ok %t), want %d", test.window, got.minutes, ok, test.minutes)
		}
	}
	for _, bad := range []string{"", "sun:5:00-sun:06:00", "Sunday:05:00-Sunday:06:00", "sun:24:00-mon:01:00",
		"sun:05:00-06:00",
		" sun:05:00-sun:06:00"} {
		if _, ok := parseWeekly(bad); ok {
			t.Errorf("parseWeekly accepted %q", bad)
		}
	}
	for _, bad := range []string{"", "3:00-4:00", "03:00-24:00", "03:00", "03:60-04:00"} {
		if _, ok := parseDaily(bad); ok {
			t.Errorf("parseDaily accepted %q", bad)
		}
	}
}

func TestWindowOverlap(t *testing.T) {
	for _, test := range []struct {
		weekly, daily string
		want          bool
	}{
		{"sun:05:00-sun:06:00", "03:00-04:00", false},
		{"sun:05:00-sun:06:00", "04:00-05:00", false},
		{"sun:05:00-sun:06:00", "06:00-07:00", false},
		{"sun:05:00-sun:06:00", "04:01-05:01", true},
		{"sun:05:00-sun:06:00", "05:59-07:00", true},
		{"sun:05:00-sun:06:00", "05:15-05:45", true},
		{"sat:23:30-sun:00:30", "00:00-01:00", true},
		{"sat:23:30-sun:00:30", "23:00-23:45", true},
		{"sat:23:30-sun:00:30", "00:30-01:30", false},
		{"wed:00:15-wed:01:15", "23:30-00:30", true},
		{"sun:00:00-mon:00:00", "12:00-13:00", true},
	} {
		weekly, _ := parseWeekly(test.weekly)
		daily, _ := parseDaily(test.daily)
		if got := weekly.overlaps(daily); got != test.want {
			t.Errorf("%s overlaps %s: %t, want %t", test.weekly, test.daily, got, test.want)
		}
	}
}
