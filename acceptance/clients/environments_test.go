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

// TestEnvironments runs the clients on every environment's stack.
func TestEnvironments(t *testing.T) {
	requireInstalled(t)
	for _, environment := range environments() {
		for _, clients := range clientSets {
			place := environment + "/" + clients.name
			t.Run(place, func(t *testing.T) {
				t.Parallel()
				s := readStack(t, environment)
				d := deploy(t, s, clients, ample)
				checkSecurityGroup(t, place, s)
				checkRefused(t, place, d)
				checkCelery(t, place, d)
				checkCache(t, place, d)
				checkMemory(t, place, readStack(t, environment), clients)
				checkRotation(t, place, d)
				if len(d.serving(t, "broker-url").Nodes()) > 1 {
					checkFailover(t, place, d)
				}
				if d.serving(t, "cache-url").ClusterMode() {
					checkThreeShards(t, place, readStack(t, environment), clients)
				}
			})
		}
	}
}
