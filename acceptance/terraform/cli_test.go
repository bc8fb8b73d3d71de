//go:build unix

package terraform

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/paperwurks/elasticache-redis/acceptance/internal/cdktfcli"
	"github.com/paperwurks/elasticache-redis/internal/fixtures"
)

// TestCLI runs the commands that a user types and that change nothing. The others: TestFrontDoor in ../life.
func TestCLI(t *testing.T) {
	sandbox.Require(t, "git", "npx")
	t.Parallel()
	project := cdktfcli.NewProject(t, sandbox, newNetwork(1))

	project.Run(t, "synth")
	for _, e := range fixtures.Environments() {
		if _, err := os.Stat(filepath.Join(project.Dir, "cdktf.out", "stacks", e.StackName(), "cdk.tf.json")); err != nil {
			t.Error(err)
		}
	}

	listed := strings.Fields(project.Run(t, "list"))
	for _, e := range fixtures.Environments() {
		if !slices.Contains(listed, e.StackName()) {
			t.Errorf("list: no %s in %v", e.StackName(), listed)
		}
	}

	resources := 0
	for _, count := range expectations["redis-dev"].resources {
		resources += count
	}
	want := fmt.Sprintf("Plan: %d to add, 0 to change, 0 to destroy", resources)
	if got := project.Run(t, "diff", "redis-dev", "--skip-synth", cdktfcli.SkipLock); !strings.Contains(got, want) {
		t.Errorf("diff: no %q in %s", want, got)
	}
}
