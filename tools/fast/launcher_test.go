package main

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestEditsOfAnUnknownText(t *testing.T) {
	e := edits{{"p.cmd.Start()", "p.start()"}}
	for _, text := range []string{"", "p.cmd.Start() p.cmd.Start()"} {
		if _, err := e.apply([]byte(text)); err == nil {
			t.Errorf("%q: no error", text)
		}
		if got := string(e.applyIfKnown([]byte(text))); got != text {
			t.Errorf("got %q, want %q", got, text)
		}
	}
}

// moduleDir is where Go keeps a module of the app.
func moduleDir(t *testing.T, path string) string {
	t.Helper()
	dir, err := goCommand(filepath.Join("testdata", "app"), stock, "list", "-m", "-f", "{{.Dir}}", path)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(dir))
}

// TestEditsFit names the edits that the versions in testdata/app/go.mod do not take any more.
func TestEditsFit(t *testing.T) {
	dir := moduleDir(t, runtimePath)
	all := map[string]edits{programName: programEdits}
	maps.Copy(all, runtimeEdits)
	for name, e := range all {
		text, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		if err == nil {
			_, err = e.apply(text)
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
