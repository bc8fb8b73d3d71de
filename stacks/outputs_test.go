package stacks_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/paperwurks/elasticache-redis/internal/fixtures"
	"github.com/paperwurks/elasticache-redis/internal/synthtest"
)

// The design document's outputs, where the group's mode and parts have them; a second group's start with its name.
func TestOutputs(t *testing.T) {
	single := []string{"engine_log_group_name", "primary_endpoint_address", "redis_broker_url_parameter_name",
		"redis_cache_url_parameter_name", "redis_dashboard_name", "redis_ecs_secrets", "redis_result_url_parameter_name",
		"redis_security_group_id", "redis_url_parameter_name", "replication_group_id", "slow_log_group_name"}
	wants := map[string][]string{
		"dev": single,
		"prod": {"broker_engine_log_group_name", "broker_primary_endpoint_address", "broker_reader_endpoint_address",
			"broker_redis_security_group_id", "broker_replication_group_id", "broker_slow_log_group_name",
			"configuration_endpoint_address", "engine_log_group_name", "redis_broker_url_parameter_name",
			"redis_cache_url_parameter_name", "redis_dashboard_name", "redis_ecs_secrets", "redis_result_url_parameter_name",
			"redis_security_group_id", "redis_url_parameter_name", "replication_group_id", "slow_log_group_name"},
		"bare": {"broker_engine_log_group_name", "broker_primary_endpoint_address", "broker_reader_endpoint_address",
			"broker_redis_security_group_id", "broker_replication_group_id", "broker_slow_log_group_name",
			"configuration_endpoint_address", "redis_broker_url_parameter_name", "redis_ecs_secrets",
			"redis_result_url_parameter_name", "redis_security_group_id", "redis_url_parameter_name",
			"replication_group_id"},
	}
	for _, e := range append(fixtures.Environments(), fixtures.WithoutParts()) {
		d := synthtest.Environment(t, e)
		if got := slices.Sorted(maps.Keys(d.Output)); !slices.Equal(got, wants[e.Name]) {
			t.Errorf("%s has outputs %v\nwant %v", e.Name, got, wants[e.Name])
		}
	}
}
