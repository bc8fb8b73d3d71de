// Command app synthesizes generated environments, or one of the project's own, for comparisons at any scale.
package main

import (
	"flag"
	"fmt"
	"os"
	"slices"

	"github.com/hashicorp/terraform-cdk-go/cdktf"
	"github.com/paperwurks/elasticache-redis/internal/generate"
	"github.com/paperwurks/elasticache-redis/stacks"
)

func main() {
	count := flag.Int("n", 0, "number of generated environments")
	name := flag.String("env", "", "name of one of the project's environments")
	flag.Parse()

	environments := generate.Valid(*count)
	if *name != "" {
		environments = slices.DeleteFunc(slices.Clone(stacks.Environments), func(e stacks.Environment) bool { return e.Name != *name })
	}
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
