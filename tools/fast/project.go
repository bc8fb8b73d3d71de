package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

const (
	// cdktfPath is the module of cdktf itself.
	cdktfPath = "github.com/hashicorp/terraform-cdk-go/cdktf"
	// runtimePath is the module that starts Node.
	runtimePath = "github.com/aws/jsii-runtime-go"
	// providerPrefix starts the module path of every prebuilt provider.
	providerPrefix = "github.com/cdktf/cdktf-provider-"
)

// project is the module that is made fast.
type project struct {
	dir string
	goMod
	modules []cutModule
}

// goMod is what this command reads of a go.mod.
type goMod struct {
	Go      string
	Require []struct{ Path, Version string }
}

// version is the version of a module that the go.mod requires, or "".
func (m goMod) version(path string) string {
	for _, r := range m.Require {
		if r.Path == path {
			return r.Version
		}
	}
	return ""
}

// findProject finds the module that dir is in, and refuses one that is not a cdktf project.
func findProject(dir string) (*project, error) {
	const want = "want a cdktf Go project, with a go.mod that requires " + cdktfPath
	start, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	if info, err := os.Stat(start); err != nil || !info.IsDir() {
		return nil, fmt.Errorf("there is no folder %s", start)
	}
	for root := start; ; root = filepath.Dir(root) {
		file := filepath.Join(root, "go.mod")
		if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
			if root == filepath.Dir(root) {
				return nil, fmt.Errorf("%s: there is no go.mod in %s or above it", want, start)
			}
			continue
		} else if err != nil {
			return nil, err
		}
		p := &project{dir: root}
		if p.goMod, err = readGoMod(root, root); err != nil {
			return nil, err
		}
		if p.version(cdktfPath) == "" {
			return nil, fmt.Errorf("%s: %s does not", want, file)
		}
		return p, nil
	}
}

// readGoMod reads the go.mod in dir. It runs Go in another folder, so any version of Go will do.
func readGoMod(dir, runIn string) (goMod, error) {
	var m goMod
	out, err := goCommand(runIn, stock, "mod", "edit", "-json", filepath.Join(dir, "go.mod"))
	if err != nil {
		return m, err
	}
	return m, json.Unmarshal(out, &m)
}

// stock is the setting of Go that lets it see the bindings as they come.
const stock = "GOWORK=off"

// goCommand runs Go and returns what it prints.
func goCommand(dir, setting string, args ...string) ([]byte, error) {
	cmd := exec.Command("go", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), setting)
	var failure bytes.Buffer
	cmd.Stderr = &failure
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go %s in %s: %w\n%s", strings.Join(args, " "), dir, err, bytes.TrimSpace(failure.Bytes()))
	}
	return out, nil
}

// listed is what `go list` says of a package.
type listed struct {
	ImportPath string
	Module     *struct {
		Path, Version, Dir string
		Replace            *struct{ Path string }
	}
}

// findModules finds the modules to cut, and which of their packages the project and its tests need.
func (p *project) findModules() error {
	out, err := goCommand(p.dir, stock, "list", "-deps", "-test", "-json=ImportPath,Module", "./...")
	if err != nil {
		return err
	}
	needed := map[string]*cutModule{}
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var pkg listed
		if err := d.Decode(&pkg); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return err
		}
		m := pkg.Module
		if m == nil || m.Path != runtimePath && m.Path != cdktfPath && !strings.HasPrefix(m.Path, providerPrefix) {
			continue
		}
		if m.Replace != nil {
			return fmt.Errorf("%s replaces %s: remove that line first", filepath.Join(p.dir, "go.mod"), m.Path)
		}
		if needed[m.Path] == nil {
			needed[m.Path] = &cutModule{path: m.Path, version: m.Version, dir: m.Dir}
		}
		needed[m.Path].need(pkg.ImportPath)
	}
	for _, m := range needed {
		p.modules = append(p.modules, *m)
	}
	slices.SortFunc(p.modules, func(a, b cutModule) int { return strings.Compare(a.path, b.path) })
	return nil
}

// cutModule is a module that is replaced: the bindings of a provider, cdktf, or jsii's runtime.
type cutModule struct {
	path, version, dir string
	// packages are the needed packages of bindings, sorted: the first elements of their paths in the module.
	packages []string
}

func (m *cutModule) isBindings() bool { return strings.HasPrefix(m.path, providerPrefix) }

// need adds the package of an import, if it is one of these bindings.
func (m *cutModule) need(importPath string) {
	inner, ok := strings.CutPrefix(importPath, m.path+"/")
	name, _, _ := strings.Cut(inner, "/")
	if !ok || !m.isBindings() || name == "jsii" {
		return
	}
	if i, found := slices.BinarySearch(m.packages, name); !found {
		m.packages = slices.Insert(m.packages, i, name)
	}
}

// dirIn is the module's folder in a cut.
func (m *cutModule) dirIn(cut string) string {
	return filepath.Join(cut, filepath.FromSlash(m.path))
}

// summary is what the user reads about the module.
func (m *cutModule) summary() string {
	if m.isBindings() {
		return fmt.Sprintf("copied %s %s: %s", m.path, m.version, strings.Join(m.packages, " "))
	}
	return fmt.Sprintf("copied %s %s", m.path, m.version)
}
