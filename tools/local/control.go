//go:build linux || darwin

package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/paperwurks/elasticache-redis/internal/servers"
)

// controlFile is the socket, in the run's folder, on which a second invocation talks to the one that runs the servers.
const controlFile = "control"

// checkSocket refuses a folder whose socket would have a path that the system does not take. The system's own error
// says neither the length nor the limit, and comes when all servers run.
func checkSocket(dir string) error {
	path := filepath.Join(dir, controlFile)
	limit := len(syscall.RawSockaddrUnix{}.Path) - 1 // a zero byte ends it
	if len(path) <= limit {
		return nil
	}
	return fmt.Errorf("%s has %d bytes, and the path of a socket has at most %d: set XDG_CACHE_HOME, or HOME on macOS, "+
		"to a folder with a shorter path", path, len(path), limit)
}

// How an answer ends: each line of an error begins with failed, and the last line of every answer is end.
const (
	failed = "failed: "
	end    = "end"
)

// command sends a command to the run in the folder, and prints what it answers.
func command(ctx context.Context, dir, text string, out io.Writer) error {
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, "unix", filepath.Join(dir, controlFile))
	if err != nil {
		return fmt.Errorf("%s does not run here: start it with `make local` in another terminal", filepath.Base(dir))
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { conn.Close() })()
	fmt.Fprintln(conn, text)
	var problem []string
	for lines := bufio.NewScanner(conn); lines.Scan(); {
		line := lines.Text()
		if line == end && problem == nil {
			return nil
		}
		if line == end {
			return errors.New(strings.Join(problem, "\n"))
		}
		if text, ok := strings.CutPrefix(line, failed); ok {
			problem = append(problem, text)
			continue
		}
		fmt.Fprintln(out, line)
	}
	// What it has said so far tells why it ends.
	return errors.New(strings.Join(append(problem, filepath.Base(dir)+" ended before it had answered"), "\n"))
}

// control answers commands until the listener is closed.
func (l *local) control(ctx context.Context, listener net.Listener) {
	for {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		go l.answer(ctx, conn)
	}
}

func (l *local) answer(ctx context.Context, conn net.Conn) {
	defer conn.Close()
	line, err := bufio.NewReader(conn).ReadString('\n')
	if err != nil {
		return // whoever asked has ended, and what came may be half a command
	}
	l.mutex.Lock()
	defer l.mutex.Unlock()
	finish(conn, l.obey(ctx, strings.TrimSpace(line), io.MultiWriter(l.out, conn)))
}

// finish ends an answer.
func finish(conn io.Writer, err error) {
	if err != nil {
		for line := range strings.SplitSeq(err.Error(), "\n") {
			fmt.Fprintln(conn, failed+line)
		}
	}
	fmt.Fprintln(conn, end)
}

func (l *local) obey(ctx context.Context, command string, out io.Writer) error {
	switch name, ok := strings.CutPrefix(command, "failover "); {
	case ok:
		return l.failover(ctx, name, out)
	case command == "rotate":
		return l.change(
			out,
			"both tokens are taken, and the env file has the new one: restart what uses it, then SET=1",
			"the old and the new users may log in, and the env file has the new ones: restart what uses it, then SET=1",
			(*servers.Group).Rotate,
		)
	case command == "set":
		return l.change(out, "only the new token is taken", "only the new users may log in", (*servers.Group).Set)
	}
	return fmt.Errorf("there is no command %q", command)
}

// change changes the tokens or the users of every group, and says what it has done. A group that fails keeps no other
// from its change, and the next try is for those that failed. That a group has nothing to change is an error only where
// no group has.
func (l *local) change(out io.Writer, tokens, users string, change func(*servers.Group) error) error {
	var lines strings.Builder
	var problems []error
	var already error
	changed := false
	for _, name := range l.names() {
		g, done := l.groups[name], tokens
		if len(g.UserGroups) > 0 {
			done = users
		}
		switch err := change(g); {
		case err == nil:
			changed = true
			fmt.Fprintf(&lines, "%s: %s\n", g.Name(), done)
		case errors.Is(err, servers.ErrOne):
			already = err
			fmt.Fprintf(&lines, "%s: unchanged, no rotation is under way\n", g.Name())
		case errors.Is(err, servers.ErrTwo):
			already = err
			fmt.Fprintf(&lines, "%s: unchanged, its rotation has begun already\n", g.Name())
		default:
			problems = append(problems, err)
		}
	}
	// The lines say what the env file has. It is written whatever failed, now or in an earlier try.
	if err := l.writeEnv(); err != nil {
		return errors.Join(append(problems, err)...)
	}
	if !changed && len(problems) == 0 {
		return already
	}
	fmt.Fprint(out, lines.String())
	return errors.Join(problems...)
}

func (l *local) failover(ctx context.Context, name string, out io.Writer) error {
	var others []string
	for _, resource := range l.names() {
		g := l.groups[resource]
		others = append(others, g.Name())
		if g.Name() != name {
			continue
		}
		if len(g.Nodes()) == len(g.Shards()) {
			return fmt.Errorf("%s has no replica to fail over to", name)
		}
		fmt.Fprintf(out, "%s is killed\n", g.Primary().Name)
		g.Primary().Kill()
		return l.repair(ctx, out)
	}
	return fmt.Errorf("no group %q in %s, which has %s", name, l.options.stack, strings.Join(others, ", "))
}

// promotion is about how long ElastiCache takes to promote a replica.
const promotion = 10 * time.Second

// repair does what ElastiCache does about nodes that have ended: it promotes a replica, and replaces the nodes.
func (l *local) repair(ctx context.Context, out io.Writer) error {
	for name, g := range l.groups {
		for shard := range g.Shards() {
			for _, n := range g.Missing(shard) {
				// A cluster takes a node back only while each of its shards has a primary.
				if err := l.promoteAll(ctx, name, out); err != nil {
					return err
				}
				same := func(string) (servers.Place, error) { return n.Place, nil }
				if err := g.AddReplica(ctx, shard, n.Name, n.Server, same); err != nil {
					return err
				}
				l.endpoints[name].point(g)
				fmt.Fprintf(out, "%s is back, as a replica\n", n.Name)
			}
		}
	}
	return nil
}

// promoteAll gives each shard of the group a primary that runs.
func (l *local) promoteAll(ctx context.Context, name string, out io.Writer) error {
	for {
		shards := l.groups[name].Shards()
		shard := slices.IndexFunc(shards, func(nodes []*servers.Node) bool { return nodes[0].Ended() })
		if shard < 0 {
			return nil
		}
		if err := l.promote(ctx, name, shard, out); err != nil {
			return err
		}
	}
}

func (l *local) promote(ctx context.Context, name string, shard int, out io.Writer) error {
	g := l.groups[name]
	nodes := g.Shards()[shard]
	primary := nodes[0]
	if !slices.ContainsFunc(nodes, func(n *servers.Node) bool { return !n.Ended() }) {
		output := strings.TrimSpace(primary.Output())
		return fmt.Errorf("%s, which has no replica that runs, has ended:\n%s", primary.Name, output)
	}
	fmt.Fprintf(out, "%s has ended; its replica is promoted in %s, about as on AWS\n", primary.Name, promotion)
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(promotion):
	}
	if err := g.Promote(ctx, shard); err != nil {
		return err
	}
	l.endpoints[name].point(g)
	fmt.Fprintf(out, "%s is the primary now\n", g.Shards()[shard][0].Name)
	return nil
}
