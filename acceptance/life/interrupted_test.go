package life

import (
	"flag"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/paperwurks/elasticache-redis/acceptance/internal/simaws"
	"github.com/paperwurks/elasticache-redis/acceptance/internal/tf"
	"github.com/paperwurks/elasticache-redis/stacks"
)

var every = flag.Int("every", 24, "TestInterrupted fails every nth call of a create; 1 is all of them and takes about half an hour")

// TestInterrupted fails one call of AWS during a create. What the failed apply leaves behind, the next apply completes.
func TestInterrupted(t *testing.T) {
	tf.Require(t, "node", "terraform", simaws.Program)
	content := synthesize(t, unprotected(stacks.Environments[0]))
	t.Run("dev", func(t *testing.T) {
		t.Parallel()
		s := newStack(t, content, 1)
		if err := s.apply(); err != nil {
			t.Fatal(err)
		}
		calls := s.account.Calls()
		i := 0
		for _, service := range slices.Sorted(maps.Keys(calls)) {
			for n := range calls[service] {
				if i++; i%*every != 1%*every {
					continue
				}
				t.Run(fmt.Sprintf("%s-%d", service, n+1), func(t *testing.T) {
					t.Parallel()
					interrupt(t, content, service, n+1)
				})
			}
		}
		t.Logf("%d calls of a create: %v", i, calls)
	})
}

func interrupt(t *testing.T, content []byte, service string, n int) {
	s := newStack(t, content, 1)
	s.account.FailCall(service, n)
	failure := s.apply()
	verdict := "converges"
	if !s.account.Failed() {
		verdict = "was not made this time" // the number of calls that wait for a change varies a little
	}
	s.account.FailNone()
	if err := s.apply(); err != nil {
		t.Fatalf("after %v:\n%v", failure, err)
	}
	s.wantNoChanges()
	fmt.Printf("%-24s call %-59d %s\n", "interrupted", n, service+" "+verdict)
}
