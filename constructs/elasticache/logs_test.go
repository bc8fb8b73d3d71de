package elasticache_test

import (
	"testing"

	"github.com/paperwurks/elasticache-redis/internal/fixtures"
	"github.com/paperwurks/elasticache-redis/internal/synthtest"
)

func TestLogs(t *testing.T) {
	p := fixtures.Group()
	p.LogRetentionDays, p.LogKMSKeyARN = 90, "${aws_kms_key.logs.arn}"
	p.Tags = map[string]string{"Team": "documents"}
	groups := synthtest.Group(t, p, nil).By("aws_cloudwatch_log_group", "name")
	if len(groups) != 2 {
		t.Errorf("%d log groups, want 2", len(groups))
	}
	for _, logType := range []string{"slow-log", "engine-log"} {
		groups["/aws/elasticache/paperwurks-test/redis/"+logType].Want(t, logType, map[string]any{
			"retention_in_days": 90, "kms_key_id": p.LogKMSKeyARN, "tags": p.Tags,
		})
	}
	for name, group := range synthtest.Group(t, fixtures.Group(), nil).By("aws_cloudwatch_log_group", "name") {
		group.Want(t, name, map[string]any{"retention_in_days": 30, "kms_key_id": nil, "tags": nil})
	}
}
