package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const loader = `package jsii

func Initialize() {
}
`

// newBindings is a module of bindings as jsii generates them, with the packages snstopic and sqsqueue.
func newBindings(t *testing.T) cutModule {
	t.Helper()
	m := cutModule{path: providerPrefix + "x-go/x", version: "v1.2.3", dir: t.TempDir(), packages: []string{"snstopic"}}
	write(t, filepath.Join(m.dir, "go.mod"), "module "+m.path+"\n")
	write(t, filepath.Join(m.dir, "jsii", "jsii.go"), "// Generated.\n"+loader)
	write(t, filepath.Join(m.dir, "jsii", "x.tgz"), packageOf(t, whole).String())
	for _, name := range []string{"snstopic", "sqsqueue"} {
		write(t, filepath.Join(m.dir, name, "main.go"), "package "+name+"\n\nimport _ \""+m.path+"/jsii\"\n")
	}
	return m
}

func TestCutOfBindings(t *testing.T) {
	m := newBindings(t)
	p := project{modules: []cutModule{m}}
	dir := filepath.Join(t.TempDir(), cutDir)
	if err := p.cut(dir); err != nil {
		t.Fatal(err)
	}
	if !p.current(dir) {
		t.Error("the new cut is not current")
	}
	if got, err := os.ReadFile(filepath.Join(dir, ".gitignore")); string(got) != "*\n" {
		t.Errorf("Git does not ignore the cut: %q (%v)", got, err)
	}
	for file, want := range map[string]string{
		"snstopic/main.go": m.path + "/jsii/cut",
		"sqsqueue/main.go": m.path + "/jsii\"",
		"jsii/jsii.go":     "func Initialize() {\n}",
		"jsii/cut/jsii.go": "package cut",
		"jsii/whole.go":    "cut.UseWhole(Initialize)",
	} {
		text, err := os.ReadFile(filepath.Join(m.dirIn(dir), filepath.FromSlash(file)))
		if !strings.Contains(string(text), want) {
			t.Errorf("%s (%v) lacks %s:\n%s", file, err, want, text)
		}
	}
	for name, change := range map[string]func(*cutModule){
		"version":  func(m *cutModule) { m.version = "v1.2.4" },
		"packages": func(m *cutModule) { m.packages = []string{"provider", "topic"} },
	} {
		changed := m
		change(&changed)
		if (&project{modules: []cutModule{changed}}).current(dir) {
			t.Errorf("with another %s the cut is still current", name)
		}
	}
}

// A module in a version that is not known is used as it comes, and costs the others nothing.
func TestUnknownModule(t *testing.T) {
	bindings := newBindings(t)
	runtime := cutModule{path: runtimePath, version: "v9.0.0", dir: t.TempDir()}
	p := project{modules: []cutModule{runtime, bindings}}
	dir := t.TempDir()
	if err := p.cut(filepath.Join(dir, cutDir)); err != nil {
		t.Fatal(err)
	}
	w := work{dir: dir}
	if err := w.write(filepath.Join(dir, cutDir), p.modules); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(w.file())
	if err != nil || strings.Contains(string(text), runtimePath) || !strings.Contains(string(text), bindings.path) {
		t.Errorf("want bindings replaced and the runtime not, got (%v)\n%s", err, text)
	}
	if err := (&project{modules: []cutModule{runtime}}).cut(filepath.Join(t.TempDir(), cutDir)); err == nil {
		t.Error("with no known module there is no error")
	}
}

func TestUnknownForms(t *testing.T) {
	for name, change := range map[string]func(dir string){
		"another loader": func(dir string) {
			write(t, filepath.Join(dir, "jsii", "jsii.go"), "package jsii\n\nfunc Load() {\n}\n")
		},
		"two npm packages":   func(dir string) { write(t, filepath.Join(dir, "jsii", "y.tgz"), "") },
		"an empty package":   func(dir string) { write(t, filepath.Join(dir, "jsii", "x.tgz"), packageOf(t, nil).String()) },
		"jsii/jsii.go moved": func(dir string) { os.Remove(filepath.Join(dir, "jsii", "jsii.go")) },
	} {
		t.Run(name, func(t *testing.T) {
			m := newBindings(t)
			change(m.dir)
			var why unknownForm
			if err := m.cut(filepath.Join(t.TempDir(), "x")); !errors.As(err, &why) {
				t.Errorf("got %v, want an unknown form", err)
			}
		})
	}
}

// A folder .fast of somebody else's is neither replaced nor removed.
func TestForeignFolder(t *testing.T) {
	dir := t.TempDir()
	mine := filepath.Join(dir, cutDir, "mine")
	write(t, mine, "")
	write(t, filepath.Join(dir, "go.mod"), "module m\n")
	p := project{dir: dir, modules: []cutModule{newBindings(t)}}
	for name, err := range map[string]error{"cut": p.cut(filepath.Join(dir, cutDir)), "removeCut": p.removeCut()} {
		if err == nil || !strings.Contains(err.Error(), "move it away") {
			t.Errorf("%s: got %v, want an error that says to move it away", name, err)
		}
	}
	if _, err := os.Stat(mine); err != nil {
		t.Error(err)
	}
}
