//go:build linux

package clients

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/paperwurks/elasticache-redis/internal/servers"
)

// marker is in the environment of every process that a run starts, by which the run finds those that outlived it.
var marker = fmt.Sprintf("ACCEPTANCE_RUN=%d", os.Getpid())

// process is a client that goes on beside the test.
type process struct {
	cmd  *exec.Cmd
	log  string
	done chan struct{}
}

var starts atomic.Int64

// start runs a program in a process group of its own until the test ends, and prints the end of its log if that fails.
func start(t *testing.T, dir string, env []string, argv ...string) *process {
	t.Helper()
	p := &process{
		cmd:  command(env, argv...),
		log:  filepath.Join(dir, fmt.Sprintf("%d.log", starts.Add(1))),
		done: make(chan struct{}),
	}
	log, err := os.Create(p.log)
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	p.cmd.Dir, p.cmd.Stdout, p.cmd.Stderr = dir, log, log
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		_ = p.cmd.Wait() // ended by kill, as often as not
		close(p.done)
	}()
	t.Cleanup(func() {
		p.kill()
		if t.Failed() {
			t.Logf("%s\n…\n%s", strings.Join(argv, " "), end(p.output()))
		}
	})
	return p
}

// command is a program in a process group of its own, which ends with this one.
func command(env []string, argv ...string) *exec.Cmd {
	cmd := exec.Command(argv[0], argv[1:]...)
	cmd.Env = append([]string{marker, "PATH=" + os.Getenv("PATH"), "LANG=C.UTF-8"}, env...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	return cmd
}

// kill ends the process and its children at once, and waits for it.
func (p *process) kill() {
	_ = syscall.Kill(-p.cmd.Process.Pid, syscall.SIGKILL) // may have ended
	<-p.done
}

// terminate ends the process in its own time, as ECS asks a task to stop.
func (p *process) terminate(t *testing.T) {
	t.Helper()
	_ = p.cmd.Process.Signal(syscall.SIGTERM) // may have ended
	eventually(t, "the process ends", p.ended)
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
	log, _ := os.ReadFile(p.log)
	return string(log)
}

// end is the last lines of a log.
func end(log string) string {
	lines := strings.Split(strings.TrimSpace(log), "\n")
	return strings.Join(lines[max(0, len(lines)-40):], "\n")
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// eventually polls until the condition holds, for ten minutes. After a primary has hung, clients wait for 90 s before
// they go on, on an idle machine.
func eventually(t *testing.T, what string, condition func() bool) {
	t.Helper()
	must(t, servers.Eventually(t.Context(), what, condition))
}

// survivors are the command lines of this run's processes, by process id.
func survivors() map[int]string {
	found := map[int]string{}
	environments, _ := filepath.Glob("/proc/[0-9]*/environ")
	for _, file := range environments {
		environment, _ := os.ReadFile(file)
		if strings.Contains("\x00"+string(environment), "\x00"+marker+"\x00") {
			line, _ := os.ReadFile(filepath.Join(filepath.Dir(file), "cmdline"))
			pid, _ := strconv.Atoi(filepath.Base(filepath.Dir(file)))
			found[pid] = strings.ReplaceAll(string(line), "\x00", " ")
		}
	}
	return found
}

// endSurvivors ends this run's processes, each by its id.
func endSurvivors() {
	for pid := range survivors() {
		_ = syscall.Kill(pid, syscall.SIGKILL) // may have ended
	}
}
