//go:build linux

package clients

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/paperwurks/elasticache-redis/internal/servers"
)

// group is a replication group on local servers, with the names that clients know it by.
type group struct {
	*servers.Group
	deployment *deployment
}

// newGroup starts the group's servers, each with an address of its own.
func newGroup(t *testing.T, d *deployment, name, memory string, address func() string) *group {
	t.Helper()
	spec := d.Groups[name]
	if d.Network.Groups[name].TLSMode != "required" {
		t.Fatalf("%s does not require encryption in transit", spec.ID)
	}
	g := &group{deployment: d}
	domain := "." + spec.ID + domain
	checkParameters(t, d.stack, name)
	parameters := d.Parameters(spec)
	if memory == tiny {
		// Valkey's own is 10 MB from version 8 on, most of what such a node has.
		parameters["repl-backlog-size"] = "1048576"
	}
	var err error
	g.Group, err = servers.Start(t.Context(), d.servers, servers.Spec{
		Group:      spec,
		Resource:   name,
		Parameters: parameters,
		Server:     d.server,
		CA:         d.ca,
		Hosts:      []string{"*" + domain},
		Logins:     d.Logins(spec),
		Maxmemory:  memory,
		Place: func(node string) (servers.Place, error) {
			return servers.Place{Address: address(), Port: spec.Port, BusPort: spec.Port + 10000, Hostname: node + domain}, nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(g.LeftOut) > 0 {
		t.Fatalf("%s does not know %s", d.server, strings.Join(g.LeftOut, ", "))
	}
	t.Cleanup(func() {
		for _, n := range g.Nodes() {
			if t.Failed() {
				t.Logf("%s\n…\n%s", n.Name, end(n.Output()))
			}
		}
	})
	for _, n := range g.Nodes() {
		d.point(t, n.Hostname, n.Address)
	}
	g.publish(t)
	return g
}

// domain is the end of every host name that the deployments' DNS knows.
const domain = ".abc123.euw2.cache.test"

// name is a host name of the group's domain, for which its certificate is.
func (g *group) name(host string) string { return host + "." + g.ID + domain }

// publish points the endpoints of the group's mode to its nodes: as on AWS, the configuration endpoint leads to all.
func (g *group) publish(t *testing.T) {
	t.Helper()
	var all []string
	for _, n := range g.Nodes() {
		all = append(all, n.Address)
	}
	if g.ClusterMode() {
		g.deployment.point(t, g.name("clustercfg"), all...)
		return
	}
	g.deployment.point(t, g.name("master"), all[0])
	g.deployment.point(t, g.name("replica"), all[1:]...)
}

// endpoint is the name in the group's URLs.
func (g *group) endpoint() string {
	if g.ClusterMode() {
		return g.name("clustercfg")
	}
	return g.name("master")
}

// checkParameters asserts that ElastiCache knows the group's parameters, in the family of its engine.
func checkParameters(t *testing.T, s *stack, name string) {
	t.Helper()
	g := s.Groups[name]
	if want := g.Engine + g.EngineVersion[:1]; s.Family(g) != want {
		t.Fatalf("%s: family %s, want %s", g.ID, s.Family(g), want)
	}
	known := familyParameters(t)
	parameters := s.Parameters(g)
	for parameter := range parameters {
		if parameter != "cluster-enabled" && !slices.Contains(known, parameter) {
			t.Fatalf("%s: ElastiCache's %s has no parameter %s", g.ID, s.Family(g), parameter)
		}
	}
	if enabled := parameters["cluster-enabled"] == "yes"; enabled != g.ClusterMode() {
		t.Fatalf("%s: cluster-enabled is %v, but there are %d node groups", g.ID, enabled, g.NumNodeGroups)
	}
}

// familyParameters are the parameters of ElastiCache that the construct knows, read from its source: it does not
// export them.
func familyParameters(t *testing.T) []string {
	t.Helper()
	source := filepath.Join("..", "..", "constructs", "elasticache", "parameter_rules.go")
	file, err := parser.ParseFile(token.NewFileSet(), source, nil, 0)
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
