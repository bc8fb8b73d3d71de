package terraform

import (
	"maps"
	"strings"
	"testing"

	"github.com/paperwurks/elasticache-redis/internal/fixtures"
)

// TestVariables checks that Terraform refuses values that only AWS would refuse otherwise, at apply.
func TestVariables(t *testing.T) {
	sandbox.Require(t, "node")
	terraform, err := sandbox.Init(t, synthesize(t, fixtures.Environments())["redis-prod"])
	if err != nil {
		t.Fatal(err)
	}
	const tooFew = "private_subnet_ids must name at least 2 different subnets."
	for _, test := range []struct {
		name     string
		values   network
		messages []string
	}{
		{
			"malformed ids",
			network{"vpc_id": "vpc-main", "private_subnet_ids": `["subnet-a","subnet-b"]`, "ecs_security_group_id": "sg-ecs"},
			[]string{
				"vpc_id must be a VPC id such as vpc-0123456789abcdef0.",
				"private_subnet_ids must be subnet ids such as subnet-0123456789abcdef0.",
				"ecs_security_group_id must be a security group id such as sg-0123456789abcdef0 or " +
					"123456789012/sg-0123456789abcdef0.",
			},
		},
		{"one subnet for Multi-AZ", newNetwork(1), []string{tooFew}},
		{"one subnet twice", network{"private_subnet_ids": `["subnet-0123456789abcdef0","subnet-0123456789abcdef0"]`},
			[]string{tooFew}},
	} {
		t.Run(test.name, func(t *testing.T) {
			values := newNetwork(2)
			maps.Copy(values, test.values)
			_, err := terraform.Plan(t.Context(), values.options()...)
			if err == nil {
				t.Fatalf("accepted %v", values)
			}
			// Terraform breaks long lines.
			got := strings.Join(strings.Fields(err.Error()), " ")
			for _, message := range test.messages {
				if !strings.Contains(got, message) {
					t.Errorf("no %q in %s", message, got)
				}
			}
		})
	}
}
