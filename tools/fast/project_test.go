package main

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Outside of a cdktf Go project one line says what was wanted, and which file is missing or wrong.
func TestNoProject(t *testing.T) {
	empty, other := t.TempDir(), t.TempDir()
	write(t, filepath.Join(other, "go.mod"), "module example.com/other\n\ngo 1.24.0\n")
	for dir, want := range map[string][]string{
		filepath.Join(empty, "none"): {"there is no folder " + empty},
		empty:                        {"want a cdktf Go project", cdktfPath, "no go.mod in " + empty},
		other:                        {"want a cdktf Go project", cdktfPath, filepath.Join(other, "go.mod") + " does not"},
	} {
		for _, o := range []options{{project: dir}, {project: dir, stock: true}} {
			got := message(run(o))
			for _, text := range want {
				if !strings.Contains(got, text) || strings.Contains(got, "\n") {
					t.Errorf("%+v: got %q, want one line with %q", o, got, text)
				}
			}
		}
	}
}

// What Go says about a project that it can't load is the error.
func TestBrokenProject(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "go.mod"), "module example.com/broken\n\ngo 1.24.0\n\nrequire "+cdktfPath+" v0.21.0\n")
	write(t, filepath.Join(dir, "main.go"), "package main\n\nimport _ \""+cdktfPath+"\"\n")
	t.Setenv("GOWORK", "")
	if got := message(run(options{project: dir})); !strings.Contains(got, "go.sum") || !strings.Contains(got, dir) {
		t.Errorf("got %q, want Go's words about go.sum, and the folder", got)
	}
}

func TestNeed(t *testing.T) {
	m := cutModule{path: providerPrefix + "x-go/x", packages: []string{"b"}}
	for _, path := range []string{
		m.path + "/c", m.path + "/a/internal", m.path + "/b", m.path + "/jsii", m.path, m.path + "0/d", "fmt",
	} {
		m.need(path)
	}
	if want := []string{"a", "b", "c"}; !slices.Equal(m.packages, want) {
		t.Errorf("got %q, want %q", m.packages, want)
	}
}
