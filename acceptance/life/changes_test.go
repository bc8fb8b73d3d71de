package life

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-exec/tfexec"
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
	// planOnly says that the change is planned and not made.
	planOnly bool
	// refused is why plancheck refuses the plan, which is not made then; "" where it does not.
	refused string
	// refusal is an error that the first apply may end with; the second one passes.
	refusal string
	// tokens is how many AUTH tokens work afterwards; 0 is not asked.
	tokens int
}

// What plancheck says of a plan that it refuses for more than what is lost.
const (
	oneWay      = "this step is one-way"
	notSafe     = "a move between AUTH and RBAC on a live group is not safe"
	lockOut     = "running tasks have the users that it takes away"
	undone      = "it takes the newest users away"
	skipsRotate = "it ends a rotation that has not begun"
)

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
	synthesized := map[string][][]byte{}
	for _, l := range lives() {
		synthesized[l.name] = l.synthesize(t)
	}
	t.Parallel()
	for _, l := range lives() {
		t.Run(l.name, func(t *testing.T) {
			t.Parallel()
			contents := synthesized[l.name]
			s := newStack(t, contents[0], 2)
			if err := s.apply(); err != nil {
				t.Fatal(err)
			}
			for i, c := range l.changes {
				s.make(c, contents[i+1])
			}
			if err := s.destroy(); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// synthesize returns the stack as it is first, and after each change.
func (l life) synthesize(t *testing.T) [][]byte {
	t.Helper()
	e := l.base
	contents := [][]byte{synthesize(t, e)}
	for _, c := range l.changes {
		e.Groups = slices.Clone(e.Groups)
		if c.edit != nil {
			c.edit(&e)
		}
		contents = append(contents, synthesize(t, e))
	}
	return contents
}

// make makes a change, and prints a line with its verdict.
func (s *stack) make(c change, content []byte) {
	s.Helper()
	s.write(content)
	if c.network != nil {
		c.network(s)
	}
	// The state is true: the apply before left no change, which a plan with a refresh confirmed or will confirm.
	plan := s.plan(tfexec.Refresh(false))
	if got := summary(plan); !slices.Equal(got, c.plan) {
		s.Errorf("%s:\n got\n\t%s\nwant\n\t%s", c.name, strings.Join(got, "\n\t"), strings.Join(c.plan, "\n\t"))
	}
	lost := fmt.Sprint(losses(s.T, plan))
	for _, reason := range []string{oneWay, notSafe, lockOut, undone, skipsRotate} {
		if strings.Contains(lost, reason) != (reason == c.refused) {
			s.Errorf("%s: plancheck says %s, and is to refuse the plan because %q", c.name, lost, c.refused)
		}
	}
	if c.planOnly || c.refused != "" {
		s.ok(c.name)
		return
	}
	s.account.WriteData()
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
	if empty := s.account.EmptyGroups(); c.verdict() == inPlace && empty != nil {
		s.Errorf("%s: in place, and %v lost its data", c.name, empty)
	}
	if got := len(s.account.Tokens("paperwurks-dev-redis")); c.tokens > 0 && got != c.tokens {
		s.Errorf("%s: %d tokens work, want %d", c.name, got, c.tokens)
	}
	s.ok(c.name)
}

func (s *stack) ok(name string) { fmt.Printf("%-24s %-64s ok\n", s.Name(), name) }
