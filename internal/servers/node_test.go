//go:build linux || darwin

package servers

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// answered makes a shell script answer for the group's nodes, in place of servers. Its arguments are a command's, $port
// is the node's, and $secret what no command line shows. It runs in the folder that is returned. The file told there
// gets a line for each command but INFO.
func answered(t *testing.T, g *Group, script string) string {
	t.Helper()
	run, err := NewRun(filepath.Join(t.TempDir(), "run"), false, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { run.Close() })
	dir := t.TempDir()
	text := "#!/bin/sh\ncd " + dir + `
port=$8 secret=$(cat)
shift 10
[ "$1" != -x ] || shift
[ "$1" = INFO ] || echo "$port $* $secret" >>told
` + script
	cli := filepath.Join(t.TempDir(), "cli")
	if err := os.WriteFile(cli, []byte(text), 0o755); err != nil {
		t.Fatal(err)
	}
	g.run = run
	for _, n := range g.Nodes() {
		n.Server.CLI = cli
	}
	return dir
}

// hidden checks that an error has the words and none of the group's passwords. It prints none either.
func hidden(t *testing.T, g *Group, err error, words string) {
	t.Helper()
	if err == nil {
		t.Errorf("no error, want one that says %s", words)
		return
	}
	users := append([]user{{password: g.password}}, g.off...)
	for _, gen := range append([]generation{g.next}, g.generations...) {
		for _, u := range gen {
			users = append(users, u)
		}
	}
	text := err.Error()
	for _, u := range users {
		if strings.Contains(text, u.password) {
			t.Errorf("the error has the password of %q", u.name)
			text = strings.ReplaceAll(text, u.password, "*")
		}
	}
	if !strings.Contains(text, words) {
		t.Errorf("got %s, want %s", text, words)
	}
}

func TestErrorsHaveNoSecret(t *testing.T) {
	g, _ := written(t, "prod-users", "broker")
	_, password := g.Login("broker-20261123")
	answered(t, g, `echo "ERR Error in ACL SETUSER modifier '$secret': Syntax error"`)
	err := g.Primary().tell(">"+password, "ACL", "SETUSER", "broker")
	hidden(t, g, err, g.Primary().Name+": ACL SETUSER broker: ERR Error in ACL SETUSER modifier '>(secret)'")

	// A server that repeats its configuration, and ends.
	n := g.Primary()
	n.Server.Path = filepath.Join(t.TempDir(), "server")
	text := []byte("#!/bin/sh\necho Bad:; cat\n")
	if err := errors.Join(os.WriteFile(n.Server.Path, text, 0o755), os.Mkdir(g.dir(), 0o700)); err != nil {
		t.Fatal(err)
	}
	err = n.start(t.Context(), g.Place, nil)
	hidden(t, g, err, "ended at start:\nBad:")
	hidden(t, g, err, "masterauth (secret)\n")

	// The script that forms a cluster ends at its first command that is not tried again.
	g.Server.CLI = `echo masterauth $REDISCLI_AUTH; test "$1" != CLUSTER; true`
	hidden(t, g, g.form(t.Context()), "forms no cluster: exit status 1\nmasterauth (secret)")
}

func TestEventually(t *testing.T) {
	asked := 0
	err := Eventually(t.Context(), "the third time", func() bool { asked++; return asked == 3 })
	if err != nil || asked != 3 {
		t.Errorf("asked %d times; %v", asked, err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	err = Eventually(ended, "it comes", func() bool { return false })
	if !errors.Is(err, context.Canceled) || err.Error() != "waited in vain: it comes: context canceled" {
		t.Errorf("got %v, want an error that tells what was waited for", err)
	}
}
