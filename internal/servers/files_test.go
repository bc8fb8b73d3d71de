//go:build linux || darwin

package servers

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paperwurks/elasticache-redis/internal/fixtures"
	"github.com/paperwurks/elasticache-redis/internal/synthesized"
)

// written writes the group of a name of a fixture's stack after some edits, and returns it with its files by name.
func written(t *testing.T, environment, name string, edits ...func(*synthesized.Group)) (*Group, map[string]string) {
	t.Helper()
	stack, err := synthesized.Parse(fixtures.JSON(environment))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	ca, err := NewAuthority(filepath.Join(dir, "authority.crt"))
	if err != nil {
		t.Fatal(err)
	}
	port := 7000
	for resource, spec := range stack.Groups {
		if spec.Name() != name {
			continue
		}
		for _, edit := range edits {
			edit(spec)
		}
		g, err := Write(dir, Spec{
			Group: spec, Resource: resource, Parameters: stack.Parameters(spec), CA: ca, Hosts: []string{"localhost"},
			Server: Server{Engine: spec.Engine, Version: spec.EngineVersion, CLI: spec.Engine + "-cli"},
			Logins: stack.Logins(spec),
			Place: func(string) (Place, error) {
				port += 2
				return Place{Address: "127.0.0.1", Port: port, BusPort: port + 1, Hostname: "localhost"}, nil
			},
		})
		if err != nil {
			t.Fatal(err)
		}
		return g, read(t, g.dir())
	}
	t.Fatalf("%s has no group %s", environment, name)
	return nil, nil
}

func read(t *testing.T, dir string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, entry := range entries {
		text, err := os.ReadFile(filepath.Join(dir, entry.Name()))
		if err != nil {
			t.Fatal(err)
		}
		files[entry.Name()] = string(text)
	}
	return files
}

// contains checks that the text has each line.
func contains(t *testing.T, text string, lines ...string) {
	t.Helper()
	for _, line := range lines {
		if !strings.Contains("\n"+text, "\n"+line+"\n") {
			t.Errorf("no line %q in\n%s", line, text)
		}
	}
}

// TestWriteReplica writes the broker of prod: a primary with a replica.
func TestWriteReplica(t *testing.T) {
	g, files := written(t, "prod", "broker")
	if len(files) != 5 || files["cluster.sh"] != "" {
		t.Fatalf("%d files, want three certificates and keys and two nodes", len(files))
	}
	primary, replica := files["paperwurks-prod-broker-0001-001.conf"], files["paperwurks-prod-broker-0001-002.conf"]
	for _, node := range []string{primary, replica} {
		contains(t, node, "port 0", "tls-auth-clients no", "tls-replication yes", "maxmemory-policy noeviction",
			"maxmemory 402653184", "masterauth "+g.password)
		if strings.Contains(node, "reserved-memory") {
			t.Error("a parameter is left in that only ElastiCache knows")
		}
	}
	contains(t, primary, "tls-port 7002")
	contains(t, replica, "tls-port 7004", "replicaof 127.0.0.1 7002")
	if strings.Contains(primary, "\nreplicaof ") {
		t.Error("the primary is a replica")
	}
}

// TestWriteCluster writes the cache of prod, which is in cluster mode, with three shards.
func TestWriteCluster(t *testing.T) {
	g, files := written(t, "prod", "redis", func(g *synthesized.Group) { g.NumNodeGroups = 3 })
	for _, n := range g.Nodes() {
		contains(t, files[n.Name+".conf"], "cluster-enabled yes", "cluster-announce-hostname localhost",
			"cluster-preferred-endpoint-type hostname", fmt.Sprintf("cluster-port %d", n.BusPort))
	}
	for shard, slots := range []string{"0 5460", "5461 10921", "10922 16383"} {
		contains(t, files["cluster.sh"], fmt.Sprintf("ask %s CLUSTER ADDSLOTSRANGE %s", g.Shards()[shard][0].at(), slots))
	}
	if _, err := os.Stat(filepath.Join(g.dir(), certFile)); err != nil {
		t.Error(err)
	}
}

// TestWriteOpensTheFolder checks that the user of a container may read the files, whoever it is.
func TestWriteOpensTheFolder(t *testing.T) {
	g, files := written(t, "dev", "redis")
	for name := range files {
		info, err := os.Stat(filepath.Join(g.dir(), name))
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o644 {
			t.Errorf("%s has the mode %v, want 0644", name, info.Mode())
		}
	}
}
