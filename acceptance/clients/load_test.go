//go:build linux

package clients

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// load is a publisher that goes on while the servers change, and the service that works on its queue.
type load struct {
	*deployment
	queue string
	// results is how many results are acknowledged before a failover.
	results  int
	worker   *process
	restarts int
}

// publish starts a publisher that sees the URLs of this moment.
func (l *load) publish(t *testing.T) {
	t.Helper()
	start(t, l.dir, l.environment(t), python, "-m", "load_checks", "publish", l.queue)
}

func (l *load) do(t *testing.T, step string) {
	t.Helper()
	l.run(t, l.environment(t), "load_checks.py", step, l.queue)
}

// keepRunning starts a worker where none runs, as ECS does for a service.
func (l *load) keepRunning(t *testing.T) {
	t.Helper()
	if l.worker != nil && !l.worker.ended() {
		return
	}
	if l.worker != nil {
		l.restarts++
	}
	l.worker = l.startWorker(t, l.queue, 2, l.queue, "CELERY_VISIBILITY_TIMEOUT=1")
}

// count returns how many lines of a kind the load has noted.
func (l *load) count(kind string) int {
	notes, _ := os.ReadFile(filepath.Join(l.dir, l.queue+"."+kind))
	return strings.Count(string(notes), "\n")
}

// await polls until the load has noted so many more lines of a kind.
func (l *load) await(t *testing.T, kind string, more int) {
	t.Helper()
	want := l.count(kind) + more
	eventually(t, "the load goes on: "+kind, func() bool {
		l.keepRunning(t)
		return l.count(kind) >= want
	})
}

func (l *load) note(t *testing.T, kind string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(l.dir, l.queue+"."+kind), []byte("now\n"), 0o644); err != nil {
		t.Fatal(err)
	}
}

// settle stops the publishers, waits until all is done, and returns the counts.
func (l *load) settle(t *testing.T) map[string]int {
	t.Helper()
	l.note(t, "stop")
	settling := start(t, l.dir, l.environment(t), python, "-m", "load_checks", "settle", l.queue)
	eventually(t, "all is done", func() bool {
		l.keepRunning(t)
		return settling.ended()
	})
	counts := map[string]int{}
	lines := strings.Split(strings.TrimSpace(settling.output()), "\n")
	if err := json.Unmarshal([]byte(lines[len(lines)-1]), &counts); err != nil {
		t.Fatalf("%v\n%s", err, settling.output())
	}
	counts["worker restarts"] = l.restarts
	return counts
}
