package life

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/paperwurks/elasticache-redis/acceptance/internal/simaws"
	"github.com/paperwurks/elasticache-redis/internal/fixtures"
	"github.com/paperwurks/elasticache-redis/tools/plancheck/check"
)

// TestProtected changes a protected group in the two ways that would lose its data. Terraform refuses the replacement.
// It can't refuse a rename, after which nothing in the configuration protects the group of the old name: plancheck
// does.
func TestProtected(t *testing.T) {
	sandbox.Require(t, "node", simaws.Program)
	e := withOneAlarm(fixtures.SharedNode())
	e.Groups[0].Protected = true
	base := synthesize(t, e)
	e.CustomerKey = true
	customerKey := synthesize(t, e)
	e.CustomerKey, e.Groups[0].Name = false, "renamed"
	renamed := synthesize(t, e)
	t.Parallel()
	s := newStack(t, base, 1)
	if err := s.apply(); err != nil {
		t.Fatal(err)
	}

	s.write(customerKey)
	err := s.apply()
	if err == nil || !strings.Contains(err.Error(), "lifecycle.prevent_destroy") ||
		!strings.Contains(err.Error(), "aws_elasticache_replication_group.redis_") {
		t.Errorf("a customer key: got %v, want Terraform to refuse, naming the group and prevent_destroy", err)
	}

	s.write(renamed)
	var lost []string
	for _, loss := range losses(t, s.plan()) {
		kind, _, _ := strings.Cut(loss.Address, ".")
		lost = append(lost, loss.Action+" "+kind)
	}
	want := "destroy aws_cloudwatch_log_group, destroy aws_cloudwatch_log_group, destroy " +
		"aws_elasticache_replication_group, destroy aws_elasticache_subnet_group, destroy aws_security_group"
	if got := strings.Join(lost, ", "); got != want {
		t.Errorf("a new name: plancheck names\n\t%s\nwant\n\t%s", got, want)
	}
}

// losses are what plancheck refuses.
func losses(t *testing.T, plan *tfjson.Plan) []check.Loss {
	t.Helper()
	content, err := json.Marshal(plan)
	if err != nil {
		t.Fatal(err)
	}
	lost, err := check.Losses(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	return lost
}
