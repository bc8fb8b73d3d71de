//go:build unix

package terraform

import (
	"path/filepath"
	"testing"

	"github.com/paperwurks/elasticache-redis/acceptance/internal/cdktfcli"
	"github.com/paperwurks/elasticache-redis/internal/fixtures"
)

// TestHCL leaves cdktf: the HCL that its CLI writes for a stack is valid, and its plan is that of the stack's JSON,
// address by address and value by value. So a state made with the one is a state of the other.
func TestHCL(t *testing.T) {
	sandbox.Require(t, "git", "node", "npx")
	dirs := synthesize(t, fixtures.Environments())
	t.Parallel()
	project := cdktfcli.NewProject(t, sandbox, nil)
	project.Run(t, "synth", "--hcl")
	for stack, dir := range dirs {
		t.Run(stack, func(t *testing.T) {
			t.Parallel()
			hcl := planChanges(t, sandbox.Init, filepath.Join(project.Dir, "cdktf.out", "stacks", stack))
			checkSamePlan(t, hcl, planChanges(t, sandbox.Init, dir))
		})
	}
}
