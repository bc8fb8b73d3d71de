// Command elasticache-redis synthesizes one Terraform stack per environment into cdktf.out.
package main

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/aws/jsii-runtime-go"
	"github.com/hashicorp/terraform-cdk-go/cdktf"
	"github.com/paperwurks/elasticache-redis/internal/synthesized"
	"github.com/paperwurks/elasticache-redis/stacks"
)

func main() {
	// The cdktf CLI says in CDKTF_OUTDIR where it wants them.
	os.Exit(run(cmp.Or(os.Getenv("CDKTF_OUTDIR"), "cdktf.out"), stacks.Environments, os.Stderr))
}

// run refuses wrong environments before anything is written. It synthesizes the rest beside the folder's stacks, which
// it then replaces: they are whole at any time. It returns the exit status.
func run(outdir string, environments []stacks.Environment, stderr io.Writer) int {
	if err := stacks.Validate(environments); err != nil {
		fmt.Fprintln(stderr, err)
		return 1
	}
	for _, warning := range stacks.Warnings(environments, time.Now()) {
		fmt.Fprintln(stderr, "warning:", warning)
	}
	if err := synthesize(outdir, environments); err != nil {
		fmt.Fprintln(stderr, err)
		return 1
	}
	return 0
}

func synthesize(outdir string, environments []stacks.Environment) error {
	if err := os.MkdirAll(outdir, 0o755); err != nil { //nolint:gosec // as cdktf makes it
		return err
	}
	beside, err := os.MkdirTemp(outdir, "part-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(beside)
	app := cdktf.NewApp(&cdktf.AppConfig{Outdir: jsii.String(beside)})
	for _, environment := range environments {
		stacks.NewRedisStack(app, environment)
	}
	app.Synth()
	return synthesized.Replace(outdir, beside)
}
