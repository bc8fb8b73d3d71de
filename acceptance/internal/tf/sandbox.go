// Package tf runs the real Terraform for the acceptance tests, away from AWS and from the user's own settings.
package tf

import (
	"context"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-exec/tfexec"
)

// Sandbox is where Terraform runs: it has dummy AWS keys, a stand-in for AWS, and the providers, each fetched once.
type Sandbox struct {
	dir        string
	standIn    *standInAWS
	awsURL     string
	aws        func() (awsProvider, error)
	pluginDirs func() ([]string, error)
	providers  *providers
}

// NewSandbox must be followed by Close.
func NewSandbox() (*Sandbox, error) {
	dir, err := os.MkdirTemp("", "acceptance-")
	if err != nil {
		return nil, err
	}
	s := &Sandbox{dir: dir, standIn: newStandInAWS(), providers: &providers{}}
	s.awsURL = s.standIn.URL
	s.aws = sync.OnceValues(s.findAWSProvider)
	s.pluginDirs = sync.OnceValues(s.findPluginDirs)
	return s, os.WriteFile(s.emptyFile(), nil, 0o644)
}

// Close ends and removes all that the sandbox made.
func (s *Sandbox) Close() error {
	s.providers.close()
	s.standIn.Close()
	return os.RemoveAll(s.dir)
}

// At is the sandbox with another stand-in for AWS, whose URL answers for every service.
func (s *Sandbox) At(awsURL string) *Sandbox {
	at := *s
	at.awsURL = awsURL
	return &at
}

// Init prepares dir, which holds a Terraform configuration, as `terraform init` does. Until the test ends the commands
// share providers, which describe the types of the stacks only.
func (s *Sandbox) Init(t testing.TB, dir string) (*tfexec.Terraform, error) {
	return s.init(t, "terraform", dir)
}

// InitOpenTofu is Init with OpenTofu. Its commands are Terraform's.
func (s *Sandbox) InitOpenTofu(t testing.TB, dir string) (*tfexec.Terraform, error) {
	return s.init(t, "tofu", dir)
}

func (s *Sandbox) init(t testing.TB, program, dir string) (*tfexec.Terraform, error) {
	attached, err := s.Attached(t, program)
	if err != nil {
		return nil, err
	}
	return s.initWith(t.Context(), attached, dir)
}

// Attached is a program that is Terraform, or OpenTofu, with providers that run until the test ends.
func (s *Sandbox) Attached(t testing.TB, program string) (string, error) {
	program, err := exec.LookPath(program)
	if err != nil {
		return "", err
	}
	taken, err := s.providers.take(s)
	if err != nil {
		return "", err
	}
	t.Cleanup(func() { s.providers.give(taken) })
	return s.attachedProgram(program, taken.attach)
}

// InitInstalled is Init for commands that start the providers themselves, as users' do.
func (s *Sandbox) InitInstalled(t testing.TB, dir string) (*tfexec.Terraform, error) {
	return s.initWith(t.Context(), "terraform", dir)
}

func (s *Sandbox) initWith(ctx context.Context, program, dir string) (*tfexec.Terraform, error) {
	terraform, err := tfexec.NewTerraform(dir, program)
	if err != nil {
		return nil, err
	}
	if err := terraform.SetEnv(s.Environment()); err != nil {
		return nil, err
	}
	pluginDirs, err := s.pluginDirs()
	if err != nil {
		return nil, err
	}
	var options []tfexec.InitOption
	for _, dir := range pluginDirs {
		options = append(options, tfexec.PluginDir(dir))
	}
	return terraform, terraform.Init(ctx, options...)
}

// PutObject puts an object into a bucket of the sandbox's S3.
func (s *Sandbox) PutObject(bucket, key, content string) {
	s.standIn.objects.Store("/"+bucket+"/"+key, content)
}

// InitArguments are the arguments that Init gives to `terraform init`, for programs that run it themselves.
func (s *Sandbox) InitArguments() (string, error) {
	pluginDirs, err := s.pluginDirs()
	var arguments []string
	for _, dir := range pluginDirs {
		arguments = append(arguments, "-plugin-dir="+dir)
	}
	return strings.Join(arguments, " "), err
}

// Environment is the user's environment with the user's settings of Terraform and AWS replaced by the sandbox's.
func (s *Sandbox) Environment() map[string]string {
	environment := map[string]string{}
	for _, variable := range os.Environ() {
		name, value, _ := strings.Cut(variable, "=")
		if !strings.HasPrefix(name, "TF_") && !strings.HasPrefix(name, "AWS_") {
			environment[name] = value
		}
	}
	maps.Copy(environment, map[string]string{
		"CHECKPOINT_DISABLE": "1",
		"TF_CLI_CONFIG_FILE": s.emptyFile(),

		"AWS_ACCESS_KEY_ID":           "dummy",
		"AWS_SECRET_ACCESS_KEY":       "dummy",
		"AWS_ENDPOINT_URL":            s.awsURL,
		"AWS_EC2_METADATA_DISABLED":   "true",
		"AWS_CONFIG_FILE":             s.emptyFile(),
		"AWS_SHARED_CREDENTIALS_FILE": s.emptyFile(),
	})
	return environment
}

func (s *Sandbox) emptyFile() string { return filepath.Join(s.dir, "empty") }
