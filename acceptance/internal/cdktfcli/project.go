//go:build unix

// Package cdktfcli runs the cdktf CLI, as users do, in a copy of the project.
package cdktfcli

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/paperwurks/elasticache-redis/acceptance/internal/project"
	"github.com/paperwurks/elasticache-redis/acceptance/internal/tf"
)

// Project is a copy of what a clone of the project would have, so that the tests leave no cdktf.out in the work tree.
type Project struct {
	Dir         string
	environment []string
}

// NewProject copies the project, with the fixtures as its environments. Its Terraform runs in the sandbox and has the
// variables.
func NewProject(t *testing.T, sandbox *tf.Sandbox, variables map[string]string) *Project {
	t.Helper()
	p := &Project{Dir: project.Copy(t)}
	useFixtures(t, filepath.Join(p.Dir, "main.go"))
	initArguments, err := sandbox.InitArguments()
	if err != nil {
		t.Fatal(err)
	}
	// Without a plugin cache of its own, the CLI uses the user's.
	p.environment = []string{"TF_CLI_ARGS_init=" + initArguments, "TF_PLUGIN_CACHE_DIR=" + t.TempDir()}
	for name, value := range sandbox.Environment() {
		p.environment = append(p.environment, name+"="+value)
	}
	p.environment = append(p.environment, project.GoFlags())
	for name, value := range variables {
		p.environment = append(p.environment, "TF_VAR_"+name+"="+value)
	}
	return p
}

// useFixtures makes main.go synthesize the fixtures.
func useFixtures(t *testing.T, file string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	edited := strings.NewReplacer("stacks.Environments", "fixtures.Environments()", "import (\n",
		"import (\n\t\"github.com/paperwurks/elasticache-redis/internal/fixtures\"\n").Replace(string(text))
	if err := os.WriteFile(file, []byte(edited), 0o644); err != nil {
		t.Fatal(err)
	}
}

// Setenv sets a variable for the CLI.
func (p *Project) Setenv(name, value string) { p.environment = append(p.environment, name+"="+value) }

// SkipLock is an argument of the CLI's commands that plan: after init the CLI runs `terraform providers lock`, which
// asks the registry even where init was given the providers.
const SkipLock = "--skip-provider-lock"

// program is the CLI, which npx installs where it is missing. Asking npx each time takes as long as the CLI's start.
var program = sync.OnceValues(func() (string, error) {
	path, err := exec.Command("npx", "--yes", "--package", "cdktf-cli@0.21.0", "-c", "command -v cdktf").Output()
	return strings.TrimSpace(string(path)), err
})

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
	cdktf, err := program()
	if err != nil {
		t.Fatalf("npx: %v", err)
	}
	command := exec.CommandContext(ctx, cdktf, arguments...)
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
