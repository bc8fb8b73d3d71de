package main

import (
	"os"
	"strings"
	"testing"
)

// TestTargets finds what is to be broken in every target, and each mutant is its file with one change.
func TestTargets(t *testing.T) {
	t.Chdir("../..")
	for _, target := range targets {
		mutants, err := target.find(target.file)
		if err != nil {
			t.Fatal(err)
		}
		if len(mutants) < 5 {
			t.Errorf("%s of %s: %d mutants", target.kind, target.file, len(mutants))
		}
		content, err := os.ReadFile(target.file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range mutants {
			if m.content == string(content) || !strings.Contains(m.content, m.is) {
				t.Errorf("no change: %s", m)
			}
		}
	}
}
