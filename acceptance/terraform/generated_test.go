package terraform

import (
	"encoding/json"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"testing"

	"github.com/paperwurks/elasticache-redis/internal/fixtures"
	"github.com/paperwurks/elasticache-redis/internal/generate"
	"github.com/paperwurks/elasticache-redis/stacks"
)

var seed = flag.Uint64("seed", 1, "of the generated environments")

// TestGenerated plans environments near the limits: what Validate accepts, Terraform accepts too. A plan validates
// first.
func TestGenerated(t *testing.T) {
	sandbox.Require(t, "node")
	environments := acceptedEnvironments(60)
	dirs := synthesize(t, environments)
	t.Parallel()
	for _, e := range environments {
		t.Run(e.StackName(), func(t *testing.T) {
			t.Parallel()
			sandbox.PutObject(e.Network.RemoteStateBucket, e.Network.RemoteStateKey, networking)
			variables := declared(t, dirs[e.StackName()])
			terraform, err := sandbox.Init(t, dirs[e.StackName()])
			if err != nil {
				t.Fatalf("seed %d: %v\n%+v", *seed, err, e)
			}
			if _, err := terraform.Plan(t.Context(), variables.options()...); err != nil {
				t.Errorf("seed %d: %v\n%+v", *seed, err, e)
			}
		})
	}
}

// declared are the variables that the stack in a folder asks for.
func declared(t *testing.T, dir string) network {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, "cdk.tf.json"))
	if err != nil {
		t.Fatal(err)
	}
	var stack struct{ Variable map[string]any }
	if err := json.Unmarshal(text, &stack); err != nil {
		t.Fatal(err)
	}
	n := newNetwork(2)
	maps.DeleteFunc(n, func(name, _ string) bool { return stack.Variable[name] == nil })
	return n
}

// acceptedEnvironments are the first n of the seed that Validate accepts, without large groups, whose plans take long
// and say no more.
func acceptedEnvironments(n int) []stacks.Environment {
	const maxNodes = 4
	var accepted []stacks.Environment
	names := map[string]bool{}
	for i := 0; len(accepted) < n; i++ {
		e := generate.Near(*seed, i)[0]
		nodes := 0
		for _, p := range e.Groups {
			nodes += p.NodeCount()
		}
		if !names[e.Name] && nodes <= maxNodes && stacks.Validate([]stacks.Environment{e}) == nil {
			names[e.Name] = true
			accepted = append(accepted, withFewAlarms(e))
		}
	}
	return accepted
}

// withFewAlarms leaves each node of a replicated group one alarm, which is the same for each node.
func withFewAlarms(e stacks.Environment) stacks.Environment {
	for i := range e.Groups {
		if p := &e.Groups[i]; p.NodeCount() > 1 && !p.DisableAlarms {
			fixtures.OnlyAlarm(p, "node-silent")
		}
	}
	return e
}
