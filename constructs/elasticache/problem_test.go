package elasticache

import (
	"regexp"
	"slices"
	"testing"
)

func TestProblem(t *testing.T) {
	for want, value := range map[string]any{
		`Field must be set, got ""`:               "",
		`Field must be set, got "a\nb"`:           "a\nb",
		`Field must be set, got ["subnet" "vpc"]`: []string{"subnet", "vpc"},
		`Field must be set, got 0`:                0,
		`Field must be set, got true`:             true,
	} {
		if got := (Problem{"Field", "must be set", value}).Error(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestReport(t *testing.T) {
	digits := regexp.MustCompile(`^\d+$`)
	for _, test := range []struct {
		name string
		use  func(*report)
		want []string
	}{
		{"a form", func(r *report) {
			r.match(digits, "F", "must be digits", "12")
			r.match(digits, "F", "must be digits", "")
			r.match(digits, "F", "must be digits", "${var.digits}")
			r.match(digits, "F", "must be digits", "#{digits}")
		}, []string{`F must be digits, got ""`}},
		{"a form that may be left out", func(r *report) {
			r.optional(digits, "F", "must be digits", "")
			r.optional(digits, "F", "must be digits", "x")
		}, []string{`F must be digits, got "x"`}},
		{"limits", func(r *report) {
			for value := range 4 {
				r.between(1, 2, "F", " days", value)
			}
		}, []string{"F must be 1 to 2 days, got 0", "F must be 1 to 2 days, got 3"}},
		{"allowed values", func(r *report) {
			r.oneOf([]string{"a", "b"}, "F", "b")
			r.oneOf([]string{"a", "b"}, "F", "c")
		}, []string{`F must be one of a, b, got "c"`}},
		{"values of which one is there twice", func(r *report) { r.unique("F", []string{"a", "b", "a"}) },
			[]string{`F must be unique, got "a"`}},
	} {
		var r report
		test.use(&r)
		var got []string
		for _, problem := range r {
			got = append(got, problem.Error())
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}
