package elasticache_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"

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
