//go:build linux || darwin

package main

import (
	"strings"
	"testing"
)

func TestCheck(t *testing.T) {
	const start = " is for the start: leave it out with FAILOVER, ROTATE and SET"
	for _, test := range []struct {
		name string
		options
		rest []string
		want []string
	}{
		{"nothing", options{}, nil, nil},
		{"all of a start", options{memory: "64mb", port: "7000", keep: "1"}, nil, nil},
		{"all of a compose file", options{memory: "64mb", port: "7000", compose: "1"}, nil, nil},
		{"a command to the second run", options{failover: "broker", run: "2"}, nil, nil},
		{
			"everything is wrong", options{memory: "64", port: "65536", run: "0", keep: "yes"}, []string{"up"},
			[]string{
				`want flags only, got ["up"]`,
				`MEMORY must be 0, which is no limit, or at least 2mb, got "64"`,
				`PORT must be a number from 1 to 65535, got "65536"`,
				`RUN must be a number from 1 on, got "0"`,
				`KEEP must be 1 or nothing, got "yes"`,
				"RUN is for FAILOVER, ROTATE and SET: leave it out with anything else",
			},
		},
		{"no size", options{memory: "64 mb"}, nil, []string{`MEMORY must be a size such as 64mb, got "64 mb"`}},
		{
			"two commands", options{rotate: "1", set: "1"}, nil,
			[]string{"want one of FAILOVER, ROTATE, SET and COMPOSE at a time, got ROTATE, SET"},
		},
		{
			"a start's flags with a command", options{rotate: "1", memory: "64mb", port: "7000", keep: "1"}, nil,
			[]string{
				"MEMORY" + start, "PORT" + start,
				"KEEP is for the start: leave it out with FAILOVER, ROTATE, SET and COMPOSE",
			},
		},
		{
			"KEEP with a compose file", options{compose: "1", keep: "1"}, nil,
			[]string{"KEEP is for the start: leave it out with FAILOVER, ROTATE, SET and COMPOSE"},
		},
	} {
		got := ""
		if err := test.check(test.rest); err != nil {
			got = err.Error()
		}
		if want := strings.Join(test.want, "\n"); got != want {
			t.Errorf("%s:\n got %s\nwant %s", test.name, got, want)
		}
	}
}
