package terraform

import (
	"maps"
	"strings"

	"github.com/paperwurks/elasticache-redis/internal/fixtures"
	"github.com/paperwurks/elasticache-redis/stacks"
)

// expected is what the plan of a stack holds.
type expected struct {
	// subnets is how many private subnets the environment has; a group with Multi-AZ needs two.
	subnets int
	// users says that clients log in as users instead of with a token.
	users bool
	// engine are the attributes of each group that its engine decides.
	engine map[string]any
	// resources counts the resources by type.
	resources map[string]int
	// groups are the replication groups by id.
	groups map[string]group
	// ssm maps the names of the SSM parameters to their types.
	ssm map[string]string
	// outputs are the names of the outputs.
	outputs []string
}

// group is a row of the environments table. An attribute of the other cluster mode is nil: unset, and so left to AWS.
type group struct {
	attributes map[string]any
	parameters map[string]string
	// alarmPeriod is in seconds.
	alarmPeriod int
}

var redis71 = map[string]any{"engine": "redis", "engine_version": "7.1", "auto_minor_version_upgrade": "true"}

func valkey(version string) map[string]any {
	return map[string]any{"engine": "valkey", "engine_version": version, "auto_minor_version_upgrade": "false"}
}

// family is the parameter group family of the engine's version.
func (e expected) family() string {
	version, _, _ := strings.Cut(e.engine["engine_version"].(string), ".")
	return e.engine["engine"].(string) + version
}

// expectations maps each environment's stack to what its plan holds.
var expectations = map[string]expected{
	"redis-dev":        singleNode("dev", 1),
	"redis-prod":       cacheAndBroker("prod", redis71),
	"redis-prod-users": withUsers(cacheAndBroker("prod-users", valkey("8.1")), fixtures.WithUsers()[1]),
}

// cacheAndBroker is a cache in cluster mode and a broker, each with a replica.
func cacheAndBroker(environment string, engine map[string]any) expected {
	parameters := "/paperwurks/" + environment + "/"
	return expected{
		subnets: 2,
		engine:  engine,
		resources: map[string]int{
			"aws_cloudwatch_composite_alarm":      2,
			"aws_cloudwatch_dashboard":            1,
			"aws_cloudwatch_log_group":            4,
			"aws_cloudwatch_metric_alarm":         alarms(fixtures.CacheAndBroker()),
			"aws_elasticache_parameter_group":     2,
			"aws_elasticache_replication_group":   2,
			"aws_elasticache_subnet_group":        2,
			"aws_kms_alias":                       1,
			"aws_kms_key":                         1,
			"aws_security_group":                  2,
			"aws_sns_topic":                       2,
			"aws_sns_topic_policy":                2,
			"aws_ssm_parameter":                   11,
			"aws_vpc_security_group_ingress_rule": 2,
			"random_id":                           2,
			"random_password":                     2,
			"terraform_data":                      2,
		},
		groups: map[string]group{
			"paperwurks-" + environment + "-redis": {
				attributes: map[string]any{
					"node_type": "cache.t4g.small", "num_cache_clusters": nil, "num_node_groups": 1, "replicas_per_node_group": 1,
					"automatic_failover_enabled": true, "multi_az_enabled": true, "snapshot_retention_limit": 7,
				},
				parameters:  map[string]string{"cluster-enabled": "yes", "maxmemory-policy": "allkeys-lru", "tcp-keepalive": "60"},
				alarmPeriod: 60,
			},
			"paperwurks-" + environment + "-broker": {
				attributes: map[string]any{
					"node_type": "cache.t4g.micro", "num_cache_clusters": 2, "num_node_groups": nil, "replicas_per_node_group": nil,
					"automatic_failover_enabled": true, "multi_az_enabled": true, "snapshot_retention_limit": 7,
				},
				parameters:  map[string]string{"maxmemory-policy": "noeviction", "tcp-keepalive": "60"},
				alarmPeriod: 60,
			},
		},
		ssm: map[string]string{
			parameters + "redis/url":                    "SecureString",
			parameters + "redis/broker-url":             "SecureString",
			parameters + "redis/result-url":             "SecureString",
			parameters + "redis/cache-url":              "SecureString",
			parameters + "redis/auth-token":             "SecureString",
			parameters + "redis/configuration-endpoint": "String",
			parameters + "redis/port":                   "String",
			parameters + "broker/auth-token":            "SecureString",
			parameters + "broker/primary-endpoint":      "String",
			parameters + "broker/reader-endpoint":       "String",
			parameters + "broker/port":                  "String",
		},
		outputs: []string{
			"broker_engine_log_group_name",
			"broker_primary_endpoint_address",
			"broker_reader_endpoint_address",
			"broker_redis_security_group_id",
			"broker_replication_group_id",
			"broker_slow_log_group_name",
			"configuration_endpoint_address",
			"engine_log_group_name",
			"redis_broker_url_parameter_name",
			"redis_cache_url_parameter_name",
			"redis_dashboard_name",
			"redis_ecs_secrets",
			"redis_result_url_parameter_name",
			"redis_security_group_id",
			"redis_url_parameter_name",
			"replication_group_id",
			"slow_log_group_name",
		},
	}
}

// withUsers is what users change: their number depends on the URLs of each group.
func withUsers(e expected, environment stacks.Environment) expected {
	const cache, broker = 3, 4 // with the default user
	e.users = true
	e.resources["aws_elasticache_user"], e.resources["random_password"] = cache+broker, cache+broker
	e.resources["aws_elasticache_user_group"] = len(e.groups)
	e.resources["aws_cloudwatch_metric_alarm"] = alarms(environment)
	for name, kind := range maps.Clone(e.ssm) {
		if folder, ok := strings.CutSuffix(name, "auth-token"); ok {
			delete(e.ssm, name)
			e.ssm[folder+"reader-url"] = kind
		}
	}
	return e
}

// singleNode is one group of one node that serves everything.
func singleNode(environment string, subnets int) expected {
	parameters := "/paperwurks/" + environment + "/redis/"
	return expected{
		subnets: subnets,
		engine:  redis71,
		resources: map[string]int{
			"aws_cloudwatch_composite_alarm":      1,
			"aws_cloudwatch_dashboard":            1,
			"aws_cloudwatch_log_group":            2,
			"aws_cloudwatch_metric_alarm":         alarms(fixtures.SharedNode()),
			"aws_elasticache_parameter_group":     1,
			"aws_elasticache_replication_group":   1,
			"aws_elasticache_subnet_group":        1,
			"aws_kms_alias":                       1,
			"aws_kms_key":                         1,
			"aws_security_group":                  1,
			"aws_sns_topic":                       2,
			"aws_sns_topic_policy":                2,
			"aws_ssm_parameter":                   7,
			"aws_vpc_security_group_ingress_rule": 1,
			"random_id":                           1,
			"random_password":                     1,
			"terraform_data":                      1,
		},
		groups: map[string]group{
			"paperwurks-" + environment + "-redis": {
				attributes: map[string]any{
					"node_type": "cache.t4g.micro", "num_cache_clusters": 1, "num_node_groups": nil, "replicas_per_node_group": nil,
					"automatic_failover_enabled": false, "multi_az_enabled": false, "snapshot_retention_limit": 3,
				},
				parameters:  map[string]string{"maxmemory-policy": "volatile-ttl", "tcp-keepalive": "60"},
				alarmPeriod: 300,
			},
		},
		ssm: map[string]string{
			parameters + "url":              "SecureString",
			parameters + "broker-url":       "SecureString",
			parameters + "result-url":       "SecureString",
			parameters + "cache-url":        "SecureString",
			parameters + "auth-token":       "SecureString",
			parameters + "primary-endpoint": "String",
			parameters + "port":             "String",
		},
		outputs: []string{
			"engine_log_group_name",
			"primary_endpoint_address",
			"redis_broker_url_parameter_name",
			"redis_cache_url_parameter_name",
			"redis_dashboard_name",
			"redis_ecs_secrets",
			"redis_result_url_parameter_name",
			"redis_security_group_id",
			"redis_url_parameter_name",
			"replication_group_id",
			"slow_log_group_name",
		},
	}
}

// promises are the attributes that every replication group has in every environment.
var promises = map[string]map[string]any{
	"port":                  {"port": 6379},
	"encryption at rest":    {"at_rest_encryption_enabled": "true", "kms_key_id": nil},
	"encryption in transit": {"transit_encryption_enabled": true, "transit_encryption_mode": "required"},
	"windows":               {"maintenance_window": "sun:05:00-sun:06:00", "snapshot_window": "03:00-04:00"},
}

// nameAttribute is the attribute that names a resource of each type for AWS; "" where there is none.
var nameAttribute = map[string]string{
	"aws_cloudwatch_composite_alarm":      "alarm_name",
	"aws_cloudwatch_dashboard":            "dashboard_name",
	"aws_cloudwatch_log_group":            "name",
	"aws_cloudwatch_metric_alarm":         "alarm_name",
	"aws_elasticache_parameter_group":     "name",
	"aws_elasticache_replication_group":   "replication_group_id",
	"aws_elasticache_subnet_group":        "name",
	"aws_elasticache_user":                "user_id",
	"aws_elasticache_user_group":          "user_group_id",
	"aws_kms_alias":                       "name",
	"aws_kms_key":                         "description",
	"aws_security_group":                  "name",
	"aws_sns_topic":                       "name",
	"aws_sns_topic_policy":                "",
	"aws_ssm_parameter":                   "name",
	"aws_vpc_security_group_ingress_rule": "",
	"random_id":                           "",
	"random_password":                     "",
	"terraform_data":                      "",
}

// alarms is how many metric alarms an environment has.
func alarms(e stacks.Environment) int {
	count := 0
	for _, group := range e.Groups {
		count += group.NodeCount()*len(group.AlarmNames()) + len(group.QueueAlarmNames())
	}
	return count
}
