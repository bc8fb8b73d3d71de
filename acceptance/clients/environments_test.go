//go:build linux

package clients

import (
	"testing"

	"github.com/paperwurks/elasticache-redis/internal/fixtures"
)

func environments() []string {
	var names []string
	for _, e := range fixtures.Environments() {
		names = append(names, e.Name)
	}
	return names
}

// valkeyVersions are those that install.sh unpacks.
var valkeyVersions = []string{"8.1", "9.1"}

// run is a stack on servers of a version, "" for its own, with a client set.
type run struct {
	environment, version string
	clients              clientSet
}

func (r run) read(t *testing.T) *stack {
	t.Helper()
	s := readStack(t, r.environment)
	s.serverVersion = r.version
	return s
}

// runs has each server with each client set. Any two values of shape, login, server and client set meet in one run.
func runs() []run {
	oldest, newest := clientSets[0], clientSets[1]
	return []run{
		{"dev-users", "", oldest},
		{"prod", "", newest},
		{"prod-users", valkeyVersions[0], oldest},
		{"dev-valkey", valkeyVersions[0], newest},
		{"dev-valkey", valkeyVersions[1], oldest},
		{"prod-users", valkeyVersions[1], newest},
	}
}

// TestEnvironments runs the clients on every environment's stack.
func TestEnvironments(t *testing.T) {
	requireInstalled(t)
	t.Parallel()
	for _, r := range runs() {
		place := r.read(t).place(t, r.environment, r.clients)
		t.Run(place, func(t *testing.T) {
			t.Parallel()
			s := r.read(t)
			d := deploy(t, s, r.clients, ample)
			checkSecurityGroup(t, place, s)
			if d.hasUsers() {
				checkAccess(t, place, d)
			}
			checkRefused(t, place, d)
			checkCelery(t, place, d)
			checkCache(t, place, d)
			checkMemory(t, place, r.read(t), r.clients)
			checkRotation(t, place, d)
			checkDenied(t, place, d)
			if len(d.serving(t, "broker-url").Nodes()) > 1 {
				checkFailover(t, place, d)
			}
			if d.serving(t, "cache-url").ClusterMode() {
				checkThreeShards(t, place, r.read(t), r.clients)
			}
		})
	}
}
