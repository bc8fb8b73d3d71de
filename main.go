// Command elasticache-redis synthesizes one Terraform stack per environment into cdktf.out.
package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/hashicorp/terraform-cdk-go/cdktf"
	"github.com/paperwurks/elasticache-redis/stacks"
)

func main() {
	os.Exit(run(nil, stacks.Environments, os.Stderr))
}

// run refuses wrong environments before anything is written, and synthesizes the rest. It returns the exit status.
func run(config *cdktf.AppConfig, environments []stacks.Environment, stderr io.Writer) int {
	if err := stacks.Validate(environments); err != nil {
		fmt.Fprintln(stderr, err)
		return 1
	}
	for _, warning := range stacks.Warnings(environments, time.Now()) {
		fmt.Fprintln(stderr, "warning:", warning)
	}
	app := cdktf.NewApp(config)
	for _, environment := range environments {
		stacks.NewRedisStack(app, environment)
	}
	app.Synth()
	return 0
}
