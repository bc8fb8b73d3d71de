package life

import (
	"fmt"
	"testing"

	"github.com/paperwurks/elasticache-redis/acceptance/internal/simaws"
	"github.com/paperwurks/elasticache-redis/acceptance/internal/tf"
	"github.com/paperwurks/elasticache-redis/internal/fixtures"
)

// TestCycle creates each environment, finds nothing left to do, and destroys it.
func TestCycle(t *testing.T) {
	sandbox.Require(t, "node", simaws.Program)
	contents := map[string][]byte{}
	for _, e := range fixtures.Environments() {
		// Terraform refuses to destroy a protected group: TestProtected.
		contents[e.Name] = synthesize(t, fixtures.Unprotected(e))
	}
	t.Parallel()
	for _, e := range fixtures.Environments() {
		t.Run(e.Name, func(t *testing.T) {
			t.Parallel()
			cycle(newStack(t, contents[e.Name], 2), len(e.Groups))
		})
	}
}

// TestCycleOpenTofu takes dev through the same with OpenTofu.
func TestCycleOpenTofu(t *testing.T) {
	sandbox.Require(t, "node", simaws.Program, "tofu")
	e := withOneAlarm(fixtures.SharedNode())
	content := synthesize(t, e)
	t.Parallel()
	cycle(newStackOf(t, content, 2, (*tf.Sandbox).InitOpenTofu), len(e.Groups))
}

func cycle(s *stack, groups int) {
	s.Helper()
	if err := s.apply(); err != nil {
		s.Fatal(err)
	}
	s.wantNoChanges()
	if err := s.destroy(); err != nil {
		s.Fatal(err)
	}
	if got := len(s.account.Snapshots()) - 1; got != groups { // one was there before
		s.Errorf("%d final snapshots, want %d", got, groups)
	}
	fmt.Printf("%-24s %-64s ok\n", s.Name(), "create, nothing left to do, destroy")
}
