package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var (
	update = flag.Bool("update", false, "write testdata/counts.json")
	// Not by default, since `go test` can't know what the programs it runs are made of.
	proof = flag.Bool("proof", os.Getenv("CI") == "true", "synthesize, stock and fast; with -count=1")
)

// slack is how much a count may grow unnoticed, since a resource more or less moves the quotient.
const slack = 1.02

// TestFast checks that `make fast` changes nothing that Terraform gets, and that it stays fast: what makes synthesis
// slow does so a call and a type at a time.
func TestFast(t *testing.T) {
	if !*proof && !*update {
		t.Skip("needs -proof")
	}
	p, err := newProject()
	if err != nil {
		t.Fatal(err)
	}
	defer p.remove()
	if _, err := p.count(false); err != nil {
		t.Fatal(err)
	}
	got, err := p.count(true)
	if err != nil {
		t.Fatal(err)
	}
	checkSameFiles(t, p.out(false), p.out(true))
	checkCounts(t, got)
}

func checkSameFiles(t *testing.T, stock, fast string) {
	t.Helper()
	stacks, err := filepath.Glob(filepath.Join(stock, "stacks", "*", "cdk.tf.json"))
	if err != nil || len(stacks) == 0 {
		t.Fatalf("no stacks in %s (%v)", stock, err)
	}
	for _, file := range stacks {
		name := strings.TrimPrefix(file, stock)
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(filepath.Join(fast, name)); err != nil || !bytes.Equal(got, want) {
			t.Errorf("fast writes another %s than stock (%v)", name, err)
		}
	}
}

func checkCounts(t *testing.T, got counts) {
	t.Helper()
	const file = "testdata/counts.json"
	if *update {
		text, _ := json.MarshalIndent(got, "", "  ") // numbers always encode
		if err := os.WriteFile(file, append(text, '\n'), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var accepted counts
	if err := json.Unmarshal(text, &accepted); err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		name          string
		got, accepted float64
	}{
		{"jsii calls per resource", got.JSIICallsPerResource, accepted.JSIICallsPerResource},
		{"bytes of the fast assemblies", float64(got.AssemblyBytes), float64(accepted.AssemblyBytes)},
		{"bytes of the fast programs", float64(got.ProgramBytes), float64(accepted.ProgramBytes)},
	} {
		if !(row.got > 0) || math.IsInf(row.got, 0) {
			t.Errorf("%s: nothing was counted", row.name)
		}
		if row.got > row.accepted*slack {
			t.Errorf("%s grew from %.2f to %.2f: if that is worth it, run `go test -C workbench ./bench -update` "+
				"and commit %s", row.name, row.accepted, row.got, file)
		}
	}
}

func TestRunRefuses(t *testing.T) {
	want := "-rounds must be at least 1, got 0\ntakes no arguments, got [\"stray\"]"
	if err := run(0, []string{"stray"}); err == nil || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
}

func TestSpread(t *testing.T) {
	if got, want := spread([]float64{3, 1, 2}), "2.00 (1.00 to 3.00)"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
