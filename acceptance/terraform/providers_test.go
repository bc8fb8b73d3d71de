package terraform

import (
	"testing"

	"github.com/paperwurks/elasticache-redis/internal/fixtures"
)

// TestProviders checks that a stack's own constraints have Terraform install the providers that the tests are about.
func TestProviders(t *testing.T) {
	sandbox.Require(t, "node")
	terraform, err := sandbox.InitInstalled(t, synthesize(t, fixtures.Environments()[:1])["redis-dev"])
	if err != nil {
		t.Fatal(err)
	}
	_, versions, err := terraform.Version(t.Context(), true)
	if err != nil {
		t.Fatal(err)
	}
	const registry = "registry.terraform.io/hashicorp/"
	for _, provider := range []string{"aws", "random"} {
		if versions[registry+provider] == nil {
			t.Fatalf("no provider %s in %v", provider, versions)
		}
	}
	// The last release of the AWS provider's version 5.
	if aws := versions[registry+"aws"]; aws.String() != "5.100.0" {
		t.Errorf("hashicorp/aws %s, want 5.100.0", aws)
	}
}
