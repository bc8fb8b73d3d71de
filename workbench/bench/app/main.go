// Command app synthesizes generated environments, to measure apps of any size.
package main

import (
	"flag"
	"fmt"
	"os"

	"github.com/hashicorp/terraform-cdk-go/cdktf"
	"github.com/paperwurks/elasticache-redis/internal/generate"
	"github.com/paperwurks/elasticache-redis/stacks"
)

func main() {
	count := flag.Int("n", 0, "number of environments")
	flag.Parse()
	environments := generate.Valid(*count)
	if err := stacks.Validate(environments); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	app := cdktf.NewApp(nil)
	for _, environment := range environments {
		stacks.NewRedisStack(app, environment)
	}
	app.Synth()
}
