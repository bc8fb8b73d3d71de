package main

import (
	"encoding/json"
	"flag"
	"os"
	"testing"
)

var (
	update = flag.Bool("update", false, "write testdata/counts.json")
	// Not by default, since `go test` can't know what the programs it runs are made of.
	proof = flag.Bool("proof", os.Getenv("CI") == "true", "count; with -count=1")
)

// limits are the counts that were accepted last.
type limits struct {
	JSIICallsPerResource float64
	AssemblyBytes        int
	ProgramBytes         int
}

// slack is how much a count may grow unnoticed, since a resource more or less moves the quotient.
const slack = 1.02

// Synthesis gets slow a call and a type at a time; this is where it is noticed.
func TestCountsDoNotGrow(t *testing.T) {
	if !*proof && !*update {
		t.Skip("needs -proof")
	}
	b, err := newBench(1)
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(b.tmp)
	if err := b.makeCut(); err != nil {
		t.Fatal(err)
	}
	c, err := b.count(true)
	if err != nil {
		t.Fatal(err)
	}
	got := limits{c.callsPerResource(), c.loaded.assemblies, c.loaded.programs}
	const file = "testdata/counts.json"
	if *update {
		text, _ := json.MarshalIndent(got, "", "  ")
		if err := os.WriteFile(file, append(text, '\n'), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var accepted limits
	if err := json.Unmarshal(text, &accepted); err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		name          string
		got, accepted float64
	}{
		{"jsii calls per resource", got.JSIICallsPerResource, accepted.JSIICallsPerResource},
		{"bytes of the cut assemblies", float64(got.AssemblyBytes), float64(accepted.AssemblyBytes)},
		{"bytes of the cut programs", float64(got.ProgramBytes), float64(accepted.ProgramBytes)},
	} {
		if row.got == 0 {
			t.Errorf("%s: nothing was counted", row.name)
		}
		if row.got > row.accepted*slack {
			t.Errorf("%s grew from %.2f to %.2f: if that is worth it, run `go test ./tools/bench -update` and commit %s", row.name, row.accepted, row.got, file)
		}
	}
}
