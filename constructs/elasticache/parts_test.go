package elasticache_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-cdk-go/cdktf"
	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
	"github.com/paperwurks/elasticache-redis/internal/fixtures"
	"github.com/paperwurks/elasticache-redis/internal/synthtest"
)

// parts are what a group can be without: the field, the types of its resources, and what else in the JSON is of it.
var parts = []struct {
	name    string
	disable func(*elasticache.RedisProps)
	kinds   []string
	trace   string
}{
	{"alarms", fieldChanges["DisableAlarms"], []string{
		"aws_cloudwatch_composite_alarm", "aws_cloudwatch_metric_alarm", "terraform_data",
	}, "cpu-high"},
	{"dashboard", fieldChanges["DisableDashboard"], []string{"aws_cloudwatch_dashboard"}, "CPU (%)"},
	{"logs", fieldChanges["DisableLogs"], []string{"aws_cloudwatch_log_group"}, "slow-log"},
	{"SSM parameters", fieldChanges["DisableSSMParameters"], []string{"aws_iam_role_policy", "aws_ssm_parameter"},
		"/paperwurks/test/redis/"},
}

// resourceReference is an address that refers to a resource of the stack.
var resourceReference = regexp.MustCompile(`\b(aws_[a-z_]+|random_id|terraform_data)\.([\w-]+)`)

// In every combination of what a group is without, exactly that is missing, and nothing refers to what is not there.
func TestParts(t *testing.T) {
	clustered := fixtures.Group()
	clustered.Role, clustered.ClusterMode, clustered.Replicas = elasticache.Cache, true, 1
	for mode, p := range map[string]elasticache.RedisProps{"cluster mode off": fixtures.Group(), "on": clustered} {
		whole := addresses(synthtest.Group(t, p, useGroup))
		for combination := range 1 << len(parts) {
			p, name, want := p, mode, slices.Clone(whole)
			var traces []string
			for i, part := range parts {
				if combination&(1<<i) == 0 {
					traces = append(traces, part.trace)
					continue
				}
				part.disable(&p)
				name += " without " + part.name
				want = slices.DeleteFunc(want, func(address string) bool {
					kind, _, _ := strings.Cut(address, ".")
					return slices.Contains(part.kinds, kind)
				})
			}
			if err := p.Validate(); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			d := synthtest.Group(t, p, useGroup)
			got := addresses(d)
			if !slices.Equal(got, want) {
				t.Errorf("%s has %q\nwant %q", name, got, want)
			}
			for _, reference := range resourceReference.FindAllString(string(d.File), -1) {
				if !slices.Contains(got, reference) {
					t.Errorf("%s refers to %s, which is not there", name, reference)
				}
			}
			for _, part := range parts {
				if has := strings.Contains(string(d.File), part.trace); has != slices.Contains(traces, part.trace) {
					t.Errorf("%s: it is %t that there is %q", name, has, part.trace)
				}
			}
		}
	}
}

// useGroup does with a group what an app can do, whatever the group is without.
func useGroup(stack cdktf.TerraformStack, redis *elasticache.Redis) {
	showGroup(stack, redis)
	redis.GrantRead(elasticache.IAMRole{Name: "reader"})
}

// addresses are those of a stack's resources, in order.
func addresses(d synthtest.Document) []string {
	var all []string
	for kind, named := range d.Resource {
		for name := range named {
			all = append(all, fmt.Sprint(kind, ".", name))
		}
	}
	slices.Sort(all)
	return all
}

// What an app reads of a group tells what the group is without.
func TestAccessorsWithoutParts(t *testing.T) {
	p := fixtures.Group()
	for _, part := range parts {
		part.disable(&p)
	}
	synthtest.Group(t, p, func(stack cdktf.TerraformStack, redis *elasticache.Redis) {
		dashboard := elasticache.NewDashboard(stack, "dashboard",
			elasticache.DashboardProps{Name: "redis", Region: "eu-west-2", Groups: []*elasticache.Redis{redis}})
		got := []string{
			redis.SlowLogGroupName(), redis.EngineLogGroupName(), dashboard.Name(),
			redis.SSMParameterName(elasticache.BrokerURLParameter), redis.SSMParameterName(elasticache.AuthTokenParameter),
		}
		if strings.Join(got, "") != "" || redis.ECSSecrets() != nil {
			t.Errorf("got %q and %v", got, redis.ECSSecrets())
		}
	})
}
