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

// TestScan scans each stack of the fixtures and of the examples.
func TestScan(t *testing.T) {
	used := map[string]bool{}
	for _, dir := range append(fixtures(t), examples(t)...) {
		for _, finding := range findings(t, dir) {
			id, address := finding.Rule().AVDID, finding.Metadata().Reference()
			if a, ok := accepted[id]; ok && strings.HasPrefix(address, a.addresses) && filepath.Base(dir) != ownKey {
				used[id] = true
				continue
			}
			t.Errorf("%s: %s %s: %s", filepath.Base(dir), id, address, finding.Description())
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

// fixtures returns a folder with each stack of internal/fixtures.
func fixtures(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("../../internal/fixtures/testdata/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("there are %d fixtures, want at least 1; %v", len(files), err)
	}
	var dirs []string
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		dir := filepath.Join(t.TempDir(), strings.TrimSuffix(filepath.Base(file), ".json"))
		if err := os.Mkdir(dir, 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "cdk.tf.json"), content, 0o666); err != nil {
			t.Fatal(err)
		}
		dirs = append(dirs, dir)
	}
	return dirs
}

// examples synthesizes the examples, and returns the folders of their stacks.
func examples(t *testing.T) []string {
	t.Helper()
	out := t.TempDir()
	run := exec.CommandContext(t.Context(), "go", "run", ".")
	run.Dir, run.Env = "../../examples", append(os.Environ(), "CDKTF_OUTDIR="+out)
	if output, err := run.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	stacks, err := filepath.Glob(filepath.Join(out, "stacks", "*"))
	if err != nil || len(stacks) < 4 {
		t.Fatalf("the examples have %d stacks, want at least 4; %v", len(stacks), err)
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
