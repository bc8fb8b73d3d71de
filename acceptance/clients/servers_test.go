//go:build linux

package clients

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// restricted are the commands that ElastiCache keeps from its users.
// https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/RestrictedCommands.html
const restricted = "-acl|deluser -acl|load -acl|save -acl|setuser -bgrewriteaof -bgsave -cluster|addslots " +
	"-cluster|addslotsrange -cluster|bumpepoch -cluster|delslots -cluster|delslotsrange -cluster|failover " +
	"-cluster|flushslots -cluster|forget -cluster|meet -cluster|replicate -cluster|reset -cluster|saveconfig " +
	"-cluster|set-config-epoch -cluster|setslot -config -debug -migrate -psync -replicaof -save -shutdown -slaveof -sync"

// engineer is the user of the harness itself, which does what AWS does behind its API.
const engineer, engineerPassword = "engineer", "of-no-secrecy"

// servers are the nodes of one group.
type servers struct {
	*group
	deployment *deployment
	// shards are the nodes by shard, the primary first.
	shards [][]*node
}

type node struct {
	*process
	address, hostname string
	port              int
	ca                string
}

func newServers(t *testing.T, d *deployment, name string, g *group, memory string, address func() string) *servers {
	t.Helper()
	s := &servers{group: g, deployment: d}
	if !g.TLS || g.TLSMode != "required" {
		t.Fatalf("%s does not require encryption in transit", g.ID)
	}
	parameters := s.parameters(t)
	token, err := d.render(g.AuthToken, d.resolve)
	if err != nil || token == "" {
		t.Fatalf("%s has no auth token: %v", g.ID, err)
	}
	dir := filepath.Join(d.dir, name)
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	cert, key := d.ca.issue(t, dir, s.name("*"))

	shards, replicas := g.Shards, g.Replicas
	if !g.clusterMode() {
		shards, replicas = 1, g.Nodes-1
	}
	for shard := range shards {
		var nodes []*node
		for i := range 1 + replicas {
			n := &node{address: address(), port: g.Port, ca: d.ca.file}
			n.hostname = s.name(fmt.Sprintf("%s-%04d-%03d", g.ID, shard+1, i+1))
			n.start(t, filepath.Join(dir, n.address), cert, key, memory, token, parameters)
			d.point(t, n.hostname, n.address)
			nodes = append(nodes, n)
		}
		s.shards = append(s.shards, nodes)
	}
	if g.clusterMode() {
		s.formCluster(t)
	} else {
		s.formReplication(t)
	}
	return s
}

// name is a host name of the group's domain, for which its certificate is.
func (s *servers) name(host string) string {
	return host + "." + s.ID + ".abc123.euw2.cache.test"
}

// parameters are the group's parameters, which ElastiCache and this very server must know.
func (s *servers) parameters(t *testing.T) map[string]string {
	t.Helper()
	group := s.deployment.parametersOf(s.group)
	if want := "redis" + s.EngineVersion[:1]; group.Family != want {
		t.Fatalf("%s: family %s, want %s", s.ID, group.Family, want)
	}
	known := familyParameters(t)
	parameters := map[string]string{}
	for _, p := range group.Parameter {
		if p.Name != "cluster-enabled" && !slices.Contains(known, p.Name) {
			t.Fatalf("%s: ElastiCache's %s has no parameter %s", s.ID, group.Family, p.Name)
		}
		parameters[p.Name] = p.Value
	}
	if enabled := parameters["cluster-enabled"] == "yes"; enabled != s.clusterMode() {
		t.Fatalf("%s: cluster-enabled is %v, but there are %d node groups", s.ID, enabled, s.Shards)
	}
	return parameters
}

// familyParameters are the parameters of ElastiCache that the construct knows, read from its source: it does not export them.
func familyParameters(t *testing.T) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join("..", "..", "constructs", "elasticache", "parameters.go"), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	rules := file.Scope.Lookup("parameterRules").Decl.(*ast.ValueSpec).Values[0].(*ast.CompositeLit)
	for _, rule := range rules.Elts {
		name, err := strconv.Unquote(rule.(*ast.KeyValueExpr).Key.(*ast.BasicLit).Value)
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	return names
}

func (n *node) start(t *testing.T, dir, cert, key, memory, token string, parameters map[string]string) {
	t.Helper()
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	lines := []string{
		"bind " + n.address,
		"bind-source-addr " + n.address,
		"port 0",
		fmt.Sprintf("tls-port %d", n.port),
		"tls-cert-file " + cert,
		"tls-key-file " + key,
		"tls-ca-cert-file " + n.ca,
		"tls-auth-clients no",
		"tls-replication yes",
		"tls-cluster yes",
		"user default on allchannels allkeys +@all " + restricted + " >" + token,
		"user " + engineer + " on allchannels allkeys +@all >" + engineerPassword,
		"masteruser " + engineer,
		"masterauth " + engineerPassword,
		"maxmemory " + memory,
		`save ""`,
		"repl-diskless-sync-delay 0",
		// So that the environment stays readable by which the run finds processes that outlived it.
		"set-proc-title no",
		"dir " + dir,
	}
	if parameters["cluster-enabled"] == "yes" {
		lines = append(lines,
			"cluster-announce-hostname "+n.hostname,
			// What ElastiCache's tls-dynamic means with encryption in transit.
			"cluster-preferred-endpoint-type hostname",
		)
	}
	for _, name := range slices.Sorted(maps.Keys(parameters)) {
		lines = append(lines, name+" "+parameters[name])
	}
	conf := filepath.Join(dir, "redis.conf")
	if err := os.WriteFile(conf, []byte(strings.Join(lines, "\n")+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	n.process = start(t, dir, nil, "redis-server", conf)
	eventually(t, "redis-server accepts connections", func() bool {
		if n.ended() {
			t.Fatalf("redis-server refuses this configuration:\n%s", n.output())
		}
		return n.ask("PING") == "PONG"
	})
}

// ask runs a command as the engineer, and returns the answer, or the error as text.
func (n *node) ask(args ...string) string {
	cli := command([]string{"REDISCLI_AUTH=" + engineerPassword}, append([]string{
		"redis-cli", "-e", "--tls", "--cacert", n.ca, "-h", n.address, "-p", strconv.Itoa(n.port), "--user", engineer}, args...)...)
	output, _ := cli.CombinedOutput()
	return strings.TrimSpace(string(output))
}

// tell runs a command that must be answered with OK.
func (n *node) tell(t *testing.T, args ...string) {
	t.Helper()
	if answer := n.ask(args...); answer != "OK" {
		t.Fatalf("%s: %s: %s", n.hostname, strings.Join(args, " "), answer)
	}
}

// info returns one field of INFO.
func (n *node) info(field string) string {
	for line := range strings.Lines(n.ask("INFO", "everything")) {
		if name, value, _ := strings.Cut(strings.TrimSpace(line), ":"); name == field {
			return value
		}
	}
	return ""
}

func (s *servers) nodes() []*node { return slices.Concat(s.shards...) }

func (s *servers) primary() *node { return s.shards[0][0] }

func (s *servers) formReplication(t *testing.T) {
	t.Helper()
	var replicas []string
	for _, replica := range s.nodes()[1:] {
		replica.tell(t, "REPLICAOF", s.primary().address, strconv.Itoa(s.Port))
		replicas = append(replicas, replica.address)
	}
	s.awaitReplicas(t)
	s.deployment.point(t, s.name("master"), s.primary().address)
	s.deployment.point(t, s.name("replica"), replicas...)
}

func (s *servers) formCluster(t *testing.T) {
	t.Helper()
	all := s.nodes()
	for i, n := range all {
		n.tell(t, "CLUSTER", "SET-CONFIG-EPOCH", strconv.Itoa(i+1))
		n.tell(t, "CLUSTER", "MEET", all[0].address, strconv.Itoa(s.Port))
	}
	for i, shard := range s.shards {
		first, next := i*16384/len(s.shards), (i+1)*16384/len(s.shards)
		shard[0].tell(t, "CLUSTER", "ADDSLOTSRANGE", strconv.Itoa(first), strconv.Itoa(next-1))
		for _, replica := range shard[1:] {
			id := shard[0].ask("CLUSTER", "MYID")
			eventually(t, "the replica knows its primary", func() bool { return replica.ask("CLUSTER", "REPLICATE", id) == "OK" })
		}
	}
	// Every node must tell every node's host name, or a client meets one that it can't resolve.
	eventually(t, "the cluster is complete", func() bool {
		return !slices.ContainsFunc(all, func(n *node) bool {
			return !strings.Contains(n.ask("CLUSTER", "INFO"), "cluster_state:ok") || slices.ContainsFunc(all, func(other *node) bool {
				return !strings.Contains(n.ask("CLUSTER", "SLOTS"), other.hostname)
			})
		})
	})
	s.awaitReplicas(t)
	var addresses []string
	for _, n := range all {
		addresses = append(addresses, n.address)
	}
	s.deployment.point(t, s.name("clustercfg"), addresses...)
}

func (s *servers) awaitReplicas(t *testing.T) {
	t.Helper()
	for _, shard := range s.shards {
		for _, replica := range shard[1:] {
			eventually(t, "the replica is in sync", func() bool {
				return replica.info("master_link_status") == "up" && replica.info("master_repl_offset") == shard[0].info("master_repl_offset")
			})
		}
	}
}
