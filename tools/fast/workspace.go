package main

import (
	"cmp"
	"errors"
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// workMark is the first line of a go.work of ours.
const workMark = "// Made by fast; `fast -stock` removes it.\n"

// work is the go.work of the module in dir. Go takes the nearest one, so each module in the project's folder has its
// own, and keeps its own choice of versions.
type work struct {
	dir string
	goMod
}

func (w work) file() string { return filepath.Join(w.dir, "go.work") }

// works are the go.work files of the project and of the modules in its subfolders.
func (p *project) works() ([]work, error) {
	var works []work
	err := walk(p.dir, func(file string) error {
		if filepath.Base(file) != "go.mod" {
			return nil
		}
		dir := filepath.Dir(file)
		m, err := readGoMod(dir, p.dir)
		works = append(works, work{dir, m})
		return err
	})
	return works, err
}

// walk visits the files below dir that may be a module's own.
func walk(dir string, visit func(file string) error) error {
	others := []string{"node_modules", "testdata", "cdktf.out"}
	return filepath.WalkDir(dir, func(file string, entry fs.DirEntry, err error) error {
		switch name := entry.Name(); {
		case err != nil:
			return err
		case !entry.IsDir():
			return visit(file)
		case file != dir && (strings.HasPrefix(name, ".") || slices.Contains(others, name)):
			return filepath.SkipDir
		}
		return nil
	})
}

// addSubmodules adds the packages that modules in subfolders import of the same bindings. It reads their files and not
// `go list`, which would download all that such a module requires.
func (p *project) addSubmodules(works []work) error {
	for _, w := range works {
		if w.dir == p.dir {
			continue
		}
		err := walk(w.dir, func(file string) error {
			if filepath.Ext(file) != ".go" {
				return nil
			}
			source, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
			if err != nil {
				return nil //nolint:nilerr // Go says what is wrong with it when it builds it
			}
			for _, i := range source.Imports {
				path, _ := strconv.Unquote(i.Path.Value)
				for n := range p.modules {
					if m := &p.modules[n]; w.version(m.path) == m.version {
						m.need(path)
					}
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// ours says whether this command made the go.work file; it is an error if it is not there.
func ours(file string) (bool, error) {
	text, err := os.ReadFile(file)
	return strings.HasPrefix(string(text), workMark), err
}

// checkNotForeign refuses a go.work of somebody else, and takes one that is not there.
func checkNotForeign(file string) error {
	ours, err := ours(file)
	if errors.Is(err, fs.ErrNotExist) || ours {
		return nil
	}
	return cmp.Or(err, fmt.Errorf("%s was not made by this command: move it away first", file))
}

// write makes the module use the copies that are in the cut. Each replacement is for one version only: with another one
// in go.mod the bindings are those that come with it, never a stale copy.
func (w work) write(cut string, modules []cutModule) error {
	text := workMark + "\ngo " + cmp.Or(w.Go, "1.18") + "\n\nuse .\n"
	for _, m := range modules {
		if _, err := os.Stat(m.dirIn(cut)); err == nil {
			text += fmt.Sprintf("\nreplace %s %s => %s\n", m.path, m.version, w.local(m.dirIn(cut)))
		}
	}
	return os.WriteFile(w.file(), []byte(text), 0o666)
}

// local is the path of dir as the go.work names it: quoted, and relative where it can be.
func (w work) local(dir string) string {
	relative, err := filepath.Rel(w.dir, dir)
	if err != nil {
		return strconv.Quote(filepath.ToSlash(dir))
	}
	if filepath.IsLocal(relative) {
		relative = "./" + relative
	}
	return strconv.Quote(filepath.ToSlash(relative))
}

// remove removes the go.work and the sums that Go keeps beside it, if this command made it.
func (w work) remove() error {
	if ours, err := ours(w.file()); !ours {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	}
	if err := os.Remove(w.file()); err != nil {
		return err
	}
	if err := os.Remove(w.file() + ".sum"); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
