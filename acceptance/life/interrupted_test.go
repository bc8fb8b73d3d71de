package life

import (
	"flag"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/paperwurks/elasticache-redis/acceptance/internal/simaws"
	"github.com/paperwurks/elasticache-redis/internal/fixtures"
	"github.com/paperwurks/elasticache-redis/stacks"
)

// The default takes in a call after which a parameter group is left that Terraform replaces.
var every = flag.Int(
	"every",
	16,
	"TestInterrupted fails every nth call of each service in a create; 1 is all of them and takes about half an hour",
)

// TestInterrupted fails one call of AWS during a create. What the failed apply leaves behind, the next apply completes.
func TestInterrupted(t *testing.T) {
	sandbox.Require(t, "node", simaws.Program)
	content := synthesize(t, withOneAlarm(fixtures.SharedNode()))
	t.Parallel()
	s := newStack(t, content, 1)
	if err := s.apply(); err != nil {
		t.Fatal(err)
	}
	calls := s.account.Calls()
	var planned, interrupted atomic.Int64
	t.Cleanup(func() {
		if 2*interrupted.Load() < planned.Load() {
			t.Errorf("%d of %d calls failed that had to", interrupted.Load(), planned.Load())
		}
	})
	for _, service := range slices.Sorted(maps.Keys(calls)) {
		for n := (*every + 1) / 2; n <= calls[service]; n += *every {
			t.Run(fmt.Sprintf("%s-%d", service, n), func(t *testing.T) {
				t.Parallel()
				planned.Add(1)
				if interrupt(t, content, service, n) {
					interrupted.Add(1)
				}
			})
		}
	}
	t.Logf("the calls of a create: %v", calls)
}

// interrupt says whether there was an nth call.
func interrupt(t *testing.T, content []byte, service string, n int) bool {
	s := newStack(t, content, 1)
	s.account.FailCall(service, n)
	failure := s.apply()
	failed, verdict := s.account.Failed(), "converges"
	if !failed {
		verdict = "was not made this time" // the number of calls that wait for a change varies a little
	}
	s.account.FailNone()
	if err := s.apply(); err != nil {
		t.Fatalf("after %v:\n%v", failure, err)
	}
	s.wantNoChanges()
	fmt.Printf("%-24s call %-59d %s\n", "interrupted", n, service+" "+verdict)
	return failed
}

// TestFailedRotation fails the call that gives AWS the new token. Terraform takes it for given and would publish it
// next, as docs/operations.md warns; the next day's token is given and published.
func TestFailedRotation(t *testing.T) {
	sandbox.Require(t, "node", simaws.Program)
	e := withOneAlarm(fixtures.SharedNode())
	base := synthesize(t, e)
	e.TokenDate = "2027-02-21"
	rotated := synthesize(t, e)
	e.TokenDate = "2027-02-22"
	nextDay := synthesize(t, e)
	t.Parallel()
	s := newStack(t, base, 1)
	if err := s.apply(); err != nil {
		t.Fatal(err)
	}
	before := s.publishedToken()

	s.write(rotated)
	s.account.FailAction("ModifyReplicationGroup")
	if err := s.apply(); err == nil || !s.account.Failed() {
		t.Fatalf("the rotation did not fail: %v", err)
	}
	s.account.FailNone()
	if got := s.publishedToken(); got != before {
		t.Error("a token is published that AWS does not know")
	}
	if got := strings.Join(summary(s.plan()), "\n"); strings.Contains(got, "aws_elasticache_replication_group") {
		t.Errorf("Terraform gives the token again, and docs/operations.md need not warn any more:\n%s", got)
	}

	s.write(nextDay)
	if err := s.apply(); err != nil {
		t.Fatal(err)
	}
	s.wantNoChanges()
	if tokens := s.account.Tokens("paperwurks-dev-redis"); !slices.Equal(tokens, []string{before, s.publishedToken()}) {
		t.Errorf("%d tokens work, want the one before and the published one", len(tokens))
	}
	fmt.Printf("%-24s %-64s ok\n", t.Name(), "a rotation that fails, and the next day's")
}

// TestFailedRotationOfUsers fails the calls that make new users. No URL has a user that AWS does not take, and the next
// deploy goes on where the failed one ended.
func TestFailedRotationOfUsers(t *testing.T) {
	sandbox.Require(t, "node", simaws.Program)
	e := withOneAlarm(fixtures.WithUsers()[0])
	base := synthesize(t, e)
	e.TokenDate = "2027-02-21"
	rotated := synthesize(t, e)
	t.Parallel()
	s := newStack(t, base, 1)
	if err := s.apply(); err != nil {
		t.Fatal(err)
	}
	before := s.publishedLogin()

	s.write(rotated)
	for _, action := range []string{"CreateUser", "ModifyUserGroup"} {
		s.account.FailAction(action)
		if err := s.apply(); err == nil || !s.account.Failed() {
			t.Fatalf("the rotation did not fail at %s: %v", action, err)
		}
		if s.publishedLogin() != before {
			t.Errorf("%s failed, and another user is published", action)
		}
	}
	s.account.FailNone()
	if err := s.apply(); err != nil {
		t.Fatal(err)
	}
	s.wantNoChanges()
	after := s.publishedLogin()
	if after == before {
		t.Error("the rotation is over, and the old user is published")
	}
	for _, login := range []string{before, after} {
		name, password, _ := strings.Cut(login, ":")
		if !s.account.LogsIn("paperwurks-dev-users-redis", name, password) {
			t.Errorf("%s can't log in during the rotation", name)
		}
	}
	fmt.Printf("%-24s %-64s ok\n", t.Name(), "a rotation of users that fails, and goes on")
}

// withOneAlarm is the environment with one alarm in its first group.
func withOneAlarm(e stacks.Environment) stacks.Environment {
	fixtures.OnlyAlarm(&e.Groups[0], "memory-high")
	return e
}

// publishedToken is the token that applications read.
func (s *stack) publishedToken() string { return s.published("/redis/auth-token") }

// publishedLogin is the name and the password of the broker's user that applications read.
func (s *stack) publishedLogin() string {
	login, _, _ := strings.Cut(strings.TrimPrefix(s.published("/redis/broker-url"), "rediss://"), "@")
	return login
}

// published is the value of an SSM parameter.
func (s *stack) published(name string) string {
	s.Helper()
	state, err := s.terraform.Show(s.Context())
	if err != nil {
		s.Fatal(err)
	}
	for _, r := range state.Values.RootModule.Resources {
		if r.Type == "aws_ssm_parameter" && strings.HasSuffix(fmt.Sprint(r.AttributeValues["name"]), name) {
			return fmt.Sprint(r.AttributeValues["value"])
		}
	}
	s.Fatalf("no parameter %s", name)
	return ""
}
