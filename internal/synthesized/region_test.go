package synthesized

import (
	"strings"
	"testing"
)

func TestRegion(t *testing.T) {
	for _, test := range []struct{ stack, want, problem string }{
		{`{"provider": {"aws": [{"region": "eu-west-2"}]}}`, "eu-west-2", ""},
		{`{}`, "", "not a synthesized stack: want one aws provider, got 0"},
		{`{"provider": {"aws": [{"region": "eu-west-2"}, {"region": "eu-west-1"}]}}`, "",
			"not a synthesized stack: want one aws provider, got 2"},
		{`[]`, "", "not a synthesized stack: "},
	} {
		got, err := Region([]byte(test.stack))
		problem := ""
		if err != nil {
			problem = err.Error()
		}
		if got != test.want || !strings.HasPrefix(problem, test.problem) || (problem == "") != (test.problem == "") {
			t.Errorf("%s: got %q, %q, want %q, %q", test.stack, got, problem, test.want, test.problem)
		}
	}
}
