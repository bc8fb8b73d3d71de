package stacks_test

import (
	"testing"

	"github.com/paperwurks/elasticache-redis/internal/synthtest"
)

func TestMain(m *testing.M) { synthtest.Main(m) }
