package terraform

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestExamples runs the app of the examples, which is a module of its own as a user's is, and plans each of its stacks.
func TestExamples(t *testing.T) {
	sandbox.Require(t, "node")
	t.Parallel()
	out := filepath.Join(t.TempDir(), "cdktf.out")
	app := exec.CommandContext(t.Context(), "go", "run", ".")
	app.Dir = filepath.Join("..", "..", "examples")
	app.Env = append(os.Environ(), "CDKTF_OUTDIR="+out)
	if output, err := app.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	dirs, err := filepath.Glob(filepath.Join(out, "stacks", "*"))
	if err != nil || len(dirs) != 4 {
		t.Fatalf("stacks %v, want four; %v", dirs, err)
	}
	for _, dir := range dirs {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			t.Parallel()
			terraform, err := sandbox.Init(t, dir)
			if err != nil {
				t.Fatal(err)
			}
			checkValid(t, terraform)
			checkActions(t, plan{Plan: newPlan(t, terraform, nil)})
		})
	}
}
