package main

import "testing"

func TestCheck(t *testing.T) {
	if err := check(1, "cold,counts", nil); err != nil {
		t.Error(err)
	}
	want := "-rounds must be at least 1, got 0\n" +
		"-only must be of compare, cold, scale, tests, counts, got \"typo\"\n" +
		"takes no arguments, got [\"stray\"]"
	if err := check(0, "cold,typo", []string{"stray"}); err == nil || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
}
