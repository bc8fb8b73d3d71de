//go:build linux || darwin

package servers

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Place is where a node listens, and what a cluster's clients are told to call it.
type Place struct {
	Address       string
	Port, BusPort int
	Hostname      string
}

// Node is one server of a group.
type Node struct {
	Place
	// Name is its name on AWS, such as paperwurks-prod-broker-0001-001.
	Name string
	// Server is what runs it.
	Server Server

	group   *Group
	process *process
}

// at is the node's address and port, as redis-cli and CLUSTER MEET take them.
func (n *Node) at() string { return n.Address + " " + strconv.Itoa(n.Port) }

// start starts the node, with a place of its own, and waits until it answers. A parameter that the server does not know
// is left out.
func (n *Node) start(ctx context.Context, place func(node string) (Place, error), primary *Node) error {
	g := n.group
	for tries := 1; ; tries++ {
		var err error
		if n.Place, err = place(n.Name); err != nil {
			return err
		}
		dir := filepath.Join(g.dir(), n.Name)
		if err := errors.Join(os.RemoveAll(dir), os.Mkdir(dir, 0o700)); err != nil {
			return err
		}
		// The configuration has the token, so it is never on disk.
		if n.process, err = g.run.start(dir, g.config(n, g.dir(), primary), n.Server.Path, "-"); err != nil {
			return err
		}
		err = Eventually(ctx, n.Name+" answers", func() bool { return n.Ended() || n.Ask("PING") == "PONG" })
		if err != nil || !n.Ended() {
			return err
		}
		if match := refusal.FindStringSubmatch(n.Output()); match != nil && g.leaveOut(match[1]) {
			continue
		}
		// Between the choice of a free port and its use another program may take it.
		if tries == 5 || !strings.Contains(n.Output(), "already in use") {
			return fmt.Errorf("%s of %s ended at start:\n%s", n.Server.Path, n.Name, strings.TrimSpace(n.Output()))
		}
		time.Sleep(time.Second)
	}
}

// Ask runs a command as the engineer, and returns the answer, or the error as text.
func (n *Node) Ask(args ...string) string { return n.ask("", args...) }

// ask runs a command whose last argument is a secret, which no command line shows.
func (n *Node) ask(secret string, args ...string) string {
	flags := []string{
		"-e",
		"--tls",
		"--cacert",
		n.group.CA.File,
		"-h",
		n.Address,
		"-p",
		strconv.Itoa(n.Port),
		"--user",
		engineer,
	}
	if secret != "" {
		flags = append(flags, "-x")
	}
	// A server that hangs does not answer.
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	argv := slices.Concat([]string{n.Server.CLI}, flags, args)
	cli := n.group.run.command(ctx, "REDISCLI_AUTH="+n.group.password, argv...)
	cli.Stdin = strings.NewReader(secret)
	output, _ := cli.CombinedOutput()
	return strings.TrimSpace(string(output))
}

// Tell runs a command that must be answered with OK.
func (n *Node) Tell(args ...string) error { return n.tell("", args...) }

func (n *Node) tell(secret string, args ...string) error {
	if answer := n.ask(secret, args...); answer != "OK" {
		return n.refused(answer, args...)
	}
	return nil
}

// refused is the error of a command that the node answered otherwise than it must.
func (n *Node) refused(answer string, args ...string) error {
	return fmt.Errorf("%s: %s: %s", n.Name, strings.Join(args, " "), n.group.redact(answer))
}

// Info returns one field of INFO.
func (n *Node) Info(field string) string {
	for line := range strings.Lines(n.Ask("INFO", "everything")) {
		if name, value, _ := strings.Cut(strings.TrimSpace(line), ":"); name == field {
			return value
		}
	}
	return ""
}

// offset is how many bytes of changes the node has, or -1.
func (n *Node) offset() int {
	offset, err := strconv.Atoi(n.Info("master_repl_offset"))
	if err != nil {
		return -1
	}
	return offset
}

// Kill ends the node at once, as a failing machine does.
func (n *Node) Kill() { n.process.kill() }

// Hang stops the node without ending it: it takes connections and answers nothing.
func (n *Node) Hang() error { return n.process.cmd.Process.Signal(syscall.SIGSTOP) }

// Ended says whether the server has ended; Done is closed then.
func (n *Node) Ended() bool { return n.process.ended() }

// Done is closed when the server has ended.
func (n *Node) Done() <-chan struct{} { return n.process.done }

// Output is what the server has printed, without the group's passwords.
func (n *Node) Output() string { return n.group.redact(n.process.output()) }

// patience is for a machine that hangs, not for a slow one.
const patience = 10 * time.Minute

// Eventually polls until the condition holds: until the context's deadline, or for ten minutes where it has none.
func Eventually(ctx context.Context, what string, condition func() bool) error {
	deadline, ok := ctx.Deadline()
	if !ok {
		deadline = time.Now().Add(patience)
	}
	ctx, cancel := context.WithDeadline(ctx, deadline)
	defer cancel()
	// A condition starts a process or two: the longer it takes, the less often it is asked.
	for pause := 100 * time.Millisecond; !condition(); pause = min(pause*5/4, 500*time.Millisecond) {
		select {
		case <-ctx.Done():
			return fmt.Errorf("waited in vain: %s: %w", what, ctx.Err())
		case <-time.After(pause):
		}
	}
	return nil
}
