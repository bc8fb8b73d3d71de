package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var modules = []cutModule{{path: providerPrefix + "x-go/x/v1", version: "v1.2.3", packages: []string{"provider"}}}

// A replacement without a version would put a stale cut in the place of another version.
func TestWorkReplacesOneVersion(t *testing.T) {
	dir := t.TempDir()
	w := work{filepath.Join(dir, "sub", "go.work"), filepath.Join(dir, "sub"), "1.24.0"}
	if err := os.Mkdir(w.module, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := w.write(filepath.Join(dir, cutDir), modules); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(w.file)
	if err != nil {
		t.Fatal(err)
	}
	want := workMark + `
go 1.24.0

use .

replace github.com/cdktf/cdktf-provider-x-go/x/v1 v1.2.3 => ../.fast/github.com/cdktf/cdktf-provider-x-go/x/v1
`
	if string(text) != want {
		t.Errorf("got\n%s\nwant\n%s", text, want)
	}
	if err := w.remove(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(w.file); err == nil {
		t.Error("remove leaves it")
	}
}

func TestWorkOfSomebodyElseStays(t *testing.T) {
	w := work{file: filepath.Join(t.TempDir(), "go.work")}
	if err := os.WriteFile(w.file, []byte("go 1.24\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := w.check(); err == nil || !strings.Contains(err.Error(), "move it away") {
		t.Errorf("got %v", err)
	}
}

func TestCutIsCurrent(t *testing.T) {
	dir := t.TempDir()
	was := project{modules: modules}
	if err := os.WriteFile(filepath.Join(dir, stampFile), []byte(was.stamp()), 0o666); err != nil {
		t.Fatal(err)
	}
	if !was.current(dir) {
		t.Error("the same is not current")
	}
	for name, change := range map[string]func(*cutModule){
		"version": func(m *cutModule) { m.version = "v1.2.4" },
		"imports": func(m *cutModule) { m.packages = []string{"provider", "topic"} },
	} {
		m := modules[0]
		change(&m)
		is := project{modules: []cutModule{m}}
		if is.current(dir) {
			t.Errorf("with other %s the cut is still current", name)
		}
	}
}

func TestSettingsThatHideTheWork(t *testing.T) {
	for variable, value := range map[string]string{"GOFLAGS": "-mod=mod", "GOWORK": "off"} {
		t.Run(variable, func(t *testing.T) {
			t.Setenv("GOFLAGS", "")
			t.Setenv("GOWORK", "")
			p := project{}
			if err := p.checkEnvironment(); err != nil {
				t.Fatal(err)
			}
			t.Setenv(variable, value)
			if err := p.checkEnvironment(); err == nil {
				t.Error("no error")
			}
		})
	}
}

// With another version in go.mod the project is right and as slow as stock; this is where that is noticed.
func TestProjectsOwnCutIsCurrent(t *testing.T) {
	p, err := findProject(".")
	if err != nil {
		t.Fatal(err)
	}
	// Read so that `go test` runs this again when they change.
	for _, file := range []string{"go.mod", "go.work"} {
		if _, err := os.ReadFile(filepath.Join(p.dir, file)); err != nil {
			t.Skip("the project has no cut")
		}
	}
	if err := p.findModules(); err != nil {
		t.Fatal(err)
	}
	if !p.current(filepath.Join(p.dir, cutDir)) {
		t.Error("the cut is of other imports or versions, or made by another tools/fast: run `make fast`, or `make stock` to do without")
	}
}
