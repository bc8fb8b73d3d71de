// Command cost estimates what the environments cost in a month and prints it as Markdown.
//
//	go run ./tools/cost [-write README.md]
package main

import (
	"flag"
	"fmt"
	"os"

	"github.com/paperwurks/elasticache-redis/internal/input"
	"github.com/paperwurks/elasticache-redis/internal/section"
	"github.com/paperwurks/elasticache-redis/stacks"
)

func main() {
	flag.CommandLine.Init("cost", flag.ExitOnError)
	write := flag.String("write", "", "put the table between the markers of this `file` instead of printing it")
	flag.Parse()
	var err error
	flag.Visit(func(f *flag.Flag) {
		if f.Value.String() == "" {
			err = fmt.Errorf("-%s must name a file, got an empty name", f.Name)
		}
	})
	if err == nil {
		err = run(*write, flag.Args())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "cost:", err)
		os.Exit(1)
	}
}

func run(write string, args []string) error {
	if len(args) > 0 {
		return fmt.Errorf("takes no arguments, got %q; -write names a file", args)
	}
	table, err := markdown(stacks.Environments, "testdata")
	if err != nil {
		return err
	}
	if write == "" {
		fmt.Print(table)
		return nil
	}
	old, err := input.File(write)
	if err != nil {
		return err
	}
	text, err := section.Replace(string(old), beginMarker, endMarker, table)
	if err != nil {
		return fmt.Errorf("%s: %w", write, err)
	}
	return os.WriteFile(write, []byte(text), 0o644)
}

const (
	beginMarker = "<!-- cost:begin -->\n"
	endMarker   = "<!-- cost:end -->\n"
)
