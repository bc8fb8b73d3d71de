package main

import (
	"flag"
	"io"
	"strings"
	"testing"
)

func TestCommandLine(t *testing.T) {
	for _, test := range []struct{ args, want string }{
		{"", ""},
		{"-project a -stock", ""},
		{"-project= b c", "-project must name a folder"},
		{"-project= b c", `takes flags only, got ["b" "c"]`},
		{"-fast", "-fast"},
	} {
		flags := flag.NewFlagSet("fast", flag.ContinueOnError)
		flags.SetOutput(io.Discard)
		_, err := parse(flags, strings.Fields(test.args))
		if got := message(err); (test.want == "") != (err == nil) || !strings.Contains(got, test.want) {
			t.Errorf("%s: got %q, want %q", test.args, got, test.want)
		}
	}
}

// message is the text of an error, or "".
func message(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
