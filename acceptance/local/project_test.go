//go:build linux

package local

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/paperwurks/elasticache-redis/internal/servers"
)

// project is a folder with synthesized stacks, in which make finds the runner, already built, in place of Go's tool.
type project struct {
	t           *testing.T
	dir, cache  string
	makefile    string
	environment []string
}

func newProject(t *testing.T) *project {
	t.Helper()
	if _, err := servers.Installed(); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	// Short, because a socket's path has at most 107 characters.
	dir, err := os.MkdirTemp("", "local") //nolint:usetesting // t.TempDir is too long
	must(t, err)
	t.Cleanup(func() { must(t, os.RemoveAll(dir)) })
	root, err := filepath.Abs("../..")
	must(t, err)
	p := &project{t: t, dir: dir, cache: filepath.Join(dir, "cache"), makefile: filepath.Join(root, "Makefile")}
	must(t, os.MkdirAll(filepath.Join(dir, "bin"), 0o755))
	build := exec.Command("go", "build", "-o", filepath.Join(dir, "local"), "./tools/local")
	build.Dir = root
	if output, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	// A parent between make and the runner, as Go's tool is: `go run ./tools/local …`.
	shim := fmt.Sprintf("#!/bin/sh\nshift 2\n%s/local \"$@\"\nexit $?\n", dir)
	must(t, os.WriteFile(filepath.Join(dir, "bin", "go"), []byte(shim), 0o755))
	for _, stack := range []string{"redis-one", "redis-two"} {
		text, err := os.ReadFile(filepath.Join("testdata", stack+".json"))
		must(t, err)
		must(t, os.MkdirAll(filepath.Join(dir, "cdktf.out/stacks", stack), 0o755))
		must(t, os.WriteFile(filepath.Join(dir, "cdktf.out/stacks", stack, "cdk.tf.json"), text, 0o644))
	}
	p.environment = []string{
		"PATH=" + filepath.Join(dir, "bin") + ":" + os.Getenv("PATH"),
		"HOME=" + dir,
		"XDG_CACHE_HOME=" + p.cache,
	}
	return p
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// make is `make local` with the settings, in a process group of its own.
func (p *project) make(settings ...string) *exec.Cmd {
	cmd := exec.Command("make", append([]string{"-s", "-f", p.makefile, "-C", p.dir, "local"}, settings...)...)
	cmd.Env = p.environment
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	return cmd
}

// running is a `make local` that goes on beside the test.
type running struct {
	cmd  *exec.Cmd
	log  string
	done chan struct{}
}

func (p *project) start(settings ...string) *running {
	p.t.Helper()
	log, err := os.CreateTemp(p.dir, "log")
	must(p.t, err)
	defer log.Close()
	r := &running{cmd: p.make(settings...), log: log.Name(), done: make(chan struct{})}
	r.cmd.Stdout, r.cmd.Stderr = log, log
	must(p.t, r.cmd.Start())
	go func() {
		_ = r.cmd.Wait() // ended by a signal
		close(r.done)
	}()
	return r
}

func (r *running) output() string {
	text, _ := os.ReadFile(r.log)
	return string(text)
}

// says waits until it has printed each of the texts.
func (r *running) says(t *testing.T, texts ...string) {
	t.Helper()
	for _, text := range texts {
		must(t, servers.Eventually(t.Context(), "it says "+text, func() bool {
			select {
			case <-r.done:
				t.Fatalf("make local ended:\n%s", r.output())
			default:
			}
			return strings.Contains(r.output(), text)
		}))
	}
}

// kill ends nodes at once.
func (p *project) kill(nodes ...string) {
	p.t.Helper()
	for pid := range p.processes() {
		dir, _ := os.Readlink(filepath.Join("/proc", strconv.Itoa(pid), "cwd"))
		if slices.Contains(nodes, filepath.Base(dir)) {
			must(p.t, syscall.Kill(pid, syscall.SIGKILL))
		}
	}
}

// ready waits until the stack runs, and returns its env file's variables.
func (p *project) ready(r *running) map[string]string {
	p.t.Helper()
	r.says(p.t, "In other terminals:")
	_, rest, _ := strings.Cut(r.output(), "\n  . ")
	file, _, _ := strings.Cut(rest, "\n")
	text, err := os.ReadFile(file)
	must(p.t, err)
	variables := map[string]string{}
	for line := range strings.Lines(string(text)) {
		name, value, _ := strings.Cut(strings.TrimPrefix(line, "export "), "=")
		variables[name] = strings.Trim(strings.TrimSpace(value), "'")
	}
	return variables
}

// processes are this project's processes by id, with their command lines: those whose folder, environment or arguments
// name it.
func (p *project) processes() map[int]string {
	found := map[int]string{}
	all, _ := filepath.Glob("/proc/[0-9]*")
	for _, proc := range all {
		cwd, _ := os.Readlink(filepath.Join(proc, "cwd"))
		environment, _ := os.ReadFile(filepath.Join(proc, "environ"))
		line, _ := os.ReadFile(filepath.Join(proc, "cmdline"))
		if strings.HasPrefix(cwd, p.dir) || bytes.Contains(environment, []byte(p.cache)) ||
			bytes.Contains(line, []byte(p.cache)) {
			pid, _ := strconv.Atoi(filepath.Base(proc))
			found[pid] = strings.TrimSpace(strings.ReplaceAll(string(line), "\x00", " "))
		}
	}
	return found
}

// victim is a process, whichever runs by now, and its command line. Of processes with the same line it is the first:
// the others are copies of it that are about to run another program.
func (p *project) victim(r *running) (int, string) {
	p.t.Helper()
	first := map[string]int{}
	for len(first) == 0 { // a program that has just started has no arguments in /proc yet
		select {
		case <-r.done:
			p.t.Fatalf("make local ended by itself:\n%s", r.output())
		default:
		}
		for pid, line := range p.processes() {
			line, _, _ = strings.Cut(line, "\n")
			if known, ok := first[line]; !ok || pid < known {
				first[line] = pid
			}
		}
	}
	for line, pid := range first {
		return pid, line
	}
	return 0, ""
}

// lasts reports whether the process lasts as long as `make local`, which ends with it: make, the tool between, the
// runner and the guard.
func (p *project) lasts(line string) bool {
	return strings.HasPrefix(line, "make ") || strings.HasPrefix(line, "/bin/sh "+p.dir+"/bin/go ") ||
		strings.HasPrefix(line, p.dir+"/local ") || strings.HasPrefix(line, "/bin/sh -c read -r _")
}

// gone waits until no process is left, and asserts that no file but empty locks is.
func (p *project) gone() {
	p.t.Helper()
	err := servers.Eventually(p.t.Context(), "every process ends", func() bool { return len(p.processes()) == 0 })
	if err != nil {
		p.t.Errorf("%v: %v", err, p.processes())
		for pid := range p.processes() {
			_ = syscall.Kill(pid, syscall.SIGKILL)
		}
	}
	err = filepath.WalkDir(p.cache, func(path string, entry os.DirEntry, err error) error {
		if os.IsNotExist(err) || err == nil && entry.IsDir() {
			return nil
		}
		if info, problem := entry.Info(); err != nil || problem != nil || info.Size() > 0 {
			p.t.Errorf("%s is left", path)
		}
		return nil
	})
	must(p.t, err)
}
