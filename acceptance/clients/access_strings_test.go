//go:build linux

package clients

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/paperwurks/elasticache-redis/internal/section"
)

// checkAccessStrings asserts that the server prints the access strings of the group's users as they are in the stack,
// so that Terraform finds nothing to change, and that each rule in them is for a command of the table.
func checkAccessStrings(t *testing.T, d *deployment, g *group) {
	t.Helper()
	n := g.Primary()
	list := n.Ask("ACL", "LIST")
	for _, login := range d.Logins(g.Spec.Group) {
		want := login.Access
		if strings.HasPrefix(n.Server.Version, "7.0.") {
			// It puts the rules for commands into an order of its own, another one at each start.
			want, _, _ = strings.Cut(want, " -@all")
		}
		state, rest, _ := strings.Cut(want, " ")
		form := regexp.MustCompile(`(?m)^user ` + login.User + ` ` + state + `( sanitize-payload)? #\w+ ` +
			regexp.QuoteMeta(rest) + `( |$)`)
		if !form.MatchString(list) {
			t.Errorf("%s is not printed as %q:\n%s", login.User, want, list)
		}
		kind, _, _ := strings.Cut(login.User, "-")
		checkRules(t, n.Ask, kind, strings.Fields(login.Access))
	}
}

// checkRules asserts that the user needs each rule that allows something.
func checkRules(t *testing.T, ask func(...string) string, kind string, rules []string) {
	t.Helper()
	var needed []string
	for _, row := range accessRows {
		if slices.Contains(strings.Fields(row.may), kind) {
			for _, command := range row.commands {
				words := strings.Fields(strings.ToLower(command))
				needed = append(needed, words[0], words[0]+"|"+words[min(1, len(words)-1)])
			}
		}
	}
	category := func(name string) []string { return strings.Fields(ask("ACL", "CAT", name)) }
	dangerous := category("dangerous")
	var granted []string
	for _, rule := range rules {
		if name, ok := strings.CutPrefix(rule, "+@"); ok {
			commands := slices.DeleteFunc(category(name), func(c string) bool { return slices.Contains(dangerous, c) })
			if !slices.ContainsFunc(needed, func(c string) bool { return slices.Contains(commands, c) }) {
				t.Errorf("%s calls no command of %s", kind, rule)
			}
			granted = append(granted, commands...)
		} else if name, ok := strings.CutPrefix(rule, "+"); ok {
			if !slices.Contains(needed, name) {
				t.Errorf("%s does not call %s", kind, rule)
			}
			if slices.Contains(granted, name) {
				t.Errorf("%s has %s in a category too", kind, rule)
			}
		}
	}
}

// TestUsersTable keeps the guide's table of commands the same as the one that is tried.
func TestUsersTable(t *testing.T) {
	const guide = "../../docs/users.md"
	text, err := os.ReadFile(guide)
	must(t, err)
	changed, err := section.Replace(string(text), "<!-- users:begin -->\n", "<!-- users:end -->", accessTable())
	must(t, err)
	if changed == string(text) {
		return
	}
	if !*update {
		t.Fatal("the guide has another table: run `go test ./clients -run TestUsersTable -update` in acceptance")
	}
	must(t, os.WriteFile(guide, []byte(changed), 0o644))
}

// accessTable is the table as Markdown.
func accessTable() string {
	var table strings.Builder
	fmt.Fprintf(&table, "| to | commands | database | %s |\n", strings.Join(accessUsers, " | "))
	fmt.Fprintf(&table, "|---|---|--:|%s\n", strings.Repeat("---|", len(accessUsers)))
	for _, row := range accessRows {
		var names []string
		for _, command := range row.commands {
			if name := "`" + commandName(command) + "`"; !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
		where := fmt.Sprint(row.database)
		if row.database == anywhere {
			where = "any"
		}
		fmt.Fprintf(&table, "| %s | %s | %s |", row.does, strings.Join(names, " "), where)
		for _, user := range accessUsers {
			may := slices.Contains(strings.Fields(row.may), user)
			fmt.Fprintf(&table, " %s |", map[bool]string{true: "yes", false: "no"}[may])
		}
		table.WriteString("\n")
	}
	return table.String()
}

// containers are the commands whose second word says what they do.
var containers = []string{"ACL", "CLIENT", "CLUSTER", "CONFIG", "FUNCTION", "LATENCY", "MEMORY", "MODULE", "OBJECT",
	"SCRIPT", "SLOWLOG"}

// commandName is a command without its arguments.
func commandName(command string) string {
	words := strings.Fields(command)
	if slices.Contains(containers, words[0]) {
		return words[0] + " " + words[1]
	}
	return words[0]
}
