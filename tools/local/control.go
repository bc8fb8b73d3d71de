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
	"strings"
	"time"

	"github.com/paperwurks/elasticache-redis/internal/servers"
)

// controlFile is the socket, in the run's folder, on which a second invocation talks to the one that runs the servers.
const controlFile = "control"

// failed begins the line that says that a command failed.
const failed = "failed: "

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
	for lines := bufio.NewScanner(conn); lines.Scan(); {
		if problem, ok := strings.CutPrefix(lines.Text(), failed); ok {
			return errors.New(problem)
		}
		fmt.Fprintln(out, lines.Text())
	}
	return nil
}

// control answers commands until the listener is closed.
func (l *local) control(ctx context.Context, listener net.Listener) {
	for {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		go func() {
			defer conn.Close()
			line, _ := bufio.NewReader(conn).ReadString('\n')
			l.mutex.Lock()
			defer l.mutex.Unlock()
			if err := l.obey(ctx, strings.TrimSpace(line), io.MultiWriter(l.out, conn)); err != nil {
				fmt.Fprintln(conn, failed+err.Error())
			}
		}()
	}
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
	default:
		return l.change(out, "only the new token is taken", "only the new users may log in", (*servers.Group).Set)
	}
}

// change changes the tokens or the users of every group, and says what it has done.
func (l *local) change(out io.Writer, tokens, users string, change func(*servers.Group) error) error {
	for _, name := range l.names() {
		g, done := l.groups[name], tokens
		if len(g.UserGroups) > 0 {
			done = users
		}
		if err := change(g); err != nil {
			return err
		}
		fmt.Fprintf(out, "%s: %s\n", g.Name(), done)
	}
	return l.writeEnv()
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

// repair does what ElastiCache does about nodes that have ended: it promotes a replica, and replaces the node.
func (l *local) repair(ctx context.Context, out io.Writer) error {
	for name, g := range l.groups {
		for i, shard := range g.Shards() {
			for position, n := range shard {
				if !n.Ended() {
					continue
				}
				if len(shard) == 1 {
					return fmt.Errorf("%s, which has no replica, has ended:\n%s", n.Name, strings.TrimSpace(n.Output()))
				}
				if position == 0 {
					fmt.Fprintf(out, "%s has ended; its replica is promoted in %s, about as on AWS\n", n.Name, promotion)
					select {
					case <-ctx.Done():
						return ctx.Err()
					case <-time.After(promotion):
					}
					if err := g.Promote(ctx, i); err != nil {
						return err
					}
					l.endpoints[name].point(g)
					fmt.Fprintf(out, "%s is the primary now\n", g.Shards()[i][0].Name)
				}
				same := func(string) (servers.Place, error) { return n.Place, nil }
				if err := g.AddReplica(ctx, i, n.Name, n.Server, same); err != nil {
					return err
				}
				l.endpoints[name].point(g)
				fmt.Fprintf(out, "%s is back, as a replica\n", n.Name)
				break // the shard has changed; what else has ended is next
			}
		}
	}
	return nil
}
