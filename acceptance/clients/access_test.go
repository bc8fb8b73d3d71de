//go:build linux

package clients

import (
	"regexp"
	"testing"
)

// denied is an entry of ACL LOG about somebody who was logged in.
var denied = regexp.MustCompile(`(?m)^reason\n(command|key|channel)$`)

// checkDenied asserts that no client has called what its user may not do: an alarm counts such calls.
func checkDenied(t *testing.T, place string, d *deployment) {
	check(t, place, "users: no command was denied", func(t *testing.T) {
		for _, g := range d.groups {
			for _, n := range g.Nodes() {
				if log := n.Ask("ACL", "LOG"); denied.MatchString(log) {
					t.Errorf("%s denied:\n%s", n.Name, log)
				}
			}
		}
	})
}
