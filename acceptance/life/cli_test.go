//go:build unix

package life

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/paperwurks/elasticache-redis/acceptance/internal/cdktfcli"
	"github.com/paperwurks/elasticache-redis/acceptance/internal/simaws"
	"github.com/paperwurks/elasticache-redis/internal/fixtures"
)

// TestFrontDoor takes dev through its life with nothing but the cdktf CLI.
func TestFrontDoor(t *testing.T) {
	sandbox.Require(t, "git", "npx", simaws.Program)
	t.Parallel()
	account := aws.NewAccount(t)
	at := sandbox.At(account.URL)
	terraform, err := at.Attached(t, "terraform")
	if err != nil {
		t.Fatal(err)
	}
	project := cdktfcli.NewProject(t, at, map[string]string{
		"vpc_id":                account.VPC,
		"private_subnet_ids":    fmt.Sprintf("[%q]", account.Subnets[0]),
		"ecs_security_group_id": account.SecurityGroups[0],
	})
	project.Setenv("TERRAFORM_BINARY_NAME", terraform)
	const id = "paperwurks-dev-redis"
	created := fmt.Sprintf("Plan: %d to add, 0 to change, 0 to destroy", resources(t, "dev"))
	// Each command synthesizes, unless told not to.
	for _, step := range []struct {
		command string
		want    []string
	}{
		{"synth", []string{"Generated Terraform code for the stacks: redis-dev, redis-prod"}},
		{"list", []string{"redis-dev", "redis-prod"}},
		{"diff redis-dev --skip-synth", []string{created}},
		{"deploy redis-dev --auto-approve", []string{"Apply complete!", "0 changed, 0 destroyed"}},
		{"output redis-dev --skip-synth", []string{
			"primary_endpoint_address = master." + id + ".", "replication_group_id = " + id,
		}},
		{"diff redis-dev --skip-synth", []string{"No changes."}},
		{"destroy redis-dev --skip-synth --auto-approve", []string{"Destroy complete!"}},
	} {
		arguments := strings.Fields(step.command)
		if slices.Contains(arguments, "redis-dev") {
			arguments = append(arguments, cdktfcli.SkipLock)
		}
		got := project.Run(t, arguments...)
		for _, want := range step.want {
			// The CLI breaks long lines.
			if !strings.Contains(strings.Join(strings.Fields(got), " "), want) {
				t.Fatalf("cdktf %s: no %q in\n%s", step.command, want, got)
			}
		}
		fmt.Printf("%-24s %-64s ok\n", t.Name(), "cdktf "+step.command)
	}
}

// resources is how many resources the stack of a fixture has.
func resources(t *testing.T, environment string) int {
	t.Helper()
	var stack struct{ Resource map[string]map[string]any }
	if err := json.Unmarshal(fixtures.JSON(environment), &stack); err != nil {
		t.Fatal(err)
	}
	count := 0
	for _, ofType := range stack.Resource {
		count += len(ofType)
	}
	return count
}
