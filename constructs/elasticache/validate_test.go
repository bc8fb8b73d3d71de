package elasticache

import (
	"fmt"
	"maps"
	"strings"
	"testing"
)

// valid is a cache in cluster mode with replicas, which takes every field.
func valid() RedisProps {
	return RedisProps{
		Project:     "paperwurks",
		Environment: "prod",
		VPCID:       "vpc-0123456789abcdef0",
		SubnetIDs:   []string{"subnet-0123456789abcdef0", "subnet-0123456789abcdef1"},
		AuthToken:   "${random_password.token.result}",
		GroupProps: GroupProps{
			Role:                   Cache,
			ClientSecurityGroupIDs: map[string]string{"ecs": "sg-0123456789abcdef0"},
			ClusterMode:            true,
			Replicas:               1,
		},
	}
}

const keyARN = "arn:aws:kms:eu-west-2:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"

func TestValidateAccepts(t *testing.T) {
	for name, change := range map[string]func(*RedisProps){
		"the base":                          func(p *RedisProps) {},
		"a shared group":                    func(p *RedisProps) { p.Role, p.ClusterMode = Shared, false },
		"a broker":                          func(p *RedisProps) { p.Role, p.ClusterMode = Broker, false },
		"a single node":                     func(p *RedisProps) { p.ClusterMode, p.Replicas = false, 0 },
		"one subnet without replicas":       func(p *RedisProps) { p.Replicas, p.SubnetIDs = 0, p.SubnetIDs[:1] },
		"one subnet with Multi-AZ declined": func(p *RedisProps) { p.DisableMultiAZ, p.SubnetIDs = true, p.SubnetIDs[:1] },
		"references": func(p *RedisProps) {
			p.VPCID = "${var.vpc_id}"
			p.SubnetIDs = []string{"#{TfToken[TOKEN.0]}"}
			p.ClientSecurityGroupIDs = map[string]string{"ecs": "${var.ecs}"}
			p.KMSKeyARN, p.LogKMSKeyARN, p.SSMKMSKeyARN = "${aws_kms_key.k.arn}", "${aws_kms_key.k.arn}", "${aws_kms_key.k.arn}"
			p.AlarmActionARNs = []string{"${aws_sns_topic.t.arn}"}
			p.NotificationTopicARN = "${aws_sns_topic.t.arn}"
			p.Tags = map[string]string{"Release": "${var.release}"}
		},
		"every option": func(p *RedisProps) {
			p.Name, p.Port, p.EngineVersion, p.NodeType, p.Shards, p.Replicas = "sessions", 6380, "7.0", "cache.r7g.large", 90, 4
			p.Parameters = map[string]string{"maxmemory-policy": "allkeys-lfu", "notify-keyspace-events": "Ex",
				"timeout": "300", "min-replicas-to-write": "1"}
			p.KMSKeyARN, p.LogKMSKeyARN, p.SSMKMSKeyARN = keyARN, keyARN, keyARN
			p.MaintenanceWindow, p.SnapshotWindow, p.SnapshotRetentionDays = "sat:23:30-sun:00:30", "01:00-02:00", 35
			p.SnapshotARNs = []string{"arn:aws:s3:::backups/redis-0001.rdb"}
			p.NotificationTopicARN = "arn:aws:sns:eu-west-2:123456789012:alerts"
			p.AlarmActionARNs = []string{"arn:aws:sns:eu-west-2:123456789012:alerts"}
			p.AlarmPeriodSeconds, p.LogRetentionDays = 60, 365
			p.AlarmThresholds, p.DisabledAlarms = map[string]float64{"cpu-high": 60, "memory-high": 99}, []string{"swap-high"}
			p.Tags = map[string]string{"Team": "documents", "Cost Centre": "42"}
		},
		"Valkey with parameters of Redis 7 and its own": func(p *RedisProps) {
			p.Engine, p.EngineVersion = Valkey, "9.1"
			p.Parameters = map[string]string{"hash-max-listpack-entries": "512", "commandlog-request-larger-than": "1048576"}
		},
		"an adopted group of T2 nodes": func(p *RedisProps) { p.ID, p.NodeType = "old", "cache.t2.micro" },
		"an adopted group": func(p *RedisProps) {
			p.ID, p.SubnetGroupName, p.SecurityGroupName = "sg-old", "old_redis.subnets", "Old (redis)"
		},
		"no snapshots":        func(p *RedisProps) { p.DisableSnapshots, p.SkipFinalSnapshot = true, true },
		"an automatic backup": func(p *RedisProps) { p.SnapshotName = "automatic.paperwurks-prod-redis-2026-11-23-03-00" },
		"redis 6.2": func(p *RedisProps) {
			p.EngineVersion, p.Parameters = "6.2", map[string]string{"activerehashing": "yes"}
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := valid()
			change(&p)
			if err := p.Validate(); err != nil {
				t.Error(err)
			}
		})
	}
}

// refusal is a row: what a user did, and the one line that names field, rule and value.
type refusal struct {
	change func(*RedisProps)
	want   string
}

func checkRefusals(t *testing.T, refusals []refusal) {
	t.Helper()
	for _, test := range refusals {
		p := valid()
		p.ClientSecurityGroupIDs = maps.Clone(p.ClientSecurityGroupIDs)
		test.change(&p)
		err := p.Validate()
		if err == nil {
			t.Errorf("accepted; want %s", test.want)
		} else if err.Error() != test.want {
			t.Errorf("got  %s\nwant %s", err, test.want)
		}
	}
}

// checkAccepts has what is nearly a refusal and right.
func checkAccepts(t *testing.T, accepted []func(*RedisProps)) {
	t.Helper()
	for i, change := range accepted {
		p := valid()
		p.ClientSecurityGroupIDs = maps.Clone(p.ClientSecurityGroupIDs)
		change(&p)
		if err := p.Validate(); err != nil {
			t.Errorf("row %d: %v", i, err)
		}
	}
}

func TestValidateRefusesNames(t *testing.T) {
	const name = "must be lower-case letters, digits and single hyphens, starting with a letter"
	checkRefusals(t, []refusal{
		{func(p *RedisProps) { p.Project = "" }, `Project ` + name + `, got ""`},
		{func(p *RedisProps) { p.Project = "Paperwurks" }, `Project ` + name + `, got "Paperwurks"`},
		{func(p *RedisProps) { p.Environment = "prod_1" }, `Environment ` + name + `, got "prod_1"`},
		{func(p *RedisProps) { p.Name = "redis--1" }, `Name ` + name + `, got "redis--1"`},
		{func(p *RedisProps) { p.ID = "Old_Redis" },
			`ID must be lower-case letters, digits and single hyphens, starting with a letter, at most 40 characters, ` +
				`got "Old_Redis"`},
		{func(p *RedisProps) { p.ID = strings.Repeat("r", 41) },
			`ID must be lower-case letters, digits and single hyphens, starting with a letter, at most 40 characters, got "` +
				strings.Repeat("r", 41) + `"`},
		{func(p *RedisProps) { p.ID = "sg-redis" },
			`SecurityGroupName must be set when ID starts with sg-, which AWS reserves in names of security groups, got ""`},
		{func(p *RedisProps) { p.SubnetGroupName = "Old" },
			`SubnetGroupName must be 1 to 255 lower-case letters, digits, spaces and _ . -, and not default, got "Old"`},
		{func(p *RedisProps) { p.SubnetGroupName = "default" },
			`SubnetGroupName must be 1 to 255 lower-case letters, digits, spaces and _ . -, and not default, got "default"`},
		{func(p *RedisProps) { p.SecurityGroupName = "sg-redis" },
			`SecurityGroupName must be 1 to 255 letters, digits, spaces and ._-:/()#,@[]+=&;!$*, not starting with sg-, ` +
				`and not default, got "sg-redis"`},
		{func(p *RedisProps) { p.SecurityGroupName = "default" },
			`SecurityGroupName must be 1 to 255 letters, digits, spaces and ._-:/()#,@[]+=&;!$*, not starting with sg-, ` +
				`and not default, got "default"`},
		{func(p *RedisProps) { p.SecurityGroupName = "${x}" },
			`SecurityGroupName must be 1 to 255 letters, digits, spaces and ._-:/()#,@[]+=&;!$*, not starting with sg-, ` +
				`and not default, got "${x}"`},
		{func(p *RedisProps) { p.Project = "awsome" },
			`Project must not start names with aws, ssm or sg-, which AWS reserves in names of parameters and security ` +
				`groups, got "awsome"`},
		{func(p *RedisProps) { p.Project = "sg" },
			`Project must not start names with aws, ssm or sg-, which AWS reserves in names of parameters and security ` +
				`groups, got "sg"`},
		{func(p *RedisProps) { p.Name = strings.Repeat("a", 26) },
			`Project, Environment and Name must make a replication group id of at most 40 characters, got "paperwurks-prod-` +
				strings.Repeat("a", 26) + `"`},
		{func(p *RedisProps) { p.ID, p.Project = "old", strings.Repeat("p", 41) },
			`Project must be at most 40 characters, got "` + strings.Repeat("p", 41) + `"`},
		{func(p *RedisProps) { p.ID, p.Environment = "old", strings.Repeat("e", 300) },
			`Environment must be at most 40 characters, got "` + strings.Repeat("e", 300) + `"`},
		{func(p *RedisProps) { p.ID, p.Name = "old", strings.Repeat("n", 41) },
			`Name must be at most 40 characters, got "` + strings.Repeat("n", 41) + `"`},
		{func(p *RedisProps) { p.Role = "queue" }, `Role must be one of shared, broker, cache, got "queue"`},
	})
}

func TestValidateRefusesNetwork(t *testing.T) {
	checkRefusals(t, []refusal{
		{func(p *RedisProps) { p.VPCID = "" }, `VPCID must be a VPC id such as vpc-0123456789abcdef0, got ""`},
		{func(p *RedisProps) { p.VPCID = "10.0.0.0/16" },
			`VPCID must be a VPC id such as vpc-0123456789abcdef0, got "10.0.0.0/16"`},
		{func(p *RedisProps) { p.SubnetIDs = nil }, `SubnetIDs must name at least one private subnet, got []`},
		{func(p *RedisProps) { p.SubnetIDs = p.SubnetIDs[:1] },
			`SubnetIDs must name subnets in two or more availability zones for Multi-AZ, got ["subnet-0123456789abcdef0"]`},
		{func(p *RedisProps) { p.SubnetIDs[1] = "eu-west-2a" },
			`SubnetIDs must be subnet ids such as subnet-0123456789abcdef0, got "eu-west-2a"`},
		{func(p *RedisProps) { p.SubnetIDs[1] = p.SubnetIDs[0] }, `SubnetIDs must be unique, got "subnet-0123456789abcdef0"`},
		{func(p *RedisProps) { p.ClientSecurityGroupIDs = nil },
			`ClientSecurityGroupIDs must name at least one client, or nothing can connect, got 0`},
		{func(p *RedisProps) { p.ClientSecurityGroupIDs["ecs"] = "0.0.0.0/0" },
			`ClientSecurityGroupIDs[ecs] must be a security group id such as sg-0123456789abcdef0 or ` +
				`123456789012/sg-0123456789abcdef0, got "0.0.0.0/0"`},
		{func(p *RedisProps) { p.ClientSecurityGroupIDs["ECS tasks"] = "sg-0123456789abcdef1" },
			`ClientSecurityGroupIDs[ECS tasks] must have a name of lower-case letters, digits and single hyphens, ` +
				`starting with a letter, got "ECS tasks"`},
		{func(p *RedisProps) { p.ClientSecurityGroupIDs[strings.Repeat("w", 245)] = "sg-0123456789abcdef1" },
			`ClientSecurityGroupIDs[` + strings.Repeat("w", 245) + `] must have a name of at most 244 characters, got "` +
				strings.Repeat("w", 245) + `"`},
		{func(p *RedisProps) { p.ClientSecurityGroupIDs["web"] = "sg-0123456789abcdef0" },
			`ClientSecurityGroupIDs must be unique, got "sg-0123456789abcdef0"`},
		{func(p *RedisProps) { p.Port = 65536 }, `Port must be 1 to 65535, got 65536`},
	})
}

func TestValidateRefusesSecrets(t *testing.T) {
	const noLiteral = `must be a reference and nothing else, or a literal would be in plain text in the JSON, ` +
		`got a literal`
	checkRefusals(t, []refusal{
		{func(p *RedisProps) { p.AuthToken = "" },
			`AuthToken must be set, for example to the result of a random_password, got ""`},
		{func(p *RedisProps) { p.AuthToken = "abcdefghijklmnop" },
			`AuthToken ` + noLiteral},
		{func(p *RedisProps) { p.AuthTokenUpdateStrategy = "DELETE" },
			`AuthTokenUpdateStrategy must be one of ROTATE, SET, got "DELETE"`},
		{func(p *RedisProps) { p.KMSKeyARN = "alias/redis" },
			`KMSKeyARN must be a KMS key ARN such as arn:aws:kms:eu-west-2:123456789012:key/<id>, got "alias/redis"`},
		{func(p *RedisProps) { p.KMSKeyARN = keyARN[:len(keyARN)-1] },
			`KMSKeyARN must be a KMS key ARN such as arn:aws:kms:eu-west-2:123456789012:key/<id>, got "` +
				keyARN[:len(keyARN)-1] + `"`},
		{func(p *RedisProps) { p.LogKMSKeyARN = "key" },
			`LogKMSKeyARN must be a KMS key ARN such as arn:aws:kms:eu-west-2:123456789012:key/<id>, got "key"`},
		{func(p *RedisProps) { p.SSMKMSKeyARN = "key" },
			`SSMKMSKeyARN must be a KMS key ARN such as arn:aws:kms:eu-west-2:123456789012:key/<id>, got "key"`},
	})
}

// A literal beside or in a reference would be in the JSON as well.
func TestValidateRefusesLiteralsInTokens(t *testing.T) {
	const want = `AuthToken must be a reference and nothing else, or a literal would be in plain text in the JSON, ` +
		`got a literal`
	token := func(token string) func(*RedisProps) { return func(p *RedisProps) { p.AuthToken = token } }
	var refusals []refusal
	for _, literal := range []string{
		"hunter2${random_password.t.result}", "${random_password.t.result}hunter2", "${random_password.t.result}-1",
		`${"hunter2"}`,
		`${sha256("hunter2")}`, `${format("hunter2%s", var.t)}`, `${join(var.t, ["hunter2"])}`, "${123456789012}", "#{x}y",
		" ${var.t}", "${var.t}\n", "${var.t", "%{ if true }hunter2%{ endif }", `${var.t != "" ? var.t : "hunter2"}`,
	} {
		refusals = append(refusals, refusal{token(literal), want})
	}
	checkRefusals(t, refusals)
	checkAccepts(t, []func(*RedisProps){
		token("${random_password.token.result}"), token("${TfToken[TOKEN.12]}"), token("${var.token}"),
		token(`${jsondecode(data.aws_secretsmanager_secret_version.redis.secret_string)["token"]}`),
		token("${random_password.a.result}${random_password.b.result}"), token(`${coalesce(var.token, "")}`),
		token(`${random_password.token["redis"].result}`), token("${data.x.tokens[0].value}"),
	})
}

// AWS's form for a security group of a peered VPC in another account.
func TestSecurityGroupsOfPeers(t *testing.T) {
	client := func(id string) func(*RedisProps) {
		return func(p *RedisProps) { p.ClientSecurityGroupIDs["peer"] = id }
	}
	var refusals []refusal
	for _, id := range []string{
		"12345678901/sg-0123456789abcdef1", "1234567890123/sg-0123456789abcdef1", "/sg-0123456789abcdef1",
		"123456789012/", "123456789012:sg-0123456789abcdef1", "sg-0123456789abcdef1/123456789012",
	} {
		refusals = append(refusals, refusal{client(id), `ClientSecurityGroupIDs[peer] must be a security group id such as ` +
			`sg-0123456789abcdef0 or 123456789012/sg-0123456789abcdef0, got "` + id + `"`})
	}
	checkRefusals(t, refusals)
	checkAccepts(t, []func(*RedisProps){
		client("123456789012/sg-0123456789abcdef1"), client("123456789012/sg-01234567"), client("sg-0123456789abcdef1"),
	})
}

func TestValidateRefusesTags(t *testing.T) {
	checkRefusals(t, []refusal{
		{func(p *RedisProps) { p.Tags = map[string]string{"aws:owner": "me"} },
			`Tags[aws:owner] must not start with aws:, which AWS reserves, got "aws:owner"`},
		{func(p *RedisProps) { p.Tags = map[string]string{"": "me"} },
			`Tags[] must have a key of 1 to 128 characters, got ""`},
		{func(p *RedisProps) { p.Tags = map[string]string{"Team": "a;b"} },
			`Tags[Team] must have a value of letters, digits, spaces and _ . : / = + - @, got "a;b"`},
		{func(p *RedisProps) { p.Tags = map[string]string{"T*": "a"} },
			`Tags[T*] must have a key of letters, digits, spaces and _ . : / = + - @, got "T*"`},
		{func(p *RedisProps) { p.Tags = map[string]string{"Team": strings.Repeat("x", 257)} },
			`Tags[Team] must have a value of at most 256 characters, got "` + strings.Repeat("x", 257) + `"`},
		{func(p *RedisProps) { p.Tags = manyTags(51) }, `Tags must be at most 50, got 51`},
	})
}

func TestValidateReportsAllAtOnce(t *testing.T) {
	p := valid()
	p.NodeType, p.Port, p.MaintenanceWindow = "micro", -1, "tonight"
	err := p.Validate()
	if err == nil || strings.Count(err.Error(), "\n") != 2 {
		t.Errorf("want three lines, got %v", err)
	}
}

func TestValidateNeverPrintsTheToken(t *testing.T) {
	p := valid()
	p.AuthToken = "correct-horse-battery-staple"
	err := p.Validate()
	if err == nil || strings.Contains(err.Error(), "horse") {
		t.Errorf("want a refusal without the token, got %v", err)
	}
}

func manyTags(n int) map[string]string {
	tags := map[string]string{}
	for i := range n {
		tags[fmt.Sprintf("tag%d", i)] = "x"
	}
	return tags
}
