package main

import (
	"os"
	"path/filepath"
	"testing"
)

// TestCDKTFEditsFit names the edits that the version in testdata/app/go.mod does not take any more.
func TestCDKTFEditsFit(t *testing.T) {
	tarball, err := tarballIn(filepath.Join(moduleDir(t, cdktfPath), "jsii"))
	if err != nil {
		t.Fatal(err)
	}
	npm, err := os.Open(tarball)
	if err != nil {
		t.Fatal(err)
	}
	defer npm.Close()
	programs := filesOf(t, npm)
	for name, e := range cdktfEdits {
		if _, err := e.apply([]byte(programs[name])); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
