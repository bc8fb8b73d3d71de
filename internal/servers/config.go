//go:build linux || darwin

package servers

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// restricted are the commands that ElastiCache keeps from its users.
// https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/RestrictedCommands.html
const restricted = "-acl|deluser -acl|load -acl|save -acl|setuser -bgrewriteaof -bgsave -cluster|addslots " +
	"-cluster|addslotsrange -cluster|bumpepoch -cluster|delslots -cluster|delslotsrange -cluster|failover " +
	"-cluster|flushslots -cluster|forget -cluster|meet -cluster|replicate -cluster|reset -cluster|saveconfig " +
	"-cluster|set-config-epoch -cluster|setslot -config -debug -migrate -psync -replicaof -save -shutdown -slaveof -sync"

// engineer is the user who does what AWS does behind its API.
const engineer = "engineer"

const (
	certFile = "redis.crt"
	keyFile  = "redis.key"
	caFile   = "ca.crt"
)

// elasticacheOnly are parameters that only ElastiCache's own servers have.
var elasticacheOnly = regexp.MustCompile(`^(close-on-replica-write|client-output-buffer-limit-.*|search-.*)$`)

// honoured are ElastiCache's parameters that this package translates: memory for data, and the host names of a cluster.
var honoured = []string{"reserved-memory", "reserved-memory-percent", "cluster-preferred-endpoint-type"}

// config is the node's configuration, with the certificates in a folder. With a primary the node is its replica.
func (g *Group) config(n *Node, certificates string, primary *Node) string {
	lines := append(g.userLines(),
		"bind "+n.Address,
		"bind-source-addr "+n.Address,
		"port 0",
		fmt.Sprintf("tls-port %d", n.Port),
		"tls-cert-file "+certificates+"/"+certFile,
		"tls-key-file "+certificates+"/"+keyFile,
		"tls-ca-cert-file "+certificates+"/"+caFile,
		"tls-auth-clients no",
		"tls-replication yes",
		"tls-cluster yes",
		"user "+engineer+" on allchannels allkeys +@all >"+g.password,
		"masteruser "+engineer,
		"masterauth "+g.password,
		"maxmemory "+g.Memory(),
		`save ""`,
		"repl-diskless-sync-delay 0",
		// So that the environment stays readable by which tests find processes that outlived them.
		"set-proc-title no",
	)
	switch {
	case g.ClusterMode():
		lines = append(lines,
			fmt.Sprintf("cluster-port %d", n.BusPort),
			"cluster-announce-hostname "+n.Hostname,
			// What ElastiCache's tls-dynamic means with encryption in transit.
			"cluster-preferred-endpoint-type hostname",
		)
	case primary != nil:
		lines = append(lines, fmt.Sprintf("replicaof %s %d", primary.Address, primary.Port))
	}
	for _, name := range slices.Sorted(maps.Keys(g.parameters)) {
		value := g.parameters[name]
		if value == "" {
			value = `""`
		}
		lines = append(lines, name+" "+value)
	}
	return strings.Join(lines, "\n") + "\n"
}

// refusal is how a server says that it does not know a parameter.
var refusal = regexp.MustCompile(`>>> '(\S+)[^\n]*'\nBad directive`)

// formScript makes the nodes a cluster: epochs, acquaintances, slots, replicas. It needs the engineer's password in
// REDISCLI_AUTH, and leaves a cluster alone that is whole.
func (g *Group) formScript(cli, certificates string) string {
	var script strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&script, format+"\n", args...) }
	first := g.shards[0][0]
	line("set -eu")
	line(`ask() { address=$1; port=$2; shift 2; %s -e --tls --cacert %s/%s --user %s -h "$address" -p "$port" "$@"; }`,
		cli, certificates, caFile, engineer)
	line(`whole() { ask "$@" CLUSTER INFO | grep -q cluster_state:ok; }`)
	line(`retry() { until "$@" >/dev/null 2>&1; do sleep 0.1; done; }`)
	for _, n := range g.Nodes() {
		line("retry ask %s PING", n.at())
	}
	line("if whole %s; then exit; fi", first.at())
	for i, n := range g.Nodes() {
		line("ask %s CLUSTER SET-CONFIG-EPOCH %d", n.at(), i+1)
		line("ask %s CLUSTER MEET %s %d", n.at(), first.at(), first.BusPort)
	}
	for i, shard := range g.shards {
		line("ask %s CLUSTER ADDSLOTSRANGE %d %d", shard[0].at(), i*slots/len(g.shards), (i+1)*slots/len(g.shards)-1)
		for _, replica := range shard[1:] {
			line(`retry ask %s CLUSTER REPLICATE "$(ask %s CLUSTER MYID)"`, replica.at(), shard[0].at())
		}
	}
	for _, n := range g.Nodes() {
		line("retry whole %s", n.at())
	}
	return script.String()
}

// slots is the number of a cluster's hash slots.
const slots = 16384
