package terraform

import (
	"encoding/json"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-exec/tfexec"
	tfjson "github.com/hashicorp/terraform-json"
)

// initFunc is Sandbox.Init or Sandbox.InitOpenTofu.
type initFunc func(testing.TB, string) (*tfexec.Terraform, error)

// planChanges validates and plans a folder, and returns the planned change of each address.
func planChanges(t *testing.T, initialize initFunc, dir string) map[string]*tfjson.Change {
	t.Helper()
	terraform, err := initialize(t, dir)
	if err != nil {
		t.Fatal(err)
	}
	// Valid, but for HCL with warnings: cdktf quotes what depends_on and ignore_changes refer to, as Terraform 0.11 did.
	if result, err := terraform.Validate(t.Context()); err != nil || !result.Valid {
		t.Fatal(err, result)
	}
	changes := map[string]*tfjson.Change{}
	for _, c := range newPlan(t, terraform, newNetwork(2)).ResourceChanges {
		changes[c.Address] = c.Change
	}
	return changes
}

// timeless is a value as JSON, without the digits that a parameter group's name has of the plan's time.
func timeless(t *testing.T, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return planDigits.ReplaceAllString(string(text), "-$1-…")
}

var planDigits = regexp.MustCompile(`-(redis7|valkey8)-[0-9a-f]{8}\b`)

// checkSamePlan compares plans address by address and value by value.
func checkSamePlan(t *testing.T, got, want map[string]*tfjson.Change) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%d resources, want %d", len(got), len(want))
	}
	for address, w := range want {
		if g, ok := got[address]; !ok {
			t.Errorf("no %s", address)
		} else {
			equal(t, address+" after", timeless(t, g.After), timeless(t, w.After))
			equal(t, address+" known after apply", g.AfterUnknown, w.AfterUnknown)
		}
	}
}
