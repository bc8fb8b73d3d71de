package main

import (
	"os"
	"testing"
)

// A picture that does not show the stack in testdata is worse than none.
func TestPicturesAreUpToDate(t *testing.T) {
	drawn := 0
	err := pictures("../..", func(file string, want []byte) error {
		drawn++
		if got, err := os.ReadFile(file); err != nil || string(got) != string(want) {
			t.Errorf("%s is out of date: run `make golden` (%v)", file, err)
		}
		return nil
	})
	if err != nil || drawn == 0 {
		t.Fatalf("%d pictures, %v", drawn, err)
	}
}
