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
	// dir is where its files are.
	dir string
	run *servers.Run
	out io.Writer

	// mutex is for the groups, which the commands and the repairs change.
	mutex     sync.Mutex
	groups    map[string]*servers.Group
	endpoints map[string]*endpoint
}

// up runs the stack until the context ends.
func up(ctx context.Context, o options, base string, stack *synthesized.Stack, out io.Writer) (err error) {
	installed, err := servers.Installed(servers.Unpacked()...)
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
	if err := checkSocket(dir); err != nil {
		return err
	}
	l.dir = dir
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
	fmt.Fprintf(out, "%s runs on this machine, until Ctrl-C:\n", o.stack)
	l.describe()
	l.describeUse()
	return l.watch(ctx)
}

// listen opens the endpoints first: a port that is taken stops everything before it begins.
func (l *local) listen() error {
	port, _ := strconv.Atoi(l.port)
	for _, name := range l.names() {
		if err := checkPort(port); err != nil {
			return err
		}
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
	ca, err := servers.NewAuthority(filepath.Join(l.dir, caFile))
	if err != nil {
		return err
	}
	var started sync.WaitGroup
	problems := make([]error, len(l.stack.Groups))
	for i, name := range l.names() {
		started.Add(1)
		go func() {
			defer started.Done()
			spec := l.spec(name, ca, installed)
			spec.Place = place
			g, err := servers.Start(ctx, l.run, spec)
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

// spec is what the group is started from, but for its place.
func (l *local) spec(name string, ca *servers.Authority, available []servers.Server) servers.Spec {
	group := l.stack.Groups[name]
	return servers.Spec{
		Group:      group,
		Resource:   name,
		Parameters: l.stack.Parameters(group),
		Server:     servers.Nearest(available, group.Engine, group.EngineVersion),
		CA:         ca,
		Hosts:      []string{host, loopback},
		Logins:     l.stack.Logins(group),
		Maxmemory:  l.memory,
	}
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
