//go:build linux

package clients

import (
	"testing"
	"time"
)

// checkFailover kills the broker's primary under load and promotes its replica.
func checkFailover(t *testing.T, place string, d *deployment) {
	check(t, place, "failover: broker's primary killed", func(t *testing.T) {
		broker := d.serving(t, "broker-url")
		l := d.busyLoad(t, "failover", 200)
		hold(t, broker)
		broker.Primary().Kill()
		killed := time.Now()
		l.await(t, "refused", 1)
		l.promote(t, place, killed, broker)
		l.settleWithoutLoss(t, place)
	})
}

// TestHangingPrimaries stops the primaries of prod's broker and cache under load, without ending them, and promotes
// their replicas. Who waits for such a node gets no answer, and no end of the connection either: timeouts end the wait.
func TestHangingPrimaries(t *testing.T) {
	requireInstalled(t)
	t.Parallel()
	for _, clients := range clientSets {
		s := readStack(t, "prod")
		place := s.place(t, "prod", clients)
		t.Run(clients.name, func(t *testing.T) {
			t.Parallel()
			d := deploy(t, s, clients, ample)
			d.settings = "settings" // whose timeouts end the wait
			check(t, place, "failover: both primaries hang", func(t *testing.T) {
				broker, cache := d.serving(t, "broker-url"), d.serving(t, "cache-url")
				l := d.busyLoad(t, "hanging", 20)
				start(t, l.dir, l.environment(t), python, "-m", "load_checks", "use_cache", l.queue)
				l.await(t, "cached", 20)
				hold(t, broker)
				hold(t, cache)
				must(t, broker.Primary().Hang())
				must(t, cache.Primary().Hang())
				hung := time.Now()
				l.await(t, "uncached", 1)
				l.promote(t, place, hung, broker, cache)
				l.await(t, "cached", 20)
				if counts := l.settleWithoutLoss(t, place); counts["wrong cache entries"] > 0 {
					t.Errorf("%d cache entries were wrong", counts["wrong cache entries"])
				}
			})
		})
	}
}

// busyLoad is a load of which so many results were acknowledged, with a worker that is busy.
func (d *deployment) busyLoad(t *testing.T, queue string, results int) *load {
	t.Helper()
	l := &load{deployment: d, queue: queue, results: results}
	l.publish(t)
	l.await(t, "ran", results)
	l.do(t, "acknowledge")
	l.do(t, "occupy")
	l.await(t, "taken", results/2)
	return l
}

// hold lets the replica catch up. Replication is asynchronous: what was acknowledged before is what the replica has.
func hold(t *testing.T, g *group) {
	t.Helper()
	must(t, g.Primary().Tell("CLIENT", "PAUSE", "600000", "WRITE"))
	must(t, g.AwaitReplicas(t.Context()))
}

// promote promotes a replica of each group, and waits until tasks run.
func (l *load) promote(t *testing.T, place string, failed time.Time, groups ...*group) {
	t.Helper()
	for _, g := range groups {
		must(t, g.Promote(t.Context(), 0))
		g.publish(t)
	}
	promoted := time.Now()
	l.note(t, "gate.open")
	l.await(t, "taken", 1)
	published := time.Since(promoted)
	l.await(t, "ran", 1)
	ran := time.Since(promoted)
	l.await(t, "ran", l.results/4)
	t.Logf("%s: promoted after %.1f s, first message taken %.1f s later, first task run %.1f s later",
		place, promoted.Sub(failed).Seconds(), published.Seconds(), ran.Seconds())
}

// settleWithoutLoss ends the load, and asserts that nothing was lost that was acknowledged.
func (l *load) settleWithoutLoss(t *testing.T, place string) map[string]int {
	t.Helper()
	counts := l.settle(t)
	t.Logf("%s: %v", place, counts)
	for _, lost := range []string{"tasks lost", "acknowledged results lost"} {
		if counts[lost] > 0 {
			t.Errorf("%s: %d", lost, counts[lost])
		}
	}
	if counts["results acknowledged before"] < l.results {
		t.Errorf("only %d results were acknowledged before", counts["results acknowledged before"])
	}
	return counts
}
