// Command elasticache-redis synthesizes one Terraform stack per environment into cdktf.out.
package main

import (
	"fmt"
	"os"

	"github.com/hashicorp/terraform-cdk-go/cdktf"
	"github.com/paperwurks/elasticache-redis/stacks"
)

func main() {
	if err := stacks.Validate(stacks.Environments); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	app := cdktf.NewApp(nil)
	for _, environment := range stacks.Environments {
		stacks.NewRedisStack(app, environment)
	}
	app.Synth()
}
