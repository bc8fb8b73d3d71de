package life

import (
	"testing"

	"github.com/paperwurks/elasticache-redis/acceptance/internal/simaws"
	"github.com/paperwurks/elasticache-redis/acceptance/internal/tf"
	"github.com/paperwurks/elasticache-redis/stacks"
)

// TestCycle creates each environment, finds nothing left to do, and destroys it.
func TestCycle(t *testing.T) {
	tf.Require(t, "node", "terraform", simaws.Program)
	for _, e := range stacks.Environments {
		// Terraform refuses to destroy a protected group: TestProtected.
		content := synthesize(t, unprotected(e))
		t.Run(e.Name, func(t *testing.T) {
			t.Parallel()
			s := newStack(t, content, 2)
			if err := s.apply(); err != nil {
				t.Fatal(err)
			}
			s.wantNoChanges()
			if err := s.destroy(); err != nil {
				t.Fatal(err)
			}
			if got, want := len(s.account.Snapshots()), len(e.Groups); got != want {
				t.Errorf("%d final snapshots, want %d", got, want)
			}
		})
	}
}
