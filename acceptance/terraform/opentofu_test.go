package terraform

import (
	"testing"

	"github.com/paperwurks/elasticache-redis/internal/fixtures"
)

// TestOpenTofu checks that OpenTofu plans every stack as Terraform does.
func TestOpenTofu(t *testing.T) {
	sandbox.Require(t, "node", "tofu")
	dirs := synthesize(t, fixtures.Environments())
	for stack, dir := range synthesize(t, fixtures.Environments()) {
		t.Run(stack, func(t *testing.T) {
			t.Parallel()
			checkSamePlan(t, planChanges(t, sandbox.InitOpenTofu, dir), planChanges(t, sandbox.Init, dirs[stack]))
		})
	}
}
