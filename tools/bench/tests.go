package main

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
)

// tests runs the project's tests that synthesize. They share one Node, so that the first stack pays for it: tests are cheap
// when each further stack is.
func (b *bench) tests() error {
	fmt.Printf("\n## The tests that synthesize, %d rounds: median (min to max)\n\n", b.few())
	fmt.Println("| | all tests s | stacks | resources a stack | each further stack ms | its CPU ms |")
	fmt.Println("| --- | --- | --- | --- | --- | --- |")
	for _, cut := range []bool{false, true} {
		commands, err := b.suite(cut)
		if err != nil {
			return err
		}
		var stacks, resources []int
		for _, c := range commands {
			traffic, err := c.traffic()
			if err != nil {
				return err
			}
			stacks = append(stacks, strings.Count(traffic, `{"api":"create","fqn":"cdktf.TerraformStack"`))
			resources = append(resources, strings.Count(traffic, `{"api":"create","fqn":"@cdktf/`))
		}
		runs, err := measure(b.few(), commands)
		if err != nil {
			return err
		}
		further := stacks[1] - stacks[0]
		each := func(time func(sample) float64) spread {
			var all []float64
			for i := range runs[0] {
				all = append(all, 1000*(time(runs[1][i])-time(runs[0][i]))/float64(further))
			}
			return spreadOf(all)
		}
		fmt.Printf("| %s | %v | %d | %d | %v | %v |\n", map[bool]string{false: "stock", true: "fast"}[cut],
			runs[1].spread(seconds), stacks[1], (resources[1]-resources[0])/further, each(seconds), each(cpuSeconds))
	}
	return nil
}

// suite is the test binary of the project's root, run for few stacks and for all.
func (b *bench) suite(cut bool) ([]command, error) {
	binary := filepath.Join(b.tmp, "suite")
	build := b.synth("", cut, ".")
	cmd := exec.Command("go", "test", "-c", "-o", binary, ".")
	cmd.Dir = build.dir
	cmd.Env = append(cmd.Environ(), build.env...)
	if out, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("go test -c: %w\n%s", err, out)
	}
	few := command{name: "few stacks", dir: b.root, args: []string{binary, "-test.run", "^TestGolden$"}}
	all := command{name: "all stacks", dir: b.root, args: []string{binary}}
	return []command{few, all}, nil
}
