//go:build linux

package clients

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/paperwurks/elasticache-redis/internal/servers"
)

// TestMoveToValkey replaces a Redis that serves Celery and a cache by each Valkey, under load and in ElastiCache's way:
// a replica on Valkey copies the data, catches up while the primary takes no writes, and is promoted.
func TestMoveToValkey(t *testing.T) {
	requireInstalled(t)
	t.Parallel()
	for i, version := range valkeyVersions {
		clients := clientSets[i%len(clientSets)]
		t.Run(version+"/"+clients.name, func(t *testing.T) {
			t.Parallel()
			s := readStack(t, "dev")
			d := deploy(t, s, clients, ample)
			check(t, s.place(t, "dev", clients), "move: Redis to Valkey "+version+" under load", func(t *testing.T) {
				move(t, d, server(t, "valkey", version))
			})
		})
	}
}

func move(t *testing.T, d *deployment, valkey servers.Server) {
	g := d.serving(t, "broker-url")
	redis := g.Primary()
	d.run(t, d.environment(t), "move_checks.py", "fill")
	l := &load{deployment: d, queue: "move"}
	l.publish(t)
	l.await(t, "ran", 100)
	l.do(t, "acknowledge")

	must(t, g.AddReplica(t.Context(), 0, g.ID+"-0001-002", valkey, g.Place))
	d.point(t, g.Nodes()[1].Hostname, g.Nodes()[1].Address)
	l.await(t, "ran", 50)
	// Kombu takes a message and notes it as unacknowledged in two steps; between them nobody else has it.
	l.do(t, "occupy")
	l.await(t, "taken", 20)
	must(t, redis.Tell("CLIENT", "PAUSE", "600000", "WRITE"))
	paused := time.Now()
	must(t, g.AwaitReplicas(t.Context()))
	must(t, g.Promote(t.Context(), 0))
	g.publish(t)
	redis.Kill()
	without := time.Since(paused)
	l.note(t, "gate.open")
	l.await(t, "taken", 50)
	l.await(t, "ran", 50)

	if got := g.Primary().Info("valkey_version"); !strings.HasPrefix(got, valkey.Version) {
		t.Errorf("the primary runs Valkey %q, want %s", got, valkey.Version)
	}
	counts := l.settle(t)
	fmt.Printf("%s -> %s under load, %s: %d tasks taken, %d lost, %d run twice; %.1f s without a primary\n",
		redis.Server, valkey, d.clients.name, counts["tasks taken"], counts["tasks lost"], counts["tasks run twice"],
		without.Seconds())
	if counts["tasks taken"] < 200 || counts["tasks lost"] > 0 || counts["acknowledged results lost"] > 0 {
		t.Errorf("want 200 tasks taken or more and nothing lost: %v", counts)
	}
	d.check(t, "move_checks.py", "kept")
}
