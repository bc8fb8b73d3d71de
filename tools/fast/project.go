package main

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// providerPrefix starts the module path of every prebuilt provider.
const providerPrefix = "github.com/cdktf/cdktf-provider-"

// project is the module that is made fast.
type project struct {
	dir       string
	goVersion string
	modules   []cutModule
}

// cutModule is a module that is replaced: prebuilt bindings, cdktf, or jsii's runtime.
type cutModule struct {
	path, version, dir string
	// packages are the names of the needed packages of bindings, the first elements of their paths in the module.
	packages []string
}

// module is what `go list` says of a module.
type module struct {
	Path, Version, Dir, GoVersion string
	Replace                       *module
}

func findProject(dir string) (*project, error) {
	var main module
	err := goList(dir, func(d *json.Decoder) error { return d.Decode(&main) }, "-m", "-json")
	if err != nil {
		return nil, err
	}
	return &project{dir: main.Dir, goVersion: main.GoVersion}, nil
}

// findModules finds the packages that the project and its tests need, in the modules as they come.
func (p *project) findModules() error {
	needed := map[string]*cutModule{}
	err := goList(p.dir, func(d *json.Decoder) error {
		var pkg struct {
			ImportPath string
			Module     *module
		}
		if err := d.Decode(&pkg); err != nil {
			return err
		}
		m := pkg.Module
		if m == nil || m.Path != runtimePath && m.Path != cdktfPath && !strings.HasPrefix(m.Path, providerPrefix) {
			return nil
		}
		if m.Replace != nil {
			return fmt.Errorf("%s is replaced in go.mod: remove that first", m.Path)
		}
		if needed[m.Path] == nil {
			needed[m.Path] = &cutModule{path: m.Path, version: m.Version, dir: m.Dir}
		}
		name, _, _ := strings.Cut(strings.TrimPrefix(pkg.ImportPath, m.Path+"/"), "/")
		if strings.HasPrefix(m.Path, providerPrefix) && name != "jsii" && !slices.Contains(needed[m.Path].packages, name) {
			needed[m.Path].packages = append(needed[m.Path].packages, name)
		}
		return nil
	}, "-deps", "-test", "-json=ImportPath,Module", "./...")
	if err != nil {
		return err
	}
	for _, m := range needed {
		slices.Sort(m.packages)
		p.modules = append(p.modules, *m)
	}
	slices.SortFunc(p.modules, func(a, b cutModule) int { return strings.Compare(a.path, b.path) })
	return nil
}

// goList runs `go list` outside of any workspace, so that it sees the bindings as they come, and decodes what it prints.
func goList(dir string, decode func(*json.Decoder) error, args ...string) error {
	cmd := exec.Command("go", append([]string{"list"}, args...)...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOWORK=off")
	var failure bytes.Buffer
	cmd.Stderr = &failure
	out, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("go list: %w\n%s", err, failure.Bytes())
	}
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		if err := decode(d); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		if !d.More() {
			return nil
		}
	}
}

//go:embed *.go
var source embed.FS

// stamp is all that decides what the cut looks like: this program, and each provider's version and needed packages.
func (p *project) stamp() string {
	program := sha256.New()
	files, _ := source.ReadDir(".")
	for _, file := range files {
		if strings.HasSuffix(file.Name(), "_test.go") {
			continue
		}
		text, _ := source.ReadFile(file.Name())
		program.Write(text)
	}
	stamp := fmt.Sprintf("%x\n", program.Sum(nil))
	for _, m := range p.modules {
		stamp += fmt.Sprintf("%s %s %s %s\n", m.path, m.version, m.dir, strings.Join(m.packages, " "))
	}
	return stamp
}

// dirIn is the module's folder in a cut.
func (m cutModule) dirIn(cut string) string {
	return filepath.Join(cut, filepath.FromSlash(m.path))
}
