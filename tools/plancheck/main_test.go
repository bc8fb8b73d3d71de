package main

import (
	"os"
	"strings"
	"testing"
)

const (
	sample = "check/testdata/replace.json"
	logs   = "aws_cloudwatch_log_group.redis_logs_slow-log_C665EFF8"
	group  = "aws_elasticache_replication_group.redis_replication-group_5BD9E6FB"
	net    = "aws_elasticache_subnet_group.redis_subnet-group_CD2F0D1D"
	key    = "aws_kms_key.key_F64E54E4"
)

func TestRun(t *testing.T) {
	all := []string{"-allow", logs, "-allow", group, "-allow", net, "-allow", key}
	for _, test := range []struct {
		args           []string
		status         int
		stdout, stderr []string
	}{
		{[]string{sample}, 1, nil, []string{logs, group, net, key}},
		{[]string{"-allow", group, sample}, 1, []string{"allowed: " + group}, []string{logs, net, key}},
		{append(all, sample), 0, []string{logs, group, net, key}, nil},
		{append(all, "-allow", "aws_kms_key.mistyped", sample), 2, []string{logs, group, net, key}, []string{`-allow must be the address of a resource that the plan destroys or replaces, got "aws_kms_key.mistyped"`}},
		{[]string{"-allow", "aws_kms_key.mistyped", sample}, 1, nil, []string{"mistyped", logs, group, net, key}},
		{[]string{"check/testdata/change.json"}, 0, nil, nil},
		{[]string{"no-such-file"}, 2, nil, []string{"no-such-file"}},
		{[]string{sample, sample}, 2, nil, []string{"takes one file"}},
		{[]string{"-unknown"}, 2, nil, []string{"-unknown"}},
	} {
		var stdout, stderr strings.Builder
		if status := run(test.args, strings.NewReader(""), &stdout, &stderr); status != test.status {
			t.Errorf("%q: status %d, want %d\n%s", test.args, status, test.status, &stderr)
		}
		checkOutput(t, "stdout", stdout.String(), test.stdout)
		checkOutput(t, "stderr", stderr.String(), test.stderr)
	}
}

func checkOutput(t *testing.T, name, got string, want []string) {
	t.Helper()
	if got != "" && want == nil {
		t.Errorf("%s: got %s", name, got)
	}
	for _, part := range want {
		if !strings.Contains(got, part) {
			t.Errorf("%s: no %s in %s", name, part, got)
		}
	}
}

func TestStandardInput(t *testing.T) {
	file, err := os.Open(sample)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var stdout, stderr strings.Builder
	if status := run(nil, file, &stdout, &stderr); status != 1 {
		t.Errorf("status %d, want 1\n%s", status, &stderr)
	}
}
