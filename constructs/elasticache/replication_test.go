package elasticache_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
	"github.com/paperwurks/elasticache-redis/internal/fixtures"
	"github.com/paperwurks/elasticache-redis/internal/synthtest"
)

func TestSnapshotARNs(t *testing.T) {
	p := fixtures.Group()
	p.SnapshotARNs, p.DisableSnapshots = []string{"arn:aws:s3:::backups/redis.rdb"}, true
	d := synthtest.Group(t, p, nil)
	d.Group(t, "paperwurks-test-redis").Want(t, "group",
		map[string]any{"snapshot_arns": p.SnapshotARNs, "snapshot_name": nil, "snapshot_retention_limit": 0})
}

// A second destroy needs another name for its last snapshot whenever a change replaces the group.
func TestFinalSnapshotKeepers(t *testing.T) {
	keepers := func(change func(*elasticache.RedisProps)) string {
		p := fixtures.Group()
		change(&p)
		return fmt.Sprint(synthtest.Group(t, p, nil).All("random_id")[0]["keepers"])
	}
	same := keepers(func(*elasticache.RedisProps) {})
	if got := keepers(func(p *elasticache.RedisProps) { p.NodeType, p.Replicas = "cache.r7g.large", 2 }); got != same {
		t.Errorf("a change in place renames the last snapshot: %s", got)
	}
	p := fixtures.Group()
	p.Name = "a-name-quite-long"
	group := synthtest.Group(t, p, nil).All("aws_elasticache_replication_group")[0]
	got := fmt.Sprint(group["final_snapshot_identifier"])
	if !strings.HasPrefix(got, "paperwurks-test-a-name-qu-final-${random_id.") {
		t.Errorf("a last snapshot's name must be at most 40 characters: %s", got)
	}
	for name, change := range map[string]func(*elasticache.RedisProps){
		"name":         func(p *elasticache.RedisProps) { p.Name = "other" },
		"subnet group": func(p *elasticache.RedisProps) { p.SubnetGroupName = "other" },
		"network type": func(p *elasticache.RedisProps) { p.NetworkType = "dual_stack" },
		"shared subnet group": func(p *elasticache.RedisProps) {
			p.ExistingSubnetGroupName, p.SubnetIDs = "shared", nil
		},
		"key":           func(p *elasticache.RedisProps) { p.KMSKeyARN = "${aws_kms_key.k.arn}" },
		"port":          func(p *elasticache.RedisProps) { p.Port = 6380 },
		"snapshot":      func(p *elasticache.RedisProps) { p.SnapshotName = "before" },
		"snapshot ARNs": func(p *elasticache.RedisProps) { p.SnapshotARNs = []string{"arn:aws:s3:::backups/redis.rdb"} },
	} {
		if keepers(change) == same {
			t.Errorf("another %s replaces the group, and its last snapshot keeps its name", name)
		}
	}
}
