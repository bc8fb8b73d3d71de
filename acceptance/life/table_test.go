package life

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/paperwurks/elasticache-redis/internal/section"
)

var update = flag.Bool("update", false, "write the table of docs/changes.md anew")

// TestTable checks that the table in docs/changes.md says what TestChanges tests.
func TestTable(t *testing.T) {
	const (
		file       = "../../docs/changes.md"
		begin, end = "<!-- changes:begin -->\n", "<!-- changes:end -->"
	)
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	want, err := section.Replace(string(content), begin, end, table(lives()))
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	if *update {
		if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if string(content) != want {
		t.Errorf("%s is out of date: run `make golden`", file)
	}
}

func table(lives []life) string {
	var b strings.Builder
	b.WriteString("| Change | Verdict | What Terraform does |\n|---|---|---|\n")
	for _, l := range lives {
		for _, c := range l.changes {
			fmt.Fprintf(&b, "| %s | %s | %s |\n", c.name, c.verdict(), strings.Join(c.plan, "<br>"))
		}
	}
	return b.String()
}

// inPlace is the verdict of a change that keeps every group's data.
const inPlace = "in place"

// verdict is what the change means for the data.
func (c change) verdict() string {
	newGroup := func(line string) bool {
		action, rest, _ := strings.Cut(line, " ")
		return action != "update" && strings.HasPrefix(rest, "aws_elasticache_replication_group")
	}
	group := slices.IndexFunc(c.plan, newGroup)
	switch {
	case c.refused != "" && group < 0:
		return "`make plan` refuses it: " + c.refused
	case c.refused != "":
		return "**a new group**; `make plan` refuses it: " + c.refused
	case c.waits:
		return "in place, in the maintenance window"
	case group < 0:
		return inPlace
	case strings.HasPrefix(c.plan[group], "create") && !slices.Contains(c.plan,
		"destroy aws_elasticache_replication_group"):
		return "in place; one group more"
	case strings.HasPrefix(c.plan[group], "destroy"):
		return "in place; one group less"
	}
	return "**a new group**"
}
