package life

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/aws/jsii-runtime-go"
	"github.com/hashicorp/terraform-cdk-go/cdktf"
	"github.com/hashicorp/terraform-exec/tfexec"
	tfjson "github.com/hashicorp/terraform-json"
	"github.com/paperwurks/elasticache-redis/acceptance/internal/simaws"
	"github.com/paperwurks/elasticache-redis/acceptance/internal/tf"
	"github.com/paperwurks/elasticache-redis/stacks"
)

// stack is a stack that is deployed to an account of its own.
type stack struct {
	*testing.T
	account   *simaws.Account
	sandbox   *tf.Sandbox
	terraform *tfexec.Terraform
	dir       string
}

// synthesize returns the environment's stack as JSON. Node takes one call at a time: a test calls t.Parallel
// afterwards.
func synthesize(t *testing.T, e stacks.Environment) []byte {
	t.Helper()
	if err := stacks.Validate([]stacks.Environment{e}); err != nil {
		t.Fatal(err)
	}
	app := cdktf.NewApp(&cdktf.AppConfig{Outdir: jsii.String(t.TempDir())})
	stacks.NewRedisStack(app, e)
	app.Synth()
	content, err := os.ReadFile(filepath.Join(*app.Outdir(), "stacks", e.StackName(), "cdk.tf.json"))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// newStack prepares a synthesized stack in an account of its own, with subnets in so many availability zones.
func newStack(t *testing.T, content []byte, zones int) *stack {
	t.Helper()
	return newStackOf(t, content, zones, (*tf.Sandbox).Init)
}

// newStackOf is newStack with Sandbox.Init or Sandbox.InitOpenTofu.
func newStackOf(t *testing.T, content []byte, zones int,
	initialize func(*tf.Sandbox, testing.TB, string) (*tfexec.Terraform, error)) *stack {
	t.Helper()
	account := aws.NewAccount(t)
	account.AddSnapshot(snapshot)
	if err := account.AddSubnetGroup(sharedSubnets); err != nil {
		t.Fatal(err)
	}
	s := &stack{T: t, account: account, sandbox: sandbox.At(account.URL), dir: newFolder(t)}
	s.write(content)
	s.setNetwork(account.Subnets[:zones])
	var err error
	if s.terraform, err = initialize(s.sandbox, t, s.dir); err != nil {
		t.Fatal(err)
	}
	return s
}

// newFolder is a stack's folder in a project.
func newFolder(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "project", "cdktf.out", "stacks", "stack")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

// setNetwork gives Terraform the variables that say what the networking stack made.
func (s *stack) setNetwork(subnets []string) {
	s.Helper()
	content, err := json.Marshal(map[string]any{
		"vpc_id":                s.account.VPC,
		"private_subnet_ids":    subnets,
		"ecs_security_group_id": s.account.SecurityGroups[0],
	})
	if err != nil {
		s.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(s.dir, "terraform.tfvars.json"), content, 0o644); err != nil {
		s.Fatal(err)
	}
}

// flower is a client beside the ECS tasks, which every account has a security group for; write puts the real id in.
const flower = "sg-0123456789abcdef0"

// write replaces the stack's JSON, as synthesizing it anew does.
func (s *stack) write(content []byte) {
	s.Helper()
	content = bytes.ReplaceAll(content, []byte(flower), []byte(s.account.SecurityGroups[1]))
	if err := os.WriteFile(filepath.Join(s.dir, "cdk.tf.json"), content, 0o644); err != nil {
		s.Fatal(err)
	}
}

// plan returns what an apply would do. Applying that plan is applyPlan.
func (s *stack) plan(options ...tfexec.PlanOption) *tfjson.Plan {
	s.Helper()
	s.hasChanges(options...)
	plan, err := s.terraform.ShowPlanFile(s.Context(), "plan")
	if err != nil {
		s.Fatal(err)
	}
	return plan
}

// hasChanges plans and says whether an apply would do anything.
func (s *stack) hasChanges(options ...tfexec.PlanOption) bool {
	s.Helper()
	changes, err := s.terraform.Plan(s.Context(), append(options, tfexec.Out("plan"))...)
	if err != nil {
		s.Fatal(err)
	}
	return changes
}

// applyPlan applies what plan or hasChanges planned.
func (s *stack) applyPlan() error {
	return s.terraform.Apply(s.Context(), tfexec.DirOrPlan("plan"))
}

func (s *stack) apply() error { return s.terraform.Apply(s.Context()) }

// destroy takes the state as it is, which wantNoChanges found to be true.
func (s *stack) destroy() error {
	return s.terraform.Destroy(s.Context(), tfexec.Refresh(false))
}

// wantNoChanges fails unless the stack is as it was written: nothing is left to do.
func (s *stack) wantNoChanges() {
	s.Helper()
	if s.hasChanges() {
		s.Fatalf("the next plan is not empty:\n%s", strings.Join(summary(s.plan()), "\n"))
	}
}

// summary is a line for each action, type of resource and set of changed attributes, with the number of such resources
// where there are more than one.
func summary(plan *tfjson.Plan) []string {
	counts := map[string]int{}
	for _, c := range plan.ResourceChanges {
		switch actions := c.Change.Actions; {
		case actions.NoOp(), actions.Read():
		case actions.Create():
			counts["create "+c.Type]++
		case actions.Delete():
			counts["destroy "+c.Type]++
		case actions.Replace():
			counts[strings.TrimSuffix("replace "+c.Type+": "+strings.Join(forcing(c.Change), ", "), ": ")]++
		default:
			counts["update "+c.Type+": "+strings.Join(changed(c.Change), ", ")]++
		}
	}
	var lines []string
	for _, line := range slices.Sorted(maps.Keys(counts)) {
		if counts[line] > 1 {
			line = fmt.Sprintf("%s ×%d", line, counts[line])
		}
		lines = append(lines, line)
	}
	return lines
}

// forcing are the attributes that force a replacement.
func forcing(c *tfjson.Change) []string {
	var names []string
	for _, path := range c.ReplacePaths {
		names = append(names, fmt.Sprint(path.([]any)[0]))
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// changed are the attributes that an update changes or may change.
func changed(c *tfjson.Change) []string {
	before, after, unknown := c.Before.(map[string]any), c.After.(map[string]any), c.AfterUnknown.(map[string]any)
	names := map[string]bool{}
	for name := range after {
		names[name] = !reflect.DeepEqual(before[name], after[name])
	}
	for name, value := range unknown {
		names[name] = names[name] || value == true
	}
	maps.DeleteFunc(names, func(_ string, changed bool) bool { return !changed })
	return slices.Sorted(maps.Keys(names))
}
