// Package terraform holds the tests that run the real Terraform, and the cdktf CLI, on what the project synthesizes.
package terraform

import (
	"fmt"
	"log"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/aws/jsii-runtime-go"
	"github.com/hashicorp/terraform-cdk-go/cdktf"
	"github.com/hashicorp/terraform-exec/tfexec"
	"github.com/paperwurks/elasticache-redis/acceptance/internal/tf"
	"github.com/paperwurks/elasticache-redis/stacks"
)

var sandbox *tf.Sandbox

// All tests that need Node are in this package: it starts once, for all of them.
func TestMain(m *testing.M) {
	var err error
	if sandbox, err = tf.NewSandbox(); err != nil {
		log.Fatal(err)
	}
	code := m.Run()
	jsii.Close()
	sandbox.Close()
	os.Exit(code)
}

// synthesize returns the folder of each environment's stack. Node takes one call at a time: a test calls t.Parallel
// afterwards.
func synthesize(t *testing.T, environments []stacks.Environment) map[string]string {
	t.Helper()
	// A local state lies beside cdktf.out, so it stays in the temporary folder.
	app := cdktf.NewApp(&cdktf.AppConfig{Outdir: jsii.String(filepath.Join(t.TempDir(), "cdktf.out"))})
	dirs := map[string]string{}
	for _, e := range environments {
		stacks.NewRedisStack(app, e)
		dirs[e.StackName()] = filepath.Join(*app.Outdir(), "stacks", e.StackName())
	}
	app.Synth()
	return dirs
}

// network is the value of each of a stack's variables, as Terraform reads it.
type network map[string]string

const ecsSecurityGroup = "sg-0123456789abcdef0"

func newNetwork(subnets int) network {
	return network{
		"vpc_id":                "vpc-0123456789abcdef0",
		"private_subnet_ids":    `["` + strings.Join(subnetIDs(subnets), `","`) + `"]`,
		"ecs_security_group_id": ecsSecurityGroup,
	}
}

// options hand the variables to `terraform plan`.
func (n network) options(others ...tfexec.PlanOption) []tfexec.PlanOption {
	for name, value := range n {
		others = append(others, tfexec.Var(name+"="+value))
	}
	return others
}

func subnetIDs(n int) []string {
	var ids []string
	for i := range n {
		ids = append(ids, fmt.Sprintf("subnet-0123456789abcdef%d", i))
	}
	return ids
}

func equal(t *testing.T, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s:\n got %v\nwant %v", what, got, want)
	}
}
