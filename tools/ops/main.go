// Command ops runs what a person on call needs of a Redis group over the AWS CLI.
//
//	go run ./tools/ops [-stack redis-dev] [-group redis] [-yes] [-dry-run] <command>
//
// It takes names from the stack's Terraform outputs, prints each call before it runs it, and asks before a call that
// changes something.
package main

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"

	"github.com/paperwurks/elasticache-redis/internal/input"
	"github.com/paperwurks/elasticache-redis/internal/synthesized"
)

func main() {
	err := run(os.Args[1:], world{
		in:     os.Stdin,
		out:    os.Stdout,
		stacks: os.DirFS(synthesized.Dir),
		read: func(call []string) ([]byte, error) {
			cmd := exec.Command(call[0], call[1:]...)
			cmd.Stderr = os.Stderr
			return cmd.Output()
		},
		attach: func(call []string) error {
			cmd := exec.Command(call[0], call[1:]...)
			cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
			return cmd.Run()
		},
		now: time.Now(),
	})
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "ops:", err)
		os.Exit(1)
	}
}

// world is what a command touches.
type world struct {
	in  io.Reader
	out io.Writer
	// stacks is the folder of synthesized stacks.
	stacks fs.FS
	// read runs a call and returns what it prints.
	read func(call []string) ([]byte, error)
	// attach runs a call on the terminal.
	attach func(call []string) error
	now    time.Time
}

// options are the flags.
type options struct {
	stack, group, nodeGroup  string
	cluster, task, container string
	snapshot, bucket         string
	yes, dryRun              bool
}

func run(args []string, w world) error {
	var o options
	flags := flag.NewFlagSet("ops", flag.ContinueOnError)
	flags.SetOutput(w.out)
	flags.StringVar(&o.stack, "stack", "redis-dev", "the stack")
	flags.StringVar(&o.group, "group", "", "the group's name (default the stack's first)")
	flags.StringVar(&o.nodeGroup, "node-group", "0001", "failover: the node group, which is a shard")
	flags.StringVar(&o.cluster, "cluster", "", "ping: the ECS cluster")
	flags.StringVar(&o.task, "task", "", "ping: the id of a running ECS task")
	flags.StringVar(&o.container, "container", "", "ping: the container in the task")
	flags.StringVar(&o.snapshot, "snapshot", "", "export: the name of a snapshot, from the list of snapshots")
	flags.StringVar(&o.bucket, "bucket", "", "export: the S3 bucket")
	flags.BoolVar(&o.yes, "yes", false, "do not ask before a change")
	flags.BoolVar(&o.dryRun, "dry-run", false, "print the call and do not run it")
	flags.Usage = func() {
		fmt.Fprintf(w.out, "Usage: go run ./tools/ops [flags] <command>\n\n%s\nFlags:\n", commandList())
		flags.PrintDefaults()
	}
	if err := flags.Parse(args); err != nil {
		return err
	}
	c, err := o.chosen(flags)
	if err != nil {
		return err
	}
	if o.yes && o.dryRun {
		return errors.New("want one of -yes and -dry-run, since a dry run changes nothing")
	}
	t, err := newTarget(w, o)
	if err != nil {
		return err
	}
	calls := c.calls(t)
	if err := t.missingOutputs(); err != nil {
		return err
	}
	for _, call := range calls {
		fmt.Fprintln(w.out, "+", quote(call))
		if o.dryRun {
			continue
		}
		if c.asks != "" && !o.yes && !confirmed(w, c.asks, t) {
			return errors.New("not confirmed, nothing was changed")
		}
		if err := w.attach(call); err != nil {
			return fmt.Errorf("%s: %w", call[0], err)
		}
	}
	return nil
}

// chosen is the command that the arguments name, with the flags it needs.
func (o options) chosen(flags *flag.FlagSet) (command, error) {
	i := slices.IndexFunc(commands, func(c command) bool { return c.name == flags.Arg(0) })
	if i < 0 || flags.NArg() != 1 {
		return command{}, fmt.Errorf("want one command after the flags, got %q; the commands are\n%s",
			flags.Args(), commandList())
	}
	var missing []string
	if flags.Lookup("node-group").Value.String() == "" {
		missing = append(missing, "-node-group with a name")
	}
	for _, name := range commands[i].needs {
		if flags.Lookup(name).Value.String() == "" {
			missing = append(missing, fmt.Sprintf("-%s (make: %s=…)", name, strings.ToUpper(name)))
		}
	}
	var problems []error
	if len(missing) > 0 {
		problems = append(problems, fmt.Errorf("%s needs %s", commands[i].name, strings.Join(missing, ", ")))
	}
	return commands[i], errors.Join(append(problems, o.checkNames()...)...)
}

// checkNames checks the names of what is not in the stack, where they are set.
func (o options) checkNames() []error {
	var problems []error
	longest := input.LongestSnapshotName(o.snapshot)
	if o.snapshot != "" && (!input.SnapshotForm.MatchString(o.snapshot) || len(o.snapshot) > longest) {
		problems = append(problems, fmt.Errorf("-snapshot must be a snapshot's name: letters, digits and single hyphens, "+
			"starting with a letter, at most %d characters; got %q", longest, o.snapshot))
	}
	if o.bucket != "" && !input.IsBucketName(o.bucket) {
		problems = append(problems, fmt.Errorf("-bucket must be the name of an S3 bucket, got %q", o.bucket))
	}
	return problems
}

func commandList() string {
	var list strings.Builder
	for _, c := range commands {
		fmt.Fprintf(&list, "  %-10s %s\n", c.name, c.does)
	}
	return list.String()
}

func confirmed(w world, question string, t *target) bool {
	fmt.Fprintf(w.out, "%s %s in stack %s? [y/N] ", question, t.id(), t.stack)
	answer, _ := bufio.NewReader(w.in).ReadString('\n')
	return slices.Contains([]string{"y", "yes"}, strings.ToLower(strings.TrimSpace(answer)))
}

// quote writes a call as a shell takes it.
func quote(call []string) string {
	var words []string
	for _, word := range call {
		plain := func(r rune) bool {
			return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || strings.ContainsRune("-_./:=,@%+", r)
		}
		if word == "" || strings.ContainsFunc(word, func(r rune) bool { return !plain(r) }) {
			word = "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
		}
		words = append(words, word)
	}
	return strings.Join(words, " ")
}
