//go:build linux || darwin

package main

import (
	"io"
	"net"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paperwurks/elasticache-redis/internal/servers"
)

// TestCommand sends commands to a run whose servers do not run: they are refused before they would reach one.
func TestCommand(t *testing.T) {
	dir := t.TempDir()
	l := &local{options: options{stack: "redis-prod"}, stack: parsed(t, "prod"), dir: dir, out: io.Discard,
		groups: map[string]*servers.Group{}}
	for _, g := range l.stack.Groups {
		g.ReplicasPerNodeGroup, g.NumCacheClusters = 0, min(g.NumCacheClusters, 1)
	}
	if err := l.write(7000); err != nil {
		t.Fatal(err)
	}
	if err := command(t.Context(), dir, "rotate", io.Discard); err == nil ||
		!strings.HasSuffix(err.Error(), "does not run here: start it with `make local` in another terminal") {
		t.Errorf("to nobody: %v", err)
	}
	listener, err := net.Listen("unix", filepath.Join(dir, controlFile))
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	go l.control(t.Context(), listener)
	for text, want := range map[string]string{
		"failover cache":  `no group "cache" in redis-prod, which has broker, redis`,
		"failover broker": "broker has no replica to fail over to",
		"set":             "one is valid: begin the rotation with ROTATE first",
	} {
		if err := command(t.Context(), dir, text, io.Discard); err == nil || err.Error() != want {
			t.Errorf("%s:\n got %v\nwant %s", text, err, want)
		}
	}
}
