//go:build linux

package clients

import (
	"testing"
	"time"
)

// checkFailover kills the broker's primary under load and promotes its replica. Replication is asynchronous, so the
// load is held for the moment in which the replica catches up: what was acknowledged before is what the replica has.
func checkFailover(t *testing.T, place string, d *deployment) {
	check(t, place, "failover: broker's primary killed", func(t *testing.T) {
		broker := d.serving(t, "broker-url")
		primary := broker.Primary()
		l := &load{deployment: d, queue: "failover"}
		l.publish(t)
		l.await(t, "ran", 200)
		l.do(t, "acknowledge")
		l.do(t, "occupy")
		l.await(t, "taken", 100)

		must(t, primary.Tell("CLIENT", "PAUSE", "600000", "WRITE"))
		must(t, broker.AwaitReplicas(t.Context()))
		primary.Kill()
		killed := time.Now()
		l.await(t, "refused", 1)

		must(t, broker.Promote(t.Context(), 0))
		broker.publish(t)
		promoted := time.Now()
		l.note(t, "gate.open")
		l.await(t, "taken", 1)
		published := time.Since(promoted)
		l.await(t, "ran", 1)
		ran := time.Since(promoted)
		l.await(t, "ran", 50)

		counts := l.settle(t)
		t.Logf("%s: promoted after %.1f s, first message taken %.1f s later, first task run %.1f s later; %v",
			place, promoted.Sub(killed).Seconds(), published.Seconds(), ran.Seconds(), counts)
		for _, lost := range []string{"tasks lost", "acknowledged results lost"} {
			if counts[lost] > 0 {
				t.Errorf("%s: %d", lost, counts[lost])
			}
		}
		if counts["results acknowledged before"] < 200 {
			t.Errorf("only %d results were acknowledged before", counts["results acknowledged before"])
		}
	})
}
