package elasticache_test

import (
	"testing"

	"github.com/paperwurks/elasticache-redis/internal/fixtures"
	"github.com/paperwurks/elasticache-redis/internal/synthtest"
)

// AWS would make a 7.0 a 7.1 in a maintenance window, and Terraform could only go back by replacing the group.
func TestRedis70StaysWhatItIs(t *testing.T) {
	p := fixtures.Group()
	p.EngineVersion = "7.0"
	synthtest.Group(t, p, nil).Group(t, "paperwurks-test-redis").Want(t, "group",
		map[string]any{"engine_version": "7.0", "auto_minor_version_upgrade": "false"})
}
