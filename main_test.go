package main

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/aws/jsii-runtime-go"
	"github.com/hashicorp/terraform-cdk-go/cdktf"
	"github.com/paperwurks/elasticache-redis/stacks"
)

var update = flag.Bool("update", false, "write the golden files in testdata")

// All tests that need Node are in this package: it starts once, for all of them.
func TestMain(m *testing.M) {
	flag.Parse()
	code := m.Run()
	jsii.Close()
	os.Exit(code)
}

// synth returns the file that Terraform gets for the environment.
func synth(t *testing.T, e stacks.Environment) []byte {
	t.Helper()
	app := cdktf.NewApp(&cdktf.AppConfig{Outdir: jsii.String(t.TempDir())})
	stacks.NewRedisStack(app, e)
	app.Synth()
	file, err := os.ReadFile(filepath.Join(*app.Outdir(), "stacks", e.StackName(), "cdk.tf.json"))
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func TestGolden(t *testing.T) {
	for _, e := range stacks.Environments {
		t.Run(e.Name, func(t *testing.T) {
			got := synth(t, e)
			golden := filepath.Join("testdata", e.Name+".json")
			if *update {
				if err := os.WriteFile(golden, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != string(want) {
				t.Errorf("%s is out of date: run `make golden` and read the diff", golden)
			}
		})
	}
}

var _ = json.Valid
