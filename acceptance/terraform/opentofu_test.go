package terraform

import (
	"testing"

	"github.com/paperwurks/elasticache-redis/internal/fixtures"
	"github.com/paperwurks/elasticache-redis/stacks"
)

// TestOpenTofu checks that OpenTofu plans a stack with a token and one with users as Terraform does.
func TestOpenTofu(t *testing.T) {
	sandbox.Require(t, "node", "tofu")
	environments := []stacks.Environment{fixtures.SharedNode(), fixtures.WithUsers()[1]} // and both cluster modes
	dirs, again := synthesize(t, environments), synthesize(t, environments)
	t.Parallel()
	for stack, dir := range again {
		t.Run(stack, func(t *testing.T) {
			t.Parallel()
			checkSamePlan(t, planChanges(t, sandbox.InitOpenTofu, dir), planChanges(t, sandbox.Init, dirs[stack]))
		})
	}
}
