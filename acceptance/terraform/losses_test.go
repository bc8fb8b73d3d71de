package terraform

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-exec/tfexec"
	"github.com/paperwurks/elasticache-redis/internal/fixtures"
	"github.com/paperwurks/elasticache-redis/stacks"
	"github.com/paperwurks/elasticache-redis/tools/plancheck/check"
)

// stateResource is a resource in a state file of version 4.
type stateResource struct {
	Mode      string          `json:"mode"`
	Type      string          `json:"type"`
	Name      string          `json:"name"`
	Provider  string          `json:"provider"`
	Instances []stateInstance `json:"instances"`
}

type stateInstance struct {
	SchemaVersion int               `json:"schema_version"`
	Attributes    map[string]string `json:"attributes"`
}

// schemaVersions are those of the AWS provider 5.100, where they are not 0.
var schemaVersions = map[string]int{
	"aws_elasticache_replication_group": 2, "aws_security_group": 1, "aws_security_group_rule": 2, "aws_subnet": 1,
	"aws_vpc": 1,
}

func inState(kind, name string, attributes map[string]string) stateResource {
	attributes["id"] = name
	return stateResource{"managed", kind, name, `provider["registry.terraform.io/hashicorp/aws"]`,
		[]stateInstance{{schemaVersions[kind], attributes}}}
}

// TestLosses plans a stack over a state that has what the stack does not: another stack's resources, as if both had the
// same state, and resources that the stack had before. One plan has them all.
func TestLosses(t *testing.T) {
	sandbox.Require(t, "node")
	var lost []string
	var state []stateResource
	for _, kind := range []string{
		// Somebody else's.
		"aws_vpc", "aws_vpc_endpoint", "aws_subnet", "aws_security_group_rule", "aws_iam_role", "aws_iam_policy",
		"aws_s3_bucket", "aws_elasticache_user", "aws_elasticache_cluster",
		// A stack's own, with data, clients or subscribers.
		"aws_security_group", "aws_elasticache_replication_group", "aws_elasticache_subnet_group",
		"aws_cloudwatch_log_group", "aws_kms_key", "aws_sns_topic",
	} {
		state = append(state, inState(kind, "gone", map[string]string{}))
		lost = append(lost, kind+".gone: destroy")
	}
	for name, parameter := range map[string]string{
		"url": "/paperwurks/dev/redis/url", "broker": "/paperwurks/dev/redis/broker-url",
		"result": "/paperwurks/dev/redis/result-url", "cache": "/paperwurks/dev/redis/cache-url",
		"network": "/networking/dev/vpc-id",
	} {
		state = append(state, inState("aws_ssm_parameter", name, map[string]string{"name": parameter}))
		lost = append(lost, "aws_ssm_parameter."+name+": destroy")
	}
	for _, kind := range []string{
		"aws_cloudwatch_metric_alarm", "aws_elasticache_parameter_group", "aws_iam_role_policy",
		"aws_vpc_security_group_ingress_rule",
	} {
		state = append(state, inState(kind, "harmless", map[string]string{}))
	}
	for _, name := range []string{"auth-token", "port", "primary-endpoint", "reader-endpoint"} {
		state = append(state, inState("aws_ssm_parameter", "own-"+name,
			map[string]string{"name": "/paperwurks/dev/redis/" + name}))
	}

	e := fixtures.SharedNode()
	e.Account = "123456789012" // the sandbox's
	dir := synthesize(t, []stacks.Environment{e})["redis-dev"]
	content, err := json.Marshal(map[string]any{"version": 4, "terraform_version": "1.11.0", "serial": 1,
		"lineage": "00000000-0000-0000-0000-000000000000", "resources": state})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "../../../terraform.redis-dev.tfstate"), content, 0o600); err != nil {
		t.Fatal(err)
	}
	terraform, err := sandbox.Init(t, dir)
	if err != nil {
		t.Fatal(err)
	}
	options := newNetwork(1).options(tfexec.Out("plan"), tfexec.Refresh(false))
	if _, err := terraform.Plan(t.Context(), options...); err != nil {
		t.Fatal(err)
	}
	plan, err := terraform.ShowPlanFile(t.Context(), "plan")
	if err != nil {
		t.Fatal(err)
	}
	if content, err = json.Marshal(plan); err != nil {
		t.Fatal(err)
	}
	losses, err := check.Losses(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, loss := range losses {
		got = append(got, loss.String())
	}
	slices.Sort(got)
	slices.Sort(lost)
	equal(t, "losses", got, lost)
}

// TestAccount plans with the credentials of another account than the environment's.
func TestAccount(t *testing.T) {
	sandbox.Require(t, "node")
	e := fixtures.SharedNode()
	e.Account = "210987654321"
	terraform, err := sandbox.Init(t, synthesize(t, []stacks.Environment{e})["redis-dev"])
	if err != nil {
		t.Fatal(err)
	}
	_, err = terraform.Plan(t.Context(), newNetwork(1).options()...)
	if err == nil || !strings.Contains(err.Error(), "AWS account ID not allowed: 123456789012") {
		t.Errorf("got %v, want the provider to refuse the account 123456789012", err)
	}
}
