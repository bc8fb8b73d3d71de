// Command bench measures what synthesis costs, stock and cut, beside other ways to the same Terraform configuration, and
// prints it as the Markdown tables of docs/speed.md.
//
// Every round runs every command once, in turn, and ratios are taken within a round: the machine's mood cancels out.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
)

func main() {
	rounds := flag.Int("rounds", 7, "rounds of the comparison; a third of it, at least one, for cold runs and scales")
	only := flag.String("only", "", "sections to run, comma-separated: compare, cold, scale, tests, counts; all by default")
	flag.Parse()
	if err := run(*rounds, *only, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// sections are the parts of the benchmark, by the names that -only takes.
var sections = []struct {
	name string
	run  func(*bench) error
}{
	{"compare", (*bench).compare}, {"cold", (*bench).cold}, {"scale", (*bench).scale}, {"tests", (*bench).tests}, {"counts", (*bench).counts},
}

func run(rounds int, only string, args []string) error {
	if err := check(rounds, only, args); err != nil {
		return err
	}
	b, err := newBench(rounds)
	if err != nil {
		return err
	}
	defer os.RemoveAll(b.tmp)
	fmt.Printf("%d CPUs, %s, load %s\n", runtime.NumCPU(), runtime.Version(), load())
	if err := b.makeCut(); err != nil {
		return err
	}
	for _, section := range sections {
		if only != "" && !slices.Contains(strings.Split(only, ","), section.name) {
			continue
		}
		if err := section.run(b); err != nil {
			return fmt.Errorf("%s: %w", section.name, err)
		}
	}
	fmt.Printf("\nload at the end %s\n", load())
	return nil
}

// check reports all that is wrong with the command line.
func check(rounds int, only string, args []string) error {
	var problems []error
	if rounds < 1 {
		problems = append(problems, fmt.Errorf("-rounds must be at least 1, got %d", rounds))
	}
	var names []string
	for _, section := range sections {
		names = append(names, section.name)
	}
	for name := range strings.SplitSeq(only, ",") {
		if only != "" && !slices.Contains(names, name) {
			problems = append(problems, fmt.Errorf("-only must be of %s, got %q", strings.Join(names, ", "), name))
		}
	}
	if len(args) > 0 {
		problems = append(problems, fmt.Errorf("takes no arguments, got %q", args))
	}
	return errors.Join(problems...)
}

// bench is one run of the benchmark: where the project is, and a folder for all that it makes.
type bench struct {
	root, tmp string
	rounds    int
}

func newBench(rounds int) (*bench, error) {
	root, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/paperwurks/elasticache-redis").Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	tmp, err := os.MkdirTemp("", "bench-*")
	return &bench{root: strings.TrimSpace(string(root)), tmp: tmp, rounds: rounds}, err
}

// makeCut makes a cut beside the project's own, and says how long that takes.
func (b *bench) makeCut() error {
	start := time.Now()
	cmd := exec.Command("go", "run", "./tools/fast", "-out", b.tmp)
	cmd.Dir = b.root
	out, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("the cut: %w\n%s", err, out)
	}
	fmt.Printf("making the cut takes %.1f s\n", time.Since(start).Seconds())
	return nil
}

// synth is a command that synthesizes with the bindings as they come, or with the cut.
func (b *bench) synth(name string, cut bool, args ...string) command {
	work := "off"
	if cut {
		work = filepath.Join(b.tmp, "go.work")
	}
	return command{
		name: name, dir: b.root, args: append([]string{"go", "run"}, args...),
		env: []string{"GOWORK=" + work, "CDKTF_OUTDIR=" + b.out(cut)},
	}
}

// out is where synth writes.
func (b *bench) out(cut bool) string {
	if cut {
		return filepath.Join(b.tmp, "out-fast")
	}
	return filepath.Join(b.tmp, "out-stock")
}

// traffic is what the command and Node say to each other.
func (c command) traffic() (string, error) {
	cmd := exec.Command(c.args[0], c.args[1:]...)
	cmd.Dir = c.dir
	cmd.Env = append(append(os.Environ(), c.env...), "JSII_DEBUG=1")
	var traffic strings.Builder
	cmd.Stderr = &traffic
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("%s: %w\n%s", strings.Join(c.args, " "), err, traffic.String())
	}
	return traffic.String(), nil
}

// warm runs all commands once, which builds and fills caches.
func warm(commands []command) error {
	_, err := measure(1, commands)
	return err
}

// measure runs all commands once a round.
func measure(rounds int, commands []command) ([]series, error) {
	all := make([]series, len(commands))
	for range rounds {
		for i, c := range commands {
			s, err := c.run()
			if err != nil {
				return nil, err
			}
			all[i] = append(all[i], s)
		}
	}
	return all, nil
}

// few is the number of rounds of what takes long.
func (b *bench) few() int { return max(1, b.rounds/3) }

func load() string {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	return strings.Fields(string(text))[0]
}
