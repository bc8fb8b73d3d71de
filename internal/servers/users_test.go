//go:build linux || darwin

package servers

import (
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
