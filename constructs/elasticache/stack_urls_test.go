package elasticache_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-cdk-go/cdktf"
	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
	"github.com/paperwurks/elasticache-redis/internal/fixtures"
	"github.com/paperwurks/elasticache-redis/internal/synthtest"
	"github.com/paperwurks/elasticache-redis/stacks"
)

// A URL keeps its address when another group takes it over, so that Terraform changes its value and creates nothing:
// prod with one group and with two, and a group restored beside another.
func TestURLAddresses(t *testing.T) {
	addresses := func(e stacks.Environment) map[string]string {
		t.Helper()
		if err := stacks.Validate([]stacks.Environment{e}); err != nil {
			t.Fatal(err)
		}
		addresses := map[string]string{}
		for address, parameter := range synthtest.Environment(t, e).Resource["aws_ssm_parameter"] {
			if name := fmt.Sprint(parameter["name"]); strings.HasSuffix(name, "url") {
				addresses[name] = address
			}
		}
		return addresses
	}
	e := fixtures.CacheAndBroker()
	two := addresses(e)
	old := elasticache.GroupProps{Name: "redis", Role: elasticache.Shared}
	restored := elasticache.GroupProps{Name: "restored", Role: elasticache.Shared, SnapshotName: "before",
		DisableURLs: true}
	for name, groups := range map[string][]elasticache.GroupProps{
		"one group":         {old},
		"a group beside it": {old, restored},
	} {
		e.Groups = groups
		if got := addresses(e); !maps.Equal(got, two) {
			t.Errorf("%s: %v, want %v", name, got, two)
		}
	}
	old.DisableURLs, restored.DisableURLs = true, false
	e.Groups = []elasticache.GroupProps{old, restored}
	if got := addresses(e); !maps.Equal(got, two) {
		t.Errorf("the other group: %v, want %v", got, two)
	}
	for name, parameter := range synthtest.Environment(t, e).By("aws_ssm_parameter", "name") {
		if strings.HasSuffix(name, "url") && !strings.Contains(fmt.Sprint(parameter["value"]),
			"replication_group.restored_") {
			t.Errorf("%s = %v, want the restored group's", name, parameter["value"])
		}
	}
}

// A library's user who does not call Validate gets every problem from synthesis, with the construct's path.
func TestRejectionThroughSynthesis(t *testing.T) {
	defer func() {
		message := fmt.Sprint(recover())
		for _, want := range []string{
			`[test/redis] NodeType must be of the form cache.<family>.<size>, such as cache.t4g.micro, got "micro"`,
			`[test/redis] ClientSecurityGroupIDs name must be unique, got "ecs"`,
			`[test/second] Role must not publish cache-url, which another group of the stack publishes: ` +
				`give them other roles, or set DisableURLs on one, got "cache"`,
			`[test/third] Project, Environment and Name must not make the replication group id ` +
				`of another group of the stack, got "paperwurks-test-second"`,
			`[test/adopted] Project, Environment and Name must not be those of another group of the stack, ` +
				`got "paperwurks-test/second"`,
			`[test/taken] ID must not be that of another group of the stack, got "paperwurks-test-second"`,
			`[test/fourth] UserDates must name a date with Users, got []`,
			`[test/fifth] UserDates must be unique, got "2026-11-23"`,
			`[test/fifth] UserDates must be dates such as 2026-11-23, got ""`,
		} {
			if !strings.Contains(message, want) {
				t.Errorf("got  %s\nwant %s", message, want)
			}
		}
		if strings.Contains(message, "[test/new]") {
			t.Errorf("a group is refused whose names would make the id of another one: %s", message)
		}
	}()
	p := fixtures.Group()
	p.NodeType = "micro"
	synthtest.Group(t, p, func(stack cdktf.TerraformStack, redis *elasticache.Redis) {
		redis.AllowFrom("ecs", "sg-0123456789abcdef1")
		second := fixtures.Group()
		second.Name, second.Role = "second", elasticache.Cache
		elasticache.NewRedis(stack, "second", second)
		second.DisableURLs = true
		elasticache.NewRedis(stack, "third", second)
		second.ID = "adopted"
		elasticache.NewRedis(stack, "adopted", second)
		second.Name, second.ID = "taken", "paperwurks-test-second"
		elasticache.NewRedis(stack, "taken", second)
		second.Name, second.ID = "old", "paperwurks-test-new"
		elasticache.NewRedis(stack, "old", second)
		second.Name, second.ID = "new", "paperwurks-test-newest"
		elasticache.NewRedis(stack, "new", second)
		for id, dates := range map[string][]string{"fourth": nil, "fifth": {"2026-11-23", "2026-11-23", ""}} {
			users := withUsers(dates...)
			users.Name, users.DisableURLs = id, true
			elasticache.NewRedis(stack, id, users)
		}
	})
}
