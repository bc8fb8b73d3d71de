// Command adopt writes import blocks for what a stack would create and AWS has already.
//
//	go run ./tools/adopt cdktf.out/stacks/redis-prod
//
// It asks AWS in the stack's region, by the AWS CLI and for reading only, and writes import.tf.json into the stack's
// folder; see docs/adopt.md.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"

	"github.com/paperwurks/elasticache-redis/internal/input"
	"github.com/paperwurks/elasticache-redis/internal/synthesized"
	"github.com/paperwurks/elasticache-redis/tools/adopt/imports"
)

// calls ask for one resource by its id, and fail with an error of absent where there is none. None shows a secret.
var calls = map[string][]string{
	"aws_cloudwatch_log_group":          {"logs", "list-tags-log-group", "--log-group-name"},
	"aws_elasticache_replication_group": {"elasticache", "describe-replication-groups", "--replication-group-id"},
	"aws_elasticache_subnet_group":      {"elasticache", "describe-cache-subnet-groups", "--cache-subnet-group-name"},
	"aws_kms_alias":                     {"kms", "describe-key", "--key-id"},
	"aws_ssm_parameter": {
		"ssm", "list-tags-for-resource", "--resource-type", "Parameter", "--resource-id"},
}

// absent is what the CLI says when AWS has no such resource.
var absent = regexp.MustCompile(`\((ResourceNotFoundException|ReplicationGroupNotFoundFault|` +
	`CacheSubnetGroupNotFoundFault|NotFoundException|InvalidResourceId)\)`)

func main() {
	flag.CommandLine.Init("adopt", flag.ExitOnError)
	flag.Parse()
	if err := run(flag.Args(), os.Stdout, awsCLI); err != nil {
		fmt.Fprintln(os.Stderr, "adopt:", err)
		os.Exit(1)
	}
}

// awsCLI makes a call and returns what the CLI says to standard error.
func awsCLI(call ...string) (string, error) {
	command := exec.Command("aws", call...)
	var stderr bytes.Buffer
	command.Stderr = &stderr
	err := command.Run()
	return stderr.String(), err
}

func run(args []string, stdout io.Writer, aws func(call ...string) (stderr string, err error)) error {
	if len(args) != 1 || args[0] == "" {
		return fmt.Errorf("want the folder of one synthesized stack, such as cdktf.out/stacks/redis-prod, got %q", args)
	}
	file := filepath.Join(args[0], "cdk.tf.json")
	stack, err := input.File(file)
	if err != nil {
		return fmt.Errorf("want the folder of a synthesized stack, which `make synth` writes: %w", err)
	}
	region, err := synthesized.Region(stack)
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	blocks, err := imports.Blocks(stack, func(kind, id string) (bool, error) {
		call := slices.Concat([]string{"--region", region}, calls[kind], []string{id})
		stderr, err := aws(call...)
		if err == nil || absent.MatchString(stderr) {
			return err == nil, nil
		}
		return false, fmt.Errorf("aws %q: %w\n%s", call, err, stderr)
	})
	if err != nil {
		return err
	}
	for _, block := range blocks {
		fmt.Fprintf(stdout, "%s from %s\n", block.To, block.ID)
	}
	content, err := imports.File(blocks)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(args[0], "import.tf.json"), content, 0o644)
}
