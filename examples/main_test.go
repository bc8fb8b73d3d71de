package main

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/aws/jsii-runtime-go"
	"github.com/hashicorp/terraform-cdk-go/cdktf"
	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
)

func TestMain(m *testing.M) {
	code := m.Run()
	jsii.Close()
	os.Exit(code)
}

// document is what Terraform gets for a stack: resources by type and name.
type document struct {
	Resource map[string]map[string]map[string]any
}

// synthesize returns every example's stack by its name; once, since Node takes its time.
var synthesize = sync.OnceValues(func() (map[string]document, error) {
	out, err := os.MkdirTemp("", "examples-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(out)
	app := cdktf.NewApp(&cdktf.AppConfig{Outdir: jsii.String(out)})
	define(app)
	app.Synth()
	files, err := filepath.Glob(filepath.Join(out, "stacks", "*", "cdk.tf.json"))
	if err != nil {
		return nil, err
	}
	documents := map[string]document{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		var d document
		if err := json.Unmarshal(text, &d); err != nil {
			return nil, err
		}
		documents[filepath.Base(filepath.Dir(file))] = d
	}
	return documents, nil
})

func example(t *testing.T, name string) document {
	t.Helper()
	documents, err := synthesize()
	if err != nil {
		t.Fatal(err)
	}
	d, ok := documents[name]
	if !ok {
		t.Fatalf("no stack %s in %v", name, slices.Sorted(maps.Keys(documents)))
	}
	return d
}

// values are an attribute of all resources of a type, in the order of the resources' names.
func (d document) values(kind, attribute string) []any {
	var values []any
	for _, name := range slices.Sorted(maps.Keys(d.Resource[kind])) {
		values = append(values, d.Resource[kind][name][attribute])
	}
	return values
}

// want fails unless there are n resources of the type and each has the value.
func (d document) want(t *testing.T, n int, kind, attribute string, value any) {
	t.Helper()
	values := d.values(kind, attribute)
	if len(values) != n {
		t.Errorf("%d %s, want %d", len(values), kind, n)
	}
	want, _ := json.Marshal(value)
	for _, v := range values {
		if got, _ := json.Marshal(v); string(got) != string(want) {
			t.Errorf("%s.%s = %s, want %s", kind, attribute, got, want)
		}
	}
}

func TestRoleDecidesEviction(t *testing.T) {
	for stack, policies := range map[string][]string{
		"existing":   {"allkeys-lru"},
		"own-key":    {"noeviction"},
		"own-topic":  {"volatile-ttl"},
		"two-groups": {"allkeys-lru", "noeviction"},
	} {
		var got []string
		for _, parameters := range example(t, stack).values("aws_elasticache_parameter_group", "parameter") {
			for _, parameter := range parameters.([]any) {
				if p := parameter.(map[string]any); p["name"] == "maxmemory-policy" {
					got = append(got, p["value"].(string))
				}
			}
		}
		if slices.Sort(got); !slices.Equal(got, policies) {
			t.Errorf("%s: maxmemory-policy %v, want %v", stack, got, policies)
		}
	}
}

func TestExistingStackLendsItsNetwork(t *testing.T) {
	d := example(t, "existing")
	d.want(t, 1, "aws_elasticache_subnet_group", "subnet_ids", []string{"${aws_subnet.private.id}"})
	d.want(t, 2, "aws_security_group", "vpc_id", "${aws_vpc.vpc.id}")
	d.want(t, 1, "aws_vpc_security_group_ingress_rule", "referenced_security_group_id", "${aws_security_group.web.id}")
}

func TestOwnKeyEncryptsEverything(t *testing.T) {
	const key = "${aws_kms_key.key.arn}"
	d := example(t, "own-key")
	d.want(t, 1, "aws_elasticache_replication_group", "kms_key_id", key)
	d.want(t, 2, "aws_cloudwatch_log_group", "kms_key_id", key)
	for name, parameter := range d.Resource["aws_ssm_parameter"] {
		if parameter["type"] == "SecureString" && parameter["key_id"] != key {
			t.Errorf("%s: key_id %v, want %s", name, parameter["key_id"], key)
		}
	}
}

func TestOwnTopicIsTold(t *testing.T) {
	d := example(t, "own-topic")
	topic := []string{"${aws_sns_topic.alarms.arn}"}
	alarms := len(elasticache.GroupProps{DisabledAlarms: []string{"swap-high"}}.AlarmNames())
	d.want(t, alarms, "aws_cloudwatch_metric_alarm", "alarm_actions", topic)
	d.want(t, alarms, "aws_cloudwatch_metric_alarm", "ok_actions", topic)
	d.want(t, 1, "aws_cloudwatch_composite_alarm", "alarm_actions", topic)
	d.want(t, 1, "aws_sns_topic", "kms_master_key_id", "${aws_kms_key.key.arn}")
}

func TestTwoGroupsDoNotClash(t *testing.T) {
	d := example(t, "two-groups")
	for kind, attribute := range map[string]string{
		"aws_elasticache_replication_group": "replication_group_id",
		"aws_elasticache_subnet_group":      "name",
		"aws_elasticache_parameter_group":   "name",
		"aws_security_group":                "name",
		"aws_cloudwatch_log_group":          "name",
		"aws_cloudwatch_metric_alarm":       "alarm_name",
		"aws_cloudwatch_composite_alarm":    "alarm_name",
		"aws_ssm_parameter":                 "name",
	} {
		seen := map[any]bool{}
		for _, name := range d.values(kind, attribute) {
			if name == nil || seen[name] {
				t.Errorf("%s: %s %v is not unique or is missing", kind, attribute, name)
			}
			seen[name] = true
		}
		if len(seen) < 2 {
			t.Errorf("%d %s, want both groups'", len(seen), kind)
		}
	}
	for _, parameter := range d.Resource["aws_ssm_parameter"] {
		name, value := parameter["name"].(string), parameter["value"].(string)
		for url, group := range map[string]string{"/redis/cache-url": "cache", "/redis/broker-url": "broker"} {
			if strings.HasSuffix(name, url) && !strings.Contains(value, "aws_elasticache_replication_group."+group+"_") {
				t.Errorf("%s is %s, want the endpoint of %s", name, value, group)
			}
		}
	}
}
