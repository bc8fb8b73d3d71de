//go:build linux || darwin

package main

import (
	"fmt"
	"io"
	"net"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/paperwurks/elasticache-redis/internal/servers"
)

// answering listens until the test ends, and answers each connection with a text.
func answering(t *testing.T, text string) net.Listener {
	t.Helper()
	listener, err := net.Listen("tcp", loopback+":0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			fmt.Fprint(conn, text)
			conn.Close()
		}
	}()
	return listener
}

// ask returns what the endpoint's next node answers.
func ask(t *testing.T, e *endpoint) string {
	t.Helper()
	conn, err := net.Dial("tcp", e.listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	answer, _ := io.ReadAll(conn) // a reset connection has no answer
	return string(answer)
}

// TestEndpoint leads to two nodes in turn, and past one that has ended.
func TestEndpoint(t *testing.T) {
	e, err := listen(0)
	if err != nil {
		t.Fatal(err)
	}
	defer e.listener.Close()
	first, second := answering(t, "first"), answering(t, "second")
	e.nodes.Store(&[]string{first.Addr().String(), second.Addr().String()})
	go e.serve()
	if got := ask(t, e) + ask(t, e); got != "firstsecond" && got != "secondfirst" {
		t.Errorf("two connections went to %q, want one to each node", got)
	}
	first.Close()
	if got := ask(t, e) + ask(t, e); got != "secondsecond" {
		t.Errorf("after the end of the first node two connections went to %q, want the second", got)
	}
}

func TestListenOnATakenPort(t *testing.T) {
	taken := answering(t, "")
	port := taken.Addr().(*net.TCPAddr).Port
	want := fmt.Sprintf("port %d is taken: give another PORT, or none for free ports", port)
	if _, err := listen(port); err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestCheckPort(t *testing.T) {
	if err := checkPort(maxPort); err != nil {
		t.Error(err)
	}
	if err := checkPort(maxPort + 1); err == nil || !strings.Contains(err.Error(), "the last is 65535") {
		t.Errorf("got %v, want a refusal", err)
	}
}

// TestPoint leads to the primary, and in cluster mode to every node.
func TestPoint(t *testing.T) {
	for environment, want := range map[string]map[string]int{
		"dev": {"redis": 1}, "prod": {"broker": 1, "redis": 2},
	} {
		l := local{stack: parsed(t, environment), dir: t.TempDir(), groups: map[string]*servers.Group{}}
		if err := l.write(7000); err != nil {
			t.Fatal(err)
		}
		for _, g := range l.groups {
			var e endpoint
			e.point(g)
			got := *e.nodes.Load()
			if len(got) != want[g.Name()] {
				t.Errorf("%s: %s leads to %v, want %d", environment, g.Name(), got, want[g.Name()])
			}
			primary := net.JoinHostPort(g.Primary().Address, strconv.Itoa(g.Primary().Port))
			if !slices.Contains(got, primary) {
				t.Errorf("%s: %s leads to %v, and not to its primary %s", environment, g.Name(), got, primary)
			}
		}
	}
}

// exhausted is a listener that has no free file from the first connection to the end, when it is closed.
type exhausted struct {
	net.Listener
	end   time.Time
	asked int
}

func (e *exhausted) Accept() (net.Conn, error) {
	e.asked++
	if e.asked == 1 {
		e.end = time.Now().Add(4 * acceptPause)
	}
	if time.Now().After(e.end) {
		return nil, net.ErrClosed
	}
	return nil, syscall.EMFILE
}

func TestServeWaitsAfterAnError(t *testing.T) {
	listener := &exhausted{}
	(&endpoint{listener: listener}).serve()
	if listener.asked < 2 || listener.asked > 6 {
		t.Errorf("asked %d times in %s, want once in %s", listener.asked, 4*acceptPause, acceptPause)
	}
}
