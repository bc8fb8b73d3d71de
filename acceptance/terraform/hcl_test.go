//go:build unix

package terraform

import (
	"path/filepath"
	"testing"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/paperwurks/elasticache-redis/acceptance/internal/tf"
	"github.com/paperwurks/elasticache-redis/stacks"
)

// TestHCL leaves cdktf: the HCL that its CLI writes for a stack is valid, and its plan is that of the stack's JSON, address by
// address and value by value. So a state made with the one is a state of the other.
func TestHCL(t *testing.T) {
	tf.Require(t, "git", "npx", "terraform")
	project := copyProject(t)
	cli(t, project, "synth", "--hcl")
	for stack, dir := range synthesize(t, stacks.Environments) {
		t.Run(stack, func(t *testing.T) {
			t.Parallel()
			hcl := planChanges(t, filepath.Join(project, "cdktf.out", "stacks", stack))
			json := planChanges(t, dir)
			if len(hcl) != len(json) {
				t.Errorf("%d resources in HCL, %d in JSON", len(hcl), len(json))
			}
			for address, want := range json {
				if got, ok := hcl[address]; !ok {
					t.Errorf("HCL has no %s", address)
				} else {
					equal(t, address+" after", got.After, want.After)
					equal(t, address+" known after apply", got.AfterUnknown, want.AfterUnknown)
				}
			}
		})
	}
}

// planChanges validates and plans a folder, and returns the planned change of each address.
func planChanges(t *testing.T, dir string) map[string]*tfjson.Change {
	t.Helper()
	terraform, err := sandbox.Init(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	// Valid, with warnings: cdktf quotes what depends_on and ignore_changes refer to, as Terraform 0.11 did.
	if result, err := terraform.Validate(t.Context()); err != nil || !result.Valid {
		t.Fatal(err, result)
	}
	changes := map[string]*tfjson.Change{}
	for _, c := range newPlan(t, terraform, newNetwork(2)).ResourceChanges {
		changes[c.Address] = c.Change
	}
	return changes
}
