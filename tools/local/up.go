//go:build linux || darwin

package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/paperwurks/elasticache-redis/internal/servers"
	"github.com/paperwurks/elasticache-redis/internal/synthesized"
)

const (
	loopback = "127.0.0.1"
	// host is loopback's name, which the certificates are for: clients check host names as on AWS.
	host = "localhost"
)

// local is a stack that runs here.
type local struct {
	options
	stack *synthesized.Stack
	run   *servers.Run
	out   io.Writer

	// mutex is for the groups, which the commands and the repairs change.
	mutex     sync.Mutex
	groups    map[string]*servers.Group
	endpoints map[string]*endpoint
}

// up runs the stack until the context ends.
func up(ctx context.Context, o options, base string, stack *synthesized.Stack, out io.Writer) (err error) {
	installed, err := servers.Installed()
	if err != nil {
		return err
	}
	l := &local{options: o, stack: stack, out: out, groups: map[string]*servers.Group{}, endpoints: map[string]*endpoint{}}
	if err := l.listen(); err != nil {
		return err
	}
	lock, dir, err := claim(base, o.stack)
	if err != nil {
		return err
	}
	defer lock.Close()
	if l.run, err = servers.NewRun(dir, o.keep == "1", nil, lock); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.run.Close()) }()
	if err := l.start(ctx, installed); err != nil {
		return cmp.Or(context.Cause(ctx), err)
	}
	control, err := net.Listen("unix", filepath.Join(dir, controlFile))
	if err != nil {
		return err
	}
	defer control.Close()
	go l.control(ctx, control)
	l.describe(dir)
	return l.watch(ctx)
}

// listen opens the endpoints first: a port that is taken stops everything before it begins.
func (l *local) listen() error {
	port, _ := strconv.Atoi(l.port)
	for _, name := range l.names() {
		e, err := listen(port)
		if err != nil {
			return err
		}
		l.endpoints[name] = e
		if port != 0 {
			port++
		}
	}
	return nil
}

// names are the resource names of the groups, in the order of the groups' own names.
func (l *local) names() []string {
	return slices.SortedFunc(maps.Keys(l.stack.Groups), func(a, b string) int {
		return strings.Compare(l.stack.Groups[a].Name(), l.stack.Groups[b].Name())
	})
}

// runName is the folder of a run of a stack; the first has the stack's name.
func runName(stack, run string) string {
	if run == "" || run == "1" {
		return stack
	}
	return stack + "." + run
}

// claim finds the first run of the stack that is not taken, and returns the lock that takes it. The run's guard holds
// the lock too, so that nobody claims a folder that is about to be removed.
func claim(base, stack string) (*os.File, string, error) {
	if err := os.MkdirAll(base, 0o700); err != nil {
		return nil, "", err
	}
	for run := 1; ; run++ {
		dir := filepath.Join(base, runName(stack, strconv.Itoa(run)))
		lock, err := os.OpenFile(dir+".lock", os.O_CREATE|os.O_RDWR, 0o600)
		if err != nil {
			return nil, "", err
		}
		err = syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if err == nil {
			// What is left there is of a run that was kept.
			return lock, dir, os.RemoveAll(dir)
		}
		lock.Close()
		if !errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, "", err
		}
	}
}

// start starts the groups beside each other, and writes the env file.
func (l *local) start(ctx context.Context, installed []servers.Server) error {
	ca, err := servers.NewAuthority(filepath.Join(l.run.Dir, "ca.crt"))
	if err != nil {
		return err
	}
	var started sync.WaitGroup
	problems := make([]error, len(l.stack.Groups))
	for i, name := range l.names() {
		group := l.stack.Groups[name]
		started.Add(1)
		go func() {
			defer started.Done()
			g, err := servers.Start(ctx, l.run, servers.Spec{
				Group:      group,
				Resource:   name,
				Parameters: l.stack.Parameters(group),
				Server:     servers.Nearest(installed, group.Engine, group.EngineVersion),
				CA:         ca,
				Hosts:      []string{host, loopback},
				Token:      servers.NewToken(l.stack.Password(group).Length),
				Maxmemory:  l.memory,
				Place:      place,
			})
			problems[i] = err
			if err == nil {
				l.mutex.Lock()
				l.groups[name] = g
				l.mutex.Unlock()
			}
		}()
	}
	started.Wait()
	if err := errors.Join(problems...); err != nil {
		return err
	}
	for name, e := range l.endpoints {
		e.point(l.groups[name])
		go e.serve()
	}
	return l.writeEnv()
}

// place is two free ports.
func place(string) (servers.Place, error) {
	var ports [2]int
	for i := range ports {
		listener, err := net.Listen("tcp", net.JoinHostPort(loopback, "0"))
		if err != nil {
			return servers.Place{}, err
		}
		defer listener.Close()
		ports[i] = listener.Addr().(*net.TCPAddr).Port
	}
	return servers.Place{Address: loopback, Port: ports[0], BusPort: ports[1], Hostname: host}, nil
}

// writeEnv writes the variables that an ECS task would get, for a shell.
func (l *local) writeEnv() error {
	ports, tokens := map[string]int{}, map[string]string{}
	for name, g := range l.groups {
		all := g.Tokens()
		ports[name], tokens[name] = l.endpoints[name].port(), all[len(all)-1]
	}
	text, err := environment(l.stack, ports, tokens, filepath.Join(l.run.Dir, "ca.crt"))
	if err != nil {
		return err
	}
	file := filepath.Join(l.run.Dir, "env")
	if err := os.WriteFile(file+".new", []byte(text), 0o600); err != nil {
		return err
	}
	return os.Rename(file+".new", file)
}

// environment are the URLs that the stack publishes, with the groups' ports and tokens of this machine, for a shell.
func environment(stack *synthesized.Stack, ports map[string]int, tokens map[string]string, ca string) (string, error) {
	var lines strings.Builder
	export := func(name, value string) {
		fmt.Fprintf(&lines, "export %s='%s'\n", name, strings.ReplaceAll(value, "'", `'\''`))
	}
	for _, published := range stack.URLs() {
		text, err := stack.Render(published, tokens[published.Group], host)
		if err != nil {
			return "", err
		}
		address, err := url.Parse(text)
		if err != nil {
			return "", fmt.Errorf("%s is no URL", published.Kind) // url's error would have the token
		}
		address.Host = net.JoinHostPort(host, strconv.Itoa(ports[published.Group]))
		export(published.Variable, address.String())
	}
	export("SSL_CERT_FILE", ca)
	return lines.String(), nil
}

// describe prints what runs, what differs from AWS, and how to use it.
func (l *local) describe(dir string) {
	fmt.Fprintf(l.out, "%s runs on this machine, until Ctrl-C:\n", l.options.stack)
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
			l.endpoints[name].port(),
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
	fmt.Fprintf(l.out, "In other terminals:\n  . %s\n", filepath.Join(dir, "env"))
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

// watch repairs the groups until the context ends.
func (l *local) watch(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-l.run.Done():
			return errors.New("the guard of the servers was killed, so they end too")
		case <-time.After(200 * time.Millisecond):
		}
		l.mutex.Lock()
		err := l.repair(ctx, l.out)
		l.mutex.Unlock()
		if err != nil && ctx.Err() == nil {
			return err
		}
	}
}
