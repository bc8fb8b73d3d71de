package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/aws/jsii-runtime-go"
	"github.com/hashicorp/terraform-cdk-go/cdktf"
	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
	"github.com/paperwurks/elasticache-redis/internal/fixtures"
	"github.com/paperwurks/elasticache-redis/internal/synthtest"
	"github.com/paperwurks/elasticache-redis/stacks"
)

var update = flag.Bool("update", false, "write the golden files in testdata")

func TestGolden(t *testing.T) {
	for _, e := range fixtures.Environments() {
		t.Run(e.Name, func(t *testing.T) {
			got := synthtest.Environment(t, e).File
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

// promises are what the design document says of every group, under the document's own words.
var promises = []struct {
	name  string
	check func(t *testing.T, d synthtest.Document, id string, group synthtest.Resource)
}{
	{"Encryption at Rest", func(t *testing.T, d synthtest.Document, id string, group synthtest.Resource) {
		group.Want(t, id, map[string]any{"at_rest_encryption_enabled": "true", "kms_key_id": nil})
	}},
	{"Encryption in Transit: TLS for all connections", func(t *testing.T, d synthtest.Document, id string, group synthtest.Resource) {
		group.Want(t, id, map[string]any{"transit_encryption_enabled": true, "transit_encryption_mode": "required"})
	}},
	{"Authentication: Redis AUTH token required", func(t *testing.T, d synthtest.Document, id string, group synthtest.Resource) {
		token := regexp.MustCompile(`^\$\{random_password\.(.+)\.result\}$`).FindStringSubmatch(fmt.Sprint(group["auth_token"]))
		if token == nil {
			t.Fatalf("%s: auth_token = %v, want a random password", id, group["auth_token"])
		}
		d.Resource["random_password"][token[1]].Want(t, id, map[string]any{"length": 32, "special": false})
	}},
	{"Network Isolation: Deployed in private subnets only", func(t *testing.T, d synthtest.Document, id string, group synthtest.Resource) {
		d.RefersTo(t, group["subnet_group_name"], "aws_elasticache_subnet_group", "name").
			want(t, id, map[string]any{"name": id, "subnet_ids": "${var.private_subnet_ids}"})
	}},
	{"Security Groups: Access restricted to ECS tasks", func(t *testing.T, d synthtest.Document, id string, group synthtest.Resource) {
		ids := group["security_group_ids"].([]any)
		if len(ids) != 1 {
			t.Fatalf("%s: security groups %v, want its own only", id, ids)
		}
		d.RefersTo(t, ids[0], "aws_security_group", "id").Want(t, id, map[string]any{
			"name": id, "vpc_id": "${var.vpc_id}", "ingress": nil, "egress": nil,
		})
		var rules []synthtest.Resource
		for _, rule := range d.All("aws_vpc_security_group_ingress_rule") {
			if rule["security_group_id"] == ids[0] {
				rules = append(rules, rule)
			}
		}
		if len(rules) != 1 {
			t.Fatalf("%s: %d ingress rules, want one", id, len(rules))
		}
		rules[0].Want(t, id, map[string]any{
			"referenced_security_group_id": "${var.ecs_security_group_id}", "description": "Redis from ecs",
			"ip_protocol": "tcp", "from_port": 6379, "to_port": 6379, "cidr_ipv4": nil, "cidr_ipv6": nil, "prefix_list_id": nil,
		})
	}},
	{"Parameter Group: Redis 7.1 configuration", func(t *testing.T, d synthtest.Document, id string, group synthtest.Resource) {
		group.Want(t, id, map[string]any{"engine": "redis", "engine_version": "7.1"})
		d.RefersTo(t, group["parameter_group_name"], "aws_elasticache_parameter_group", "name").Want(t, id, map[string]any{
			"name": id + "-redis7-${substr(sha256(plantimestamp()), 0, 8)}", "family": "redis7", "description": "Parameters of " + id,
			"lifecycle": map[string]any{"create_before_destroy": true, "ignore_changes": []string{"name"}},
		})
		if got := d.Parameters(t, id)["tcp-keepalive"]; got != "60" {
			t.Errorf("%s: tcp-keepalive = %s, want 60", id, got)
		}
	}},
	{"CloudWatch Log Groups: Slow query and engine logs", func(t *testing.T, d synthtest.Document, id string, group synthtest.Resource) {
		part := strings.LastIndex(id, "-")
		delivery := group["log_delivery_configuration"].([]any)
		if len(delivery) != 2 {
			t.Fatalf("%s: %d log deliveries, want 2", id, len(delivery))
		}
		for i, logType := range []string{"slow-log", "engine-log"} {
			log := synthtest.Resource(delivery[i].(map[string]any))
			log.Want(t, id, map[string]any{"log_type": logType, "log_format": "json", "destination_type": "cloudwatch-logs"})
			d.RefersTo(t, log["destination"], "aws_cloudwatch_log_group", "name").Want(t, id, map[string]any{
				"name": "/aws/elasticache/" + id[:part] + "/" + id[part+1:] + "/" + logType, "retention_in_days": 30,
			})
		}
	}},
	{"Customize maintenance windows", func(t *testing.T, d synthtest.Document, id string, group synthtest.Resource) {
		group.Want(t, id, map[string]any{"maintenance_window": "sun:05:00-sun:06:00", "snapshot_window": "03:00-04:00"})
	}},
	{"Backup Strategy: a last snapshot whose name is free", func(t *testing.T, d synthtest.Document, id string, group synthtest.Resource) {
		if !strings.HasPrefix(fmt.Sprint(group["final_snapshot_identifier"]), id+"-final-${random_id.") {
			t.Errorf("%s: final_snapshot_identifier = %v", id, group["final_snapshot_identifier"])
		}
	}},
	{"Upgrade Process: Automatic minor version upgrades enabled", func(t *testing.T, d synthtest.Document, id string, group synthtest.Resource) {
		group.Want(t, id, map[string]any{"auto_minor_version_upgrade": "true"})
	}},
	{"Imported groups keep security_group_names", func(t *testing.T, d synthtest.Document, id string, group synthtest.Resource) {
		synthtest.Resource(group["lifecycle"].(map[string]any)).Want(t, id, map[string]any{"ignore_changes": []string{"security_group_names"}})
	}},
}

func TestPromises(t *testing.T) {
	for _, e := range fixtures.Environments() {
		d := synthtest.Environment(t, e)
		for _, group := range d.All("aws_elasticache_replication_group") {
			id := group["replication_group_id"].(string)
			for _, promise := range promises {
				t.Run(id+"/"+promise.name, func(t *testing.T) { promise.check(t, d, id, group) })
			}
		}
	}
}

// A token stands nowhere but in the group and in SecureString parameters, and there by reference.
func TestNoSecretInPlainText(t *testing.T) {
	for _, e := range fixtures.Environments() {
		d := synthtest.Environment(t, e)
		allowed := 0
		for _, group := range d.All("aws_elasticache_replication_group") {
			allowed += strings.Count(fmt.Sprint(group["auth_token"]), "random_password.")
		}
		for _, p := range d.All("aws_ssm_parameter") {
			if p["type"] == "SecureString" {
				allowed += strings.Count(fmt.Sprint(p["value"]), "random_password.")
			}
		}
		if got := strings.Count(string(d.File), "random_password."); got != allowed || allowed == 0 {
			t.Errorf("%s mentions a password %d times, %d of them in a group or SecureString", e.Name, got, allowed)
		}
	}
}

// Three wrong fields in two environments are six lines, in one run, before anything is written.
func TestRunRefuses(t *testing.T) {
	outdir := t.TempDir()
	wrong := []stacks.Environment{fixtures.SharedNode(), environment(t, "staging")}
	for i := range wrong {
		group := wrong[i].Groups[0]
		group.NodeType, group.MaintenanceWindow, group.ClusterMode = "t4g.micro", "sun:05:00-sun:05:30", true
		wrong[i].Groups = []elasticache.GroupProps{group}
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
