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
		if Has(program) {
			continue
		}
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s is not installed", program)
		}
		t.Skipf("%s is not installed", program)
	}
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
