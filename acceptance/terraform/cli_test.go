//go:build unix

package terraform

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/paperwurks/elasticache-redis/acceptance/internal/tf"
	"github.com/paperwurks/elasticache-redis/stacks"
)

// TestCLI runs the commands that a user types, in a copy of the project.
func TestCLI(t *testing.T) {
	tf.Require(t, "git", "npx", "terraform")
	dir := copyProject(t)

	cli(t, dir, "synth")
	for _, e := range stacks.Environments {
		if _, err := os.Stat(filepath.Join(dir, "cdktf.out", "stacks", e.StackName(), "cdk.tf.json")); err != nil {
			t.Error(err)
		}
	}

	listed := strings.Fields(cli(t, dir, "list"))
	for _, e := range stacks.Environments {
		if !slices.Contains(listed, e.StackName()) {
			t.Errorf("list: no %s in %v", e.StackName(), listed)
		}
	}

	resources := 0
	for _, count := range expectations["redis-dev"].resources {
		resources += count
	}
	diff := []string{"diff", "redis-dev"}
	if os.Getenv("TF_PLUGIN_MIRROR") != "" {
		// After init the CLI runs `terraform providers lock`, which asks the registry even where init was given a mirror.
		diff = append(diff, "--skip-provider-lock")
	}
	want := fmt.Sprintf("Plan: %d to add, 0 to change, 0 to destroy", resources)
	if got := cli(t, dir, diff...); !strings.Contains(got, want) {
		t.Errorf("diff: no %q in %s", want, got)
	}
}

// copyProject copies what a clone would have, so that the tests leave no cdktf.out in the work tree.
func copyProject(t *testing.T) string {
	t.Helper()
	const root = "../.."
	dir := t.TempDir()
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
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

var colours = regexp.MustCompile(`\x1b\[[0-9;]*m`)

// cli runs the CLI and returns what it prints; it fails the test unless the CLI exits with 0.
func cli(t *testing.T, dir string, arguments ...string) string {
	t.Helper()
	deadline, ok := t.Deadline()
	if !ok {
		deadline = time.Now().Add(10 * time.Minute)
	}
	// Before the test's own end, so that this one ends its processes.
	ctx, cancel := context.WithDeadline(t.Context(), deadline.Add(-30*time.Second))
	defer cancel()
	command := exec.CommandContext(ctx, "npx", append([]string{"--yes", "cdktf-cli@0.21.0"}, arguments...)...)
	command.Dir = dir
	command.Env = cliEnvironment(t)
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

func cliEnvironment(t *testing.T) []string {
	t.Helper()
	initArguments, err := sandbox.InitArguments()
	if err != nil {
		t.Fatal(err)
	}
	variables := sandbox.Environment()
	variables["TF_CLI_ARGS_init"] = initArguments
	for name, value := range newNetwork(1) {
		variables["TF_VAR_"+name] = value
	}
	var environment []string
	for name, value := range variables {
		environment = append(environment, name+"="+value)
	}
	return environment
}
