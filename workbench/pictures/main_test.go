package main

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
	"github.com/paperwurks/elasticache-redis/internal/fixtures"
	"github.com/paperwurks/elasticache-redis/internal/generate"
	"github.com/paperwurks/elasticache-redis/internal/synthtest"
	"github.com/paperwurks/elasticache-redis/stacks"
)

func TestMain(m *testing.M) { synthtest.Main(m) }

// A picture that does not show the stack in testdata is worse than none.
func TestPicturesAreUpToDate(t *testing.T) {
	pictures, err := draw("../..")
	if err != nil {
		t.Fatal(err)
	}
	for file, want := range pictures {
		if got, err := os.ReadFile(file); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is out of date: run `make golden`", file)
		}
	}
	old, err := drawn("../..")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range old {
		if pictures[file] == nil {
			t.Errorf("%s is of no environment: run `make golden`", file)
		}
	}
}

// environments are valid ones that differ from the deployed ones in what is drawn.
func environments() []stacks.Environment {
	sharded, wide := fixtures.CacheAndBroker(), fixtures.SharedNode()
	sharded.Name, sharded.Project = "sharded", "shop"
	sharded.Groups[0].Name, sharded.Groups[0].Shards = "pages", 3
	sharded.Groups[1].Name = "queue"
	wide.Name, wide.Region = "wide", "us-east-1"
	wide.Groups[0].Name = "everything"
	wide.Groups[0].Replicas = 5
	wide.Groups[0].SnapshotRetentionDays, wide.Groups[0].DisableSnapshots = 0, true
	wide.Groups[0].DisabledAlarms = elasticache.AlarmNames()[1:]
	return append(generate.Valid(6), sharded, wide, fixtures.WithoutParts(), fixtures.ExistingNetwork())
}

// TestWrite draws the stacks of environments, and removes pictures and only pictures of others.
func TestWrite(t *testing.T) {
	root := t.TempDir()
	add := func(file, text string) {
		t.Helper()
		file = filepath.Join(root, file)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	add("testdata/no-stack.json", `{"widgets": []}`)
	add("docs/pictures/dashboard-gone.svg", "<svg/>")
	add("docs/pictures/own.svg", "<svg/>")
	want := []string{"own.svg"}
	for _, e := range environments() {
		add("testdata/"+e.Name+".json", string(synthtest.Environment(t, e).File))
		want = append(want, "architecture-"+e.Name+".svg")
		if e.Name != "bare" {
			want = append(want, "dashboard-"+e.Name+".svg")
		}
	}
	if err := write(root); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(root, "docs/pictures/*"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, file := range files {
		got = append(got, filepath.Base(file))
		checkXML(t, file)
	}
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	for file, parts := range map[string][]string{
		"architecture-sharded.svg": {">redis-sharded<", ">shop-sharded-pages<", ">shard 3<", ">shop-sharded-queue<"},
		"architecture-bare.svg":    {">paperwurks-bare-redis<", ">paperwurks-bare-broker<"},
		"architecture-existing.svg": {
			">VPC<", ">cache subnet group shared<", ">security groups sg-0123456789abcdef1<",
		},
		"architecture-wide.svg": {"in us-east-1", ">paperwurks-wide-everything<", ">no snapshots<"},
		"dashboard-wide.svg":    {">CPU"},
	} {
		text, err := os.ReadFile(filepath.Join(root, "docs/pictures", file))
		if err != nil {
			t.Error(err)
		}
		if strings.Contains(string(text), ">0 ") {
			t.Errorf("%s: a card of what is not there", file)
		}
		for _, part := range parts {
			if !strings.Contains(string(text), part) {
				t.Errorf("%s: no %s", file, part)
			}
		}
	}
}

func checkXML(t *testing.T, file string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for d := xml.NewDecoder(bytes.NewReader(text)); ; {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Errorf("%s: %v", file, err)
			return
		}
	}
}
