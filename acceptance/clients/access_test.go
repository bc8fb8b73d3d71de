//go:build linux

package clients

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// denied is an entry of ACL LOG about somebody who was logged in.
var denied = regexp.MustCompile(`(?m)^reason\n(command|key|channel)$`)

// checkDenied asserts that no client has called what its user may not do: an alarm counts such calls.
func checkDenied(t *testing.T, place string, d *deployment) {
	check(t, place, "users: no command was denied", func(t *testing.T) {
		for _, g := range d.groups {
			for _, n := range g.Nodes() {
				if log := n.Ask("ACL", "LOG"); denied.MatchString(log) {
					t.Errorf("%s denied:\n%s", n.Name, log)
				}
			}
		}
	})
}

// checkAccess calls each command of the table as each user, for real: exactly those who may call it can.
func checkAccess(t *testing.T, place string, d *deployment) {
	check(t, place, "users: what each may call", func(t *testing.T) {
		for _, published := range d.URLs() {
			g := d.groups[published.Group]
			user, password := g.Login(published.User)
			address, err := d.Render(published, user, password, g.endpoint())
			must(t, err)
			kind, _, _ := strings.Cut(user, "-")
			for _, row := range accessRows {
				s := d.session(t, g, address)
				for _, command := range row.commands {
					may := slices.Contains(strings.Fields(row.may), kind)
					if answer := s.call(t, row.database, command); refusedAnswer.MatchString(answer) == may {
						t.Errorf("%s may call %q in database %d: %t in the table, got %q", kind, command, row.database, may, answer)
					}
				}
				s.Close()
			}
		}
		for _, g := range d.groups {
			checkAccessStrings(t, d, g)
			for _, n := range g.Nodes() {
				must(t, n.Tell("ACL", "LOG", "RESET"))
			}
		}
	})
}

// refusedAnswer is how servers refuse a command, on its own and in a script. They refuse DEBUG to everybody.
var refusedAnswer = regexp.MustCompile(`NOPERM|ACL failure|can't run this command|DEBUG command not allowed`)

// session is a user's connection.
type session struct {
	*tls.Conn
	answers  *bufio.Reader
	database int
}

// session connects to the group's primary as the URL says.
func (d *deployment) session(t *testing.T, g *group, address string) *session {
	t.Helper()
	parsed, err := url.Parse(address)
	must(t, err)
	ca, err := os.ReadFile(d.ca.File)
	must(t, err)
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(ca)
	n := g.Primary()
	conn, err := tls.Dial("tcp", fmt.Sprintf("%s:%d", n.Address, n.Port),
		&tls.Config{RootCAs: pool, ServerName: parsed.Hostname(), MinVersion: tls.VersionTLS12})
	must(t, err)
	must(t, conn.SetDeadline(time.Now().Add(time.Minute)))
	s := &session{Conn: conn, answers: bufio.NewReader(conn)}
	password, _ := parsed.User.Password()
	if answer := s.do(t, "AUTH", parsed.User.Username(), password); answer != "+OK" {
		t.Fatalf("%s can't log in: %s", parsed.User.Username(), answer)
	}
	if s.database, err = strconv.Atoi(strings.Trim(parsed.Path, "/")); err != nil {
		t.Fatal("the URL names no database")
	}
	if s.database != 0 {
		s.do(t, "SELECT", fmt.Sprint(s.database))
	}
	return s
}

// call runs a command in the database, and returns the refusal to go there instead, if there is one.
func (s *session) call(t *testing.T, database int, command string) string {
	t.Helper()
	if database != anywhere && database != s.database {
		if answer := s.do(t, "SELECT", fmt.Sprint(database)); refusedAnswer.MatchString(answer) {
			return answer
		}
	}
	return s.do(t, strings.Fields(command)...)
}

// do runs a command, and returns the first line of its answer.
func (s *session) do(t *testing.T, words ...string) string {
	t.Helper()
	request := fmt.Sprintf("*%d\r\n", len(words))
	for _, word := range words {
		request += fmt.Sprintf("$%d\r\n%s\r\n", len(word), word)
	}
	_, err := io.WriteString(s, request)
	must(t, err)
	answer, err := s.answer()
	must(t, err)
	return answer
}

// answer reads an answer to its end.
func (s *session) answer() (string, error) {
	line, err := s.answers.ReadString('\n')
	if err != nil {
		return "", err
	}
	line = strings.TrimSpace(line)
	number, _ := strconv.Atoi(line[1:])
	switch {
	case line[0] == '$' && number >= 0:
		_, err = s.answers.Discard(number + len("\r\n"))
	case line[0] == '*':
		for range number {
			if _, err := s.answer(); err != nil {
				return "", err
			}
		}
	}
	return line, err
}
