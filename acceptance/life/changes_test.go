package life

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/paperwurks/elasticache-redis/acceptance/internal/simaws"
	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
	"github.com/paperwurks/elasticache-redis/stacks"
)

// A change is made to a deployed stack.
type change struct {
	name string
	// edit makes it in environments.go.
	edit func(*stacks.Environment)
	// network makes it in the networking stack.
	network func(*stack)
	// plan is what Terraform is to do, as summary says it.
	plan []string
	// waits says that AWS makes the change in the maintenance window, until when every plan shows it.
	waits bool
	// refusal is an error that the first apply may end with; the second one passes.
	refusal string
	// tokens is how many AUTH tokens work afterwards; 0 is not asked.
	tokens int
}

// A life is an environment and its changes, each made on top of those before it.
type life struct {
	name    string
	base    stacks.Environment
	changes []change
}

// firstGroup edits the environment's first group.
func firstGroup(edit func(*elasticache.GroupProps)) func(*stacks.Environment) {
	return func(e *stacks.Environment) { edit(&e.Groups[0]) }
}

func secondGroup(edit func(*elasticache.GroupProps)) func(*stacks.Environment) {
	return func(e *stacks.Environment) { edit(&e.Groups[1]) }
}

// TestChanges makes every change on a deployed stack: it does what the plan said, and leaves nothing to do.
func TestChanges(t *testing.T) {
	sandbox.Require(t, "node", simaws.Program)
	for _, l := range lives() {
		base, edited := synthesize(t, l.base), make([][]byte, len(l.changes))
		e := l.base
		for i, c := range l.changes {
			e.Groups = slices.Clone(e.Groups)
			if c.edit != nil {
				c.edit(&e)
			}
			edited[i] = synthesize(t, e)
		}
		t.Run(l.name, func(t *testing.T) {
			t.Parallel()
			s := newStack(t, base, 2)
			if err := s.apply(); err != nil {
				t.Fatal(err)
			}
			for i, c := range l.changes {
				s.make(c, edited[i])
			}
			if err := s.destroy(); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// make makes a change, and prints a line with its verdict.
func (s *stack) make(c change, content []byte) {
	s.Helper()
	s.write(content)
	if c.network != nil {
		c.network(s)
	}
	got := summary(s.plan())
	if !slices.Equal(got, c.plan) {
		s.Errorf("%s:\n got\n\t%s\nwant\n\t%s", c.name, strings.Join(got, "\n\t"), strings.Join(c.plan, "\n\t"))
	}
	err := s.applyPlan()
	if c.refusal != "" && err != nil && strings.Contains(err.Error(), c.refusal) {
		err = s.apply()
	}
	if err != nil {
		s.Fatal(err)
	}
	if c.waits {
		if !s.hasChanges() {
			s.Errorf("%s: made before the maintenance window", c.name)
		}
		s.account.PassMaintenanceWindow()
	}
	s.wantNoChanges()
	if got := len(s.account.Tokens("paperwurks-dev-redis")); c.tokens > 0 && got != c.tokens {
		s.Errorf("%s: %d tokens work, want %d", c.name, got, c.tokens)
	}
	fmt.Printf("%-24s %-64s ok\n", s.Name(), c.name)
}
