package stacks_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/paperwurks/elasticache-redis/internal/fixtures"
	"github.com/paperwurks/elasticache-redis/internal/synthtest"
)

// promises are what this project says of every group, under the document's own words.
var promises = []struct {
	name  string
	check func(t *testing.T, d synthtest.Document, id string, group synthtest.Resource)
}{
	{"Encryption at Rest", func(t *testing.T, d synthtest.Document, id string, group synthtest.Resource) {
		group.Want(t, id, map[string]any{"at_rest_encryption_enabled": "true", "kms_key_id": nil})
	}},
	{"Encryption in Transit: TLS for all connections",
		func(t *testing.T, d synthtest.Document, id string, group synthtest.Resource) {
			group.Want(t, id, map[string]any{"transit_encryption_enabled": true, "transit_encryption_mode": "required"})
		}},
	{"Authentication: Redis AUTH token required",
		func(t *testing.T, d synthtest.Document, id string, group synthtest.Resource) {
			password := regexp.MustCompile(`^\$\{random_password\.(.+)\.result\}$`)
			token := password.FindStringSubmatch(fmt.Sprint(group["auth_token"]))
			if token == nil {
				t.Fatalf("%s: auth_token = %v, want a random password", id, group["auth_token"])
			}
			d.Resource["random_password"][token[1]].Want(t, id, map[string]any{"length": 32, "special": false})
		}},
	{"Network Isolation: Deployed in private subnets only",
		func(t *testing.T, d synthtest.Document, id string, group synthtest.Resource) {
			d.RefersTo(t, group["subnet_group_name"], "aws_elasticache_subnet_group", "name").
				Want(t, id, map[string]any{"name": id, "subnet_ids": "${var.private_subnet_ids}"})
		}},
	{"Security Groups: Access restricted to ECS tasks",
		func(t *testing.T, d synthtest.Document, id string, group synthtest.Resource) {
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
	{"Parameter Group: Redis 7.1 configuration",
		func(t *testing.T, d synthtest.Document, id string, group synthtest.Resource) {
			group.Want(t, id, map[string]any{"engine": "redis", "engine_version": "7.1"})
			d.RefersTo(t, group["parameter_group_name"], "aws_elasticache_parameter_group", "name").Want(t, id, map[string]any{
				"name":   id + "-redis7-${substr(sha256(plantimestamp()), 0, 8)}",
				"family": "redis7", "description": "Parameters of " + id,
				"lifecycle": map[string]any{"create_before_destroy": true, "ignore_changes": []string{"name"}},
			})
			if got := d.Parameters(t, id)["tcp-keepalive"]; got != "60" {
				t.Errorf("%s: tcp-keepalive = %s, want 60", id, got)
			}
		}},
	{"CloudWatch Log Groups: Slow query and engine logs",
		func(t *testing.T, d synthtest.Document, id string, group synthtest.Resource) {
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
	{"Backup Strategy: a last snapshot whose name is free",
		func(t *testing.T, d synthtest.Document, id string, group synthtest.Resource) {
			if !strings.HasPrefix(fmt.Sprint(group["final_snapshot_identifier"]), id+"-final-${random_id.") {
				t.Errorf("%s: final_snapshot_identifier = %v", id, group["final_snapshot_identifier"])
			}
		}},
	{"Upgrade Process: Automatic minor version upgrades enabled",
		func(t *testing.T, d synthtest.Document, id string, group synthtest.Resource) {
			group.Want(t, id, map[string]any{"auto_minor_version_upgrade": "true"})
		}},
	{"Imported groups keep security_group_names",
		func(t *testing.T, d synthtest.Document, id string, group synthtest.Resource) {
			synthtest.Resource(group["lifecycle"].(map[string]any)).Want(t, id,
				map[string]any{"ignore_changes": []string{"security_group_names"}})
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
