package tf

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"runtime"
)

// findOpenTofu is the OpenTofu that is installed, or else one that Go builds from its source: minutes the first time,
// and seconds from Go's cache.
func (s *Sandbox) findOpenTofu() (string, error) {
	if program, err := exec.LookPath("tofu"); err == nil {
		return program, nil
	}
	program := filepath.Join(s.dir, "tofu")
	// Without optimization and debug information it takes two thirds of the time.
	build := exec.Command(
		"go",
		"build",
		"-gcflags=all=-N -l",
		"-ldflags=-s -w",
		"-o",
		program,
		"github.com/opentofu/opentofu/cmd/tofu",
	)
	_, here, _, _ := runtime.Caller(0)
	build.Dir = filepath.Join(filepath.Dir(here), "..", "..", "opentofu")
	if output, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build OpenTofu: %w\n%s", err, output)
	}
	return program, nil
}
