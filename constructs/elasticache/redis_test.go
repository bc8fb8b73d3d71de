package elasticache_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/ssmparameter"
	"github.com/hashicorp/terraform-cdk-go/cdktf"
	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
	"github.com/paperwurks/elasticache-redis/internal/fixtures"
	"github.com/paperwurks/elasticache-redis/internal/synthtest"
)

const (
	key   = "arn:aws:kms:eu-west-2:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
	topic = "arn:aws:sns:eu-west-2:123456789012:alerts"
	pager = "arn:aws:sns:eu-west-2:123456789012:pager"
)

// manyOptions is a group that sets most fields.
func manyOptions() elasticache.RedisProps {
	p := fixtures.Group()
	p.Role, p.Port, p.EngineVersion, p.NodeType, p.Replicas, p.DisableMultiAZ =
		elasticache.Broker, 6380, "6.2", "cache.r7g.large", 2, true
	p.Parameters = map[string]string{"slowlog-max-len": "256"}
	p.KMSKeyARN, p.LogKMSKeyARN, p.SSMKMSKeyARN, p.AuthTokenUpdateStrategy = key, key, key, "SET"
	p.MaintenanceWindow, p.SnapshotWindow, p.SnapshotRetentionDays = "mon:01:00-mon:02:00", "05:00-06:00", 14
	p.SnapshotName, p.SkipFinalSnapshot = "before-upgrade", true
	p.DisableAutoMinorVersionUpgrade, p.ApplyImmediately, p.NotificationTopicARN = true, true, topic
	p.LogRetentionDays, p.AlarmActionARNs, p.Tags = 90, []string{topic}, map[string]string{"Team": "documents"}
	p.AlarmThresholds, p.DisabledAlarms = map[string]float64{"cpu-high": 60}, []string{"swap-high"}
	p.ID, p.SubnetGroupName, p.SecurityGroupName = "legacy", "legacy-subnets", "legacy-clients"
	p.PageActionARNs, p.AlarmPeriodSeconds = []string{pager}, 60
	return p
}

// The options of a group reach Terraform where they belong.
func TestOptions(t *testing.T) {
	p := manyOptions()
	if err := p.Validate(); err != nil {
		t.Fatal(err)
	}
	d := synthtest.Group(t, p, nil)
	d.Group(t, "legacy").Want(t, "group", map[string]any{
		"port": 6380, "engine_version": "6.2", "node_type": "cache.r7g.large", "num_cache_clusters": 3,
		"multi_az_enabled": false, "automatic_failover_enabled": true, "kms_key_id": key,
		"auth_token_update_strategy": "SET", "transit_encryption_mode": nil,
		"maintenance_window": "mon:01:00-mon:02:00", "snapshot_window": "05:00-06:00", "snapshot_retention_limit": 14,
		"snapshot_name": "before-upgrade", "snapshot_arns": nil, "final_snapshot_identifier": nil,
		"auto_minor_version_upgrade": "false", "apply_immediately": true, "notification_topic_arn": topic,
		"tags": map[string]string{"Team": "documents"},
	})
	d.By("aws_elasticache_subnet_group", "name")["legacy-subnets"].Want(t, "subnets",
		map[string]any{"description": "Private subnets of legacy"})
	d.By("aws_security_group", "name")["legacy-clients"].Want(t, "clients",
		map[string]any{"description": "Clients of legacy"})
	d.All("aws_elasticache_parameter_group")[0].Want(t, "parameters", map[string]any{
		"family": "redis6.x", "name": "legacy-redis6-x-${substr(sha256(plantimestamp()), 0, 8)}",
	})
	d.All("aws_vpc_security_group_ingress_rule")[0].Want(t, "rule", map[string]any{"from_port": 6380, "to_port": 6380})
	for _, log := range d.All("aws_cloudwatch_log_group") {
		log.Want(t, "log", map[string]any{"retention_in_days": 90, "kms_key_id": key})
	}
	for name, parameter := range d.By("aws_ssm_parameter", "name") {
		if parameter["type"] == "SecureString" {
			parameter.Want(t, name, map[string]any{"key_id": key})
		}
		if strings.HasSuffix(name, "broker-url") && !strings.Contains(fmt.Sprint(parameter["value"]), ":6380/0?") {
			t.Errorf("%s = %v, want port 6380", name, parameter["value"])
		}
	}
	alarms := d.By("aws_cloudwatch_metric_alarm", "alarm_name")
	alarms["legacy-cpu-high-003"].Want(t, "alarm",
		map[string]any{"threshold": 60, "period": 60, "alarm_actions": []string{topic}, "ok_actions": []string{topic}})
	d.All("aws_cloudwatch_composite_alarm")[0].Want(t, "at risk",
		map[string]any{"alarm_name": "legacy-at-risk", "alarm_actions": []string{topic, pager}})
	if alarms["legacy-swap-high"] != nil {
		t.Error("swap-high is disabled, and is there")
	}
	for kind, resources := range d.Resource {
		for name, r := range resources {
			if got, _ := json.Marshal(r["tags"]); strings.HasPrefix(kind, "aws_") && string(got) != `{"Team":"documents"}` {
				t.Errorf("%s.%s: tags %s", kind, name, got)
			}
		}
	}
}

// fieldChanges change each field of RedisProps. A field that is missing here turns TestEveryFieldReachesTerraform red.
var fieldChanges = map[string]func(*elasticache.RedisProps){
	"Project":     func(p *elasticache.RedisProps) { p.Project = "shop" },
	"Environment": func(p *elasticache.RedisProps) { p.Environment = "qa" },
	"VPCID":       func(p *elasticache.RedisProps) { p.VPCID = "vpc-0123456789abcdef9" },
	"SubnetIDs": func(p *elasticache.RedisProps) {
		p.SubnetIDs = []string{"subnet-0123456789abcdef8", "subnet-0123456789abcdef9"}
	},
	"AuthToken":               func(p *elasticache.RedisProps) { p.AuthToken = "${random_password.other.result}" },
	"AuthTokenUpdateStrategy": func(p *elasticache.RedisProps) { p.AuthTokenUpdateStrategy = "SET" },
	"Users":                   func(p *elasticache.RedisProps) { *p = withUsers("2026-11-23") },
	"UserDates":               func(p *elasticache.RedisProps) { *p = withUsers("2026-11-23", "2027-02-20") },
	"Name":                    func(p *elasticache.RedisProps) { p.Name = "second" },
	"ID":                      func(p *elasticache.RedisProps) { p.ID = "legacy" },
	"SubnetGroupName":         func(p *elasticache.RedisProps) { p.SubnetGroupName = "legacy-subnets" },
	"ExistingSubnetGroupName": func(p *elasticache.RedisProps) { p.ExistingSubnetGroupName, p.SubnetIDs = "shared", nil },
	"SecurityGroupIDs":        func(p *elasticache.RedisProps) { p.SecurityGroupIDs = []string{"sg-0123456789abcdef8"} },
	"DisableSecurityGroup": func(p *elasticache.RedisProps) {
		p.SecurityGroupIDs, p.DisableSecurityGroup = []string{"sg-0123456789abcdef8"}, true
		p.VPCID, p.ClientSecurityGroupIDs = "", nil
	},
	"NetworkType": func(p *elasticache.RedisProps) { p.NetworkType = "dual_stack" },
	"IPDiscovery": func(p *elasticache.RedisProps) { p.IPDiscovery = "ipv4" },
	"PreferredAvailabilityZones": func(p *elasticache.RedisProps) {
		p.PreferredAvailabilityZones = []string{"eu-west-2a", "eu-west-2b"}
	},
	"SecurityGroupName": func(p *elasticache.RedisProps) { p.SecurityGroupName = "legacy-clients" },
	"Role":              func(p *elasticache.RedisProps) { p.Role = elasticache.Broker },
	"DisableURLs":       func(p *elasticache.RedisProps) { p.DisableURLs = true },
	"ClientSecurityGroupIDs": func(p *elasticache.RedisProps) {
		p.ClientSecurityGroupIDs = map[string]string{"web": "sg-0123456789abcdef9"}
	},
	"Port":          func(p *elasticache.RedisProps) { p.Port = 6380 },
	"Engine":        func(p *elasticache.RedisProps) { p.Engine = elasticache.Valkey },
	"EngineVersion": func(p *elasticache.RedisProps) { p.EngineVersion = "6.2" },
	"Parameters": func(p *elasticache.RedisProps) {
		p.Parameters = map[string]string{"slowlog-max-len": "256"}
	},
	"NodeType":              func(p *elasticache.RedisProps) { p.NodeType = "cache.r7g.large" },
	"ClusterMode":           func(p *elasticache.RedisProps) { p.ClusterMode = true },
	"Shards":                func(p *elasticache.RedisProps) { p.ClusterMode, p.Shards = true, 2 },
	"Replicas":              func(p *elasticache.RedisProps) { p.Replicas = 2 },
	"DisableMultiAZ":        func(p *elasticache.RedisProps) { p.DisableMultiAZ = true },
	"KMSKeyARN":             func(p *elasticache.RedisProps) { p.KMSKeyARN = "${aws_kms_key.k.arn}" },
	"LogKMSKeyARN":          func(p *elasticache.RedisProps) { p.LogKMSKeyARN = "${aws_kms_key.k.arn}" },
	"SSMKMSKeyARN":          func(p *elasticache.RedisProps) { p.SSMKMSKeyARN = "${aws_kms_key.k.arn}" },
	"MaintenanceWindow":     func(p *elasticache.RedisProps) { p.MaintenanceWindow = "mon:01:00-mon:02:00" },
	"SnapshotWindow":        func(p *elasticache.RedisProps) { p.SnapshotWindow = "06:30-07:30" },
	"SnapshotRetentionDays": func(p *elasticache.RedisProps) { p.SnapshotRetentionDays = 14 },
	"DisableSnapshots":      func(p *elasticache.RedisProps) { p.DisableSnapshots = true },
	"SkipFinalSnapshot":     func(p *elasticache.RedisProps) { p.SkipFinalSnapshot = true },
	"SnapshotName":          func(p *elasticache.RedisProps) { p.SnapshotName = "before-upgrade" },
	"SnapshotARNs": func(p *elasticache.RedisProps) {
		p.SnapshotARNs = []string{"arn:aws:s3:::backups/redis.rdb"}
	},
	"DisableAutoMinorVersionUpgrade": func(p *elasticache.RedisProps) { p.DisableAutoMinorVersionUpgrade = true },
	"ApplyImmediately":               func(p *elasticache.RedisProps) { p.ApplyImmediately = true },
	"NotificationTopicARN":           func(p *elasticache.RedisProps) { p.NotificationTopicARN = topicARN },
	"Protected":                      func(p *elasticache.RedisProps) { p.Protected = true },
	"LogRetentionDays":               func(p *elasticache.RedisProps) { p.LogRetentionDays = 90 },
	"AlarmActionARNs":                func(p *elasticache.RedisProps) { p.AlarmActionARNs = []string{topicARN} },
	"PageActionARNs":                 func(p *elasticache.RedisProps) { p.PageActionARNs = []string{topicARN} },
	"AlarmPeriodSeconds":             func(p *elasticache.RedisProps) { p.AlarmPeriodSeconds = 60 },
	"AlarmThresholds": func(p *elasticache.RedisProps) {
		p.AlarmThresholds = map[string]float64{"cpu-high": 60}
	},
	"DisabledAlarms":       func(p *elasticache.RedisProps) { p.DisabledAlarms = []string{"swap-high"} },
	"DisableSSMParameters": func(p *elasticache.RedisProps) { p.DisableSSMParameters = true },
	"DisableLogs":          func(p *elasticache.RedisProps) { p.DisableLogs = true },
	"DisableAlarms":        func(p *elasticache.RedisProps) { p.DisableAlarms = true },
	"DisableDashboard":     func(p *elasticache.RedisProps) { p.DisableDashboard = true },
	// A cache has no queues; that these make an alarm is TestQueueAlarm's.
	"QueueNames": func(p *elasticache.RedisProps) { p.Role, p.QueueNames = elasticache.Shared, []string{"celery"} },
	"Tags":       func(p *elasticache.RedisProps) { p.Tags = map[string]string{"Team": "documents"} },
}

const topicARN = "arn:aws:sns:eu-west-2:123456789012:alerts"

// showGroup puts a group on a dashboard.
func showGroup(stack cdktf.TerraformStack, redis *elasticache.Redis) {
	elasticache.NewDashboard(stack, "dashboard",
		elasticache.DashboardProps{Name: "redis", Region: "eu-west-2", Groups: []*elasticache.Redis{redis}})
}

// Another value of any field gives Terraform another JSON.
func TestEveryFieldReachesTerraform(t *testing.T) {
	base := fixtures.Group()
	base.Role, base.Replicas = elasticache.Cache, 1
	same := string(synthtest.Group(t, base, showGroup).File)
	for _, field := range reflect.VisibleFields(reflect.TypeFor[elasticache.RedisProps]()) {
		if field.Anonymous {
			continue
		}
		change, ok := fieldChanges[field.Name]
		if !ok {
			t.Errorf("fieldChanges has no %s: add a change of it", field.Name)
			continue
		}
		p := base
		change(&p)
		if string(synthtest.Group(t, p, showGroup).File) == same {
			t.Errorf("%s: another value changes nothing for Terraform", field.Name)
		}
	}
}

// What another stack needs, it can have.
func TestAccessors(t *testing.T) {
	p := fixtures.Group()
	p.Role, p.Replicas, p.NodeType = elasticache.Shared, 1, "cache.r7g.large"
	got := map[string]string{}
	d := synthtest.Group(t, p, func(stack cdktf.TerraformStack, redis *elasticache.Redis) {
		redis.AllowFrom("bastion", "sg-0123456789abcdef1")
		values := map[string]string{
			"primary": redis.PrimaryEndpointAddress(), "reader": redis.ReaderEndpointAddress(),
			"security-group": redis.SecurityGroupID(), "id": redis.ReplicationGroupID(),
			"broker-url": redis.SSMParameterName(elasticache.BrokerURLParameter),
			"token":      redis.SSMParameterName(elasticache.AuthTokenParameter),
			"slow-log":   redis.SlowLogGroupName(), "engine-log": redis.EngineLogGroupName(),
		}
		if redis.SSMParameterName(elasticache.ConfigurationEndpointParameter) != "" {
			t.Error("a group with cluster mode off publishes a configuration endpoint")
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
	for name, parameter := range d.By("aws_ssm_parameter", "name") {
		got[name] = fmt.Sprint(parameter["value"])
	}
	const group = `\$\{aws_elasticache_replication_group\.redis_replication-group_[0-9A-F]{8}\.`
	for name, want := range map[string]string{
		"primary": group + `primary_endpoint_address\}`, "reader": group + `reader_endpoint_address\}`,
		"security-group": `\$\{aws_security_group\..+\.id\}`, "id": group + `id\}`,
		"broker-url": "/paperwurks/test/redis/broker-url", "token": "/paperwurks/test/redis/auth-token",
		"slow-log":   "/aws/elasticache/paperwurks-test/redis/slow-log",
		"engine-log": "/aws/elasticache/paperwurks-test/redis/engine-log",
	} {
		if !regexp.MustCompile("^" + want + "$").MatchString(got[name]) {
			t.Errorf("%s = %s, want %s", name, got[name], want)
		}
	}
	rules := d.By("aws_vpc_security_group_ingress_rule", "referenced_security_group_id")
	rules["sg-0123456789abcdef1"].Want(t, "bastion",
		map[string]any{"from_port": 6379, "ip_protocol": "tcp", "description": "Redis from bastion"})
}

func TestAccessorsInClusterMode(t *testing.T) {
	p := fixtures.Group()
	p.Role, p.ClusterMode, p.Replicas = elasticache.Cache, true, 1
	synthtest.Group(t, p, func(_ cdktf.TerraformStack, redis *elasticache.Redis) {
		if redis.PrimaryEndpointAddress() != "" || redis.ReaderEndpointAddress() != "" ||
			redis.ConfigurationEndpointAddress() == "" {
			t.Error("cluster mode has the configuration endpoint and no other")
		}
	})
}
