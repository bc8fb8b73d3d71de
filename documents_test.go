package main

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
	"github.com/paperwurks/elasticache-redis/internal/section"
	"github.com/paperwurks/elasticache-redis/stacks"
)

// TestGoldenDocuments keeps what documents and workflows say of the deployed environments.
func TestGoldenDocuments(t *testing.T) {
	names := fmt.Sprintf("[%s]", strings.Join(environmentNames(), ", "))
	list := regexp.MustCompile(`(?m)^( +(?:environment|options): )\[.*\]$`)
	//nolint:unparam // the other documents can fail
	workflow := func(old string) (string, error) { return list.ReplaceAllString(old, "${1}"+names), nil }
	for file, generate := range map[string]func(old string) (string, error){
		"README.md": func(old string) (string, error) {
			return section.Replace(old, "<!-- environments:begin -->\n", "<!-- environments:end -->\n", environmentTable())
		},
		"docs/architecture.md": func(old string) (string, error) {
			return section.Replace(old, "<!-- pictures:begin -->\n", "<!-- pictures:end -->\n", pictureList())
		},
		".github/workflows/plan.yml":   workflow,
		".github/workflows/deploy.yml": workflow,
	} {
		old, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		text, err := generate(string(old))
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		compareGolden(t, file, []byte(text))
	}
}

func environmentNames() []string {
	var names []string
	for _, e := range stacks.Environments {
		names = append(names, e.Name)
	}
	return names
}

// environmentTable has a row for each group of each environment.
func environmentTable() string {
	table := "| environment | group | role | node type | cluster mode | replicas | Multi-AZ | snapshots |\n" +
		"|---|---|---|---|---|--:|---|---|\n"
	yes := map[bool]string{true: "yes", false: "no"}
	for _, e := range stacks.Environments {
		for _, group := range e.Groups {
			g := group.WithDefaults()
			mode, snapshots := "disabled", fmt.Sprintf("%d days", g.SnapshotRetentionDays)
			if g.ClusterMode {
				mode = fmt.Sprintf("enabled, %d × shard", g.Shards)
			}
			if g.DisableSnapshots {
				snapshots = "none"
			}
			table += fmt.Sprintf("| %s | `%s` | %s | %s | %s | %d | %s | %s |\n",
				e.Name, g.Name, g.Role, g.NodeType, mode, g.Replicas, yes[g.MultiAZ()], snapshots)
		}
	}
	return table
}

func isShown(p elasticache.GroupProps) bool { return !p.DisableDashboard }

// pictureList shows the pictures of every environment, the last one first.
func pictureList() string {
	list := ""
	for _, e := range stacks.Environments {
		section := fmt.Sprintf("\n## %s\n\n![Resources of redis-%s](pictures/architecture-%s.svg)\n", e.Name, e.Name, e.Name)
		if slices.ContainsFunc(e.Groups, isShown) {
			section += fmt.Sprintf("\n![Dashboard of redis-%s, with sample data](pictures/dashboard-%s.svg)\n", e.Name, e.Name)
		}
		list = section + list
	}
	return list + "\n"
}
