package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
)

// scales are the numbers of environments of an app that grows.
var scales = []int{1, 3, 10, 30, 100}

// scale runs more and more generated environments, stock and cut.
func (b *bench) scale() error {
	fmt.Printf("\n## Generated environments, %d rounds: median (min to max)\n\n", b.few())
	fmt.Println("| environments | fast of stock | stock s | fast s | fast, largest process MiB |")
	fmt.Println("| --- | --- | --- | --- | --- |")
	commands := func(n int) []command {
		args := []string{"./tools/bench/app", "-n", strconv.Itoa(n)}
		return []command{b.synth("stock", false, args...), b.synth("fast", true, args...)}
	}
	if err := warm(commands(1)); err != nil {
		return err
	}
	for _, n := range scales {
		all, err := measure(b.few(), commands(n))
		if err != nil {
			return err
		}
		stock, fast := all[0], all[1]
		fmt.Printf("| %d | %v | %v | %v | %.0f |\n", n, fast.ratio(stock), stock.spread(seconds), fast.spread(seconds), fast.spread(mebibytes).max)
	}
	return nil
}

// cold runs the three stacks as a new machine does: with jsii's cache of unpacked packages empty, and with Go's build
// cache empty too.
func (b *bench) cold() error {
	fmt.Printf("\n## Cold, %d rounds: median (min to max)\n\n", b.few())
	fmt.Println("| three stacks | fast of stock | stock s | fast s |")
	fmt.Println("| --- | --- | --- | --- |")
	commands := []command{b.synth("stock", false, "."), b.synth("fast", true, ".")}
	if err := warm(commands); err != nil {
		return err
	}
	for _, cold := range []struct {
		name   string
		caches []string
	}{
		{"jsii's cache is empty", []string{"JSII_RUNTIME_PACKAGE_CACHE_ROOT"}},
		{"Go's build cache too", []string{"JSII_RUNTIME_PACKAGE_CACHE_ROOT", "GOCACHE"}},
	} {
		all, err := measure(b.few(), b.withoutCaches(commands, cold.caches))
		if err != nil {
			return err
		}
		fmt.Printf("| %s | %v | %v | %v |\n", cold.name, all[1].ratio(all[0]), all[0].spread(seconds), all[1].spread(seconds))
	}
	return nil
}

// withoutCaches are the commands with caches, named by the variables that say where they are, which are empty at each start.
func (b *bench) withoutCaches(commands []command, caches []string) []command {
	dir := filepath.Join(b.tmp, "cache")
	var cold []command
	for _, c := range commands {
		c.env = slices.Clone(c.env)
		for _, cache := range caches {
			c.env = append(c.env, cache+"="+filepath.Join(dir, cache))
		}
		c.before = func() error { return os.RemoveAll(dir) }
		cold = append(cold, c)
	}
	return cold
}
