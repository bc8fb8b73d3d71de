//go:build unix

package life

import (
	"fmt"
	"strings"
	"testing"

	"github.com/paperwurks/elasticache-redis/acceptance/internal/cdktfcli"
	"github.com/paperwurks/elasticache-redis/acceptance/internal/simaws"
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
	for _, step := range []struct {
		command string
		want    []string
	}{
		{"deploy redis-dev --auto-approve", []string{"Apply complete!", "0 changed, 0 destroyed"}},
		// deploy synthesized.
		{"output redis-dev --skip-synth", []string{
			"primary_endpoint_address = master." + id + ".", "replication_group_id = " + id,
		}},
		{"diff redis-dev --skip-synth", []string{"No changes."}},
		{"destroy redis-dev --skip-synth --auto-approve", []string{"Destroy complete!"}},
	} {
		got := project.Run(t, append(strings.Fields(step.command), cdktfcli.SkipLock)...)
		for _, want := range step.want {
			// The CLI breaks long lines.
			if !strings.Contains(strings.Join(strings.Fields(got), " "), want) {
				t.Fatalf("cdktf %s: no %q in\n%s", step.command, want, got)
			}
		}
		fmt.Printf("%-24s %-64s ok\n", t.Name(), "cdktf "+step.command)
	}
}
