package life

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/paperwurks/elasticache-redis/acceptance/internal/simaws"
	"github.com/paperwurks/elasticache-redis/internal/fixtures"
	"github.com/paperwurks/elasticache-redis/tools/adopt/imports"
)

// TestAdopt takes over a group that another Terraform module made, with its names, and its log group and URL. Nothing
// is destroyed or replaced, and the next plan is empty.
func TestAdopt(t *testing.T) {
	sandbox.Require(t, "node", simaws.Program)
	e := withOneAlarm(fixtures.SharedNode())
	e.Groups[0].ID, e.Groups[0].SubnetGroupName = "paperwurks-dev-cache", "paperwurks-dev-cache-subnets"
	e.Groups[0].ApplyImmediately = true // as AWS wants it for a changed log delivery
	content := synthesize(t, e)
	module, err := os.ReadFile("testdata/module.tf.json")
	if err != nil {
		t.Fatal(err)
	}
	t.Parallel()
	old := newStack(t, module, 1)
	if err := old.apply(); err != nil {
		t.Fatal(err)
	}
	oldToken := old.account.Tokens("paperwurks-dev-cache")

	s := *old
	s.dir = newFolder(t)
	s.write(content)
	s.setNetwork(s.account.Subnets[:1])
	s.adopt(
		content,
		"paperwurks-dev-cache",
		"paperwurks-dev-cache-subnets",
		"/aws/elasticache/paperwurks-dev/redis/slow-log",
		"/paperwurks/dev/redis/url",
	)
	if s.terraform, err = s.sandbox.Init(t, s.dir); err != nil {
		t.Fatal(err)
	}
	var imported []string
	for _, c := range s.plan().ResourceChanges {
		if c.Change.Actions.Delete() || c.Change.Actions.Replace() {
			t.Errorf("%s: %v", c.Address, c.Change.Actions)
		}
		if c.Change.Importing != nil {
			imported = append(imported, c.Type)
		}
	}
	slices.Sort(imported)
	want := "aws_cloudwatch_log_group aws_elasticache_replication_group aws_elasticache_subnet_group aws_ssm_parameter"
	if got := strings.Join(imported, " "); got != want {
		t.Errorf("imports %s, want %s", got, want)
	}
	if err := s.applyPlan(); err != nil {
		t.Fatal(err)
	}
	s.wantNoChanges()

	tokens := s.account.Tokens("paperwurks-dev-cache")
	if len(tokens) != 2 || tokens[0] != oldToken[0] {
		t.Errorf("%d tokens work after adoption, want the old one and the new one", len(tokens))
	}
}

// adopt writes the import blocks of what exists.
func (s *stack) adopt(content []byte, existing ...string) {
	s.Helper()
	blocks, err := imports.Blocks(content, func(_, id string) (bool, error) { return slices.Contains(existing, id), nil })
	if err != nil {
		s.Fatal(err)
	}
	file, err := imports.File(blocks)
	if err != nil {
		s.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(s.dir, "import.tf.json"), file, 0o644); err != nil {
		s.Fatal(err)
	}
}
