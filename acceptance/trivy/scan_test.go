// Package trivy scans what the project and its examples synthesize with Trivy's checks of Terraform configurations.
package trivy

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aquasecurity/trivy/pkg/iac/rego"
	"github.com/aquasecurity/trivy/pkg/iac/scan"
	"github.com/aquasecurity/trivy/pkg/iac/scanners/terraform"
)

// accepted are the findings that stay: by check, the start of the resources' addresses and why.
var accepted = map[string]struct{ addresses, reason string }{
	"AVD-AWS-0017": {
		"aws_cloudwatch_log_group.",
		"CloudWatch encrypts logs with its own key; CustomerKey and LogKMSKeyARN make it yours",
	},
	"AVD-AWS-0178": {"aws_vpc.", "the example's network stands for one that exists already"},
	"AVD-AWS-0095": {
		"aws_sns_topic.notifications_events_",
		"ElastiCache can't publish to an encrypted topic, and its events hold names only",
	},
}

// ownKey is the example that encrypts everything with a key of its own: no finding of it is accepted.
const ownKey = "own-key"

// TestScan scans each stack of the project and of the examples.
func TestScan(t *testing.T) {
	used := map[string]bool{}
	for app, count := range map[string]int{"../..": 1, "../../examples": 4} {
		stacks := synthesize(t, app)
		if len(stacks) < count {
			t.Errorf("%s has %d stacks, want at least %d", app, len(stacks), count)
		}
		for _, dir := range stacks {
			for _, finding := range findings(t, dir) {
				id, address := finding.Rule().AVDID, finding.Metadata().Reference()
				if a, ok := accepted[id]; ok && strings.HasPrefix(address, a.addresses) && filepath.Base(dir) != ownKey {
					used[id] = true
					continue
				}
				t.Errorf("%s: %s %s: %s", filepath.Base(dir), id, address, finding.Description())
			}
		}
	}
	for id, a := range accepted {
		if !used[id] {
			t.Errorf("%s is accepted (%s) and found nowhere: delete it", id, a.reason)
		}
	}
}

// TestScanFinds breaks prod in one place each, which the scan must find: it reads the JSON, and has the checks.
func TestScanFinds(t *testing.T) {
	whole, err := os.ReadFile("../../internal/fixtures/testdata/prod.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, broken := range []struct{ old, new, id, address string }{
		{`"at_rest_encryption_enabled": "true"`, `"at_rest_encryption_enabled": "false"`, "AVD-AWS-0045",
			"aws_elasticache_replication_group."},
		{`"transit_encryption_enabled": true`, `"transit_encryption_enabled": false`, "AVD-AWS-0051",
			"aws_elasticache_replication_group."},
		{`"enable_key_rotation": true`, `"enable_key_rotation": false`, "AVD-AWS-0065", "aws_kms_key."},
		{`"kms_master_key_id": `, `"tracing_config": `, "AVD-AWS-0095", "aws_sns_topic.notifications_alarms_"},
		{`"description": "Redis from ecs"`, `"description": ""`, "AVD-AWS-0124", "aws_vpc_security_group_ingress_rule."},
	} {
		text := strings.Replace(string(whole), broken.old, broken.new, 1)
		if text == string(whole) {
			t.Errorf("no %s to break", broken.old)
		}
		var found []string
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "cdk.tf.json"), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		for _, f := range findings(t, dir) {
			found = append(found, fmt.Sprintln(f.Rule().AVDID, f.Metadata().Reference()))
		}
		if want := broken.id + " " + broken.address; !strings.Contains(strings.Join(found, ""), want) {
			t.Errorf("%s: found %v, want %s…", broken.new, found, want)
		}
	}
}

// synthesize runs an app and returns the folders of its stacks.
func synthesize(t *testing.T, app string) []string {
	t.Helper()
	out := t.TempDir()
	run := exec.CommandContext(t.Context(), "go", "run", ".")
	run.Dir, run.Env = app, append(os.Environ(), "CDKTF_OUTDIR="+out)
	if output, err := run.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", app, err, output)
	}
	stacks, err := filepath.Glob(filepath.Join(out, "stacks", "*"))
	if err != nil {
		t.Fatal(err)
	}
	return stacks
}

// scanner compiles its checks once. A file it can't read is an error.
var scanner = terraform.New(
	rego.WithEmbeddedPolicies(true),
	rego.WithEmbeddedLibraries(true),
	terraform.ScannerWithStopOnHCLError(true),
)

func findings(t *testing.T, dir string) scan.Results {
	t.Helper()
	results, err := scanner.ScanFS(t.Context(), os.DirFS(dir), ".")
	if err != nil {
		t.Fatal(err)
	}
	return results.GetFailed()
}
