//go:build linux || darwin

package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paperwurks/elasticache-redis/internal/servers"
)

// writtenRun is a run of prod without replicas, whose servers do not run.
func writtenRun(t *testing.T) *local {
	t.Helper()
	l := &local{options: options{stack: "redis-prod"}, stack: parsed(t, "prod"), dir: t.TempDir(), out: io.Discard,
		groups: map[string]*servers.Group{}}
	for _, g := range l.stack.Groups {
		g.ReplicasPerNodeGroup, g.NumCacheClusters = 0, min(g.NumCacheClusters, 1)
	}
	if err := l.write(7000); err != nil {
		t.Fatal(err)
	}
	return l
}

// TestCommand sends commands to a run whose servers do not run: they are refused before they would reach one.
func TestCommand(t *testing.T) {
	l := writtenRun(t)
	dir := l.dir
	if err := command(t.Context(), dir, "rotate", io.Discard); err == nil ||
		!strings.HasSuffix(err.Error(), "does not run here: start it with `make local` in another terminal") {
		t.Errorf("to nobody: %v", err)
	}
	listener, err := net.Listen("unix", filepath.Join(dir, controlFile))
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	go l.control(t.Context(), listener)
	for text, want := range map[string]string{
		"failover cache":  `no group "cache" in redis-prod, which has broker, redis`,
		"failover broker": "broker has no replica to fail over to",
		"halt":            `there is no command "halt"`,
		"":                `there is no command ""`,
		"set":             "one is valid: begin the rotation with ROTATE first",
	} {
		if err := command(t.Context(), dir, text, io.Discard); err == nil || err.Error() != want {
			t.Errorf("%s:\n got %v\nwant %s", text, err, want)
		}
	}
	for _, half := range []string{"", "set"} {
		conn, err := net.Dial("unix", listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprint(conn, half)
		if err := conn.(*net.UnixConn).CloseWrite(); err != nil {
			t.Fatal(err)
		}
		if answer, _ := io.ReadAll(conn); len(answer) > 0 { // it may be reset
			t.Errorf("a client that ends after %q is answered with %q", half, answer)
		}
		conn.Close()
	}
}

// TestAnswer reads answers that end in each way.
func TestAnswer(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "redis-prod")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("unix", filepath.Join(dir, controlFile))
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	const died = "redis-prod ended before it had answered"
	for _, test := range []struct {
		name   string
		answer func(io.Writer)
		want   string
	}{
		{"done", func(conn io.Writer) { finish(conn, nil) }, ""},
		{"failed", func(conn io.Writer) { finish(conn, errors.New("one\n\nthree")) }, "one\n\nthree"},
		{"died", func(io.Writer) {}, died},
		{"died after an error", func(conn io.Writer) { fmt.Fprintln(conn, failed+"one") }, "one\n" + died},
	} {
		go func() {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			defer conn.Close()
			_, _ = io.ReadFull(conn, make([]byte, len("rotate\n"))) // the client looks for a bad answer
			fmt.Fprintln(conn, "broker: begun")
			test.answer(conn)
		}()
		var out strings.Builder
		got := ""
		if err := command(t.Context(), dir, "rotate", &out); err != nil {
			got = err.Error()
		}
		if got != test.want || out.String() != "broker: begun\n" {
			t.Errorf("%s:\n got %q, printed %q\nwant %q", test.name, got, out.String(), test.want)
		}
	}
}

// TestChange lets one group of two fail, and tries again.
func TestChange(t *testing.T) {
	l := writtenRun(t)
	broken := errors.New("it is broken")
	for _, test := range []struct {
		name            string
		broker, redis   error
		printed, failed string
	}{
		{"the first fails", broken, nil, "redis: done\n", "it is broken"},
		{"the second try", nil, servers.ErrTwo,
			"broker: done\nredis: unchanged, its rotation has begun already\n", ""},
		{"SET where one was not rotated", servers.ErrOne, nil,
			"broker: unchanged, no rotation is under way\nredis: done\n", ""},
		{"the third try", servers.ErrTwo, servers.ErrTwo, "", servers.ErrTwo.Error()},
		{"one fails again", broken, servers.ErrTwo,
			"redis: unchanged, its rotation has begun already\n", "it is broken"},
		{"both fail", broken, errors.New("it too"), "", "it is broken\nit too"},
	} {
		env := filepath.Join(l.dir, envFile)
		if err := os.RemoveAll(env); err != nil {
			t.Fatal(err)
		}
		var out strings.Builder
		err := l.change(&out, "done", "done", func(g *servers.Group) error {
			return map[string]error{"broker": test.broker, "redis": test.redis}[g.Name()]
		})
		got := ""
		if err != nil {
			got = err.Error()
		}
		if got != test.failed || out.String() != test.printed {
			t.Errorf("%s: got %q, printed %q; want %q, %q", test.name, got, out.String(), test.failed, test.printed)
		}
		if _, err := os.Stat(env); err != nil {
			t.Errorf("%s: the env file is not written: %v", test.name, err)
		}
	}
}

// TestRepairOfTwo ends both replicas of a shard at once: the first that comes back must not end the other's turn.
func TestRepairOfTwo(t *testing.T) {
	programs := t.TempDir()
	server := servers.Server{
		Engine: "redis", Version: "7.2.4",
		Path: script(t, programs, "redis-server", "exec sleep 600"),
		CLI: script(t, programs, "redis-cli", `
case "$*" in
	*PING) echo PONG ;;
	*) echo master_link_status:up; echo master_repl_offset:1 ;;
esac`),
	}
	l := &local{options: options{stack: "redis-prod"}, stack: parsed(t, "prod"), dir: filepath.Join(t.TempDir(), "run"),
		groups: map[string]*servers.Group{}, endpoints: map[string]*endpoint{}}
	run, err := servers.NewRun(l.dir, false, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer run.Close()
	ca, err := servers.NewAuthority(filepath.Join(l.dir, caFile))
	if err != nil {
		t.Fatal(err)
	}
	name := l.names()[0]
	l.stack.Groups[name].NumCacheClusters = 3
	spec := l.spec(name, ca, []servers.Server{server})
	spec.Place = place
	g, err := servers.Start(t.Context(), run, spec)
	if err != nil {
		t.Fatal(err)
	}
	l.groups[name], l.endpoints[name] = g, &endpoint{}
	for _, replica := range g.Nodes()[1:] {
		replica.Kill()
	}
	var out strings.Builder
	if err := l.repair(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	if strings.Count(out.String(), " is back, as a replica\n") != 2 || len(g.Nodes()) != 3 {
		t.Errorf("%d nodes of three run after\n%s", len(g.Nodes()), out.String())
	}
}
