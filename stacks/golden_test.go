package stacks_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/paperwurks/elasticache-redis/internal/fixtures"
	"github.com/paperwurks/elasticache-redis/internal/synthtest"
)

var update = flag.Bool("update", false, "write the fixtures' stacks")

// TestGoldenFixtures compares what Terraform gets for each fixture with what other tests read of it.
func TestGoldenFixtures(t *testing.T) {
	for _, e := range slices.Concat(fixtures.Environments(), fixtures.OnValkey(), fixtures.WithUsers()) {
		got := synthtest.Environment(t, e).File
		file := filepath.Join("..", "internal", "fixtures", "testdata", e.Name+".json")
		if *update {
			if err := os.WriteFile(file, got, 0o644); err != nil {
				t.Fatal(err)
			}
		} else if !bytes.Equal(got, fixtures.JSON(e.Name)) {
			t.Errorf("%s is out of date: run `make golden` and read the diff", file)
		}
	}
}
