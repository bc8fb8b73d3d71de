package stacks_test

import (
	"testing"

	"github.com/paperwurks/elasticache-redis/internal/fixtures"
	"github.com/paperwurks/elasticache-redis/internal/synthtest"
	"github.com/paperwurks/elasticache-redis/stacks"
)

func TestState(t *testing.T) {
	e := fixtures.SharedNode()
	synthtest.Environment(t, e).Terraform.Backend["local"].Want(t, "local",
		map[string]any{"path": "../../../terraform.redis-dev.tfstate"})
	e.State = stacks.State{Bucket: "states"}
	synthtest.Environment(t, e).Terraform.Backend["s3"].Want(t, "s3", map[string]any{
		"bucket": "states", "key": "paperwurks/redis-dev/terraform.tfstate", "region": "eu-west-2",
		"encrypt": true, "use_lockfile": true,
	})
	e.State = stacks.State{Bucket: "states", Key: "redis", Region: "eu-west-1"}
	synthtest.Environment(t, e).Terraform.Backend["s3"].Want(t, "s3",
		map[string]any{"key": "redis", "region": "eu-west-1"})
}
