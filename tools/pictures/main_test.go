package main

import (
	"os"
	"path/filepath"
	"testing"
)

// A picture that does not show the stack in testdata is worse than none.
func TestPicturesAreUpToDate(t *testing.T) {
	stacks, err := filepath.Glob("../../testdata/*.json")
	if err != nil || len(stacks) == 0 {
		t.Fatalf("no golden files: %v", err)
	}
	for _, stack := range stacks {
		want, err := dashboardSVG(stack)
		if err != nil {
			t.Fatal(err)
		}
		file := pictureFile("../..", stack)
		if got, err := os.ReadFile(file); err != nil || string(got) != string(want) {
			t.Errorf("%s is out of date: run `make golden` (%v)", file, err)
		}
	}
}
