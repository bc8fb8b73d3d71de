//go:build linux || darwin

// Command local runs a synthesized stack's groups on this machine, on Redis or Valkey servers of the same shape.
//
//	go run ./tools/local [-stack redis-dev] [-memory 64mb] [-port 7000] [-keep 1]
//	go run ./tools/local [-stack redis-dev] [-run 2] -failover GROUP | -rotate 1 | -set 1
//	go run ./tools/local [-stack redis-dev] [-memory 64mb] [-port 7000] -compose 1
//
// The second form talks to the first, which runs until Ctrl-C. The third writes the same for Docker Compose.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/paperwurks/elasticache-redis/internal/servers"
	"github.com/paperwurks/elasticache-redis/internal/synthesized"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	err := run(ctx, os.Args[1:], os.DirFS(synthesized.Dir), os.Stdout)
	interrupted := ctx.Err() != nil
	stop()
	if err == nil || errors.Is(err, flag.ErrHelp) || interrupted {
		return
	}
	for line := range strings.Lines(err.Error()) {
		fmt.Fprint(os.Stderr, "local: "+line)
	}
	fmt.Fprintln(os.Stderr)
	os.Exit(1)
}

// options are the flags as they were given, as make passes on whatever somebody typed.
type options struct {
	stack, memory, port, keep string
	failover, rotate, set     string
	compose, run, parent      string
}

func run(ctx context.Context, args []string, stacks fs.FS, out io.Writer) error {
	var o options
	flags := flag.NewFlagSet("local", flag.ContinueOnError)
	flags.SetOutput(out)
	flags.StringVar(&o.stack, "stack", "redis-dev", "the stack")
	flags.StringVar(&o.memory, "memory", "", "maxmemory of every node, such as 64mb (default that of the node type)")
	flags.StringVar(&o.port, "port", "", "first port of the endpoints (default free ports; for -compose 7379)")
	flags.StringVar(&o.keep, "keep", "", "1 keeps the env file, the certificates and the logs")
	flags.StringVar(&o.failover, "failover", "", "kill the primary of this group, where the stack runs")
	flags.StringVar(&o.rotate, "rotate", "", "1 adds a second token, where the stack runs")
	flags.StringVar(&o.set, "set", "", "1 drops the first token, where the stack runs")
	flags.StringVar(&o.compose, "compose", "", "1 writes files for Docker Compose, and starts nothing")
	flags.StringVar(&o.run, "run", "", "which run of the stack, if it runs more than once (default 1)")
	flags.StringVar(&o.parent, "parent", "", "end when this process has ended")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if err := o.check(flags.Args()); err != nil {
		return err
	}
	text, err := synthesized.Read(stacks, o.stack)
	if err != nil {
		return err
	}
	stack, err := synthesized.Parse(text)
	if err != nil {
		return fmt.Errorf("stack %s: %w", o.stack, err)
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return err
	}
	base := filepath.Join(cache, "elasticache-redis-local")
	switch {
	case o.failover != "":
		return command(ctx, filepath.Join(base, runName(o.stack, o.run)), "failover "+o.failover, out)
	case o.rotate != "":
		return command(ctx, filepath.Join(base, runName(o.stack, o.run)), "rotate", out)
	case o.set != "":
		return command(ctx, filepath.Join(base, runName(o.stack, o.run)), "set", out)
	case o.compose != "":
		return compose(o, filepath.Join(cache, "elasticache-redis-compose"), stack, out)
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	go o.watchParents(ctx, cancel)
	return up(ctx, o, base, stack, out)
}

// check returns every problem of the flags.
func (o options) check(rest []string) error {
	var problems []error
	if len(rest) > 0 {
		problems = append(problems, fmt.Errorf("want flags only, got %q", rest))
	}
	if o.memory != "" {
		problems = append(problems, servers.CheckMemory(o.memory))
	}
	if port, err := strconv.Atoi(o.port); o.port != "" && (err != nil || port < 1 || port > maxPort) {
		problems = append(problems, fmt.Errorf("PORT must be a number from 1 to 65535, got %q", o.port))
	}
	if number, err := strconv.Atoi(o.run); o.run != "" && (err != nil || number < 1) {
		problems = append(problems, fmt.Errorf("RUN must be a number from 1 on, got %q", o.run))
	}
	for _, s := range []struct{ name, value string }{
		{"KEEP", o.keep}, {"ROTATE", o.rotate}, {"SET", o.set}, {"COMPOSE", o.compose},
	} {
		if s.value != "" && s.value != "1" {
			problems = append(problems, fmt.Errorf("%s must be 1 or nothing, got %q", s.name, s.value))
		}
	}
	return errors.Join(append(problems, o.checkTogether()...)...)
}

// checkTogether returns the problems of flags that have no meaning together.
func (o options) checkTogether() []error {
	var modes []string
	for _, m := range []struct{ name, value string }{
		{"FAILOVER", o.failover}, {"ROTATE", o.rotate}, {"SET", o.set}, {"COMPOSE", o.compose},
	} {
		if m.value != "" {
			modes = append(modes, m.name)
		}
	}
	if len(modes) > 1 {
		got := strings.Join(modes, ", ")
		return []error{fmt.Errorf("want one of FAILOVER, ROTATE, SET and COMPOSE at a time, got %s", got)}
	}
	mode := strings.Join(modes, "")
	toRunning := mode != "" && mode != "COMPOSE"
	var problems []error
	for _, s := range []struct {
		name, value string
		allowed     bool
		rule        string
	}{
		{"MEMORY", o.memory, !toRunning, "is for the start: leave it out with FAILOVER, ROTATE and SET"},
		{"PORT", o.port, !toRunning, "is for the start: leave it out with FAILOVER, ROTATE and SET"},
		{"KEEP", o.keep, mode == "", "is for the start: leave it out with FAILOVER, ROTATE, SET and COMPOSE"},
		{"RUN", o.run, toRunning, "is for FAILOVER, ROTATE and SET: leave it out with anything else"},
	} {
		if s.value != "" && !s.allowed {
			problems = append(problems, fmt.Errorf("%s %s", s.name, s.rule))
		}
	}
	return problems
}

// watchParents ends the run with make, and with the program between, which may be killed without a signal to this one.
func (o options) watchParents(ctx context.Context, cancel context.CancelCauseFunc) {
	parent := os.Getppid()
	makes, _ := strconv.Atoi(o.parent)
	for ctx.Err() == nil {
		if os.Getppid() != parent || makes != 0 && errors.Is(syscall.Kill(makes, 0), syscall.ESRCH) {
			cancel(errors.New("the program that started this one has ended"))
		}
		time.Sleep(100 * time.Millisecond)
	}
}
