package main

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// A replacement without a version would put a stale copy in the place of another version.
func TestWorkReplacesOneVersion(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a b")
	m := cutModule{path: providerPrefix + "x-go/x", version: "v1.2.3"}
	w := work{dir: filepath.Join(dir, "sub"), goMod: goMod{Go: "1.24.0"}}
	for _, folder := range []string{w.dir, m.dirIn(filepath.Join(dir, cutDir)), m.dirIn(filepath.Join(w.dir, cutDir))} {
		if err := os.MkdirAll(folder, 0o777); err != nil {
			t.Fatal(err)
		}
	}
	for cut, want := range map[string]string{dir: "../.fast/", w.dir: "./.fast/"} {
		if err := w.write(filepath.Join(cut, cutDir), []cutModule{m}); err != nil {
			t.Fatal(err)
		}
		want = workMark + "\ngo 1.24.0\n\nuse .\n\nreplace " + m.path + ` v1.2.3 => "` + want + m.path + "\"\n"
		if got := tree(t, w.dir)["go.work"]; got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
	}
	write(t, w.file()+".sum", "")
	if err := w.remove(); err != nil {
		t.Fatal(err)
	}
	if got := tree(t, w.dir); len(got) != 0 {
		t.Errorf("remove leaves %v", got)
	}
}

func TestForeignWork(t *testing.T) {
	w := work{dir: t.TempDir()}
	if err := checkNotForeign(w.file()); err != nil {
		t.Errorf("without a go.work: %v", err)
	}
	write(t, w.file(), "go 1.24\n")
	if err := checkNotForeign(w.file()); err == nil {
		t.Error("a go.work of somebody else is no error")
	}
	if err := w.remove(); err != nil {
		t.Error(err)
	}
	if tree(t, w.dir)["go.work"] == "" {
		t.Error("a go.work of somebody else is removed")
	}
}

// Modules in subfolders get what they import by themselves, if they have the same version.
func TestSubmodules(t *testing.T) {
	path := providerPrefix + "x-go/x"
	p := project{dir: t.TempDir(), modules: []cutModule{{path: path, version: "v1.2.3", packages: []string{"a"}}}}
	goMod := func(version string) string { return "module m\n\ngo 1.99\n\nrequire " + path + " " + version + "\n" }
	goFile := func(name string) string { return "package p\n\nimport _ \"" + path + "/" + name + "\"\n" }
	for name, text := range map[string]string{
		"go.mod":                      goMod("v1.2.3"),
		"main.go":                     goFile("unused"),
		"same/go.mod":                 goMod("v1.2.3"),
		"same/deep/b_test.go":         goFile("b"),
		"same/broken.go":              "no Go",
		"same/node_modules/no.go":     goFile("no"),
		"other/go.mod":                goMod("v1.2.4"),
		"other/c.go":                  goFile("c"),
		"cdktf.out/go.mod":            goMod("v1.2.3"),
		"cdktf.out/c.go":              goFile("no"),
		filepath.Join(cutDir, "d.go"): goFile("no"),
	} {
		write(t, filepath.Join(p.dir, filepath.FromSlash(name)), text)
	}
	works, err := p.works()
	if err != nil {
		t.Fatal(err)
	}
	var dirs []string
	for _, w := range works {
		dirs = append(dirs, filepath.Base(w.dir))
	}
	if want := []string{filepath.Base(p.dir), "other", "same"}; !slices.Equal(dirs, want) {
		t.Errorf("the modules are in %q, want %q", dirs, want)
	}
	if err := p.addSubmodules(works); err != nil {
		t.Fatal(err)
	}
	if got, want := p.modules[0].packages, []string{"a", "b"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
