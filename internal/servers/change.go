//go:build linux || darwin

package servers

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// Promote makes the shard's first replica that runs its primary, and drops the former primary from the group, with
// replicas that have ended.
func (g *Group) Promote(ctx context.Context, shard int) error {
	former, nodes := g.shards[shard][0], slices.DeleteFunc(slices.Clone(g.shards[shard][1:]), (*Node).Ended)
	if len(nodes) == 0 {
		return fmt.Errorf("%s has no replica to promote", former.Name)
	}
	if g.ClusterMode() {
		// The other primaries would elect it, but a cluster of one shard has none.
		if err := nodes[0].Tell("CLUSTER", "FAILOVER", "TAKEOVER"); err != nil {
			return err
		}
	} else if err := nodes[0].Tell("REPLICAOF", "NO", "ONE"); err != nil {
		return err
	}
	g.shards[shard] = nodes
	for _, replica := range nodes[1:] {
		if err := g.follow(ctx, replica, nodes[0]); err != nil {
			return err
		}
	}
	return Eventually(ctx, nodes[0].Name+" is the primary", func() bool { return nodes[0].Info("role") == "master" })
}

// follow makes a node another's replica.
func (g *Group) follow(ctx context.Context, replica, primary *Node) error {
	if !g.ClusterMode() {
		return replica.Tell("REPLICAOF", primary.Address, fmt.Sprint(primary.Port))
	}
	id := primary.Ask("CLUSTER", "MYID")
	return Eventually(
		ctx,
		replica.Name+" knows its primary",
		func() bool { return replica.Ask("CLUSTER", "REPLICATE", id) == "OK" },
	)
}

// AddReplica starts a new node on the server, and returns when the shard has it as its last replica. As on AWS, where a
// failed node is replaced and an engine is upgraded, it may have the name and the place of a replica that has ended.
func (g *Group) AddReplica(
	ctx context.Context,
	shard int,
	name string,
	server Server,
	place func(node string) (Place, error),
) error {
	n, primary := &Node{Name: name, Server: server, group: g}, g.shards[shard][0]
	g.shards[shard] = slices.DeleteFunc(slices.Clone(g.shards[shard]), (*Node).Ended)
	if err := n.start(ctx, place, primary); err != nil {
		return err
	}
	if g.ClusterMode() {
		if err := g.forgetFailed(); err != nil {
			return err
		}
		if err := n.Tell("CLUSTER", "MEET", primary.Address, fmt.Sprint(primary.Port),
			fmt.Sprint(primary.BusPort)); err != nil {
			return err
		}
		if err := g.follow(ctx, n, primary); err != nil {
			return err
		}
	}
	g.shards[shard] = append(slices.Clone(g.shards[shard]), n)
	if g.ClusterMode() {
		if err := g.awaitCluster(ctx); err != nil {
			return err
		}
	}
	return g.AwaitReplicas(ctx)
}

// forgetFailed takes nodes that are no more off the cluster's list. A node that serves slots stays: it is one that has
// just ended, and the cluster knows no other for them yet.
func (g *Group) forgetFailed() error {
	serving := slices.DeleteFunc(g.Nodes(), (*Node).Ended)
	ids := map[string]bool{}
	for _, n := range serving {
		ids[n.Ask("CLUSTER", "MYID")] = true
	}
	// The fields before those of the slots: https://redis.io/docs/latest/commands/cluster-nodes/. If a node has ended,
	// the line is redis-cli's error, which has another number of words.
	const beforeSlots = 8
	for _, n := range serving {
		for line := range strings.Lines(n.Ask("CLUSTER", "NODES")) {
			fields := strings.Fields(line)
			if len(fields) != beforeSlots || ids[fields[0]] {
				continue
			}
			if err := n.Tell("CLUSTER", "FORGET", fields[0]); err != nil && !n.Ended() {
				return err
			}
		}
	}
	return nil
}
