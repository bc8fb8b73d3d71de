//go:build linux || darwin

// Package servers starts Redis and Valkey servers shaped like the groups of a synthesized stack: with the cluster mode,
// shards and replicas, encryption in transit, token, access rules, parameters and memory that ElastiCache gives them.
package servers

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/paperwurks/elasticache-redis/internal/synthesized"
)

// Spec is what a group is started from.
type Spec struct {
	*synthesized.Group
	// Resource is the group's name among Terraform's resources, and of its folder.
	Resource string
	// Parameters are those of its parameter group.
	Parameters map[string]string
	// Server runs its nodes.
	Server Server
	// CA signs its certificate, which is for the Hosts.
	CA    *Authority
	Hosts []string
	// Logins are those of the stack's group. Each gets a random password.
	Logins []synthesized.Login
	// Maxmemory is each node's maxmemory as Redis writes it, such as 64mb. "" is the node type's; 0 is no limit.
	Maxmemory string
	// Place is where a node listens. It is asked again when a port is taken.
	Place func(node string) (Place, error)
}

// Group is a running replication group.
type Group struct {
	Spec
	// LeftOut are parameters of the group that its servers do not know.
	LeftOut []string

	run        *Run
	parameters map[string]string
	// off is the default user, where it is switched off.
	off []user
	// generations are the users who log in, or the AUTH tokens: the newest last, two during a rotation.
	generations []generation
	// next is the generation that a rotation gives to the nodes, until all have it.
	next generation
	// password is the engineer's.
	password string
	// shards are the nodes by shard, the primary first.
	shards [][]*Node
	// laidOut are the shards as they were at first.
	laidOut [][]*Node
}

// NewToken returns a random token of so many characters.
func NewToken(length int) string {
	random := make([]byte, length)
	_, _ = rand.Read(random) // never fails
	return hex.EncodeToString(random)[:length]
}

// prepare lays a group out, and makes its folder with its certificates.
func prepare(run *Run, spec Spec) (*Group, error) {
	g := &Group{
		Spec:       spec,
		run:        run,
		parameters: map[string]string{},
		password:   NewToken(32),
	}
	g.enroll(spec.Logins)
	for name, value := range spec.Parameters {
		if elasticacheOnly.MatchString(name) {
			g.LeftOut = append(g.LeftOut, name)
		} else if !slices.Contains(honoured, name) {
			g.parameters[name] = value
		}
	}
	slices.Sort(g.LeftOut)
	shards, replicas := g.Shape()
	for shard := range shards {
		var nodes []*Node
		for i := range 1 + replicas {
			nodes = append(nodes, &Node{Name: fmt.Sprintf("%s-%04d-%03d", g.ID, shard+1, i+1), Server: g.Server, group: g})
		}
		g.shards = append(g.shards, nodes)
	}
	g.laidOut = slices.Clone(g.shards)
	if err := os.Mkdir(g.dir(), 0o700); err != nil {
		return nil, err
	}
	return g, g.CA.issue(g.dir(), g.Hosts...)
}

// Start starts the group, and returns when all its nodes serve.
func Start(ctx context.Context, run *Run, spec Spec) (*Group, error) {
	g, err := prepare(run, spec)
	if err != nil {
		return nil, err
	}
	for _, shard := range g.shards {
		var primary *Node
		for _, n := range shard {
			if err := n.start(ctx, g.Place, primary); err != nil {
				return nil, err
			}
			primary = shard[0]
		}
	}
	if g.ClusterMode() {
		if err := g.form(ctx); err != nil {
			return nil, err
		}
	}
	return g, g.AwaitReplicas(ctx)
}

func (g *Group) dir() string { return filepath.Join(g.run.Dir, g.Resource) }

// leaveOut drops a parameter, if it is one of the group's.
func (g *Group) leaveOut(name string) bool {
	if _, ok := g.parameters[name]; !ok {
		return false
	}
	delete(g.parameters, name)
	g.LeftOut = append(g.LeftOut, name)
	return true
}

// Memory is the nodes' maxmemory.
func (g *Group) Memory() string { return cmp.Or(g.Maxmemory, strconv.FormatInt(g.AWSMemory(), 10)) }

// AWSMemory is the maxmemory of the group's nodes on AWS, in bytes; 0 where it is unknown.
func (g *Group) AWSMemory() int64 { return maxmemory(g.NodeType, g.Parameters) }

// Nodes are the group's nodes, by shard, the primary of each first.
func (g *Group) Nodes() []*Node { return slices.Concat(g.shards...) }

// Shards are the group's nodes by shard, the primary first.
func (g *Group) Shards() [][]*Node { return g.shards }

// Missing are the nodes that the shard had at first, and that have ended without another under their name.
func (g *Group) Missing(shard int) []*Node {
	return slices.DeleteFunc(slices.Clone(g.laidOut[shard]), func(n *Node) bool {
		return slices.ContainsFunc(g.shards[shard], func(now *Node) bool { return now.Name == n.Name && !now.Ended() })
	})
}

// Primary is the primary of the first shard.
func (g *Group) Primary() *Node { return g.shards[0][0] }

// form makes the nodes a cluster, and waits until every node tells every other's host name: a client may ask any.
func (g *Group) form(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	cmd := g.run.command(ctx, "REDISCLI_AUTH="+g.password, "/bin/sh", "-c", g.formScript(g.Server.CLI, g.dir()))
	if output, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s forms no cluster: %w\n%s", g.ID, err, g.redact(string(output)))
	}
	return g.awaitCluster(ctx)
}

// awaitCluster waits until every node knows all others, or one has ended.
func (g *Group) awaitCluster(ctx context.Context) error {
	return Eventually(ctx, "the cluster "+g.ID+" is whole", func() bool {
		return slices.ContainsFunc(g.Nodes(), (*Node).Ended) || !slices.ContainsFunc(g.Nodes(), func(n *Node) bool {
			slots := n.Ask("CLUSTER", "SLOTS")
			return !strings.Contains(n.Ask("CLUSTER", "INFO"), "cluster_state:ok") ||
				slices.ContainsFunc(g.Nodes(), func(other *Node) bool {
					return !strings.Contains(slots, other.Hostname) || !strings.Contains(slots, "\n"+strconv.Itoa(other.Port)+"\n")
				})
		})
	})
}

// AwaitReplicas waits until every replica has all that its primary has now, unless one of the two has ended.
func (g *Group) AwaitReplicas(ctx context.Context) error {
	for _, shard := range g.shards {
		for _, replica := range shard[1:] {
			err := Eventually(ctx, replica.Name+" is in sync", func() bool {
				if replica.Ended() || shard[0].Ended() {
					return true
				}
				// Read before the replica's: under load the primary's grows on.
				primary := shard[0].offset()
				return replica.Info("master_link_status") == "up" && replica.offset() >= primary
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}
