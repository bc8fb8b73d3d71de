//go:build linux || darwin

package servers

import (
	"slices"
	"testing"
)

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

// TestPromoteTakesOneThatRuns promotes the second replica, because the first has ended.
func TestPromoteTakesOneThatRuns(t *testing.T) {
	g, _ := written(t, "prod", "broker")
	primary, first := g.shards[0][0], g.shards[0][1]
	second := &Node{Name: "second", group: g}
	g.shards[0] = append(g.shards[0], second)
	ended := make(chan struct{})
	close(ended)
	primary.process, first.process = &process{done: ended}, &process{done: ended}
	second.process = &process{done: make(chan struct{})}
	dir := answered(t, g, `
case $1 in
	REPLICAOF) touch promoted; echo OK ;;
	INFO) [ -e promoted ] && echo role:master ;;
esac`)
	if err := g.Promote(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	if g.Primary() != second || slices.Contains(g.Nodes(), first) {
		t.Errorf("the primary is %s of %d nodes, want the one that runs", g.Primary().Name, len(g.Nodes()))
	}
	if told := read(t, dir)["told"]; told != "0 REPLICAOF NO ONE \n" {
		t.Errorf("the nodes are told %q", told)
	}
	g.shards[0] = []*Node{primary, first}
	if err := g.Promote(t.Context(), 0); err == nil || g.Primary() != primary {
		t.Errorf("without a replica that runs the primary is %s; %v", g.Primary().Name, err)
	}
}
