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

// runs are every environment on Redis with each client set, and on each Valkey with one of them: there both sets run on
// both Valkeys.
func runs() []run {
	var all []run
	for _, environment := range environments() {
		for _, clients := range clientSets {
			all = append(all, run{environment, "", clients})
		}
	}
	for i, version := range valkeyVersions {
		for j, e := range fixtures.OnValkey() {
			all = append(all, run{e.Name, version, clientSets[(i+j)%len(clientSets)]})
		}
	}
	return all
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
			checkRefused(t, place, d)
			checkCelery(t, place, d)
			checkCache(t, place, d)
			checkMemory(t, place, r.read(t), r.clients)
			checkRotation(t, place, d)
			if len(d.serving(t, "broker-url").Nodes()) > 1 {
				checkFailover(t, place, d)
			}
			if d.serving(t, "cache-url").ClusterMode() {
				checkThreeShards(t, place, r.read(t), r.clients)
			}
		})
	}
}
