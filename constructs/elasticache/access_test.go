package elasticache_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-cdk-go/cdktf"
	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
	"github.com/paperwurks/elasticache-redis/internal/fixtures"
	"github.com/paperwurks/elasticache-redis/internal/synthtest"
)

// A role that may read, may read the published parameters and decrypt them, and nothing else.
func TestGrantReadIsMinimal(t *testing.T) {
	for _, customerKey := range []bool{false, true} {
		e := fixtures.CacheAndBroker()
		e.ReaderRoleNames, e.CustomerKey = []string{"paperwurks-prod-ecs-execution"}, customerKey
		d := synthtest.Environment(t, e)
		policies := d.All("aws_iam_role_policy")
		if len(policies) != 2 {
			t.Fatalf("%d policies, want one for each group", len(policies))
		}
		granted := map[string]bool{}
		for _, grant := range policies {
			grant.Want(t, "grant", map[string]any{"role": "paperwurks-prod-ecs-execution"})
			for _, statement := range synthtest.ParsePolicy(t, grant["policy"]).Statement {
				want := []string{"ssm:GetParameter", "ssm:GetParameters"}
				kind := "aws_ssm_parameter"
				if customerKey && statement.Sid == "DecryptParameters" {
					want, kind = []string{"kms:Decrypt"}, "aws_kms_key"
				}
				if statement.Effect != "Allow" || !slices.Equal(statement.Action, want) {
					t.Errorf("%s: %s %v", statement.Sid, statement.Effect, statement.Action)
				}
				for _, arn := range statement.Resource {
					d.RefersTo(t, arn, kind, "arn")
					granted[arn] = true
				}
			}
		}
		want := len(d.All("aws_ssm_parameter"))
		if customerKey {
			want++
		}
		if len(granted) != want {
			t.Errorf("%d resources granted, want %d", len(granted), want)
		}
	}
}

// A role that is wrong is reported by synthesis, and the others with it.
func TestGrantReadRefuses(t *testing.T) {
	defer func() {
		message := fmt.Sprint(recover())
		for _, want := range []string{
			`IAMRole.ID must be set where Name is a reference, got ""`,
			`IAMRole.Name must be 1 to 64 letters, digits and +=,.@_-, without a path, got ""`,
			`IAMRole.Name must be 1 to 64 letters, digits and +=,.@_-, without a path, got "ecs/task"`,
			`IAMRole.ID must be 1 to 64 letters, digits and +=,.@_-, got "a task"`,
			`IAMRole.ID must be unique in the group, got "task"`,
		} {
			if !strings.Contains(message, "[test/redis] "+want) {
				t.Errorf("got  %s\nwant %s", message, want)
			}
		}
		if got := strings.Count(message, "IAMRole"); got != 5 {
			t.Errorf("%d problems, want 5: %s", got, message)
		}
	}()
	const reference = "${aws_iam_role.task.name}"
	synthtest.Group(t, fixtures.Group(), func(_ cdktf.TerraformStack, redis *elasticache.Redis) {
		for _, role := range []elasticache.IAMRole{
			{Name: reference, ID: "task"}, {Name: "web_1"}, // right
			{Name: reference}, {}, {Name: "ecs/task"}, {Name: "task", ID: "a task"}, {Name: "task"},
		} {
			redis.GrantRead(role)
		}
	})
}

func TestECSSecrets(t *testing.T) {
	wants := map[string]map[string]string{
		"dev": {"REDIS_URL": "dev-url", "REDIS_BROKER_URL": "dev-broker-url", "REDIS_RESULT_URL": "dev-result-url",
			"REDIS_CACHE_URL": "dev-cache-url"},
		"prod": {"REDIS_URL": "prod-url", "REDIS_BROKER_URL": "prod-broker-url", "REDIS_RESULT_URL": "prod-result-url",
			"REDIS_CACHE_URL": "prod-cache-url"},
	}
	for _, e := range fixtures.Environments() {
		name, want := e.Name, wants[e.Name]
		d := synthtest.Environment(t, e)
		secrets := d.Output["redis_ecs_secrets"]["value"].([]any)
		if len(secrets) != len(want) {
			t.Errorf("%s has secrets %v", name, secrets)
		}
		for _, s := range secrets {
			secret := s.(map[string]any)
			parameter := "${aws_ssm_parameter.redis-urls_paperwurks-" + want[fmt.Sprint(secret["name"])] + "_"
			if !strings.HasPrefix(fmt.Sprint(secret["valueFrom"]), parameter) {
				t.Errorf("%s: %v", name, secret)
			}
		}
	}
}
