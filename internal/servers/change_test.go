//go:build linux || darwin

package servers

import "testing"

func TestPromoteWithoutReplica(t *testing.T) {
	g, _ := written(t, "dev", "redis")
	err := g.Promote(t.Context(), 0)
	if want := "paperwurks-dev-redis-0001-001 has no replica to promote"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	if len(g.Nodes()) != 1 {
		t.Error("the only node is gone")
	}
}
