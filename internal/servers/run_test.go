//go:build linux || darwin

package servers

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestRunEndsWhatItStarted(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "run")
	r, err := NewRun(dir, false, []string{"GREETING=hello"})
	if err != nil {
		t.Fatal(err)
	}
	p, err := r.start(dir, "from standard input", "/bin/sh", "-c", `echo "$GREETING"; cat; exec sleep 600`)
	if err != nil {
		t.Fatal(err)
	}
	err = Eventually(t.Context(), "the program prints", func() bool { return strings.Contains(p.output(), "input") })
	if err != nil || p.output() != "hello\nfrom standard input" || p.ended() {
		t.Errorf("printed %q, ended %v; %v", p.output(), p.ended(), err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	if !p.ended() {
		t.Error("the program outlived its run")
	}
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the folder is still there: %v", err)
	}
}

func TestRunKeepsItsFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "run")
	r, err := NewRun(dir, true, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(dir); err != nil {
		t.Error(err)
	}
}

func TestRunTakesNoFolderOfOthers(t *testing.T) {
	dir := t.TempDir()
	if _, err := NewRun(dir, false, nil); !errors.Is(err, fs.ErrExist) {
		t.Errorf("got %v, want a refusal", err)
	}
	if _, err := os.Stat(dir); err != nil {
		t.Errorf("the folder of somebody else is gone: %v", err)
	}
}

func TestStartOfAMissingProgram(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "run")
	r, err := NewRun(dir, false, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if _, err := r.start(dir, "", "/nowhere/redis-server"); err == nil ||
		!strings.Contains(err.Error(), "can't start /nowhere/redis-server") {
		t.Errorf("got %v, want an error that names the program", err)
	}
}
