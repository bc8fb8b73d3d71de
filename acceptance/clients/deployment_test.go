//go:build linux

package clients

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/paperwurks/elasticache-redis/internal/servers"
)

// deployment is a stack on local servers: its groups, its DNS and its certificates.
type deployment struct {
	*stack
	dir     string
	servers *servers.Run
	server  servers.Server
	ca      *servers.Authority
	groups  map[string]*group
	clients clientSet
	// settings are the Django settings of the clients.
	settings string

	dns   sync.Mutex
	hosts map[string][]string
}

// sizes is how much memory the nodes of the deployments get that must not fill up, and of those that must.
const (
	ample = "0"
	tiny  = "12mb"
)

// subnets numbers the deployments: each has addresses of its own, so all use ElastiCache's port.
var subnets atomic.Int64

// network is the part of 127.0.0.0/8 that belongs to this run, for as long as it listens there.
var network = sync.OnceValues(func() (string, net.Listener) {
	for second := 1; second < 255; second++ {
		prefix := fmt.Sprintf("127.%d", second)
		if listener, err := net.Listen("tcp", prefix+".255.254:6379"); err == nil {
			return prefix, listener
		}
	}
	panic("127.0.0.0/8 is full")
})

// deploy starts the stack's groups as clients see them on ElastiCache.
func deploy(t *testing.T, s *stack, c clientSet, memory string) *deployment {
	t.Helper()
	d := &deployment{
		stack:    s,
		dir:      t.TempDir(),
		clients:  c,
		settings: "patient_settings",
		server:   s.server(t),
		groups:   map[string]*group{},
		hosts:    map[string][]string{},
	}
	var err error
	if d.servers, err = servers.NewRun(filepath.Join(d.dir, "servers"), false, []string{marker}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.servers.Close(); err != nil {
			t.Error(err)
		}
	})
	if d.ca, err = servers.NewAuthority(filepath.Join(d.dir, "ca.pem")); err != nil {
		t.Fatal(err)
	}
	prefix, _ := network()
	subnet := fmt.Sprintf("%s.%d", prefix, subnets.Add(1))
	address := 0
	for name := range s.Groups {
		d.groups[name] = newGroup(t, d, name, memory, func() string {
			address++
			return fmt.Sprintf("%s.%d", subnet, address)
		})
	}
	return d
}

// urls are the environment variables an ECS task definition fills from the stack's SSM parameters.
func (d *deployment) urls(t *testing.T) map[string]string {
	t.Helper()
	urls := map[string]string{}
	for _, published := range d.URLs() {
		g := d.groups[published.Group]
		if g == nil {
			t.Fatalf("%s leads to no group", published.Kind)
		}
		user, password := g.Login(published.User)
		url, err := d.Render(published, user, password, g.endpoint())
		if err != nil {
			t.Fatal(err)
		}
		if urls[published.Variable] != "" {
			t.Fatalf("%s is published twice", published.Kind)
		}
		urls[published.Variable] = url
	}
	return urls
}

// serving returns the group that a connection URL leads to.
func (d *deployment) serving(t *testing.T, url string) *group {
	t.Helper()
	for name := range d.Groups {
		if slices.Contains(d.serves(name), url) {
			return d.groups[name]
		}
	}
	t.Fatalf("no group serves %s", url)
	return nil
}

// point makes a name resolve to the addresses, for every process at its next look-up.
func (d *deployment) point(t *testing.T, name string, addresses ...string) {
	t.Helper()
	d.dns.Lock()
	defer d.dns.Unlock()
	d.hosts[name] = addresses
	var lines strings.Builder
	for name, addresses := range d.hosts {
		for _, address := range addresses {
			fmt.Fprintln(&lines, address, name)
		}
	}
	// Renamed into place, because clients read it at any moment.
	if err := os.WriteFile(d.hostsFile()+".new", []byte(lines.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(d.hostsFile()+".new", d.hostsFile()); err != nil {
		t.Fatal(err)
	}
}

func (d *deployment) hostsFile() string { return filepath.Join(d.dir, "hosts") }
