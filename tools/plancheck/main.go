// Command plancheck fails when a Terraform plan would destroy or replace a replication group, a subnet group, a
// security group, a user group, a log group, a KMS key, an SNS topic, a URL that applications read, or a resource whose
// type the stacks never create: that one belongs to somebody else, whose state the plan has. It also fails when a
// change in place would lock clients out: a move between a token and users, and a rotation that skips a step.
//
//	terraform show -json PLAN | go run ./tools/plancheck [-allow ADDRESS]... [FILE]
//
// It reads the plan's JSON from the file, or from standard input, and prints every such resource with the fields that
// force its replacement. To destroy one on purpose, allow its address, as printed. It exits with 1 for a resource that
// is not allowed, and with 2 (of which `go run` makes 1) for bad input. An allowed address that the plan does not
// destroy is bad input too, so that no permission outlives its use.
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/paperwurks/elasticache-redis/internal/input"
	"github.com/paperwurks/elasticache-redis/tools/plancheck/check"
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	var allowed []string
	flags := flag.NewFlagSet("plancheck", flag.ContinueOnError)
	flags.SetOutput(stderr)
	const usage = "address of a resource that the plan may destroy or replace; repeatable"
	flags.Func("allow", usage, func(address string) error {
		allowed = append(allowed, address)
		return nil
	})
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		return 0
	} else if err != nil {
		return 2
	}
	if slices.Contains(allowed, "") {
		fmt.Fprintln(stderr, "plancheck: -allow must be the address of a resource, got an empty one")
		return 2
	}
	losses, err := read(flags.Args(), stdin)
	if err != nil {
		fmt.Fprintln(stderr, "plancheck:", err)
		return 2
	}
	return report(losses, allowed, stdout, stderr)
}

func read(files []string, stdin io.Reader) ([]check.Loss, error) {
	switch len(files) {
	case 0:
		losses, err := check.Losses(stdin)
		if err != nil {
			return nil, fmt.Errorf("standard input: %w", err)
		}
		return losses, nil
	case 1:
		text, err := input.File(files[0])
		if err != nil {
			return nil, err
		}
		losses, err := check.Losses(bytes.NewReader(text))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", files[0], err)
		}
		return losses, nil
	}
	return nil, fmt.Errorf("takes one file, got %q", files)
}

// report prints every loss and returns the exit status.
func report(losses []check.Loss, allowed []string, stdout, stderr io.Writer) int {
	status := 0
	for _, address := range allowed {
		if !slices.ContainsFunc(losses, func(l check.Loss) bool { return l.Address == address }) {
			fmt.Fprintf(stderr, "plancheck: -allow must be the address of a resource that the plan destroys or replaces, "+
				"got %q\n", address)
			status = 2
		}
	}
	for _, loss := range losses {
		if slices.Contains(allowed, loss.Address) {
			fmt.Fprintln(stdout, "allowed:", loss)
			continue
		}
		fmt.Fprintln(stderr, loss)
		status = 1
	}
	return status
}
