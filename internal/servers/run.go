//go:build linux || darwin

package servers

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
)

// Run is the servers of one program, and the folder they work in. Both end with the program, however it ends.
type Run struct {
	// Dir is the folder.
	Dir string

	environment []string
	keep        bool
	guard       *process
	pipe        io.Closer
	mutex       sync.Mutex
	processes   []*process
}

// guardScript waits for the end of its input, which comes when the program closes it or is no more. Then it removes
// the folder, unless that is to stay, and ends its process group: the servers and itself. A server may just write a
// file, so the folder takes another try.
const guardScript = `read -r _
[ -n "$2" ] || for try in 1 2 3 4 5; do rm -rf "$1" && break; done
kill -9 0`

// NewRun makes the folder, which must be nobody else's. Its processes get the environment, and the guard keeps the
// files open for as long as it runs.
func NewRun(dir string, keep bool, environment []string, files ...*os.File) (*Run, error) {
	r := &Run{
		Dir:         dir,
		keep:        keep,
		environment: append([]string{"PATH=" + os.Getenv("PATH"), "LANG=C.UTF-8"}, environment...),
	}
	stay := ""
	if keep {
		stay = "keep"
	}
	// Before the guard, which would remove a folder that is somebody else's.
	if err := os.Mkdir(dir, 0o700); err != nil {
		return nil, err
	}
	input, output, err := os.Pipe()
	if err != nil {
		return nil, errors.Join(err, os.Remove(dir))
	}
	defer input.Close()
	cmd := exec.Command("/bin/sh", "-c", guardScript, "guard", dir, stay)
	cmd.Env, cmd.Stdin, cmd.ExtraFiles = r.environment, input, files
	// In the terminal's session, so that servers can join its group, but in no group that gets the terminal's signals.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	r.pipe = output
	if r.guard, err = start(cmd, ""); err != nil {
		return nil, errors.Join(err, output.Close(), os.Remove(dir))
	}
	return r, nil
}

// Done is closed when the guard has ended, and nothing protects the run any more.
func (r *Run) Done() <-chan struct{} { return r.guard.done }

// Close ends the processes and removes the folder.
func (r *Run) Close() error {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	for _, p := range r.processes {
		p.kill()
	}
	_ = r.pipe.Close() // may be closed
	<-r.guard.done
	if r.keep {
		return nil
	}
	return os.RemoveAll(r.Dir) // for a guard that was killed before
}

// start runs a program in the folder, and writes what it prints to a file there.
func (r *Run) start(dir, input string, argv ...string) (*process, error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	cmd := exec.Command(argv[0], argv[1:]...)
	cmd.Env, cmd.Dir, cmd.Stdin = r.environment, dir, strings.NewReader(input)
	cmd.SysProcAttr = attributes(r.guard.cmd.Process.Pid)
	p, err := start(cmd, filepath.Join(dir, "log"))
	if err == nil {
		r.processes = append(r.processes, p)
	}
	return p, err
}

// command is a short-lived program, which ends with the run too.
func (r *Run) command(ctx context.Context, environment string, argv ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, argv[0], argv[1:]...)
	cmd.Env = append(slices.Clone(r.environment), environment)
	cmd.SysProcAttr = attributes(r.guard.cmd.Process.Pid)
	return cmd
}

// process is a running program.
type process struct {
	cmd  *exec.Cmd
	log  string
	done chan struct{}
}

func start(cmd *exec.Cmd, log string) (*process, error) {
	p := &process{cmd: cmd, log: log, done: make(chan struct{})}
	if log != "" {
		file, err := os.OpenFile(log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
		if err != nil {
			return nil, err
		}
		defer file.Close()
		cmd.Stdout, cmd.Stderr = file, file
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("can't start %s: %w", cmd.Path, err)
	}
	go func() {
		_ = cmd.Wait() // ended by kill, as often as not
		close(p.done)
	}()
	return p, nil
}

func (p *process) kill() {
	_ = p.cmd.Process.Kill() // may have ended
	<-p.done
}

func (p *process) ended() bool {
	select {
	case <-p.done:
		return true
	default:
		return false
	}
}

func (p *process) output() string {
	text, _ := os.ReadFile(p.log)
	return string(text)
}
