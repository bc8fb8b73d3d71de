package main

import (
	"errors"
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

// sampleOutputs is what `terraform output -json` prints for a stack, shortened to what matters here. Prod's broker was
// adopted: its id does not have its name. The groups of redis-old have no logs.
func sampleOutputs(stack string) ([]byte, error) {
	switch stack {
	case "redis-old":
		return []byte(`{"replication_group_id": {"value": "paperwurks-old-redis"},
			"task_queue_replication_group_id": {"value": "legacy-tasks"}}`), nil
	case "redis-new":
		return []byte("{}"), nil
	}
	return os.ReadFile("testdata/" + stack + ".json")
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
	synthesized := fstest.MapFS{"redis-broken/cdk.tf.json": {Data: []byte(`{}`)}}
	for _, stack := range []string{"redis-dev", "redis-prod", "redis-old", "redis-new", "redis-uninitialized"} {
		file := &fstest.MapFile{Data: []byte(`{"provider": {"aws": [{"region": "eu-west-2"}]}}`)}
		synthesized[stack+"/cdk.tf.json"] = file
	}
	return run(args, world{
		in:     strings.NewReader(r.answer),
		out:    &r.out,
		stacks: synthesized,
		read: func(call []string) ([]byte, error) {
			outputs, err := sampleOutputs(strings.TrimPrefix(call[1], "-chdir=cdktf.out/stacks/"))
			if err != nil {
				return nil, errors.New("exit status 1")
			}
			return outputs, nil
		},
		attach: func(call []string) error {
			r.runs = append(r.runs, strings.TrimPrefix(quote(call), inRegion))
			return r.fails
		},
		now: time.Date(2026, time.November, 23, 9, 5, 7, 0, time.FixedZone("BST", 3600)),
	})
}

// printed are the calls that were printed after Terraform's.
func (r *recorder) printed() string {
	var lines []string
	for line := range strings.Lines(r.out.String()) {
		if call, ok := strings.CutPrefix(line, "+ "+inRegion); ok {
			lines = append(lines, strings.TrimSpace(call))
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
		{"-snapshot before -bucket copies export", "y\n", true, true},
		{"-snapshot before -bucket copies export", "", true, false},
		{"status", "", false, true},
		{"slow-log", "", false, true},
		{"urls", "", false, true},
		{"snapshots", "", false, true},
		{"-cluster prod -task 0a1b -container web ping", "", false, true},
	} {
		r := recorder{answer: test.answer}
		err := r.run(strings.Fields(test.command)...)
		question := " of paperwurks-dev-redis in stack redis-dev? [y/N] "
		if asked := strings.Contains(r.out.String(), question); asked != test.asks {
			t.Errorf("%s asked %t, want %t:\n%s", test.command, asked, test.asks, r.out.String())
		}
		if ran := len(r.runs) > 0; ran != test.runs {
			t.Errorf("%s, answered %q: ran %t, want %t", test.command, test.answer, ran, test.runs)
		}
		declined := err != nil && err.Error() == "not confirmed, nothing was changed"
		if declined != (test.asks && !test.runs) {
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
		{"ping", []string{
			"ping needs -cluster (make: CLUSTER=…), -task (make: TASK=…), -container (make: CONTAINER=…)",
		}},
		{"-cluster prod -container web ping", []string{"ping needs -task (make: TASK=…)"}},
		{"export", []string{"export needs -snapshot (make: SNAPSHOT=…), -bucket (make: BUCKET=…)"}},
		{"-snapshot a--b export", []string{"export needs -bucket (make: BUCKET=…)\n" +
			"-snapshot must be a snapshot's name: letters, digits and " +
			`single hyphens, starting with a letter, at most 40 characters; got "a--b"`}},
		{"-snapshot " + strings.Repeat("s", 41) + " -bucket Copies export", []string{`at most 40 characters; got "sss`,
			`-bucket must be the name of an S3 bucket, got "Copies"`}},
		{"-bucket s3://copies -snapshot automatic." + strings.Repeat("s", 62) + " export", []string{
			`at most 71 characters; got "automatic.sss`, `-bucket must be the name of an S3 bucket, got "s3://copies"`}},
		{"-stack redis-qa status", []string{`no stack "redis-qa"`, "redis-dev", "redis-prod", "make synth"}},
		{"-stack ../redis-dev status", []string{`no stack "../redis-dev"`}},
		{"-stack redis-broken status", []string{"redis-broken", "want one aws provider, got 0"}},
		{"-stack redis-uninitialized status", []string{"no outputs of stack redis-uninitialized", "exit status 1",
			"terraform -chdir=cdktf.out/stacks/redis-uninitialized init"}},
		{"-stack redis-new status", []string{"redis-new has no output replication_group_id", "deploy it first"}},
		{"-stack redis-prod -group cache status", []string{`no group "cache"`, "it has broker, redis"}},
		{"-stack redis-old slow-log", []string{"redis-old has no output slow_log_group_name", "DisableLogs",
			"it has replication_group_id"}},
		{"-stack redis-old -group redis status", []string{`no group "redis"`, "it has paperwurks-old-redis, task-queue"}},
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
