package check

import (
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/paperwurks/elasticache-redis/internal/fixtures"
)

// TestLosses reads plans that Terraform 1.11 made with the AWS provider 5.100, cut down to what matters here.
func TestLosses(t *testing.T) {
	const (
		logs  = "aws_cloudwatch_log_group.redis_logs_slow-log_C665EFF8"
		group = "aws_elasticache_replication_group.redis_replication-group_5BD9E6FB"
		net   = "aws_elasticache_subnet_group.redis_subnet-group_CD2F0D1D"
		key   = "aws_kms_key.key_F64E54E4"
	)
	for sample, want := range map[string][]string{
		"change.json":  nil,
		"destroy.json": {logs + ": destroy", group + ": destroy", net + ": destroy", key + ": destroy"},
		"replace.json": {
			logs + `: replace, replace_because_cannot_update; ` +
				`name "/aws/elasticache/paperwurks-dev/redis/slow-log" -> "/redis/slow-log"`,
			group + `: replace, replace_because_cannot_update; ` +
				`subnet_group_name "paperwurks-dev-redis" -> "paperwurks-redis"; ` +
				`snapshot_name null -> (sensitive); port 6379 -> 6380; kms_key_id null -> (known after apply)`,
			net + `: replace, replace_because_cannot_update; name "paperwurks-dev-redis" -> "paperwurks-redis"`,
			key + ": destroy, delete_because_no_resource_config",
		},
	} {
		file, err := os.Open(filepath.Join("testdata", sample))
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		checkLosses(t, sample, file, want)
	}
}

// TestShapes has what no sample has: nested paths, marks on whole objects, tainted and deposed resources.
func TestShapes(t *testing.T) {
	for _, test := range []struct{ change, want string }{
		{`"type": "aws_elasticache_replication_group", "change": {
			"actions": ["create", "delete"], "replace_paths": [["a", 1, "b"]],
			"before": {"a": [{}, {"b": 1}]}, "after": {"a": [{}, {"b": {"c": "secret"}}]},
			"after_sensitive": {"a": [{}, {"b": {"c": true}}]}}`, "g: replace; a.1.b 1 -> (sensitive)"},
		{`"type": "aws_elasticache_replication_group", "change": {
			"actions": ["create", "delete"], "replace_paths": [["a", 1, "b"]],
			"before": {"a": [{"b": 2}]}, "after": {"a": [{}, {"b": [3]}]},
			"before_sensitive": {"a": true}, "after_sensitive": false}`, "g: replace; a.1.b (sensitive) -> [3]"},
		{`"type": "aws_elasticache_replication_group", "change": {
			"actions": ["delete", "create"], "replace_paths": [["engine"], ["engine_version"]],
			"before": {"engine": "valkey", "engine_version": "8.1"}, "after": {"engine": "redis", "engine_version": "7.1"}}`,
			`g: replace; engine "valkey" -> "redis"; engine_version "8.1" -> "7.1"; ` + oneWay},
		{`"type": "aws_elasticache_replication_group", "change": {
			"actions": ["delete", "create"], "replace_paths": [["engine_version"]],
			"before": {"engine_version": "8.1"}, "after": {"engine_version": "8.0"}}`,
			`g: replace; engine_version "8.1" -> "8.0"; ` + oneWay},
		{`"type": "aws_elasticache_replication_group", "change": {
			"actions": ["update"], "before": {"engine": "redis"}, "after": {"engine": "valkey"}}`, ""},
		{`"type": "aws_elasticache_user_group", "change": {"actions": ["delete"]}`, "g: destroy"},
		{`"type": "aws_elasticache_user", "change": {"actions": ["delete"], "before": {"user_name": "cache-20261123"}}`, ""},
		{`"type": "aws_elasticache_user", "change": {"actions": ["delete"], "before": {"user_name": "default"}}`, ""},
		{`"type": "aws_elasticache_user", "change": {"actions": ["delete"], "before": {"user_name": "cache"}}`, "g: destroy"},
		{`"type": "aws_elasticache_user", "change": {"actions": ["delete"]}`, "g: destroy"},
		{`"type": "aws_kms_key", "action_reason": "replace_because_tainted", "change": {"actions": ["delete", "create"]}`,
			"g: replace, replace_because_tainted"},
		{`"type": "aws_kms_key", "deposed": "0a1b", "change": {"actions": ["delete"]}`, "g (deposed 0a1b): destroy"},
		{`"type": "aws_kms_key", "change": {"actions": ["forget"]}`, ""},
		{`"type": "aws_vpc", "change": {"actions": ["delete"]}`, "g: destroy"},
		{`"type": "aws_vpc", "change": {"actions": ["update"]}`, ""},
		{`"type": "aws_security_group", "change": {"actions": ["delete", "create"], "replace_paths": [["name"]],
			"before": {"name": "a"}, "after": {"name": "b"}}`, `g: replace; name "a" -> "b"`},
		{`"type": "aws_cloudwatch_metric_alarm", "change": {"actions": ["delete"]}`, ""},
		{`"type": "random_password", "change": {"actions": ["create", "delete"]}`, ""},
		{`"type": "aws_ssm_parameter", "change": {"actions": ["delete"], "before": {"name": "/p/dev/redis/cache-url"}}`,
			"g: destroy"},
		{`"type": "aws_ssm_parameter", "change": {"actions": ["create", "delete"], "replace_paths": [["name"]],
			"before": {"name": "/p/dev/redis/url"}, "after": {"name": "/q/dev/redis/url"}}`,
			`g: replace; name "/p/dev/redis/url" -> "/q/dev/redis/url"`},
		{`"type": "aws_ssm_parameter", "change": {"actions": ["delete"], "before": {"name": "/networking/vpc-id"}}`,
			"g: destroy"},
		{`"type": "aws_ssm_parameter", "change": {"actions": ["delete"]}`, "g: destroy"},
		{`"type": "aws_ssm_parameter", "change": {"actions": ["delete"], "before": {"name": "/p/dev/redis/reader-endpoint"}}`,
			""},
	} {
		checkChange(t, test.change, test.want)
	}
}

// checkChange checks what is said of one resource, whose address is "g"; "" is nothing.
func checkChange(t *testing.T, change, want string) {
	t.Helper()
	plan := `{"format_version": "1.2", "planned_values": {}, "resource_changes": [{"address": "g", ` + change + `}]}`
	var lines []string
	if want != "" {
		lines = append(lines, want)
	}
	checkLosses(t, change, strings.NewReader(plan), lines)
}

func TestRefusesWhatIsNoPlan(t *testing.T) {
	for input, want := range map[string]string{
		"":                          "not the JSON of a plan",
		"plan: no changes":          "not the JSON of a plan",
		`{"format_version": "1.0"}`: "no planned_values",
		`{"@level": "info"}`:        "no planned_values",
		`{"planned_values": {}}`:    `format_version must be 1.x, got ""`,
		`{"format_version": "2.0", "planned_values": {}}`:                  `format_version must be 1.x, got "2.0"`,
		`{"format_version": "1.2", "planned_values": {}, "errored": true}`: "not whole",
	} {
		if _, err := Losses(strings.NewReader(input)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", input, err, want)
		}
	}
}

func checkLosses(t *testing.T, name string, plan io.Reader, want []string) {
	t.Helper()
	losses, err := Losses(plan)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	var got []string
	for _, loss := range losses {
		got = append(got, loss.String())
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s:\n got %s\nwant %s", name, strings.Join(got, "\n     "), strings.Join(want, "\n     "))
	}
}

// A rotation of a group's users ends without a loss.
func TestKnowsTheUsers(t *testing.T) {
	for _, environment := range []string{"dev-users", "prod-users"} {
		names := regexp.MustCompile(`"user_name": "(.+)"`).FindAllSubmatch(fixtures.JSON(environment), -1)
		if len(names) == 0 {
			t.Errorf("%s has no users", environment)
		}
		for _, name := range names {
			if !harmlessUser.Match(name[1]) {
				t.Errorf("%s has the user %s", environment, name[1])
			}
		}
	}
}
