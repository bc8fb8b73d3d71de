//go:build linux

package clients

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"
)

// checkCelery runs the checks of a worker in production's way: a process with children, on two queues.
func checkCelery(t *testing.T, place string, d *deployment) {
	d.worker(t, "main", 2, "celery,reports")
	d.checks(t, place, "celery_checks.py", []scriptCheck{
		{"celery: results, their expiry, failures", "results"},
		{"celery: two queues", "queues"},
		{"celery: retries", "retries"},
		{"celery: ETA", "eta"},
		{"celery: group, chord, chain", "canvas"},
		{"celery: inspect ping", "ping"},
		{"celery: revoke, waiting and running", "revoke"},
		{"celery: inspect, events, purge", "control"},
		{"celery: saved groups, unordered chords", "groups"},
	})

	check(t, place, "celery: reconnect after CLIENT KILL", func(t *testing.T) {
		client := start(t, d.dir, d.environment(t), python, "-m", "celery_checks", "reconnect")
		connected := filepath.Join(d.dir, "reconnect.connected")
		eventually(t, "the client is connected", func() bool { _, err := os.Stat(connected); return err == nil })
		killed := 0
		for _, kind := range []string{"normal", "pubsub"} {
			number, err := strconv.Atoi(d.serving(t, "broker-url").Primary().Ask("CLIENT", "KILL", "TYPE", kind))
			must(t, err)
			killed += number
		}
		if killed < 4 {
			t.Fatalf("only %d connections were there to be closed", killed)
		}
		must(t, os.WriteFile(filepath.Join(d.dir, "reconnect.killed"), []byte("now\n"), 0o644))
		eventually(t, "the client ends", client.ended)
		if !client.cmd.ProcessState.Success() {
			t.Fatal("the client failed")
		}
	})
	const visibilityTimeout = "CELERY_VISIBILITY_TIMEOUT=1"
	killed := d.worker(t, "late", 1, "late", visibilityTimeout)
	d.run(t, d.environment(t), "celery_checks.py", "send_priorities", "send_late")
	killed.kill()
	// A worker looks for such messages when it starts, and later from time to time: let this one find it at once.
	time.Sleep(2 * time.Second)
	// It also takes messages that a slow worker of another queue has in hand, so it starts when that one has ended.
	single := d.startWorker(t, "single", 1, "priorities")
	d.checks(t, place, "celery_checks.py", []scriptCheck{{"celery: priorities", "priorities"}})
	single.terminate(t)
	successor := d.startWorker(t, "successor", 1, "late", visibilityTimeout)
	d.checks(t, place, "celery_checks.py", []scriptCheck{{"celery: acks_late, worker killed", "late"}})
	successor.terminate(t)
}
