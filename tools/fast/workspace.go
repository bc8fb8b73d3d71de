package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// workMark is the first line of a go.work of ours.
const workMark = "// Made by `make fast`, removed by `make stock`.\n"

// work is the go.work of one module: Go takes the nearest one, so that each module of the repository has its own, and
// keeps its own choice of versions.
type work struct{ file, module, goVersion string }

// works are the go.work files of the project and of the modules in its subfolders.
func (p *project) works() ([]work, error) {
	var works []work
	err := filepath.WalkDir(p.dir, func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := entry.Name()
		if entry.IsDir() && file != p.dir && (strings.HasPrefix(name, ".") || name == "node_modules" || name == "testdata" || name == "cdktf.out") {
			return filepath.SkipDir
		}
		if name != "go.mod" {
			return nil
		}
		dir := filepath.Dir(file)
		var m module
		if err := goList(dir, func(d *json.Decoder) error { return d.Decode(&m) }, "-m", "-json"); err != nil {
			return err
		}
		w := work{filepath.Join(dir, "go.work"), dir, m.GoVersion}
		works = append(works, w)
		return w.check()
	})
	return works, err
}

// check refuses to touch a go.work of somebody else.
func (w work) check() error {
	text, err := os.ReadFile(w.file)
	if errors.Is(err, fs.ErrNotExist) || err == nil && strings.HasPrefix(string(text), workMark) {
		return nil
	}
	if err != nil {
		return err
	}
	return fmt.Errorf("%s is not made by `make fast`: move it away first", w.file)
}

// write makes the module use the cut. Each replacement is for one version only: with another one in go.mod the bindings
// are those that come with it, never a stale cut.
func (w work) write(cut string, modules []cutModule) error {
	text := workMark + "\ngo " + w.goVersion + "\n\nuse " + local(w.file, w.module) + "\n"
	for _, m := range modules {
		text += fmt.Sprintf("\nreplace %s %s => %s\n", m.path, m.version, local(w.file, m.dirIn(cut)))
	}
	return os.WriteFile(w.file, []byte(text), 0o666)
}

// local is the path of dir as it stands in the go.work file, relative to it where it can be.
func local(file, dir string) string {
	relative, err := filepath.Rel(filepath.Dir(file), dir)
	if err != nil {
		return filepath.ToSlash(dir)
	}
	if !strings.HasPrefix(relative, ".") || strings.HasPrefix(relative, cutDir) {
		relative = "./" + relative
	}
	return filepath.ToSlash(relative)
}

// remove removes the go.work and the sums that Go keeps beside it.
func (w work) remove() error {
	for _, file := range []string{w.file, w.file + ".sum"} {
		if err := os.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// checkEnvironment refuses a system that the cut does not work on, and settings that Go does not take together with a
// go.work or that make it unseen.
func (p *project) checkEnvironment() error {
	if runtime.GOOS == "windows" {
		return errors.New("needs links and sockets as Unix has them: stay with stock on Windows")
	}
	if flags := os.Getenv("GOFLAGS"); strings.Contains(flags, "-mod=") {
		return fmt.Errorf("GOFLAGS is %q: Go refuses -mod beside a go.work, unset it first", flags)
	}
	if set := os.Getenv("GOWORK"); set != "" {
		return fmt.Errorf("GOWORK is %q, so that no go.work of the project is used: unset it first", set)
	}
	return nil
}
