//go:build linux

package clients

import (
	"slices"
	"strings"
	"testing"
)

// checkRotation changes every group's token in two phases, as AWS does with ROTATE and SET, while tasks keep running.
// In groups with Users the first makes new users, and the second deletes the old ones.
func checkRotation(t *testing.T, place string, d *deployment) {
	check(t, place, "rotation: ROTATE, deployment, SET", func(t *testing.T) {
		all := func(change func(*group) error) {
			t.Helper()
			for _, g := range d.groups {
				must(t, change(g))
			}
		}
		connect := func(oldEnvironment []string, wants ...string) {
			t.Helper()
			for i, outcomes := range d.connect(t, oldEnvironment, d.environment(t)) {
				if strings.Count(outcomes, wants[i]) != 3 {
					t.Fatalf("want three times %q, got:\n%s", wants[i], outcomes)
				}
			}
		}
		var old []string
		for _, url := range d.URLs() {
			old = append(old, url.User)
		}
		before := &load{deployment: d, queue: "before"}
		before.publish(t)
		before.await(t, "ran", 20)

		// ROTATE: what runs goes on with the old token, and what starts reads the new one.
		oldEnvironment := d.environment(t)
		all(func(g *group) error { return g.Rotate() })
		connect(oldEnvironment, "connected", "connected")
		before.await(t, "ran", 20)

		// The deployment: new ECS tasks start, then the old ones stop.
		after := &load{deployment: d, queue: "after"}
		after.publish(t)
		after.await(t, "ran", 20)
		t.Logf("%s: with the old token: %v", place, before.settle(t))
		if d.hasUsers() && d.connections(t, old) == 0 {
			t.Fatal("nobody is connected as an old user")
		}
		if !d.hasUsers() {
			before.worker.terminate(t)
		}

		// SET: the old token is refused, and nobody is left who has it. Who is connected as an old user is cut off.
		all(func(g *group) error { return g.Set() })
		eventually(t, "nobody is connected as an old user", func() bool { return d.connections(t, old) == 0 })
		before.worker.kill()
		connect(oldEnvironment, "refused", "connected")
		after.await(t, "ran", 20)
		t.Logf("%s: with the new token: %v", place, after.settle(t))
	})
}

// connections is how many connections the users have.
func (d *deployment) connections(t *testing.T, users []string) int {
	t.Helper()
	count := 0
	for _, g := range d.groups {
		for _, n := range g.Nodes() {
			list := n.Ask("CLIENT", "LIST")
			for _, user := range slices.Compact(slices.Sorted(slices.Values(users))) {
				count += strings.Count(list, " user="+user+" ")
			}
		}
	}
	return count
}
