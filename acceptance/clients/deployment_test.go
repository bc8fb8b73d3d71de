//go:build linux

package clients

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// deployment is a stack on local servers: its groups, its DNS, its tokens and its certificates.
type deployment struct {
	*stack
	dir     string
	ca      *authority
	groups  map[string]*servers
	tokens  map[string]string
	clients clientSet

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
	d := &deployment{stack: s, dir: t.TempDir(), clients: c, groups: map[string]*servers{}, tokens: map[string]string{}, hosts: map[string][]string{}}
	d.ca = newAuthority(t, d.dir, "ca")
	for name, password := range s.Resource.Passwords {
		random := make([]byte, password.Length)
		_, _ = rand.Read(random) // never fails
		d.tokens[name] = hex.EncodeToString(random)[:password.Length]
	}
	prefix, _ := network()
	subnet := fmt.Sprintf("%s.%d", prefix, subnets.Add(1))
	address := 0
	for name, g := range s.Resource.Groups {
		d.groups[name] = newServers(t, d, name, g, memory, func() string {
			address++
			return fmt.Sprintf("%s.%d", subnet, address)
		})
	}
	return d
}

// resolve is what Terraform would know once the groups exist. As on AWS, a group has the endpoint of its mode only.
func (d *deployment) resolve(kind, name, attribute string) (string, error) {
	switch {
	case kind == "random_password" && attribute == "result" && d.tokens[name] != "":
		return d.tokens[name], nil
	case kind != "aws_elasticache_replication_group" || d.groups[name] == nil:
	case attribute == "configuration_endpoint_address" && d.groups[name].clusterMode():
		return d.groups[name].name("clustercfg"), nil
	case attribute == "primary_endpoint_address" && !d.groups[name].clusterMode():
		return d.groups[name].name("master"), nil
	}
	return "", fmt.Errorf("%s.%s has no %s", kind, name, attribute)
}

// urls are the environment variables an ECS task definition fills from the stack's SSM parameters.
func (d *deployment) urls(t *testing.T) map[string]string {
	t.Helper()
	urls := map[string]string{}
	for _, parameter := range d.Resource.SSM {
		variable := urlVariables[filepath.Base(parameter.Name)]
		if variable == "" {
			continue
		}
		url, err := d.render(parameter.Value, d.resolve)
		if err != nil {
			t.Fatal(err)
		}
		if urls[variable] != "" {
			t.Fatalf("%s is published twice", parameter.Name)
		}
		urls[variable] = url
	}
	return urls
}

// serving returns the group that a connection URL leads to.
func (d *deployment) serving(t *testing.T, url string) *servers {
	t.Helper()
	for name := range d.Resource.Groups {
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
