package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// notFound are the errors that AWS gives for what is not there, by call.
var notFound = map[string]string{
	"elasticache describe-cache-subnet-groups": "CacheSubnetGroupNotFoundFault",
	"elasticache describe-replication-groups":  "ReplicationGroupNotFoundFault",
	"kms describe-key":                         "NotFoundException",
	"logs list-tags-log-group":                 "ResourceNotFoundException",
	"ssm list-tags-for-resource":               "InvalidResourceId",
}

// TestRun adopts prod's cache, of which AWS has the replication group, its subnet group and one log group.
func TestRun(t *testing.T) {
	dir := newStack(t)
	there := map[string]bool{
		"elasticache describe-replication-groups --replication-group-id paperwurks-prod-redis":          true,
		"elasticache describe-cache-subnet-groups --cache-subnet-group-name paperwurks-prod-redis":      true,
		"logs list-tags-log-group --log-group-name /aws/elasticache/paperwurks-prod/redis/slow-log":     true,
		"ssm list-tags-for-resource --resource-type Parameter --resource-id /paperwurks/prod/redis/url": true,
	}
	var stdout strings.Builder
	if err := run([]string{dir}, &stdout, func(call ...string) (string, error) {
		if there[strings.TrimPrefix(strings.Join(call, " "), "--region eu-west-2 ")] {
			return "", nil
		}
		return "An error occurred (" + notFound[call[2]+" "+call[3]] + ") when calling", errors.New("exit status 254")
	}); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(filepath.Join(dir, "import.tf.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{`"id": "paperwurks-prod-redis"`, `"id": "/aws/elasticache/paperwurks-prod/redis/slow-log"`, `"id": "/paperwurks/prod/redis/url"`, `"to": "aws_elasticache_replication_group.redis_replication-group_`} {
		if !strings.Contains(string(content), id) {
			t.Errorf("no %s in %s", id, content)
		}
	}
	if got := strings.Count(string(content), `"to"`); got != len(there) {
		t.Errorf("%d blocks, want %d:\n%s", got, len(there), content)
	}
	if lines := strings.Count(stdout.String(), "\n"); lines != len(there) {
		t.Errorf("%d lines printed, want %d", lines, len(there))
	}
}

// TestRunStops checks that a call that failed is not taken for a resource that is absent: nothing is written then.
func TestRunStops(t *testing.T) {
	dir := newStack(t)
	err := run([]string{dir}, &strings.Builder{}, func(...string) (string, error) {
		return "An error occurred (AccessDenied) when calling", errors.New("exit status 254")
	})
	if err == nil || !strings.Contains(err.Error(), "AccessDenied") {
		t.Errorf("got %v", err)
	}
	if _, err := os.Stat(filepath.Join(dir, "import.tf.json")); err == nil {
		t.Error("wrote a file")
	}
	if err := run(nil, &strings.Builder{}, nil); err == nil {
		t.Error("takes no folder")
	}
}

func newStack(t *testing.T) string {
	t.Helper()
	golden, err := os.ReadFile("../../testdata/prod.json")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "cdk.tf.json"), golden, 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}
