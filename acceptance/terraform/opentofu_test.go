package terraform

import (
	"testing"

	"github.com/paperwurks/elasticache-redis/internal/fixtures"
)

// TestOpenTofu checks that OpenTofu plans every stack as Terraform does.
func TestOpenTofu(t *testing.T) {
	sandbox.Require(t, "node", "tofu")
	dirs, again := synthesize(t, fixtures.Environments()), synthesize(t, fixtures.Environments())
	t.Parallel()
	for stack, dir := range again {
		t.Run(stack, func(t *testing.T) {
			t.Parallel()
			checkSamePlan(t, planChanges(t, sandbox.InitOpenTofu, dir), planChanges(t, sandbox.Init, dirs[stack]))
		})
	}
}
