package tf

import (
	"os"
	"os/exec"
	"testing"
)

// Require skips a test where a program it needs is missing, and fails it in CI, which has to run every test.
func Require(t testing.TB, programs ...string) {
	t.Helper()
	for _, program := range programs {
		if !Has(program) {
			missing(t, program+" is not installed")
		}
	}
}

// Require is Require for a test that needs Terraform and the providers too.
func (s *Sandbox) Require(t testing.TB, programs ...string) {
	t.Helper()
	Require(t, append(programs, "terraform")...)
	if _, err := s.aws(); err != nil {
		missing(t, err.Error())
	}
}

func missing(t testing.TB, reason string) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatal(reason)
	}
	t.Skip(reason)
}

// Has says whether all programs are installed.
func Has(programs ...string) bool {
	for _, program := range programs {
		if _, err := exec.LookPath(program); err != nil {
			return false
		}
	}
	return true
}
