package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/aws/jsii-runtime-go"
	awsprovider "github.com/cdktf/cdktf-provider-aws-go/aws/v19/provider"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/ssmparameter"
	randomprovider "github.com/cdktf/cdktf-provider-random-go/random/v11/provider"
	"github.com/hashicorp/terraform-cdk-go/cdktf"
	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
	"github.com/paperwurks/elasticache-redis/stacks"
)

var update = flag.Bool("update", false, "write the golden files in testdata")

// All tests that need Node are in this package: it starts once, for all of them.
func TestMain(m *testing.M) {
	flag.Parse()
	// Synthesis needs no Terraform: cdktf's checks of its version, which some constructs make, fail.
	os.Setenv("TERRAFORM_BINARY_NAME", "terraform-is-not-needed")
	code := m.Run()
	jsii.Close()
	os.Exit(code)
}

// document is what Terraform gets for a stack.
type document struct {
	file     []byte
	Resource map[string]map[string]resource
	Data     map[string]map[string]resource
	Variable map[string]resource
	Output   map[string]resource
	Provider map[string][]resource

	Terraform struct {
		Backend           map[string]resource
		RequiredProviders map[string]resource `json:"required_providers"`
	}
}

// resource is one block's attributes.
type resource map[string]any

// synth synthesizes the stacks that define adds to an app, and returns the named one.
func synth(t *testing.T, name string, define func(cdktf.App)) document {
	t.Helper()
	app := cdktf.NewApp(&cdktf.AppConfig{Outdir: jsii.String(t.TempDir())})
	define(app)
	app.Synth()
	var d document
	var err error
	d.file, err = os.ReadFile(filepath.Join(*app.Outdir(), "stacks", name, "cdk.tf.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(d.file, &d); err != nil {
		t.Fatal(err)
	}
	return d
}

func synthEnvironment(t *testing.T, e stacks.Environment) document {
	t.Helper()
	return synth(t, e.StackName(), func(app cdktf.App) { stacks.NewRedisStack(app, e) })
}

// synthGroup synthesizes one group outside any environment, and whatever use adds to its stack.
func synthGroup(t *testing.T, props elasticache.RedisProps, use func(cdktf.TerraformStack, *elasticache.Redis)) document {
	t.Helper()
	return synth(t, "test", func(app cdktf.App) {
		stack := cdktf.NewTerraformStack(app, jsii.String("test"))
		awsprovider.NewAwsProvider(stack, jsii.String("aws"), &awsprovider.AwsProviderConfig{Region: jsii.String("eu-west-2")})
		randomprovider.NewRandomProvider(stack, jsii.String("random"), nil)
		redis := elasticache.NewRedis(stack, "redis", props)
		if use != nil {
			use(stack, redis)
		}
	})
}

// props are a valid group's.
func props() elasticache.RedisProps {
	return elasticache.RedisProps{
		Project:                "paperwurks",
		Environment:            "test",
		VPCID:                  "vpc-0123456789abcdef0",
		SubnetIDs:              []string{"subnet-0123456789abcdef0", "subnet-0123456789abcdef1"},
		ClientSecurityGroupIDs: map[string]string{"ecs": "sg-0123456789abcdef0"},
		AuthToken:              "${random_password.token.result}",
	}
}

func environment(t *testing.T, name string) stacks.Environment {
	t.Helper()
	i := slices.IndexFunc(stacks.Environments, func(e stacks.Environment) bool { return e.Name == name })
	if i < 0 {
		t.Fatalf("no environment %s", name)
	}
	return stacks.Environments[i]
}

// all returns the resources of a type in the order of their names.
func (d document) all(kind string) []resource {
	var all []resource
	for _, name := range slices.Sorted(maps.Keys(d.Resource[kind])) {
		all = append(all, d.Resource[kind][name])
	}
	return all
}

// by returns the resources of a type by one of their attributes.
func (d document) by(kind, attribute string) map[string]resource {
	by := map[string]resource{}
	for _, r := range d.all(kind) {
		by[fmt.Sprint(r[attribute])] = r
	}
	return by
}

func (d document) group(t *testing.T, id string) resource {
	t.Helper()
	group, ok := d.by("aws_elasticache_replication_group", "replication_group_id")[id]
	if !ok {
		t.Fatalf("no replication group %s", id)
	}
	return group
}

// want fails for every attribute that differs; a nil value is an attribute that must be left out.
func (r resource) want(t *testing.T, what string, attributes map[string]any) {
	t.Helper()
	for name, want := range attributes {
		if got, _ := json.Marshal(r[name]); string(got) != string(must(json.Marshal(want))) {
			t.Errorf("%s: %s = %s, want %v", what, name, got, want)
		}
	}
}

func must(b []byte, err error) []byte {
	if err != nil {
		panic(err)
	}
	return b
}

func TestGolden(t *testing.T) {
	for _, e := range stacks.Environments {
		t.Run(e.Name, func(t *testing.T) {
			got := synthEnvironment(t, e).file
			golden := filepath.Join("testdata", e.Name+".json")
			if *update {
				if err := os.WriteFile(golden, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != string(want) {
				t.Errorf("%s is out of date: run `make golden` and read the diff", golden)
			}
		})
	}
}

// The table "Environment-Specific Configuration", and the roles that follow from it.
func TestEnvironmentTable(t *testing.T) {
	for _, row := range []struct {
		environment, group, role, nodeType string
		clusterMode                        bool
		replicas                           int
		multiAZ                            bool
		snapshotDays                       int
		protected                          bool
	}{
		{"dev", "redis", "shared", "cache.t4g.micro", false, 0, false, 3, false},
		{"staging", "redis", "shared", "cache.t4g.micro", false, 0, false, 3, false},
		{"prod", "redis", "cache", "cache.t4g.small", true, 1, true, 7, true},
		{"prod", "broker", "broker", "cache.t4g.micro", false, 1, true, 7, true},
	} {
		id := "paperwurks-" + row.environment + "-" + row.group
		d := synthEnvironment(t, environment(t, row.environment))
		group := d.group(t, id)
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
		group.want(t, id, want)
		if got := group["lifecycle"].(map[string]any)["prevent_destroy"]; got != row.protected {
			t.Errorf("%s: prevent_destroy = %v, want %t", id, got, row.protected)
		}
		policy := map[string]string{"shared": "volatile-ttl", "broker": "noeviction", "cache": "allkeys-lru"}[row.role]
		if got := d.parameters(t, id)["maxmemory-policy"]; got != policy {
			t.Errorf("%s: maxmemory-policy = %s, want %s", id, got, policy)
		}
		if got := d.parameters(t, id)["cluster-enabled"]; (got == "yes") != row.clusterMode || got == "no" {
			t.Errorf("%s: cluster-enabled = %q, want yes exactly in cluster mode", id, got)
		}
	}
}

// parameters are a group's parameters by name, from its own parameter group.
func (d document) parameters(t *testing.T, id string) map[string]string {
	t.Helper()
	parameters := map[string]string{}
	group, ok := d.by("aws_elasticache_parameter_group", "description")["Parameters of "+id]
	if !ok {
		t.Fatalf("no parameter group of %s", id)
	}
	for _, p := range group["parameter"].([]any) {
		parameter := p.(map[string]any)
		parameters[parameter["name"].(string)] = parameter["value"].(string)
	}
	return parameters
}

// promises are what the design document says of every group, under the document's own words.
var promises = []struct {
	name  string
	check func(t *testing.T, d document, id string, group resource)
}{
	{"Encryption at Rest", func(t *testing.T, d document, id string, group resource) {
		group.want(t, id, map[string]any{"at_rest_encryption_enabled": "true", "kms_key_id": nil})
	}},
	{"Encryption in Transit: TLS for all connections", func(t *testing.T, d document, id string, group resource) {
		group.want(t, id, map[string]any{"transit_encryption_enabled": true, "transit_encryption_mode": "required"})
	}},
	{"Authentication: Redis AUTH token required", func(t *testing.T, d document, id string, group resource) {
		token := regexp.MustCompile(`^\$\{random_password\.(.+)\.result\}$`).FindStringSubmatch(fmt.Sprint(group["auth_token"]))
		if token == nil {
			t.Fatalf("%s: auth_token = %v, want a random password", id, group["auth_token"])
		}
		d.Resource["random_password"][token[1]].want(t, id, map[string]any{"length": 32, "special": false})
	}},
	{"Network Isolation: Deployed in private subnets only", func(t *testing.T, d document, id string, group resource) {
		d.refersTo(t, group["subnet_group_name"], "aws_elasticache_subnet_group", "name").
			want(t, id, map[string]any{"name": id, "subnet_ids": "${var.private_subnet_ids}"})
	}},
	{"Security Groups: Access restricted to ECS tasks", func(t *testing.T, d document, id string, group resource) {
		ids := group["security_group_ids"].([]any)
		if len(ids) != 1 {
			t.Fatalf("%s: security groups %v, want its own only", id, ids)
		}
		d.refersTo(t, ids[0], "aws_security_group", "id").want(t, id, map[string]any{
			"name": id, "vpc_id": "${var.vpc_id}", "ingress": nil, "egress": nil,
		})
		var rules []resource
		for _, rule := range d.all("aws_vpc_security_group_ingress_rule") {
			if rule["security_group_id"] == ids[0] {
				rules = append(rules, rule)
			}
		}
		if len(rules) != 1 {
			t.Fatalf("%s: %d ingress rules, want one", id, len(rules))
		}
		rules[0].want(t, id, map[string]any{
			"referenced_security_group_id": "${var.ecs_security_group_id}", "description": "Redis from ecs",
			"ip_protocol": "tcp", "from_port": 6379, "to_port": 6379, "cidr_ipv4": nil, "cidr_ipv6": nil, "prefix_list_id": nil,
		})
	}},
	{"Parameter Group: Redis 7.1 configuration", func(t *testing.T, d document, id string, group resource) {
		group.want(t, id, map[string]any{"engine": "redis", "engine_version": "7.1"})
		d.refersTo(t, group["parameter_group_name"], "aws_elasticache_parameter_group", "name").want(t, id, map[string]any{
			"name": id + "-redis7-${substr(sha256(plantimestamp()), 0, 8)}", "family": "redis7", "description": "Parameters of " + id,
			"lifecycle": map[string]any{"create_before_destroy": true, "ignore_changes": []string{"name"}},
		})
		if got := d.parameters(t, id)["tcp-keepalive"]; got != "60" {
			t.Errorf("%s: tcp-keepalive = %s, want 60", id, got)
		}
	}},
	{"CloudWatch Log Groups: Slow query and engine logs", func(t *testing.T, d document, id string, group resource) {
		part := strings.LastIndex(id, "-")
		delivery := group["log_delivery_configuration"].([]any)
		if len(delivery) != 2 {
			t.Fatalf("%s: %d log deliveries, want 2", id, len(delivery))
		}
		for i, logType := range []string{"slow-log", "engine-log"} {
			log := resource(delivery[i].(map[string]any))
			log.want(t, id, map[string]any{"log_type": logType, "log_format": "json", "destination_type": "cloudwatch-logs"})
			d.refersTo(t, log["destination"], "aws_cloudwatch_log_group", "name").want(t, id, map[string]any{
				"name": "/aws/elasticache/" + id[:part] + "/" + id[part+1:] + "/" + logType, "retention_in_days": 30,
			})
		}
	}},
	{"Customize maintenance windows", func(t *testing.T, d document, id string, group resource) {
		group.want(t, id, map[string]any{"maintenance_window": "sun:05:00-sun:06:00", "snapshot_window": "03:00-04:00"})
	}},
	{"Backup Strategy: a last snapshot whose name is free", func(t *testing.T, d document, id string, group resource) {
		if !strings.HasPrefix(fmt.Sprint(group["final_snapshot_identifier"]), id+"-final-${random_id.") {
			t.Errorf("%s: final_snapshot_identifier = %v", id, group["final_snapshot_identifier"])
		}
	}},
	{"Upgrade Process: Automatic minor version upgrades enabled", func(t *testing.T, d document, id string, group resource) {
		group.want(t, id, map[string]any{"auto_minor_version_upgrade": "true"})
	}},
	{"Imported groups keep security_group_names", func(t *testing.T, d document, id string, group resource) {
		resource(group["lifecycle"].(map[string]any)).want(t, id, map[string]any{"ignore_changes": []string{"security_group_names"}})
	}},
}

func TestPromises(t *testing.T) {
	for _, e := range stacks.Environments {
		d := synthEnvironment(t, e)
		for _, group := range d.all("aws_elasticache_replication_group") {
			id := group["replication_group_id"].(string)
			for _, promise := range promises {
				t.Run(id+"/"+promise.name, func(t *testing.T) { promise.check(t, d, id, group) })
			}
		}
	}
}

// refersTo returns the resource that a reference to one of a type's attributes means.
func (d document) refersTo(t *testing.T, reference any, kind, attribute string) resource {
	t.Helper()
	match := regexp.MustCompile(`^\$\{` + kind + `\.(.+)\.` + attribute + `\}$`).FindStringSubmatch(fmt.Sprint(reference))
	if match == nil || d.Resource[kind][match[1]] == nil {
		t.Fatalf("%v is no reference to a %s", reference, kind)
	}
	return d.Resource[kind][match[1]]
}

const (
	primary       = "primary_endpoint_address"
	configuration = "configuration_endpoint_address"
)

// What applications read: in every environment the same names, each served by the group whose role serves it.
func TestSSMParameters(t *testing.T) {
	type parameter struct {
		group, kind, endpoint string
		database              int
	}
	secret := func(group, endpoint string, database int) parameter {
		return parameter{group, "SecureString", endpoint, database}
	}
	shared := func(prefix string) map[string]parameter {
		return map[string]parameter{
			prefix + "/redis/url":              secret("redis", primary, 0),
			prefix + "/redis/broker-url":       secret("redis", primary, 0),
			prefix + "/redis/result-url":       secret("redis", primary, 1),
			prefix + "/redis/cache-url":        secret("redis", primary, 2),
			prefix + "/redis/auth-token":       secret("redis", "", 0),
			prefix + "/redis/primary-endpoint": {"redis", "String", primary, 0},
			prefix + "/redis/port":             {"redis", "String", "", 0},
		}
	}
	for name, want := range map[string]map[string]parameter{
		"dev":     shared("/paperwurks/dev"),
		"staging": shared("/paperwurks/staging"),
		"prod": {
			"/paperwurks/prod/redis/url":                    secret("broker", primary, 0),
			"/paperwurks/prod/redis/broker-url":             secret("broker", primary, 0),
			"/paperwurks/prod/redis/result-url":             secret("broker", primary, 1),
			"/paperwurks/prod/redis/cache-url":              secret("redis", configuration, 0),
			"/paperwurks/prod/redis/auth-token":             secret("redis", "", 0),
			"/paperwurks/prod/redis/configuration-endpoint": {"redis", "String", configuration, 0},
			"/paperwurks/prod/redis/port":                   {"redis", "String", "", 0},
			"/paperwurks/prod/broker/auth-token":            secret("broker", "", 0),
			"/paperwurks/prod/broker/primary-endpoint":      {"broker", "String", primary, 0},
			"/paperwurks/prod/broker/reader-endpoint":       {"broker", "String", "reader_endpoint_address", 0},
			"/paperwurks/prod/broker/port":                  {"broker", "String", "", 0},
		},
	} {
		d := synthEnvironment(t, environment(t, name))
		got := d.by("aws_ssm_parameter", "name")
		if names, wanted := slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want)); !slices.Equal(names, wanted) {
			t.Errorf("%s publishes %v\nwant %v", name, names, wanted)
			continue
		}
		for path, p := range want {
			password := regexp.QuoteMeta("random_password.auth-token_"+p.group) + `_[0-9A-F]{8}\.result`
			host := regexp.QuoteMeta("${aws_elasticache_replication_group."+p.group+"_replication-group_") + `[0-9A-F]{8}\.` + p.endpoint + `}`
			value := host
			switch {
			case strings.HasSuffix(path, "url"):
				value = `rediss://:\$\{urlencode\(` + password + `\)\}@` + host + fmt.Sprintf(`:6379/%d\?ssl_cert_reqs=required&ssl_check_hostname=true`, p.database)
			case strings.HasSuffix(path, "auth-token"):
				value = `\$\{` + password + `\}`
			case strings.HasSuffix(path, "port"):
				value = "6379"
			}
			if got[path]["type"] != p.kind {
				t.Errorf("%s is a %v, want %s", path, got[path]["type"], p.kind)
			}
			if !regexp.MustCompile("^" + value + "$").MatchString(fmt.Sprint(got[path]["value"])) {
				t.Errorf("%s = %v\nwant %s", path, got[path]["value"], value)
			}
		}
	}
}

// A URL keeps its address when another group takes it over, so that Terraform changes its value and creates nothing: prod
// with one group and with two, and a group restored beside another.
func TestURLAddresses(t *testing.T) {
	addresses := func(e stacks.Environment) map[string]string {
		t.Helper()
		if err := stacks.Validate([]stacks.Environment{e}); err != nil {
			t.Fatal(err)
		}
		addresses := map[string]string{}
		for address, parameter := range synthEnvironment(t, e).Resource["aws_ssm_parameter"] {
			if name := fmt.Sprint(parameter["name"]); strings.HasSuffix(name, "url") {
				addresses[name] = address
			}
		}
		return addresses
	}
	e := environment(t, "prod")
	two := addresses(e)
	old := elasticache.RedisProps{Name: "redis", Role: elasticache.Shared}
	restored := elasticache.RedisProps{Name: "restored", Role: elasticache.Shared, SnapshotName: "before", Standby: true}
	for name, groups := range map[string][]elasticache.RedisProps{
		"one group":         {old},
		"a group beside it": {old, restored},
	} {
		e.Groups = groups
		if got := addresses(e); !maps.Equal(got, two) {
			t.Errorf("%s: %v, want %v", name, got, two)
		}
	}
	old.Standby, restored.Standby = true, false
	e.Groups = []elasticache.RedisProps{old, restored}
	if got := addresses(e); !maps.Equal(got, two) {
		t.Errorf("the other group: %v, want %v", got, two)
	}
	for name, parameter := range synthEnvironment(t, e).by("aws_ssm_parameter", "name") {
		if strings.HasSuffix(name, "url") && !strings.Contains(fmt.Sprint(parameter["value"]), "replication_group.restored_") {
			t.Errorf("%s = %v, want the restored group's", name, parameter["value"])
		}
	}
}

// The design document's outputs, where the mode has them; a second group's start with its name.
func TestOutputs(t *testing.T) {
	single := []string{"engine_log_group_name", "primary_endpoint_address", "redis_broker_url_parameter_name", "redis_cache_url_parameter_name",
		"redis_dashboard_name", "redis_ecs_secrets", "redis_result_url_parameter_name", "redis_security_group_id", "redis_url_parameter_name",
		"replication_group_id", "slow_log_group_name"}
	for name, want := range map[string][]string{
		"dev":     single,
		"staging": single,
		"prod": {"broker_engine_log_group_name", "broker_primary_endpoint_address", "broker_reader_endpoint_address",
			"broker_redis_security_group_id", "broker_replication_group_id", "broker_slow_log_group_name", "configuration_endpoint_address",
			"engine_log_group_name", "redis_broker_url_parameter_name", "redis_cache_url_parameter_name", "redis_dashboard_name",
			"redis_ecs_secrets", "redis_result_url_parameter_name", "redis_security_group_id", "redis_url_parameter_name",
			"replication_group_id", "slow_log_group_name"},
	} {
		d := synthEnvironment(t, environment(t, name))
		if got := slices.Sorted(maps.Keys(d.Output)); !slices.Equal(got, want) {
			t.Errorf("%s has outputs %v\nwant %v", name, got, want)
		}
	}
}

// A token stands nowhere but in the group and in SecureString parameters, and there by reference.
func TestNoSecretInPlainText(t *testing.T) {
	for _, e := range stacks.Environments {
		d := synthEnvironment(t, e)
		allowed := 0
		for _, group := range d.all("aws_elasticache_replication_group") {
			allowed += strings.Count(fmt.Sprint(group["auth_token"]), "random_password.")
		}
		for _, p := range d.all("aws_ssm_parameter") {
			if p["type"] == "SecureString" {
				allowed += strings.Count(fmt.Sprint(p["value"]), "random_password.")
			}
		}
		if got := strings.Count(string(d.file), "random_password."); got != allowed || allowed == 0 {
			t.Errorf("%s mentions a password %d times, %d of them in a group or SecureString", e.Name, got, allowed)
		}
	}
}

func TestAlarms(t *testing.T) {
	for _, test := range []struct {
		environment, group string
		nodes, perNode     int
		period             int
	}{
		{"dev", "redis", 1, 11, 300},
		{"staging", "redis", 1, 11, 300},
		{"prod", "redis", 2, 12, 60},
		{"prod", "broker", 2, 13, 60},
	} {
		id := "paperwurks-" + test.environment + "-" + test.group
		d := synthEnvironment(t, environment(t, test.environment))
		count := 0
		for name, alarm := range d.by("aws_cloudwatch_metric_alarm", "alarm_name") {
			suffix, ok := strings.CutPrefix(name, id+"-")
			if !ok {
				continue
			}
			count++
			node := 0
			if strings.HasSuffix(suffix, "-002") {
				node = 1
			}
			dimensions := alarm["dimensions"].(map[string]any)
			member := regexp.MustCompile(fmt.Sprintf(`^\$\{sort\(tolist\(aws_elasticache_replication_group\.%s_replication-group_[0-9A-F]{8}\.member_clusters\)\)\[%d\]\}$`, test.group, node))
			if len(dimensions) != 2 || !member.MatchString(fmt.Sprint(dimensions["CacheClusterId"])) || dimensions["CacheNodeId"] != "0001" {
				t.Errorf("%s: dimensions %v", name, dimensions)
			}
			period := test.period
			if strings.HasPrefix(suffix, "cpu-credits-low") {
				period = 300 // AWS publishes credits no more often
			}
			alarm.want(t, name, map[string]any{"namespace": "AWS/ElastiCache", "period": period, "actions_enabled": nil})
			for _, attribute := range []string{"alarm_description", "statistic", "evaluation_periods", "comparison_operator", "threshold", "treat_missing_data", "alarm_actions", "ok_actions"} {
				if alarm[attribute] == nil {
					t.Errorf("%s has no %s", name, attribute)
				}
			}
		}
		if want := test.nodes * test.perNode; count != want {
			t.Errorf("%s has %d alarms, want %d on each of %d nodes", id, count, test.perNode, test.nodes)
		}
	}
}

// The design document's own alarm, and the others' statistics, in an environment of each period.
func TestAlarmRows(t *testing.T) {
	dev := synthEnvironment(t, environment(t, "dev")).by("aws_cloudwatch_metric_alarm", "alarm_name")
	prod := synthEnvironment(t, environment(t, "prod")).by("aws_cloudwatch_metric_alarm", "alarm_name")
	for name, want := range map[string]struct {
		metric, statistic, comparison, missing string
		threshold                              float64
		evaluations                            int
	}{
		"dev-redis-cpu-high":                    {"CPUUtilization", "Average", "GreaterThanThreshold", "missing", 75, 2},
		"dev-redis-engine-cpu-high":             {"EngineCPUUtilization", "Average", "GreaterThanThreshold", "missing", 90, 1},
		"dev-redis-memory-high":                 {"DatabaseMemoryUsagePercentage", "Maximum", "GreaterThanThreshold", "missing", 80, 1},
		"dev-redis-evictions-high":              {"Evictions", "Sum", "GreaterThanThreshold", "notBreaching", 0, 1},
		"dev-redis-swap-high":                   {"SwapUsage", "Maximum", "GreaterThanThreshold", "missing", 50e6, 2},
		"dev-redis-connections-high":            {"CurrConnections", "Maximum", "GreaterThanThreshold", "missing", 1000, 1},
		"dev-redis-cpu-credits-low":             {"CPUCreditBalance", "Minimum", "LessThanThreshold", "missing", 10, 36},
		"dev-redis-node-silent":                 {"CPUUtilization", "SampleCount", "LessThanThreshold", "breaching", 1, 2},
		"dev-redis-auth-failures-high":          {"AuthenticationFailures", "Sum", "GreaterThanThreshold", "notBreaching", 10, 1},
		"dev-redis-network-in-exceeded":         {"NetworkBandwidthInAllowanceExceeded", "Sum", "GreaterThanThreshold", "notBreaching", 0, 3},
		"dev-redis-network-out-exceeded":        {"NetworkBandwidthOutAllowanceExceeded", "Sum", "GreaterThanThreshold", "notBreaching", 0, 3},
		"prod-redis-cpu-high":                   {"CPUUtilization", "Average", "GreaterThanThreshold", "missing", 75, 10},
		"prod-redis-cpu-high-002":               {"CPUUtilization", "Average", "GreaterThanThreshold", "missing", 75, 10},
		"prod-redis-eviction-rate-high":         {"Evictions", "Sum", "GreaterThanThreshold", "notBreaching", 1000, 10},
		"prod-broker-evictions-high":            {"Evictions", "Sum", "GreaterThanThreshold", "notBreaching", 0, 1},
		"prod-broker-memory-high":               {"DatabaseMemoryUsagePercentage", "Maximum", "GreaterThanThreshold", "missing", 70, 5},
		"prod-broker-auth-failures-high":        {"AuthenticationFailures", "Sum", "GreaterThanThreshold", "notBreaching", 2, 5},
		"prod-broker-cpu-credits-low":           {"CPUCreditBalance", "Minimum", "LessThanThreshold", "missing", 10, 36},
		"prod-broker-node-silent-002":           {"CPUUtilization", "SampleCount", "LessThanThreshold", "breaching", 1, 10},
		"prod-broker-replication-lag-high":      {"ReplicationLag", "Maximum", "GreaterThanThreshold", "notBreaching", 10, 5},
		"prod-broker-replication-link-down-002": {"MasterLinkHealthStatus", "Minimum", "LessThanThreshold", "notBreaching", 1, 5},
	} {
		alarms := dev
		if strings.HasPrefix(name, "prod") {
			alarms = prod
		}
		alarms["paperwurks-"+name].want(t, name, map[string]any{
			"metric_name": want.metric, "statistic": want.statistic, "comparison_operator": want.comparison,
			"treat_missing_data": want.missing, "threshold": want.threshold, "evaluation_periods": want.evaluations,
		})
	}
}

func TestProvidersAndTags(t *testing.T) {
	for _, e := range stacks.Environments {
		d := synthEnvironment(t, e)
		d.Terraform.RequiredProviders["aws"].want(t, e.Name, map[string]any{"source": "hashicorp/aws", "version": "~> 5.99"})
		d.Terraform.RequiredProviders["random"].want(t, e.Name, map[string]any{"source": "hashicorp/random", "version": "~> 3.6"})
		d.Provider["aws"][0].want(t, e.Name, map[string]any{
			"region":       "eu-west-2",
			"default_tags": []any{map[string]any{"tags": map[string]string{"Project": "paperwurks", "Environment": e.Name, "ManagedBy": "cdktf"}}},
		})
	}
}

func TestNetworkSources(t *testing.T) {
	e := environment(t, "prod")
	d := synthEnvironment(t, e)
	if got := slices.Sorted(maps.Keys(d.Variable)); !slices.Equal(got, []string{"ecs_security_group_id", "private_subnet_ids", "vpc_id"}) {
		t.Errorf("variables %v", got)
	}
	for name, variable := range d.Variable {
		if variable["description"] == nil || variable["validation"] == nil || variable["default"] != nil {
			t.Errorf("%s = %v, want a description, validation and no default", name, variable)
		}
	}

	e.Network = stacks.Network{VPCID: "vpc-0123456789abcdef0", PrivateSubnetIDs: []string{"subnet-0123456789abcdef0", "subnet-0123456789abcdef1"}, ECSSecurityGroupID: "sg-0123456789abcdef0"}
	d = synthEnvironment(t, e)
	if len(d.Variable) != 0 {
		t.Errorf("literal ids need no variables, got %v", d.Variable)
	}
	d.all("aws_elasticache_subnet_group")[0].want(t, "literal", map[string]any{"subnet_ids": e.Network.PrivateSubnetIDs})
	d.all("aws_vpc_security_group_ingress_rule")[0].want(t, "literal", map[string]any{"referenced_security_group_id": "sg-0123456789abcdef0"})

	e.Network = stacks.Network{RemoteStateBucket: "states", RemoteStateKey: "networking/terraform.tfstate"}
	d = synthEnvironment(t, e)
	d.Data["terraform_remote_state"]["networking"].want(t, "remote state", map[string]any{
		"backend": "s3", "config": map[string]string{"bucket": "states", "key": "networking/terraform.tfstate", "region": "eu-west-2"},
	})
	const outputs = "${data.terraform_remote_state.networking.outputs."
	d.all("aws_security_group")[0].want(t, "remote state", map[string]any{"vpc_id": outputs + "vpc_id}"})
	d.all("aws_elasticache_subnet_group")[0].want(t, "remote state", map[string]any{"subnet_ids": outputs + "private_subnet_ids}"})
	d.all("aws_vpc_security_group_ingress_rule")[0].want(t, "remote state", map[string]any{"referenced_security_group_id": outputs + "ecs_security_group_id}"})
}

func TestState(t *testing.T) {
	e := environment(t, "dev")
	synthEnvironment(t, e).Terraform.Backend["local"].want(t, "local", map[string]any{"path": "../../../terraform.redis-dev.tfstate"})
	e.State = stacks.State{Bucket: "states"}
	synthEnvironment(t, e).Terraform.Backend["s3"].want(t, "s3", map[string]any{
		"bucket": "states", "key": "paperwurks/redis-dev/terraform.tfstate", "region": "eu-west-2", "encrypt": true, "use_lockfile": true,
	})
	e.State = stacks.State{Bucket: "states", Key: "redis", Region: "eu-west-1"}
	synthEnvironment(t, e).Terraform.Backend["s3"].want(t, "s3", map[string]any{"key": "redis", "region": "eu-west-1"})
}

// Prod on one group, as environments.go describes it.
func TestProdOnOneGroup(t *testing.T) {
	e := environment(t, "prod")
	only := e.Groups[0]
	only.Role, only.ClusterMode = elasticache.Shared, false
	e.Groups = []elasticache.RedisProps{only}
	if err := stacks.Validate([]stacks.Environment{e}); err != nil {
		t.Fatal(err)
	}
	d := synthEnvironment(t, e)
	d.group(t, "paperwurks-prod-redis").want(t, "prod", map[string]any{"num_cache_clusters": 2, "multi_az_enabled": true, "node_type": "cache.t4g.small"})
	for _, name := range []string{"url", "broker-url", "result-url", "cache-url", "reader-endpoint"} {
		if d.by("aws_ssm_parameter", "name")["/paperwurks/prod/redis/"+name] == nil {
			t.Errorf("no parameter %s", name)
		}
	}
}

// Every option of a group reaches Terraform.
func TestOptions(t *testing.T) {
	const key = "arn:aws:kms:eu-west-2:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
	const topic, pager = "arn:aws:sns:eu-west-2:123456789012:alerts", "arn:aws:sns:eu-west-2:123456789012:pager"
	p := props()
	p.Role, p.Port, p.EngineVersion, p.NodeType, p.Replicas, p.DisableMultiAZ = elasticache.Broker, 6380, "6.2", "cache.r7g.large", 2, true
	p.Parameters = map[string]string{"slowlog-max-len": "256"}
	p.KMSKeyARN, p.LogKMSKeyARN, p.SSMKMSKeyARN, p.AuthTokenUpdateStrategy = key, key, key, "SET"
	p.MaintenanceWindow, p.SnapshotWindow, p.SnapshotRetentionDays = "mon:01:00-mon:02:00", "05:00-06:00", 14
	p.SnapshotName, p.SkipFinalSnapshot = "before-upgrade", true
	p.DisableAutoMinorVersionUpgrade, p.ApplyImmediately, p.NotificationTopicARN = true, true, topic
	p.LogRetentionDays, p.AlarmActionARNs, p.Tags = 90, []string{topic}, map[string]string{"Team": "documents"}
	p.AlarmThresholds, p.DisabledAlarms = map[string]float64{"cpu-high": 60}, []string{"swap-high"}
	p.ID, p.SubnetGroupName, p.SecurityGroupName = "legacy", "legacy-subnets", "legacy-clients"
	p.PageActionARNs, p.AlarmPeriodSeconds = []string{pager}, 60
	if err := p.Validate(); err != nil {
		t.Fatal(err)
	}
	d := synthGroup(t, p, nil)
	d.group(t, "legacy").want(t, "group", map[string]any{
		"port": 6380, "engine_version": "6.2", "node_type": "cache.r7g.large", "num_cache_clusters": 3, "multi_az_enabled": false,
		"automatic_failover_enabled": true, "kms_key_id": key, "auth_token_update_strategy": "SET", "transit_encryption_mode": nil,
		"maintenance_window": "mon:01:00-mon:02:00", "snapshot_window": "05:00-06:00", "snapshot_retention_limit": 14,
		"snapshot_name": "before-upgrade", "snapshot_arns": nil, "final_snapshot_identifier": nil,
		"auto_minor_version_upgrade": "false", "apply_immediately": true, "notification_topic_arn": topic,
		"tags": map[string]string{"Team": "documents"},
	})
	d.by("aws_elasticache_subnet_group", "name")["legacy-subnets"].want(t, "subnets", map[string]any{"description": "Private subnets of legacy"})
	d.by("aws_security_group", "name")["legacy-clients"].want(t, "clients", map[string]any{"description": "Clients of legacy"})
	d.all("aws_elasticache_parameter_group")[0].want(t, "parameters", map[string]any{
		"family": "redis6.x", "name": "legacy-redis6-x-${substr(sha256(plantimestamp()), 0, 8)}",
	})
	d.all("aws_vpc_security_group_ingress_rule")[0].want(t, "rule", map[string]any{"from_port": 6380, "to_port": 6380})
	for _, log := range d.all("aws_cloudwatch_log_group") {
		log.want(t, "log", map[string]any{"retention_in_days": 90, "kms_key_id": key})
	}
	for name, parameter := range d.by("aws_ssm_parameter", "name") {
		if parameter["type"] == "SecureString" {
			parameter.want(t, name, map[string]any{"key_id": key})
		}
		if strings.HasSuffix(name, "broker-url") && !strings.Contains(fmt.Sprint(parameter["value"]), ":6380/0?") {
			t.Errorf("%s = %v, want port 6380", name, parameter["value"])
		}
	}
	alarms := d.by("aws_cloudwatch_metric_alarm", "alarm_name")
	alarms["legacy-cpu-high-003"].want(t, "alarm", map[string]any{"threshold": 60, "period": 60, "alarm_actions": []string{topic}, "ok_actions": []string{topic}})
	d.all("aws_cloudwatch_composite_alarm")[0].want(t, "at risk", map[string]any{"alarm_name": "legacy-at-risk", "alarm_actions": []string{topic, pager}})
	if alarms["legacy-swap-high"] != nil {
		t.Error("swap-high is switched off and stands there")
	}
	for kind, resources := range d.Resource {
		for name, r := range resources {
			if got, _ := json.Marshal(r["tags"]); strings.HasPrefix(kind, "aws_") && string(got) != `{"Team":"documents"}` {
				t.Errorf("%s.%s: tags %s", kind, name, got)
			}
		}
	}
}

// AWS would make a 7.0 a 7.1 in a maintenance window, and Terraform could only go back by replacing the group.
func TestRedis70StaysWhatItIs(t *testing.T) {
	p := props()
	p.EngineVersion = "7.0"
	synthGroup(t, p, nil).group(t, "paperwurks-test-redis").want(t, "group", map[string]any{"engine_version": "7.0", "auto_minor_version_upgrade": "false"})
}

func TestSnapshotARNs(t *testing.T) {
	p := props()
	p.SnapshotARNs, p.DisableSnapshots = []string{"arn:aws:s3:::backups/redis.rdb"}, true
	d := synthGroup(t, p, nil)
	d.group(t, "paperwurks-test-redis").want(t, "group", map[string]any{"snapshot_arns": p.SnapshotARNs, "snapshot_name": nil, "snapshot_retention_limit": 0})
}

// A second destroy needs another name for its last snapshot whenever a change replaces the group.
func TestFinalSnapshotKeepers(t *testing.T) {
	keepers := func(change func(*elasticache.RedisProps)) string {
		p := props()
		change(&p)
		return string(must(json.Marshal(synthGroup(t, p, nil).all("random_id")[0]["keepers"])))
	}
	same := keepers(func(*elasticache.RedisProps) {})
	if got := keepers(func(p *elasticache.RedisProps) { p.NodeType, p.Replicas = "cache.r7g.large", 2 }); got != same {
		t.Errorf("a change in place renames the last snapshot: %s", got)
	}
	p := props()
	p.Name = "a-name-quite-long"
	if got := fmt.Sprint(synthGroup(t, p, nil).all("aws_elasticache_replication_group")[0]["final_snapshot_identifier"]); !strings.HasPrefix(got, "paperwurks-test-a-name-qu-final-${random_id.") {
		t.Errorf("a last snapshot's name must be at most 40 characters: %s", got)
	}
	for name, change := range map[string]func(*elasticache.RedisProps){
		"name":          func(p *elasticache.RedisProps) { p.Name = "other" },
		"key":           func(p *elasticache.RedisProps) { p.KMSKeyARN = "${aws_kms_key.k.arn}" },
		"port":          func(p *elasticache.RedisProps) { p.Port = 6380 },
		"snapshot":      func(p *elasticache.RedisProps) { p.SnapshotName = "before" },
		"snapshot ARNs": func(p *elasticache.RedisProps) { p.SnapshotARNs = []string{"arn:aws:s3:::backups/redis.rdb"} },
	} {
		if keepers(change) == same {
			t.Errorf("another %s replaces the group, and its last snapshot keeps its name", name)
		}
	}
}

// What another stack needs, it can have.
func TestAccessors(t *testing.T) {
	p := props()
	p.Role, p.Replicas, p.NodeType = elasticache.Shared, 1, "cache.r7g.large"
	got := map[string]string{}
	d := synthGroup(t, p, func(stack cdktf.TerraformStack, redis *elasticache.Redis) {
		redis.AllowFrom("bastion", "sg-0123456789abcdef1")
		values := map[string]string{
			"primary": redis.PrimaryEndpointAddress(), "reader": redis.ReaderEndpointAddress(), "port": fmt.Sprint(redis.Port()),
			"security-group": redis.SecurityGroupID(), "id": redis.ReplicationGroupID(), "arn": redis.ReplicationGroupARN(),
			"broker-url": redis.ParameterNames()["broker-url"], "token-arn": redis.ParameterARNs()["auth-token"],
			"slow-log": redis.LogGroupNames()["slow-log"], "engine-log-arn": redis.LogGroupARNs()["engine-log"],
			"alarm-arn": redis.AlarmARNs()["paperwurks-test-redis-cpu-high-002"],
		}
		if redis.ConfigurationEndpointAddress() != "" {
			t.Error("a group with cluster mode off has a configuration endpoint")
		}
		for name, value := range values {
			ssmparameter.NewSsmParameter(stack, jsii.String("use-"+name), &ssmparameter.SsmParameterConfig{
				Name: jsii.String(name), Type: jsii.String("String"), Value: jsii.String(value),
			})
		}
	})
	for name, parameter := range d.by("aws_ssm_parameter", "name") {
		got[name] = fmt.Sprint(parameter["value"])
	}
	const group = `\$\{aws_elasticache_replication_group\.redis_replication-group_[0-9A-F]{8}\.`
	for name, want := range map[string]string{
		"primary": group + `primary_endpoint_address\}`, "reader": group + `reader_endpoint_address\}`, "port": "6379",
		"security-group": `\$\{aws_security_group\..+\.id\}`, "id": group + `id\}`, "arn": group + `arn\}`,
		"broker-url": "/paperwurks/test/redis/broker-url", "token-arn": `\$\{aws_ssm_parameter\.redis_ssm_auth-token_.+\.arn\}`,
		"slow-log": "/aws/elasticache/paperwurks-test/redis/slow-log", "engine-log-arn": `\$\{aws_cloudwatch_log_group\.redis_logs_engine-log_.+\.arn\}`,
		"alarm-arn": `\$\{aws_cloudwatch_metric_alarm\.redis_alarms_node-2_cpu-high_.+\.arn\}`,
	} {
		if !regexp.MustCompile("^" + want + "$").MatchString(got[name]) {
			t.Errorf("%s = %s, want %s", name, got[name], want)
		}
	}
	rules := d.by("aws_vpc_security_group_ingress_rule", "referenced_security_group_id")
	rules["sg-0123456789abcdef1"].want(t, "bastion", map[string]any{"from_port": 6379, "ip_protocol": "tcp", "description": "Redis from bastion"})
}

func TestAccessorsInClusterMode(t *testing.T) {
	p := props()
	p.Role, p.ClusterMode, p.Replicas = elasticache.Cache, true, 1
	synthGroup(t, p, func(_ cdktf.TerraformStack, redis *elasticache.Redis) {
		if redis.PrimaryEndpointAddress() != "" || redis.ReaderEndpointAddress() != "" || redis.ConfigurationEndpointAddress() == "" {
			t.Error("cluster mode has the configuration endpoint and no other")
		}
	})
}

// One incident gives one page: the composite alarm knows the alarms of its group, and the pager knows only it. It is
// replaced when they change, since CloudWatch refuses to delete an alarm that a composite alarm names.
func TestAtRiskAlarm(t *testing.T) {
	e := environment(t, "prod")
	const pager = "arn:aws:sns:eu-west-2:123456789012:pager"
	e.Notifications.PageTopicARNs = []string{pager}
	d := synthEnvironment(t, e)
	for _, id := range []string{"paperwurks-prod-redis", "paperwurks-prod-broker"} {
		composite := d.by("aws_cloudwatch_composite_alarm", "alarm_name")[id+"-at-risk"]
		var terms []string
		for name, alarm := range d.Resource["aws_cloudwatch_metric_alarm"] {
			if alarmName := fmt.Sprint(alarm["alarm_name"]); strings.HasPrefix(alarmName, id+"-") && !strings.Contains(alarmName, "replication-link-down") {
				terms = append(terms, `ALARM(${aws_cloudwatch_metric_alarm.`+name+`.alarm_name})`)
			}
			if strings.Contains(fmt.Sprint(alarm["alarm_actions"]), pager) {
				t.Errorf("%s pages", name)
			}
		}
		group := id[strings.LastIndex(id, "-")+1:]
		lifecycle, _ := composite["lifecycle"].(map[string]any)
		trigger, _ := lifecycle["replace_triggered_by"].([]any)
		if len(trigger) != 1 || !strings.HasPrefix(fmt.Sprint(trigger[0]), "terraform_data."+group+"_at-risk-members_") {
			t.Errorf("%s-at-risk is not replaced when its alarms change: %v", id, lifecycle)
		} else if members := d.Resource["terraform_data"][strings.TrimPrefix(fmt.Sprint(trigger[0]), "terraform_data.")]["input"].(map[string]any)["alarms"]; len(members.([]any)) != len(terms) {
			t.Errorf("%s-at-risk is replaced by %v", id, members)
		}
		got := strings.Split(fmt.Sprint(composite["alarm_rule"]), " OR ")
		slices.Sort(terms)
		slices.Sort(got)
		if !slices.Equal(got, terms) {
			t.Errorf("%s-at-risk has %v\nwant %v", id, got, terms)
		}
		if actions := fmt.Sprint(composite["alarm_actions"]); !strings.Contains(actions, pager) || actions != fmt.Sprint(composite["ok_actions"]) {
			t.Errorf("%s-at-risk tells %v", id, actions)
		}
	}
}

// AWS takes a hundred alarms in a composite alarm; a group with more has composite alarms of them.
func TestAtRiskAlarmOfALargeGroup(t *testing.T) {
	p := props()
	p.Role, p.ClusterMode, p.Shards, p.Replicas, p.NodeType = elasticache.Cache, true, 6, 1, "cache.r7g.large"
	d := synthGroup(t, p, nil)
	children := 0
	for _, alarm := range d.all("aws_cloudwatch_composite_alarm") {
		n := strings.Count(fmt.Sprint(alarm["alarm_rule"]), "ALARM(")
		if n > 100 {
			t.Errorf("%v has %d children", alarm["alarm_name"], n)
		}
		children += n
	}
	alarms := 0
	for name := range d.by("aws_cloudwatch_metric_alarm", "alarm_name") {
		if !strings.Contains(name, "replication-link-down") {
			alarms++
		}
	}
	if parts := len(d.all("aws_cloudwatch_composite_alarm")) - 1; parts != 2 || children != alarms+parts {
		t.Errorf("%d parts with %d children for %d alarms", parts, children, alarms)
	}
}

// Every alarm has an action, a description that leads to its section of the guide, and the section is there.
func TestEveryAlarmHasItsSection(t *testing.T) {
	guide, err := os.ReadFile("docs/operations.md")
	if err != nil {
		t.Fatal(err)
	}
	d := synthEnvironment(t, environment(t, "prod"))
	for _, alarm := range append(d.all("aws_cloudwatch_metric_alarm"), d.all("aws_cloudwatch_composite_alarm")...) {
		description := fmt.Sprint(alarm["alarm_description"])
		_, section, ok := strings.Cut(description, "docs/operations.md#")
		if !ok || !strings.Contains(string(guide), "\n### "+section+"\n") {
			t.Errorf("%v: no section for %q", alarm["alarm_name"], description)
		}
		if actions, _ := alarm["alarm_actions"].([]any); len(actions) == 0 {
			t.Errorf("%v has no action", alarm["alarm_name"])
		}
	}
	for _, name := range elasticache.AlarmNames() {
		if !strings.Contains(string(guide), "\n### "+name+"\n") {
			t.Errorf("%s has no section", name)
		}
	}
}

// Every control in docs/security.md names the tests that prove it, and there are such tests.
func TestSecurityControlsAreProved(t *testing.T) {
	page, err := os.ReadFile("docs/security.md")
	if err != nil {
		t.Fatal(err)
	}
	var tests strings.Builder
	if err := filepath.WalkDir(".", func(path string, _ os.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		tests.Write(text)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	controls := regexp.MustCompile(`(?m)^\| \w+\.\d+.*$`).FindAllString(string(page), -1)
	if len(controls) < 20 {
		t.Errorf("%d controls, want the page's tables", len(controls))
	}
	for _, control := range controls {
		named := regexp.MustCompile("`(Test\\w+)`").FindAllStringSubmatch(control, -1)
		if len(named) == 0 {
			t.Errorf("no test in %s", control)
		}
		for _, test := range named {
			if !strings.Contains(tests.String(), "\nfunc "+test[1]+"(t *testing.T)") {
				t.Errorf("there is no %s", test[1])
			}
		}
	}
}

// policy is a policy document as AWS reads it.
type policy struct {
	Statement []struct {
		Sid       string
		Effect    string
		Principal map[string]string
		Action    []string
		Resource  []string
		Condition map[string]map[string]string
	}
}

func parsePolicy(t *testing.T, document any) policy {
	t.Helper()
	var p policy
	decoder := json.NewDecoder(strings.NewReader(fmt.Sprint(document)))
	if err := decoder.Decode(&p); err != nil {
		t.Fatalf("%v: %v", document, err)
	}
	return p
}

// A role that may read, may read the published parameters and decrypt them, and nothing else.
func TestGrantReadIsMinimal(t *testing.T) {
	for _, customerKey := range []bool{false, true} {
		e := environment(t, "prod")
		e.ReaderRoleNames, e.CustomerKey = []string{"paperwurks-prod-ecs-execution"}, customerKey
		d := synthEnvironment(t, e)
		policies := d.all("aws_iam_role_policy")
		if len(policies) != 2 {
			t.Fatalf("%d policies, want one for each group", len(policies))
		}
		granted := map[string]bool{}
		for _, grant := range policies {
			grant.want(t, "grant", map[string]any{"role": "paperwurks-prod-ecs-execution"})
			for _, statement := range parsePolicy(t, grant["policy"]).Statement {
				want := []string{"ssm:GetParameter", "ssm:GetParameters"}
				kind := "aws_ssm_parameter"
				if customerKey && statement.Sid == "DecryptParameters" {
					want, kind = []string{"kms:Decrypt"}, "aws_kms_key"
				}
				if statement.Effect != "Allow" || !slices.Equal(statement.Action, want) {
					t.Errorf("%s: %s %v", statement.Sid, statement.Effect, statement.Action)
				}
				for _, arn := range statement.Resource {
					d.refersTo(t, arn, kind, "arn")
					granted[arn] = true
				}
			}
		}
		want := len(d.all("aws_ssm_parameter"))
		if customerKey {
			want++
		}
		if len(granted) != want {
			t.Errorf("%d resources granted, want %d", len(granted), want)
		}
	}
}

func TestECSSecrets(t *testing.T) {
	for name, want := range map[string]map[string]string{
		"dev":  {"REDIS_URL": "dev-url", "REDIS_BROKER_URL": "dev-broker-url", "REDIS_RESULT_URL": "dev-result-url", "REDIS_CACHE_URL": "dev-cache-url"},
		"prod": {"REDIS_URL": "prod-url", "REDIS_BROKER_URL": "prod-broker-url", "REDIS_RESULT_URL": "prod-result-url", "REDIS_CACHE_URL": "prod-cache-url"},
	} {
		d := synthEnvironment(t, environment(t, name))
		secrets := d.Output["redis_ecs_secrets"]["value"].([]any)
		if len(secrets) != len(want) {
			t.Errorf("%s has secrets %v", name, secrets)
		}
		for _, s := range secrets {
			secret := s.(map[string]any)
			if !strings.HasPrefix(fmt.Sprint(secret["valueFrom"]), "${aws_ssm_parameter.redis-urls_paperwurks-"+want[fmt.Sprint(secret["name"])]+"_") {
				t.Errorf("%s: %v", name, secret)
			}
		}
	}
}

// The alarm topic is encrypted and takes this account's alarms only, whatever the groups are called; the event topic can't be.
func TestTopics(t *testing.T) {
	e := environment(t, "prod")
	e.Notifications.Emails = []string{"ops@example.com"}
	d := synthEnvironment(t, e)
	topics := d.by("aws_sns_topic", "name")
	d.refersTo(t, topics["paperwurks-prod-redis-alarms"]["kms_master_key_id"], "aws_kms_key", "arn")
	topics["paperwurks-prod-redis-events"].want(t, "events", map[string]any{"kms_master_key_id": nil})

	const account = "${data.aws_caller_identity.account.account_id}"
	for _, r := range d.all("aws_sns_topic_policy") {
		topic := fmt.Sprint(d.refersTo(t, r["arn"], "aws_sns_topic", "arn")["name"])
		statements := parsePolicy(t, r["policy"]).Statement
		if len(statements) != 1 || !slices.Equal(statements[0].Action, []string{"sns:Publish"}) || !slices.Equal(statements[0].Resource, []string{fmt.Sprint(r["arn"])}) {
			t.Fatalf("%s: %v", topic, statements)
		}
		principal, condition := "map[Service:cloudwatch.amazonaws.com]", map[string]map[string]string{
			"StringEquals": {"aws:SourceAccount": account},
			"ArnLike":      {"aws:SourceArn": "arn:aws:cloudwatch:eu-west-2:" + account + ":alarm:*"},
		}
		if topic == "paperwurks-prod-redis-events" {
			principal, condition = "map[AWS:*]", map[string]map[string]string{"StringEquals": {"aws:SourceOwner": account}}
		}
		if fmt.Sprint(statements[0].Principal) != principal || fmt.Sprint(statements[0].Condition) != fmt.Sprint(condition) {
			t.Errorf("%s lets %v publish if %v", topic, statements[0].Principal, statements[0].Condition)
		}
	}
	for _, subscription := range d.all("aws_sns_topic_subscription") {
		subscription.want(t, "subscription", map[string]any{"protocol": "email", "endpoint": "ops@example.com"})
	}
	if got := len(d.all("aws_sns_topic_subscription")); got != 2 {
		t.Errorf("%d subscriptions, want one for each topic", got)
	}
	for _, group := range d.all("aws_elasticache_replication_group") {
		policy := d.refersTo(t, group["notification_topic_arn"], "aws_sns_topic_policy", "arn")
		d.refersTo(t, policy["arn"], "aws_sns_topic", "arn").want(t, "events", map[string]any{"name": "paperwurks-prod-redis-events"})
	}
}

func TestCustomerKey(t *testing.T) {
	e := environment(t, "prod")
	const account = "${data.aws_caller_identity.account.account_id}"
	via := func(service string) string {
		return "map[AWS:arn:aws:iam::" + account + ":root] map[StringEquals:map[kms:CallerAccount:" + account + " kms:ViaService:" + service + ".eu-west-2.amazonaws.com]]"
	}
	users := map[string]string{
		"AlarmsPublish": "map[Service:cloudwatch.amazonaws.com] map[StringEquals:map[aws:SourceAccount:" + account + "]]",
		"ElastiCache":   via("elasticache"),
		"Parameters":    via("ssm"),
		"Logs": "map[Service:logs.eu-west-2.amazonaws.com] map[ArnLike:map[kms:EncryptionContext:aws:logs:arn:arn:aws:logs:eu-west-2:" + account +
			":log-group:/aws/elasticache/paperwurks-prod/*]]",
	}
	sids := func(d document) string {
		var sids []string
		key := d.all("aws_kms_key")[0]
		key.want(t, "key", map[string]any{"enable_key_rotation": true, "deletion_window_in_days": 30})
		for _, s := range parsePolicy(t, key["policy"]).Statement {
			sids = append(sids, s.Sid)
			switch {
			case s.Sid == "Administer":
				for _, action := range s.Action {
					if strings.Contains(action, "*") || slices.Contains([]string{"kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"}, action) {
						t.Errorf("an administrator may %s", action)
					}
				}
			case fmt.Sprint(s.Principal, s.Condition) != users[s.Sid]:
				t.Errorf("%s lets %v use the key if %v\nwant %s", s.Sid, s.Principal, s.Condition, users[s.Sid])
			}
		}
		return strings.Join(sids, " ")
	}
	if got := sids(synthEnvironment(t, e)); got != "Administer AlarmsPublish" {
		t.Errorf("without a customer key: %s", got)
	}
	e.CustomerKey = true
	d := synthEnvironment(t, e)
	if got := sids(d); got != "Administer AlarmsPublish ElastiCache Parameters Logs" {
		t.Errorf("with a customer key: %s", got)
	}
	if !d.all("aws_kms_key")[0]["lifecycle"].(map[string]any)["prevent_destroy"].(bool) {
		t.Error("the key of a protected group may be destroyed")
	}
	for _, group := range d.all("aws_elasticache_replication_group") {
		d.refersTo(t, group["kms_key_id"], "aws_kms_key", "arn")
	}
	for _, log := range d.all("aws_cloudwatch_log_group") {
		d.refersTo(t, log["kms_key_id"], "aws_kms_key", "arn")
	}
	for _, parameter := range d.all("aws_ssm_parameter") {
		if parameter["type"] == "SecureString" {
			d.refersTo(t, parameter["key_id"], "aws_kms_key", "arn")
		}
	}
}

// Another date is another token, by ROTATE; TokenSetDate is SET, for that date and no other. Nothing else changes.
func TestTokenDate(t *testing.T) {
	e := environment(t, "dev")
	lines := strings.Split(string(synthEnvironment(t, e).file), "\n")
	for _, step := range []struct {
		date, setDate string
		changed       []string
	}{
		{"2027-02-21", "", []string{`"date": "2027-02-21"`}},
		{"2027-02-21", "2027-02-21", []string{`"auth_token_update_strategy": "SET",`}},
		{"2027-05-20", "2027-02-21", []string{`"auth_token_update_strategy": "ROTATE",`, `"date": "2027-05-20"`}},
	} {
		e.TokenDate, e.TokenSetDate = step.date, step.setDate
		if err := stacks.Validate([]stacks.Environment{e}); err != nil {
			t.Fatal(err)
		}
		before := lines
		lines = strings.Split(string(synthEnvironment(t, e).file), "\n")
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

// The dashboard keeps to CloudWatch's format: every widget lies in the grid and overlaps no other, and each type has what
// it needs and nothing else.
func TestDashboard(t *testing.T) {
	type metric struct {
		Title, Region, View, Stat string
		Period                    int
		Metrics                   [][]any
		YAxis                     struct{ Left struct{ Min, Max float64 } }
		Annotations               struct {
			Horizontal []struct {
				Label string
				Value float64
			}
		}
	}
	properties := map[string]func() any{
		"text": func() any { return &struct{ Markdown string }{} },
		"alarm": func() any {
			return &struct {
				Title  string
				Alarms []string
			}{}
		},
		"log":    func() any { return &struct{ Title, Region, View, Query string }{} },
		"metric": func() any { return &metric{} },
	}
	strict := func(text []byte, into any) {
		t.Helper()
		decoder := json.NewDecoder(strings.NewReader(string(text)))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(into); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
	}
	for _, e := range stacks.Environments {
		d := synthEnvironment(t, e)
		dashboard := d.all("aws_cloudwatch_dashboard")[0]
		dashboard.want(t, e.Name, map[string]any{"dashboard_name": "paperwurks-" + e.Name + "-redis"})
		var body struct {
			Widgets []struct {
				Type                string
				X, Y, Width, Height int
				Properties          json.RawMessage
			}
		}
		strict([]byte(dashboard["dashboard_body"].(string)), &body)
		taken := map[[2]int]bool{}
		titles := map[string]int{}
		count := map[string]int{}
		for _, w := range body.Widgets {
			count[w.Type]++
			if w.X < 0 || w.Width < 1 || w.X+w.Width > 24 || w.Height < 1 {
				t.Errorf("%s: a %s widget at %d, %d of %d x %d", e.Name, w.Type, w.X, w.Y, w.Width, w.Height)
			}
			for x := w.X; x < w.X+w.Width; x++ {
				for y := w.Y; y < w.Y+w.Height; y++ {
					if taken[[2]int{x, y}] {
						t.Fatalf("%s: widgets overlap at %d, %d", e.Name, x, y)
					}
					taken[[2]int{x, y}] = true
				}
			}
			p := properties[w.Type]()
			strict(w.Properties, p)
			if m, ok := p.(*metric); ok {
				titles[m.Title]++
				if m.Region != "eu-west-2" || m.View != "timeSeries" || m.Period == 0 || len(m.Metrics) == 0 {
					t.Errorf("%s: %+v", e.Name, m)
				}
				for _, line := range m.Metrics {
					if len(line) != 1 && (len(line) != 7 || line[0] != "AWS/ElastiCache" || line[2] != "CacheClusterId" || line[4] != "CacheNodeId") {
						t.Errorf("%s: %s draws %v", e.Name, m.Title, line)
					}
				}
			}
		}
		groups := len(e.Groups)
		if count["text"] != groups || count["alarm"] != groups || count["log"] != groups {
			t.Errorf("%s has %v widgets", e.Name, count)
		}
		// The design document's list of automatic monitoring, and what a night on call needs.
		for _, title := range []string{"CPU (%)", "Memory (%)", "Network (bytes)", "Hit ratio (%)", "Evictions", "Connections", "Command latency (µs)", "Swap (bytes)"} {
			if titles[title] != groups {
				t.Errorf("%s has %d charts %q, want %d", e.Name, titles[title], title, groups)
			}
		}
		if replicated := e.Groups[0].Replicas > 0; (titles["Replication lag (s)"] == groups) != replicated {
			t.Errorf("%s has %d charts of replication lag", e.Name, titles["Replication lag (s)"])
		}
		// Every threshold that is drawn is an alarm's own.
		for _, a := range d.all("aws_cloudwatch_metric_alarm") {
			if strings.Contains(fmt.Sprint(a["alarm_name"]), "-redis-cpu-high") && !strings.Contains(dashboard["dashboard_body"].(string), fmt.Sprintf(`{"label":"cpu-high","value":%v}`, a["threshold"])) {
				t.Errorf("%s: cpu-high is not drawn at %v", e.Name, a["threshold"])
			}
		}
	}
}

// A library's user who does not call Validate gets every problem from synthesis, with the construct's path.
func TestRejectionThroughSynthesis(t *testing.T) {
	defer func() {
		message := fmt.Sprint(recover())
		for _, want := range []string{
			`[test/redis] NodeType must be of the form cache.<family>.<size>, such as cache.t4g.micro, got "micro"`,
			`[test/redis] ClientSecurityGroupIDs name must not stand twice, got "ecs"`,
			`[test/second] Role must not serve cache-url, which another group of the stack serves, got "cache"`,
			`[test/third] Project, Environment and Name must not make the replication group id of another group of the stack, got "paperwurks-test-second"`,
		} {
			if !strings.Contains(message, want) {
				t.Errorf("got  %s\nwant %s", message, want)
			}
		}
	}()
	p := props()
	p.NodeType = "micro"
	synthGroup(t, p, func(stack cdktf.TerraformStack, redis *elasticache.Redis) {
		redis.AllowFrom("ecs", "sg-0123456789abcdef1")
		second := props()
		second.Name, second.Role = "second", elasticache.Cache
		elasticache.NewRedis(stack, "second", second)
		second.Standby = true
		elasticache.NewRedis(stack, "third", second)
	})
}

// Three wrong fields in two environments are six lines, in one run, before anything is written.
func TestRunRefuses(t *testing.T) {
	outdir := t.TempDir()
	wrong := []stacks.Environment{environment(t, "dev"), environment(t, "staging")}
	for i := range wrong {
		group := wrong[i].Groups[0]
		group.NodeType, group.MaintenanceWindow, group.ClusterMode = "t4g.micro", "sun:05:00-sun:05:30", true
		wrong[i].Groups = []elasticache.RedisProps{group}
	}
	var stderr strings.Builder
	if status := run(&cdktf.AppConfig{Outdir: jsii.String(outdir)}, wrong, &stderr); status != 1 {
		t.Errorf("exit status %d, want 1", status)
	}
	want := ""
	for _, path := range []string{"redis-dev/redis", "redis-staging/redis"} {
		want += path + `: ClusterMode must be off for role shared, because Celery has no Redis Cluster transport and its workers die at start with CROSSSLOT, got true
` + path + `: NodeType must be of the form cache.<family>.<size>, such as cache.t4g.micro, got "t4g.micro"
` + path + `: MaintenanceWindow must be at least 60 minutes long, got "sun:05:00-sun:05:30"
`
	}
	if stderr.String() != want {
		t.Errorf("got\n%s\nwant\n%s", stderr.String(), want)
	}
	if files, _ := os.ReadDir(outdir); len(files) != 0 {
		t.Errorf("%v was written", files)
	}
}

func TestRunWritesEveryStack(t *testing.T) {
	outdir := t.TempDir()
	var stderr strings.Builder
	if status := run(&cdktf.AppConfig{Outdir: jsii.String(outdir)}, stacks.Environments, &stderr); status != 0 {
		t.Errorf("exit status %d, %s", status, stderr.String())
	}
	if want := "warning: redis-prod: Notifications has no destination"; !strings.Contains(stderr.String(), want) {
		t.Errorf("got %q, want %q", stderr.String(), want)
	}
	for _, stack := range []string{"redis-dev", "redis-staging", "redis-prod"} {
		if _, err := os.Stat(filepath.Join(outdir, "stacks", stack, "cdk.tf.json")); err != nil {
			t.Error(err)
		}
	}
}
