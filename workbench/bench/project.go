package main

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// project is a copy of this project that is made fast, while the one at hand stays as it is.
type project struct {
	// tmp is the folder of the copy and of all that the apps write.
	tmp string
}

func newProject() (*project, error) {
	root, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/paperwurks/elasticache-redis").Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	tmp, err := os.MkdirTemp("", "bench-*")
	if err != nil {
		return nil, err
	}
	p := &project{tmp}
	if err := copyFiles(strings.TrimSpace(string(root)), p.dir()); err != nil {
		return nil, err
	}
	fast := exec.Command("go", "run", "-C", "tools/fast", ".", "-project", p.dir())
	fast.Dir = p.dir()
	if out, err := fast.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("make fast: %w\n%s", err, out)
	}
	return p, nil
}

func (p *project) dir() string { return filepath.Join(p.tmp, "project") }

func (p *project) remove() { os.RemoveAll(p.tmp) }

// copyFiles copies the project's files, without what tools keep there.
func copyFiles(from, to string) error {
	return filepath.WalkDir(from, func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, copied := entry.Name(), filepath.Join(to, strings.TrimPrefix(file, from))
		switch {
		case file == from:
			return os.MkdirAll(copied, 0o777)
		case entry.IsDir() && (strings.HasPrefix(name, ".") || name == "cdktf.out" || name == "node_modules"):
			return filepath.SkipDir
		case entry.IsDir():
			return os.Mkdir(copied, 0o777)
		case !entry.Type().IsRegular() || strings.HasPrefix(name, "go.work"):
			return nil
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		return os.WriteFile(copied, text, 0o666)
	})
}

// command synthesizes with the modules as they come, or with those of `make fast`, which go.work files name.
func (p *project) command(a app, fast bool) *exec.Cmd {
	cmd := exec.Command("go", append([]string{"run"}, a.args...)...)
	cmd.Dir = filepath.Join(p.dir(), a.dir)
	cmd.Env = append(os.Environ(), "GOWORK="+workspace(fast), "CDKTF_OUTDIR="+p.out(fast),
		// What was built in one run's folder is in Go's cache for the next run's.
		"GOFLAGS="+os.Getenv("GOFLAGS")+" -trimpath")
	return cmd
}

// out is the folder that an app writes to.
func (p *project) out(fast bool) string {
	if fast {
		return filepath.Join(p.tmp, "fast")
	}
	return filepath.Join(p.tmp, "stock")
}

// workspace is the value of GOWORK: "" looks for a go.work.
func workspace(fast bool) string {
	if fast {
		return ""
	}
	return "off"
}
