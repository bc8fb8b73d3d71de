// Command bench measures what synthesis costs, stock and after `make fast`, and prints the tables of docs/speed.md.
//
//	go run -C workbench ./bench [-rounds 3]
//
// A round runs every app stock and then fast. The ratio is that of one round: what slows the machine slows both.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"time"
)

func main() {
	rounds := flag.Int("rounds", 3, "how often each app runs; at least 1")
	flag.Parse()
	if err := run(*rounds, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(rounds int, args []string) error {
	var problems []error
	if rounds < 1 {
		problems = append(problems, fmt.Errorf("-rounds must be at least 1, got %d", rounds))
	}
	if len(args) > 0 {
		problems = append(problems, fmt.Errorf("takes no arguments, got %q", args))
	}
	if problems != nil {
		return errors.Join(problems...)
	}
	p, err := newProject()
	if err != nil {
		return err
	}
	defer p.remove()
	fmt.Printf("%d CPUs, %s, %d rounds: median (min to max)\n\n", runtime.NumCPU(), runtime.Version(), rounds)
	if err := p.times(rounds); err != nil {
		return err
	}
	return p.printCounts()
}

// app is a program that synthesizes.
type app struct {
	name string
	// dir is its module's folder in the project, args those of `go run` there.
	dir  string
	args []string
	// empty are the variables that name caches, each an empty folder at the start of a run.
	empty []string
}

// apps are the rows of the table.
func apps() []app {
	const jsiiCache, goCache = "JSII_RUNTIME_PACKAGE_CACHE_ROOT", "GOCACHE"
	rows := []app{
		{name: "the project's stacks", args: []string{"."}},
		{name: "jsii's cache is empty", args: []string{"."}, empty: []string{jsiiCache}},
		{name: "Go's build cache is empty too", args: []string{"."}, empty: []string{jsiiCache, goCache}},
	}
	for _, n := range []int{0, 1, 3, 10, 30, 100} {
		rows = append(rows, generated(n))
	}
	return rows
}

// generated is an app of n environments, which are always the same.
func generated(n int) app {
	args := []string{"./bench/app", "-n", strconv.Itoa(n)}
	return app{name: fmt.Sprintf("generated environments: %d", n), dir: "workbench", args: args}
}

// times prints how long each app takes.
func (p *project) times(rounds int) error {
	for _, a := range []app{apps()[0], generated(1)} { // builds them, and fills the caches
		if _, _, err := p.round(a); err != nil {
			return err
		}
	}
	fmt.Println("| | fast of stock | stock, s | fast, s | stock, largest process MiB | fast, largest process MiB |")
	fmt.Println("| --- | --- | --- | --- | --- | --- |")
	for _, a := range apps() {
		var ratio, stockTimes, fastTimes []float64
		var stockPeak, fastPeak int64
		for range rounds {
			stock, fast, err := p.round(a)
			if err != nil {
				return err
			}
			ratio = append(ratio, fast.wall.Seconds()/stock.wall.Seconds())
			stockTimes, fastTimes = append(stockTimes, stock.wall.Seconds()), append(fastTimes, fast.wall.Seconds())
			stockPeak, fastPeak = max(stockPeak, stock.peak), max(fastPeak, fast.peak)
		}
		fmt.Printf("| %s | %s | %s | %s | %d | %d |\n",
			a.name, spread(ratio), spread(stockTimes), spread(fastTimes), stockPeak>>20, fastPeak>>20)
	}
	return nil
}

// round runs the app stock and fast.
func (p *project) round(a app) (stock, fast sample, err error) {
	if stock, err = p.measure(a, false); err == nil {
		fast, err = p.measure(a, true)
	}
	return stock, fast, err
}

// sample is one run of an app.
type sample struct {
	wall time.Duration
	// peak is the largest resident set of any one of its processes, in bytes.
	peak int64
}

func (p *project) measure(a app, fast bool) (sample, error) {
	cmd := p.command(a, fast)
	for _, cache := range a.empty {
		dir := filepath.Join(p.tmp, cache)
		if err := os.RemoveAll(dir); err != nil {
			return sample{}, err
		}
		cmd.Env = append(cmd.Env, cache+"="+dir)
	}
	return measure(cmd)
}

// spread is the median of some values, and their ends.
func spread(values []float64) string {
	slices.Sort(values)
	last := len(values) - 1
	return fmt.Sprintf("%.2f (%.2f to %.2f)", values[len(values)/2], values[0], values[last])
}
