//go:build linux || darwin

package main

import (
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/paperwurks/elasticache-redis/internal/servers"
)

// The files in a run's folder that its user needs.
const (
	caFile  = "ca.crt"
	envFile = "env"
)

// writeEnv writes the variables that an ECS task would get, for a shell.
func (l *local) writeEnv() error {
	text, err := l.environment(filepath.Join(l.dir, caFile))
	if err != nil {
		return err
	}
	file := filepath.Join(l.dir, envFile)
	if err := os.WriteFile(file+".new", []byte(text), 0o600); err != nil {
		return err
	}
	return os.Rename(file+".new", file)
}

// environment are the URLs that the stack publishes, with the groups' ports, tokens and users of this machine, for a
// shell.
func (l *local) environment(ca string) (string, error) {
	var lines strings.Builder
	export := func(name, value string) {
		fmt.Fprintf(&lines, "export %s='%s'\n", name, strings.ReplaceAll(value, "'", `'\''`))
	}
	for _, published := range l.stack.URLs() {
		g := l.groups[published.Group]
		if g == nil {
			return "", fmt.Errorf("%s leads to no group of the stack", published.Kind)
		}
		user, password := g.Login(published.User)
		text, err := l.stack.Render(published, user, password, host)
		if err != nil {
			return "", err
		}
		address, err := url.Parse(text)
		if err != nil {
			return "", fmt.Errorf("%s is no URL", published.Kind) // url's error would have the token
		}
		address.Host = net.JoinHostPort(host, strconv.Itoa(l.endpointPort(published.Group)))
		export(published.Variable, address.String())
	}
	export("SSL_CERT_FILE", ca)
	return lines.String(), nil
}

// describe prints the groups, and what is different on AWS.
func (l *local) describe() {
	for _, name := range l.names() {
		g := l.groups[name]
		shards, replicas := g.Shape()
		mode := "cluster mode disabled"
		if g.ClusterMode() {
			mode = fmt.Sprintf("cluster mode enabled, shards: %d", shards)
		}
		fmt.Fprintf(
			l.out,
			"  %-10s %s:%d  %s, %s, replicas: %d\n",
			g.Name(),
			host,
			l.endpointPort(name),
			g.Server,
			mode,
			replicas,
		)
	}
	fmt.Fprintln(l.out, "What is different on AWS:")
	for _, name := range l.names() {
		for _, difference := range differences(l.groups[name]) {
			fmt.Fprintf(l.out, "  %-10s %s\n", l.groups[name].Name(), difference)
		}
	}
}

// describeUse prints how to use the groups.
func (l *local) describeUse() {
	fmt.Fprintf(l.out, "In other terminals:\n  . %s\n", filepath.Join(l.dir, envFile))
}

// endpointPort is the port of the group's URLs.
func (l *local) endpointPort(name string) int {
	if e := l.endpoints[name]; e != nil {
		return e.port()
	}
	return l.groups[name].Primary().Port
}

// differences are what the group is on AWS and not here.
func differences(g *servers.Group) []string {
	var lines []string
	if !strings.HasPrefix(g.Server.String(), g.Engine+" "+g.EngineVersion) {
		lines = append(lines, fmt.Sprintf("is %s %s, not %s", g.Engine, g.EngineVersion, g.Server))
	}
	switch size := g.AWSMemory(); {
	case size == 0:
		lines = append(lines, fmt.Sprintf("has a maxmemory that is unknown here for %s, not %s", g.NodeType, g.Memory()))
	case g.Maxmemory != "":
		lines = append(lines, fmt.Sprintf("has a maxmemory of %d MB (%s), not %s", size>>20, g.NodeType, g.Memory()))
	}
	for _, parameter := range g.LeftOut {
		lines = append(lines, "has the parameter "+parameter+", which "+g.Server.String()+" does not know")
	}
	return append(lines, "has nodes on machines of their own, "+g.NodeType)
}
