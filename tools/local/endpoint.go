//go:build linux || darwin

package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/paperwurks/elasticache-redis/internal/servers"
)

// endpoint is a port that leads to nodes, as an endpoint of ElastiCache is a name that does: it stays when they change.
type endpoint struct {
	listener net.Listener
	// nodes are the addresses it leads to, in turn.
	nodes atomic.Pointer[[]string]
	turn  atomic.Uint64
}

// listen opens an endpoint on the port, or on a free one for 0.
func listen(port int) (*endpoint, error) {
	listener, err := net.Listen("tcp", net.JoinHostPort(loopback, strconv.Itoa(port)))
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("port %d is taken: give another PORT, or none for free ports", port)
	}
	if errors.Is(err, syscall.EACCES) {
		return nil, fmt.Errorf("port %d is for root only: give a PORT from 1024 on, or none for free ports", port)
	}
	if err != nil {
		return nil, err
	}
	return &endpoint{listener: listener}, nil
}

const maxPort = 65535

// checkPort refuses a port that is counted up from PORT and too high.
func checkPort(port int) error {
	if port > maxPort {
		return fmt.Errorf("PORT must be lower: the servers need the ports up to %d, and the last is %d", port, maxPort)
	}
	return nil
}

func (e *endpoint) port() int { return e.listener.Addr().(*net.TCPAddr).Port }

// point makes the endpoint lead to the group: to all its nodes in cluster mode, otherwise to the primary.
func (e *endpoint) point(g *servers.Group) {
	nodes := []*servers.Node{g.Primary()}
	if g.ClusterMode() {
		nodes = g.Nodes()
	}
	var addresses []string
	for _, n := range nodes {
		addresses = append(addresses, net.JoinHostPort(n.Address, strconv.Itoa(n.Port)))
	}
	e.nodes.Store(&addresses)
}

// acceptPause is for errors that last, such as too many open files.
const acceptPause = 50 * time.Millisecond

// serve passes on connections until the listener is closed.
func (e *endpoint) serve() {
	for {
		client, err := e.listener.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil {
			time.Sleep(acceptPause)
			continue
		}
		go e.pass(client)
	}
}

// pass connects a client with the next node that takes the connection.
func (e *endpoint) pass(client net.Conn) {
	defer client.Close()
	nodes := *e.nodes.Load()
	first := e.turn.Add(1)
	for i := range nodes {
		node, err := net.Dial("tcp", nodes[(first+uint64(i))%uint64(len(nodes))]) //nolint:gosec // i is no more than a few
		if err != nil {
			continue
		}
		defer node.Close()
		var both sync.WaitGroup
		for _, way := range [][2]net.Conn{{client, node}, {node, client}} {
			both.Add(1)
			go func() {
				defer both.Done()
				_, _ = io.Copy(way[0], way[1]) // ends with the connection
				client.Close()
				node.Close()
			}()
		}
		both.Wait()
		return
	}
}
