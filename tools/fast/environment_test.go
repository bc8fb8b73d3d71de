package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// What hides a go.work, or what Go refuses beside it, is reported all at once.
func TestEnvironment(t *testing.T) {
	above := t.TempDir()
	p := project{dir: filepath.Join(above, "project")}
	write(t, filepath.Join(p.dir, "go.mod"), "module m\n")
	t.Setenv("GOFLAGS", "-trimpath -mod=readonly")
	for _, work := range []string{"", "off"} {
		t.Setenv("GOWORK", work)
		if err := p.checkEnvironment(); err != nil {
			t.Errorf("GOWORK=%s: %v", work, err)
		}
	}
	t.Setenv("GOFLAGS", "-mod=mod -modfile=x.mod")
	foreign := []string{filepath.Join(above, "go.work"), filepath.Join(p.dir, "sub", "go.work")}
	for _, file := range append(foreign, filepath.Join(p.dir, "vendor", "modules.txt")) {
		write(t, file, "go 1.24\n")
	}
	wants := []string{foreign[0], foreign[1], "GOFLAGS has -mod=mod", filepath.Join(p.dir, "vendor")}
	check := func() {
		t.Helper()
		got := message(p.checkEnvironment())
		for _, want := range wants {
			if !strings.Contains(got, want) {
				t.Errorf("got %q, want %q", got, want)
			}
		}
	}
	check()
	t.Setenv("GOWORK", "/x/go.work")
	wants[0] = `GOWORK is "/x/go.work"`
	check()
}

func TestFlags(t *testing.T) {
	for flags, want := range map[string]string{
		"": "", "-tags=x -mod=readonly": "", "--mod=vendor": "--mod=vendor", "-modfile=x.mod": "-modfile=x.mod",
	} {
		if got := message(checkFlags(flags)); (want == "") != (got == "") || !strings.Contains(got, want) {
			t.Errorf("%s: got %q, want %q", flags, got, want)
		}
	}
}
