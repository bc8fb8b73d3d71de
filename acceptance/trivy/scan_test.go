package trivy

import (
	"os"
	"testing"

	"github.com/aquasecurity/trivy/pkg/iac/rego"
	"github.com/aquasecurity/trivy/pkg/iac/scanners/terraform"
)

func TestScan(t *testing.T) {
	results, err := terraform.New(rego.WithEmbeddedPolicies(true), rego.WithEmbeddedLibraries(true)).ScanFS(t.Context(), os.DirFS(os.Getenv("DIR")), ".")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range results {
		t.Log(r.Status(), r.Rule().AVDID, r.Severity(), r.Rule().LongID(), r.Metadata().Range(), r.Metadata().Reference(), r.Description())
	}
	t.Log(len(results))
}
