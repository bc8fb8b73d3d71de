//go:build unix

// Package cdktfcli runs the cdktf CLI, as users do, in a copy of the project.
package cdktfcli

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/paperwurks/elasticache-redis/acceptance/internal/tf"
)

// Project is a copy of what a clone of the project would have, so that the tests leave no cdktf.out in the work tree.
type Project struct {
	Dir         string
	environment []string
}

// NewProject copies the project. Its Terraform runs in the sandbox and has the variables.
func NewProject(t *testing.T, sandbox *tf.Sandbox, variables map[string]string) *Project {
	t.Helper()
	const root = "../.."
	p := &Project{Dir: t.TempDir()}
	list := exec.CommandContext(t.Context(), "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	list.Dir = root
	output, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	for name := range strings.SplitSeq(strings.TrimSuffix(string(output), "\x00"), "\x00") {
		content, err := os.ReadFile(filepath.Join(root, name))
		if errors.Is(err, fs.ErrNotExist) {
			continue // deleted and not committed yet
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(filepath.Dir(filepath.Join(p.Dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(p.Dir, name), content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	initArguments, err := sandbox.InitArguments()
	if err != nil {
		t.Fatal(err)
	}
	p.environment = []string{"TF_CLI_ARGS_init=" + initArguments}
	for name, value := range sandbox.Environment() {
		p.environment = append(p.environment, name+"="+value)
	}
	for name, value := range variables {
		p.environment = append(p.environment, "TF_VAR_"+name+"="+value)
	}
	return p
}

// LockArguments are those that the CLI's commands that plan need where providers come from a mirror: after init the CLI
// runs `terraform providers lock`, which asks the registry even where init was given a mirror.
func LockArguments() []string {
	if os.Getenv("TF_PLUGIN_MIRROR") == "" {
		return nil
	}
	return []string{"--skip-provider-lock"}
}

var colours = regexp.MustCompile(`\x1b\[[0-9;]*m`)

// Run runs the CLI and returns what it prints; it fails the test unless the CLI exits with 0.
func (p *Project) Run(t *testing.T, arguments ...string) string {
	t.Helper()
	deadline, ok := t.Deadline()
	if !ok {
		deadline = time.Now().Add(10 * time.Minute)
	}
	// Before the test's own end, so that this one ends its processes.
	ctx, cancel := context.WithDeadline(t.Context(), deadline.Add(-30*time.Second))
	defer cancel()
	command := exec.CommandContext(ctx, "npx", append([]string{"--yes", "cdktf-cli@0.21.0"}, arguments...)...)
	command.Dir, command.Env = p.Dir, p.environment
	// The CLI starts the app and Terraform: end them with it.
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	command.Cancel = func() error { return syscall.Kill(-command.Process.Pid, syscall.SIGKILL) }
	command.WaitDelay = 10 * time.Second
	var stdout, stderr bytes.Buffer
	command.Stdout, command.Stderr = &stdout, &stderr
	if err := command.Run(); err != nil {
		t.Fatalf("cdktf %v: %v\n%s%s", arguments, err, &stdout, &stderr)
	}
	return colours.ReplaceAllString(stdout.String(), "")
}
