//go:build linux || darwin

package servers

import (
	"errors"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/paperwurks/elasticache-redis/internal/synthesized"
)

// user is one who logs in on the group's servers.
type user struct{ name, access, password string }

// defaultUser is who logs in without a name: every client of a group with an AUTH token, nobody where there are Users.
const defaultUser = "default"

// generation are the users of one date by their names without it. An AUTH token is the default user's password, by "".
type generation map[string]user

// datedName is a user's name of which each rotation makes a new one.
var datedName = regexp.MustCompile(`^(.+)-(\d{8})$`)

const dateForm = "20060102"

// undated is the user's name without its date, and the date.
func undated(name string) (kind, date string) {
	if part := datedName.FindStringSubmatch(name); part != nil {
		return part[1], part[2]
	}
	return name, ""
}

// enroll gives each of the stack's logins a password.
func (g *Group) enroll(logins []synthesized.Login) {
	dates := map[string]generation{}
	for _, l := range logins {
		u := user{l.User, l.Access, NewToken(l.Length)}
		kind, date := undated(l.User)
		if l.User == defaultUser {
			g.off = []user{u}
			continue
		}
		if l.User == "" {
			u.name, u.access = defaultUser, "on allchannels allkeys +@all"
		}
		if dates[date] == nil {
			dates[date] = generation{}
		}
		dates[date][kind] = u
	}
	for _, date := range slices.Sorted(maps.Keys(dates)) {
		g.generations = append(g.generations, dates[date])
	}
}

// userLines are the users in a server's configuration. None may run a command that ElastiCache keeps for itself.
func (g *Group) userLines() []string {
	users := slices.Clone(g.off)
	for _, gen := range g.generations {
		for _, kind := range slices.Sorted(maps.Keys(gen)) {
			users = append(users, gen[kind])
		}
	}
	var lines []string
	at := map[string]int{}
	for _, u := range users {
		i, ok := at[u.name]
		if !ok {
			i = len(lines)
			at[u.name] = i
			lines = append(lines, strings.Join([]string{"user", u.name, u.access, restricted}, " "))
		}
		lines[i] += " >" + u.password
	}
	return lines
}

// Login is the newest name and password of the user that a URL of the stack names.
func (g *Group) Login(urlUser string) (name, password string) {
	kind, _ := undated(urlUser)
	u := g.generations[len(g.generations)-1][kind]
	if urlUser == "" {
		return "", u.password
	}
	return u.name, u.password
}

// redact takes the group's passwords out of a server's words, for an error: a server repeats what it refuses.
func (g *Group) redact(text string) string {
	users := append(slices.Clone(g.off), user{password: g.password})
	for _, gen := range append(slices.Clone(g.generations), g.next) {
		users = slices.AppendSeq(users, maps.Values(gen))
	}
	for _, u := range users {
		if u.password != "" {
			text = strings.ReplaceAll(text, u.password, "(secret)")
		}
	}
	return text
}

// Rotate and Set return these, and change nothing, when they have nothing to do.
var (
	ErrTwo = errors.New("two are valid already: end the rotation with SET first")
	ErrOne = errors.New("one is valid: begin the rotation with ROTATE first")
)

// Rotate makes the group take a second token beside the one it has, as AWS's strategy ROTATE does. A group with Users
// gets new ones instead, named after the next day. After an error the next call goes on with the same tokens or users.
func (g *Group) Rotate() error {
	if len(g.generations) == 2 {
		return ErrTwo
	}
	if g.next == nil {
		g.next = generation{}
		for kind, u := range g.generations[0] {
			g.next[kind] = user{nextDay(u.name), u.access, NewToken(len(u.password))}
		}
	}
	// A node that has them already takes them once more without a change.
	for _, n := range g.Nodes() {
		for _, u := range g.next {
			rules := strings.Fields(u.access + " " + restricted)
			if err := n.tell(">"+u.password, append([]string{"ACL", "SETUSER", u.name}, rules...)...); err != nil {
				return err
			}
		}
	}
	g.generations, g.next = append(slices.Clone(g.generations), g.next), nil
	return nil
}

// Set ends a rotation: the group takes the newer token only, as with AWS's strategy SET. The older users are deleted,
// which ends their connections. After an error the next call goes on.
func (g *Group) Set() error {
	if len(g.generations) == 1 {
		return ErrOne
	}
	for _, n := range g.Nodes() {
		for kind, u := range g.generations[0] {
			if newer := g.generations[1][kind]; newer.name == u.name {
				// All passwords but the newer: to remove the older itself fails where it is gone.
				if err := n.tell(">"+newer.password, "ACL", "SETUSER", u.name, "resetpass"); err != nil {
					return err
				}
			} else if answer := n.Ask("ACL", "DELUSER", u.name); answer != "1" && answer != "0" {
				// An earlier call, which failed at another node, may have deleted the user here: that is 0.
				return n.refused(answer, "ACL", "DELUSER", u.name)
			}
		}
	}
	g.generations = g.generations[1:]
	return nil
}

// nextDay is a user's name with the next day's date.
func nextDay(name string) string {
	kind, date := undated(name)
	day, err := time.Parse(dateForm, date)
	if err != nil {
		return name
	}
	return kind + "-" + day.AddDate(0, 0, 1).Format(dateForm)
}
