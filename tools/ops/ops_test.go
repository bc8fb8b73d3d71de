package main

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

// What `terraform output -json` prints, shortened to what matters here. Prod's broker was adopted: it has an id of its own.
var sampleOutputs = map[string]string{
	"redis-dev": `{
		"replication_group_id": {"sensitive": false, "type": "string", "value": "paperwurks-dev-redis"},
		"primary_endpoint_address": {"sensitive": false, "type": "string", "value": "master.paperwurks-dev-redis.abc123.euw2.cache.amazonaws.com"},
		"redis_security_group_id": {"sensitive": false, "type": "string", "value": "sg-0123456789abcdef0"},
		"slow_log_group_name": {"sensitive": false, "type": "string", "value": "/aws/elasticache/paperwurks-dev/redis/slow-log"},
		"engine_log_group_name": {"sensitive": false, "type": "string", "value": "/aws/elasticache/paperwurks-dev/redis/engine-log"},
		"redis_url_parameter_name": {"sensitive": false, "type": "string", "value": "/paperwurks/dev/redis/url"},
		"redis_broker_url_parameter_name": {"sensitive": false, "type": "string", "value": "/paperwurks/dev/redis/broker-url"},
		"redis_result_url_parameter_name": {"sensitive": false, "type": "string", "value": "/paperwurks/dev/redis/result-url"},
		"redis_cache_url_parameter_name": {"sensitive": false, "type": "string", "value": "/paperwurks/dev/redis/cache-url"},
		"redis_dashboard_name": {"sensitive": false, "type": "string", "value": "paperwurks-dev-redis"},
		"redis_ecs_secrets": {"sensitive": false, "type": ["tuple", []], "value": [{"name": "REDIS_URL", "valueFrom": "arn:aws:ssm:eu-west-2:123456789012:parameter/paperwurks/dev/redis/url"}]}
	}`,
	"redis-prod": `{
		"replication_group_id": {"sensitive": false, "type": "string", "value": "paperwurks-prod-redis"},
		"configuration_endpoint_address": {"sensitive": false, "type": "string", "value": "clustercfg.paperwurks-prod-redis.abc123.euw2.cache.amazonaws.com"},
		"slow_log_group_name": {"sensitive": false, "type": "string", "value": "/aws/elasticache/paperwurks-prod/redis/slow-log"},
		"broker_replication_group_id": {"sensitive": false, "type": "string", "value": "legacy-queues"},
		"broker_primary_endpoint_address": {"sensitive": false, "type": "string", "value": "master.paperwurks-prod-broker.abc123.euw2.cache.amazonaws.com"},
		"broker_reader_endpoint_address": {"sensitive": false, "type": "string", "value": "replica.paperwurks-prod-broker.abc123.euw2.cache.amazonaws.com"},
		"broker_slow_log_group_name": {"sensitive": false, "type": "string", "value": "/aws/elasticache/paperwurks-prod/broker/slow-log"},
		"redis_url_parameter_name": {"sensitive": false, "type": "string", "value": "/paperwurks/prod/redis/url"},
		"redis_broker_url_parameter_name": {"sensitive": false, "type": "string", "value": "/paperwurks/prod/redis/broker-url"},
		"redis_result_url_parameter_name": {"sensitive": false, "type": "string", "value": "/paperwurks/prod/redis/result-url"},
		"redis_cache_url_parameter_name": {"sensitive": false, "type": "string", "value": "/paperwurks/prod/redis/cache-url"}
	}`,
	"redis-old": `{"replication_group_id": {"value": "paperwurks-old-redis"}}`,
	"redis-new": `{}`,
}

// recorder is a world that runs nothing and remembers what it was told to run.
type recorder struct {
	out  strings.Builder
	runs []string
	// answer is what the user types.
	answer string
	// fails is what every call that runs returns.
	fails error
}

func (r *recorder) run(args ...string) error {
	synthesized := fstest.MapFS{}
	for stack := range sampleOutputs {
		synthesized[stack+"/cdk.tf.json"] = &fstest.MapFile{Data: []byte(`{"provider": {"aws": [{"region": "eu-west-2"}]}}`)}
	}
	synthesized["redis-broken/cdk.tf.json"] = &fstest.MapFile{Data: []byte(`{}`)}
	synthesized["redis-uninitialized/cdk.tf.json"] = synthesized["redis-dev/cdk.tf.json"]
	return run(args, world{
		in:     strings.NewReader(r.answer),
		out:    &r.out,
		stacks: synthesized,
		read: func(call []string) ([]byte, error) {
			stack := strings.TrimPrefix(call[1], "-chdir=cdktf.out/stacks/")
			outputs, ok := sampleOutputs[stack]
			if !ok {
				return nil, errors.New("exit status 1")
			}
			return []byte(outputs), nil
		},
		attach: func(call []string) error {
			r.runs = append(r.runs, quote(call))
			return r.fails
		},
		now: time.Date(2026, time.November, 23, 9, 5, 7, 0, time.FixedZone("BST", 3600)),
	})
}

const ping = `aws --region eu-west-2 ecs execute-command --cluster prod --task 0a1b --container web --interactive --command ` +
	`'python -c '\''import os, redis; [print(n, redis.Redis.from_url(os.environ[n], socket_connect_timeout=5).ping() if n in os.environ else "not set") ` +
	`for n in ("REDIS_BROKER_URL", "REDIS_RESULT_URL", "REDIS_CACHE_URL")]'\'''`

// status is the three calls of status for an id.
func status(id string) string {
	return strings.ReplaceAll(`aws --region eu-west-2 elasticache describe-replication-groups --replication-group-id ID --query 'ReplicationGroups[0].{status:Status,nodes:NodeGroups[].NodeGroupMembers[].[NodeGroupId,CacheClusterId,CurrentRole,PreferredAvailabilityZone],failover:AutomaticFailover,pending:PendingModifiedValues,tokenChanged:AuthTokenLastModifiedDate}' --output json
aws --region eu-west-2 cloudwatch describe-alarms --alarm-name-prefix ID- --alarm-types MetricAlarm CompositeAlarm --state-value ALARM --query '[MetricAlarms,CompositeAlarms][].[AlarmName,StateReason]' --output table
aws --region eu-west-2 elasticache describe-events --duration 1440 --query 'Events[?SourceIdentifier=='\''ID'\'' || starts_with(SourceIdentifier, '\''ID-0'\'')].[Date,SourceIdentifier,Message]' --output table`, "ID", id)
}

// snapshots is the call of snapshots for an id.
func snapshots(id, stem string) string {
	return fmt.Sprintf(`aws --region eu-west-2 elasticache describe-snapshots --query 'Snapshots[?ReplicationGroupId=='\''%s'\'' || contains(SnapshotName, '\''%s'\'')].[SnapshotName,SnapshotSource,SnapshotStatus,NodeSnapshots[0].SnapshotCreateTime]' --output table`, id, stem)
}

func urls(environment string) string {
	path := "/paperwurks/" + environment + "/redis/"
	return `aws --region eu-west-2 ssm describe-parameters --parameter-filters Key=Name,Option=Equals,Values=` + path + `url,` + path + `broker-url,` + path + `result-url,` + path + `cache-url --query 'Parameters[].[Name,Type,Version,LastModifiedDate]' --output table`
}

// calls are the calls of each command, for a group of each kind.
var calls = []struct{ args, want string }{
	{"status", status("paperwurks-dev-redis")},
	{"-stack redis-prod status", status("paperwurks-prod-redis")},
	{"-stack redis-prod -group broker status", status("legacy-queues")},

	{"failover", "aws --region eu-west-2 elasticache test-failover --replication-group-id paperwurks-dev-redis --node-group-id 0001"},
	{"-stack redis-prod -group broker failover", "aws --region eu-west-2 elasticache test-failover --replication-group-id legacy-queues --node-group-id 0001"},
	{"-stack redis-prod -node-group 0002 failover", "aws --region eu-west-2 elasticache test-failover --replication-group-id paperwurks-prod-redis --node-group-id 0002"},

	{"slow-log", "aws --region eu-west-2 logs tail /aws/elasticache/paperwurks-dev/redis/slow-log --since 1h --follow"},
	{"-stack redis-prod -group redis slow-log", "aws --region eu-west-2 logs tail /aws/elasticache/paperwurks-prod/redis/slow-log --since 1h --follow"},
	{"-stack redis-prod -group broker slow-log", "aws --region eu-west-2 logs tail /aws/elasticache/paperwurks-prod/broker/slow-log --since 1h --follow"},

	{"urls", urls("dev")},
	{"-stack redis-prod -group broker urls", urls("prod")},

	{"-stack redis-prod -cluster prod -task 0a1b -container web ping", ping},

	// Without replicas the only node, with replicas the second, in cluster mode the group.
	{"snapshot", "aws --region eu-west-2 elasticache create-snapshot --snapshot-name paperwurks-dev-redis-20261123-080507 --cache-cluster-id paperwurks-dev-redis-001"},
	{"-stack redis-prod -group broker snapshot", "aws --region eu-west-2 elasticache create-snapshot --snapshot-name legacy-queues-20261123-080507 --cache-cluster-id legacy-queues-002"},
	{"-stack redis-prod snapshot", "aws --region eu-west-2 elasticache create-snapshot --snapshot-name paperwurks-prod-redis-20261123-080507 --replication-group-id paperwurks-prod-redis"},

	{"snapshots", snapshots("paperwurks-dev-redis", "paperwurks-dev-redis")},
	{"-stack redis-prod -group broker snapshots", snapshots("legacy-queues", "legacy-queues")},
}

// printed are the calls that were printed after Terraform's.
func (r *recorder) printed() string {
	var lines []string
	for line := range strings.Lines(r.out.String()) {
		if call, ok := strings.CutPrefix(line, "+ aws "); ok {
			lines = append(lines, "aws "+strings.TrimSpace(call))
		}
	}
	return strings.Join(lines, "\n")
}

// Who uses OpenTofu has no Terraform.
func TestOpenTofu(t *testing.T) {
	t.Setenv("TERRAFORM_BINARY_NAME", "tofu")
	var r recorder
	if err := r.run("-dry-run", "status"); err != nil {
		t.Fatal(err)
	}
	if want := "+ tofu -chdir=cdktf.out/stacks/redis-dev output -json\n"; !strings.HasPrefix(r.out.String(), want) {
		t.Errorf("ran\n%s\nwant\n%s", r.out.String(), want)
	}
}

func TestDryRun(t *testing.T) {
	tested := map[string]bool{}
	for _, test := range calls {
		var r recorder
		args := strings.Fields("-dry-run " + test.args)
		tested[args[len(args)-1]] = true
		if err := r.run(args...); err != nil {
			t.Errorf("%s: %v", test.args, err)
		}
		if got := r.printed(); got != test.want {
			t.Errorf("%s prints\n%s\nwant\n%s", test.args, got, test.want)
		}
		if len(r.runs) > 0 {
			t.Errorf("%s ran %s", test.args, r.runs)
		}
		if !strings.HasPrefix(r.out.String(), "+ terraform -chdir=cdktf.out/stacks/redis-") {
			t.Errorf("%s does not print how it asks Terraform:\n%s", test.args, r.out.String())
		}
	}
	for _, c := range commands {
		if !tested[c.name] {
			t.Errorf("command %s has no row", c.name)
		}
	}
}

// What runs is what is printed.
func TestRun(t *testing.T) {
	for _, test := range calls {
		var r recorder
		if err := r.run(strings.Fields("-yes " + test.args)...); err != nil {
			t.Errorf("%s: %v", test.args, err)
		}
		if got := strings.Join(r.runs, "\n"); got != test.want || r.printed() != test.want {
			t.Errorf("%s runs\n%s\nwant\n%s", test.args, got, test.want)
		}
	}
}

func TestAsking(t *testing.T) {
	for _, test := range []struct {
		command, answer string
		asks, runs      bool
	}{
		{"failover", "y\n", true, true},
		{"failover", "YES\n", true, true},
		{"failover", "n\n", true, false},
		{"failover", "\n", true, false},
		{"failover", "", true, false},
		{"failover", "yesterday\n", true, false},
		{"-yes failover", "", false, true},
		{"-dry-run failover", "", false, false},
		{"snapshot", "y\n", true, true},
		{"snapshot", "", true, false},
		{"-yes snapshot", "", false, true},
		{"status", "", false, true},
		{"slow-log", "", false, true},
		{"urls", "", false, true},
		{"snapshots", "", false, true},
		{"-cluster prod -task 0a1b -container web ping", "", false, true},
	} {
		r := recorder{answer: test.answer}
		err := r.run(strings.Fields(test.command)...)
		if asked := strings.Contains(r.out.String(), " of paperwurks-dev-redis in stack redis-dev? [y/N] "); asked != test.asks {
			t.Errorf("%s asked %t, want %t:\n%s", test.command, asked, test.asks, r.out.String())
		}
		if ran := len(r.runs) > 0; ran != test.runs {
			t.Errorf("%s, answered %q: ran %t, want %t", test.command, test.answer, ran, test.runs)
		}
		if declined := err != nil && err.Error() == "not confirmed, nothing was changed"; declined != (test.asks && !test.runs) {
			t.Errorf("%s, answered %q: %v", test.command, test.answer, err)
		}
	}
}

func TestErrors(t *testing.T) {
	for _, test := range []struct {
		args string
		want []string
	}{
		{"", []string{"want one command", "status", "failover", "slow-log", "urls", "ping", "snapshot", "snapshots"}},
		{"restart", []string{`got ["restart"]`, "status", "snapshots"}},
		{"status -yes", []string{"after the flags", `["status" "-yes"]`}},
		{"-force status", []string{"-force"}},
		{"ping", []string{"ping needs -cluster, -task, -container"}},
		{"-cluster prod -container web ping", []string{"ping needs -task"}},
		{"-stack redis-qa status", []string{`no stack "redis-qa"`, "redis-dev", "redis-prod", "make synth"}},
		{"-stack ../redis-dev status", []string{`no stack "../redis-dev"`}},
		{"-stack redis-broken status", []string{"redis-broken", "want one aws provider, got 0"}},
		{"-stack redis-uninitialized status", []string{"no outputs of stack redis-uninitialized", "exit status 1", "terraform -chdir=cdktf.out/stacks/redis-uninitialized init"}},
		{"-stack redis-new status", []string{"redis-new has no output replication_group_id", "deploy it first"}},
		{"-stack redis-prod -group cache status", []string{`no group "cache"`, "it has broker, redis"}},
		{"-stack redis-old slow-log", []string{"redis-old has no output slow_log_group_name", "it has replication_group_id"}},
		{"-stack redis-old urls", []string{"redis-old has no output redis_url_parameter_name"}},
	} {
		var r recorder
		err := r.run(strings.Fields(test.args)...)
		if err == nil {
			t.Errorf("%q is accepted", test.args)
			continue
		}
		for _, want := range test.want {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%q: %v\nwant %s", test.args, err, want)
			}
		}
		if len(r.runs) > 0 {
			t.Errorf("%q ran %s", test.args, r.runs)
		}
	}
}

// A call that fails ends the command, and its exit status with it.
func TestFailingCall(t *testing.T) {
	r := recorder{fails: errors.New("exit status 254")}
	if err := r.run("status"); err == nil || err.Error() != "aws: exit status 254" || len(r.runs) != 1 {
		t.Errorf("got %v after %d calls", err, len(r.runs))
	}
}

func TestSnapshotName(t *testing.T) {
	form := regexp.MustCompile(`^[a-z]([a-z0-9]|-[a-z0-9])*$`)
	at := time.Date(2026, time.November, 23, 8, 5, 7, 0, time.UTC)
	for id, want := range map[string]string{
		"a":                                        "a-20261123-080507",
		"paperwurks-staging-redis":                 "paperwurks-staging-redis-20261123-080507",
		"paperwurks-production-celery-broker":      "paperwurks-production-ce-20261123-080507",
		"paperwurks-documentation-redis":           "paperwurks-documentation-20261123-080507",
		"paperwurks-documentatio-redis-of-the-uk":  "paperwurks-documentatio-20261123-080507",
		"p23456789-123456789-123456789-1234567890": "p23456789-123456789-1234-20261123-080507",
	} {
		got := snapshotName(id, at)
		if got != want || len(got) > 40 || !form.MatchString(got) {
			t.Errorf("%s gives %q (%d characters), want %q", id, got, len(got), want)
		}
		if next := snapshotName(id, at.Add(time.Second)); next == got {
			t.Errorf("%s gives %q twice", id, got)
		}
	}
}
