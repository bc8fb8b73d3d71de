package stacks_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
	"github.com/paperwurks/elasticache-redis/internal/fixtures"
	"github.com/paperwurks/elasticache-redis/internal/synthtest"
	"github.com/paperwurks/elasticache-redis/stacks"
)

// The table "Environment-Specific Configuration", and the roles that follow from it.
func TestEnvironmentTable(t *testing.T) {
	documents := map[string]synthtest.Document{}
	for _, e := range fixtures.Environments() {
		documents[e.Name] = synthtest.Environment(t, e)
	}
	for _, row := range []struct {
		environment, group, role, nodeType string
		clusterMode                        bool
		replicas                           int
		multiAZ                            bool
		snapshotDays                       int
		protected                          bool
	}{
		{"dev", "redis", "shared", "cache.t4g.micro", false, 0, false, 3, false},
		{"prod", "redis", "cache", "cache.t4g.small", true, 1, true, 7, true},
		{"prod", "broker", "broker", "cache.t4g.micro", false, 1, true, 7, true},
	} {
		id := "paperwurks-" + row.environment + "-" + row.group
		d := documents[row.environment]
		group := d.Group(t, id)
		want := map[string]any{
			"description":                "Redis " + row.role + " of paperwurks " + row.environment,
			"node_type":                  row.nodeType,
			"automatic_failover_enabled": row.clusterMode || row.replicas > 0,
			"multi_az_enabled":           row.multiAZ,
			"snapshot_retention_limit":   row.snapshotDays,
			"num_cache_clusters":         1 + row.replicas,
			"num_node_groups":            nil,
			"replicas_per_node_group":    nil,
		}
		if row.clusterMode {
			want["num_cache_clusters"], want["num_node_groups"], want["replicas_per_node_group"] = nil, 1, row.replicas
		}
		group.Want(t, id, want)
		if got := group["lifecycle"].(map[string]any)["prevent_destroy"]; got != row.protected {
			t.Errorf("%s: prevent_destroy = %v, want %t", id, got, row.protected)
		}
		policy := map[string]string{"shared": "volatile-ttl", "broker": "noeviction", "cache": "allkeys-lru"}[row.role]
		if got := d.Parameters(t, id)["maxmemory-policy"]; got != policy {
			t.Errorf("%s: maxmemory-policy = %s, want %s", id, got, policy)
		}
		if got := d.Parameters(t, id)["cluster-enabled"]; (got == "yes") != row.clusterMode || got == "no" {
			t.Errorf("%s: cluster-enabled = %q, want yes exactly in cluster mode", id, got)
		}
	}
}

func TestProvidersAndTags(t *testing.T) {
	for _, e := range fixtures.Environments() {
		d := synthtest.Environment(t, e)
		d.Terraform.RequiredProviders["aws"].Want(t, e.Name, map[string]any{"source": "hashicorp/aws", "version": "~> 5.99"})
		d.Terraform.RequiredProviders["random"].Want(t, e.Name,
			map[string]any{"source": "hashicorp/random", "version": "~> 3.6"})
		d.Provider["aws"][0].Want(t, e.Name, map[string]any{
			"region": "eu-west-2",
			"default_tags": []any{map[string]any{"tags": map[string]string{
				"Project": "paperwurks", "Environment": e.Name, "ManagedBy": "cdktf",
			}}},
		})
	}
}

// Terraform refuses the credentials of another account, in every environment that names its own.
func TestAccount(t *testing.T) {
	e := fixtures.SharedNode()
	synthtest.Environment(t, e).Provider["aws"][0].Want(t, "any account", map[string]any{"allowed_account_ids": nil})
	e.Account = "123456789012"
	synthtest.Environment(t, e).Provider["aws"][0].Want(t, "one account",
		map[string]any{"allowed_account_ids": []string{"123456789012"}})
}

// Prod on one group, as environments.go describes it.
func TestProdOnOneGroup(t *testing.T) {
	e := fixtures.CacheAndBroker()
	only := e.Groups[0]
	only.Role, only.ClusterMode = elasticache.Shared, false
	e.Groups = []elasticache.GroupProps{only}
	if err := stacks.Validate([]stacks.Environment{e}); err != nil {
		t.Fatal(err)
	}
	d := synthtest.Environment(t, e)
	d.Group(t, "paperwurks-prod-redis").Want(t, "prod",
		map[string]any{"num_cache_clusters": 2, "multi_az_enabled": true, "node_type": "cache.t4g.small"})
	for _, name := range []string{"url", "broker-url", "result-url", "cache-url", "reader-endpoint"} {
		if d.By("aws_ssm_parameter", "name")["/paperwurks/prod/redis/"+name] == nil {
			t.Errorf("no parameter %s", name)
		}
	}
}

// Another date is another token, by ROTATE; RotationEndedFor is SET, for that date and no other. Nothing else changes.
func TestTokenDate(t *testing.T) {
	e := fixtures.SharedNode()
	lines := strings.Split(string(synthtest.Environment(t, e).File), "\n")
	for _, step := range []struct {
		date, setDate string
		changed       []string
	}{
		{"2027-02-21", "", []string{`"date": "2027-02-21"`}},
		{"2027-02-21", "2027-02-21", []string{`"auth_token_update_strategy": "SET",`}},
		{"2027-05-20", "2027-02-21", []string{`"auth_token_update_strategy": "ROTATE",`, `"date": "2027-05-20"`}},
	} {
		e.TokenDate, e.RotationEndedFor = step.date, step.setDate
		if err := stacks.Validate([]stacks.Environment{e}); err != nil {
			t.Fatal(err)
		}
		before := lines
		lines = strings.Split(string(synthtest.Environment(t, e).File), "\n")
		var changed []string
		for i := range before {
			if before[i] != lines[i] {
				changed = append(changed, strings.TrimSpace(lines[i]))
			}
		}
		if len(before) != len(lines) || !slices.Equal(changed, step.changed) {
			t.Errorf("%s, set %q: changed %q, want %q", step.date, step.setDate, changed, step.changed)
		}
	}
}
