//go:build linux || darwin

package servers

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/paperwurks/elasticache-redis/internal/synthesized"
)

// TestToken checks a group with an AUTH token: the default user's password, under ElastiCache's restrictions.
func TestToken(t *testing.T) {
	g, files := written(t, "dev", "redis")
	name, token := g.Login("")
	if name != "" || len(token) != g.Logins[0].Length {
		t.Errorf("clients log in as %q with a token of %d characters", name, len(token))
	}
	contains(t, files["paperwurks-dev-redis-0001-001.conf"],
		"user default on allchannels allkeys +@all "+restricted+" >"+token)
	if strings.Contains(restricted, "acl|whoami") || !strings.Contains(restricted, "-config ") {
		t.Error("the restrictions are not ElastiCache's")
	}
}

// TestUsers checks a group with Users: one who logs in for each URL, and a default user who is off.
func TestUsers(t *testing.T) {
	g, files := written(t, "dev-users", "redis")
	text := files["paperwurks-dev-users-redis-0001-001.conf"]
	passwords := map[string]bool{}
	for _, kind := range []string{"broker", "result", "cache", "reader"} {
		name, password := g.Login(kind + "-20261123")
		passwords[password] = true
		if name != kind+"-20261123" || !strings.Contains(text, "\nuser "+name+" on ") ||
			!strings.Contains(text, " "+restricted+" >"+password+"\n") {
			t.Errorf("%s can't log in as the URL says:\n%s", name, text)
		}
	}
	if len(passwords) != 4 {
		t.Errorf("four users have %d passwords", len(passwords))
	}
	if !strings.Contains("\n"+text, "\nuser default off ") {
		t.Errorf("the default user is not off:\n%s", text)
	}
}

func TestRotation(t *testing.T) {
	g := &Group{}
	g.enroll([]synthesized.Login{{User: "broker-20261231", Access: "on +get", Length: 16}, {User: "default", Length: 16}})
	if err := g.Set(); err == nil || !strings.Contains(err.Error(), "begin the rotation with ROTATE first") {
		t.Errorf("SET before ROTATE: %v", err)
	}
	if err := g.Rotate(); err != nil {
		t.Fatal(err)
	}
	if name, _ := g.Login("broker-20261231"); name != "broker-20270101" {
		t.Errorf("after ROTATE the URL's user is %s, want that of the next day", name)
	}
	lines := strings.Join(g.userLines(), "\n")
	for _, user := range []string{"user broker-20261231 ", "user broker-20270101 "} {
		if !strings.Contains(lines, user) {
			t.Errorf("no %sduring the rotation in\n%s", user, lines)
		}
	}
	if err := g.Rotate(); err == nil || !strings.Contains(err.Error(), "end the rotation with SET first") {
		t.Errorf("a second ROTATE: %v", err)
	}
	if err := g.Set(); err != nil {
		t.Fatal(err)
	}
	if lines := strings.Join(g.userLines(), "\n"); strings.Contains(lines, "20261231") {
		t.Errorf("after SET the old user is there:\n%s", lines)
	}
}

// TestTokenRotation checks that both tokens are the default user's while a rotation lasts.
func TestTokenRotation(t *testing.T) {
	g := &Group{}
	g.enroll([]synthesized.Login{{Length: 32}})
	_, first := g.Login("")
	if err := g.Rotate(); err != nil {
		t.Fatal(err)
	}
	_, second := g.Login("")
	if first == second || len(second) != 32 {
		t.Error("the second token is not a new one")
	}
	if lines := g.userLines(); len(lines) != 1 || !strings.HasSuffix(lines[0], " >"+first+" >"+second) {
		t.Errorf("want one user with both tokens, got %d lines", len(lines))
	}
}

// refusing is a script for nodes with users. One whose port is in the file broken refuses every command.
const refusing = `
if [ "$port" = "$(cat broken)" ]; then
	echo "ERR Error in ACL SETUSER modifier '$secret': it is broken"
elif [ "$2" != DELUSER ]; then
	echo OK
elif [ -e "gone.$port.$3" ]; then
	echo 0
else
	touch "gone.$port.$3"
	echo 1
fi`

// TestRotationGoesOn breaks a node in the middle of ROTATE and of SET, and tries again.
func TestRotationGoesOn(t *testing.T) {
	for environment, urlUser := range map[string]string{"prod": "", "prod-users": "broker-20261123"} {
		g, _ := written(t, environment, "broker")
		dir := answered(t, g, refusing)
		last := g.Nodes()[1]
		breaks := func(port string) {
			t.Helper()
			if err := os.WriteFile(filepath.Join(dir, "broken"), []byte(port), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		_, old := g.Login(urlUser)

		breaks(strconv.Itoa(last.Port))
		hidden(t, g, g.Rotate(), "it is broken")
		if _, password := g.Login(urlUser); password != old {
			t.Errorf("%s: clients get a new token that not all nodes take", environment)
		}
		breaks("")
		if err := g.Rotate(); err != nil {
			t.Fatalf("%s: a second try: %v", environment, err)
		}
		_, password := g.Login(urlUser)
		tokens := map[string]int{}
		for line := range strings.Lines(read(t, dir)["told"]) {
			if _, token, ok := strings.Cut(line, " >"); ok {
				tokens[token]++
			}
		}
		if password == old || len(tokens) != len(g.generations[1]) || tokens[password+"\n"] < 2 {
			t.Errorf("%s: two tries give the nodes %d tokens, want %d", environment, len(tokens), len(g.generations[1]))
		}
		if err := g.Rotate(); !errors.Is(err, ErrTwo) {
			t.Errorf("%s: a third ROTATE: %v", environment, err)
		}

		breaks(strconv.Itoa(last.Port))
		hidden(t, g, g.Set(), last.Name+": ACL ")
		breaks("")
		if err := g.Set(); err != nil {
			t.Errorf("%s: a second try: %v", environment, err)
		}
		if _, after := g.Login(urlUser); after != password {
			t.Errorf("%s: after SET clients get another token", environment)
		}
		if err := g.Set(); !errors.Is(err, ErrOne) {
			t.Errorf("%s: a third SET: %v", environment, err)
		}
		if err := g.Rotate(); err != nil {
			t.Errorf("%s: the next rotation: %v", environment, err)
		}
		if _, next := g.Login(urlUser); next == password {
			t.Errorf("%s: the next rotation brings the same token again", environment)
		}
	}
}

// TestSetTellsOnlyTheNewer checks that SET never needs the old token, which a node may have dropped before.
func TestSetTellsOnlyTheNewer(t *testing.T) {
	g, _ := written(t, "dev", "redis")
	dir := answered(t, g, "echo OK")
	_, old := g.Login("")
	if err := errors.Join(g.Rotate(), g.Set()); err != nil {
		t.Fatal(err)
	}
	_, newer := g.Login("")
	told := strings.NewReplacer(old, "OLD", newer, "NEW").Replace(read(t, dir)["told"])
	if !strings.HasSuffix(told, " ACL SETUSER default resetpass >NEW\n") || strings.Contains(told, "OLD") {
		t.Errorf("the node is told\n%s", told)
	}
}
