package synthesized_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/paperwurks/elasticache-redis/internal/fixtures"
	"github.com/paperwurks/elasticache-redis/internal/synthesized"
)

// Who logs in on a group, and with which URL.
func TestLogins(t *testing.T) {
	for environment, want := range map[string]string{
		"dev": "[] broker-url= cache-url= result-url=",
		"dev-users": "[default broker-20261123 result-20261123 cache-20261123 reader-20261123] " +
			"broker-url=broker-20261123 cache-url=cache-20261123 reader-url=reader-20261123 result-url=result-20261123",
	} {
		s, err := synthesized.Parse(fixtures.JSON(environment))
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range s.Groups {
			var names []string
			for _, login := range s.Logins(g) {
				names = append(names, login.User)
				if login.Length < 16 {
					t.Errorf("%s: a password of %d characters", login.User, login.Length)
				}
			}
			got := fmt.Sprint(names)
			for _, u := range s.URLs() {
				got += " " + u.Kind + "=" + u.User
				text, err := s.Render(u, "now", "secret", "host")
				if want := "rediss://now:secret@host:"; err != nil || !strings.HasPrefix(text, want) {
					t.Errorf("%s is %q, %v, want %s…", u.Kind, text, err, want)
				}
			}
			if got != want {
				t.Errorf("%s: got %s\nwant %s", environment, got, want)
			}
		}
	}
}

// A group that nobody can log in to is no stack of this project.
func TestLoginsMissing(t *testing.T) {
	for _, reference := range []string{".result}\"\n", ".user_id}\"", ".user_group_id}\""} {
		text := bytes.Replace(fixtures.JSON("dev-users"), []byte(reference), []byte("x"+reference), 1)
		if bytes.Equal(text, fixtures.JSON("dev-users")) {
			t.Fatalf("the stack has no %q", reference)
		}
		if _, err := synthesized.Parse(text); err == nil || !strings.Contains(err.Error(), "user_group_ids") {
			t.Errorf("%q: %v", reference, err)
		}
	}
}
