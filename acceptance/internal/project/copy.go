// Package project copies the project, so that tests leave nothing in the work tree.
package project

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Copy returns a folder with what a clone of the project would have, and with what is not committed yet. It is for
// tests of packages two folders below the project.
func Copy(t *testing.T) string {
	t.Helper()
	const root = "../.."
	dir := t.TempDir()
	list := exec.CommandContext(t.Context(), "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	list.Dir = root
	output, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	for name := range strings.SplitSeq(strings.TrimSuffix(string(output), "\x00"), "\x00") {
		content, err := os.ReadFile(filepath.Join(root, name))
		if errors.Is(err, fs.ErrNotExist) {
			continue // deleted and not committed yet
		}
		if err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), content, info.Mode().Perm()); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// GoFlags is a variable for commands in a copy: Go builds the same in every folder then, so that its cache serves all
// copies, and links without what only debuggers read.
func GoFlags() string { return "GOFLAGS=" + os.Getenv("GOFLAGS") + " -trimpath -ldflags=-w" }
