package main

import (
	"fmt"
	"path/filepath"
)

// twinEnvironment is the environment that other languages and Terraform get, the project's largest.
const twinEnvironment = "prod"

// compare runs the project's stacks stock and cut, beside the floor, the TypeScript twins and Terraform's own check.
func (b *bench) compare() error {
	one := []string{"./tools/bench/app", "-env", twinEnvironment}
	commands := []command{
		b.synth("three stacks, stock", false, "."),
		b.synth("three stacks, fast", true, "."),
		b.synth("one stack, stock", false, one...),
		b.synth("one stack, fast", true, one...),
		b.synth("empty app, no provider", true, "./tools/bench/floor"),
	}
	stack, err := b.synthesized(one...)
	if err != nil {
		return err
	}
	for _, other := range []struct {
		name string
		make func(stack configuration) ([]command, error)
	}{
		{"TypeScript twins", b.twins}, {"terraform validate", b.validate},
	} {
		more, err := other.make(stack)
		if err != nil {
			fmt.Printf("\n%s are left out: %v\n", other.name, err)
			continue
		}
		commands = append(commands, more...)
	}

	if err := warm(commands); err != nil {
		return err
	}
	all, err := measure(b.rounds, commands)
	if err != nil {
		return err
	}
	fmt.Printf("\n## Warm, %d rounds: median (min to max)\n\n", b.rounds)
	fmt.Println("| command | of stock | wall s | CPU s | largest process MiB | all processes MiB |")
	fmt.Println("| --- | --- | --- | --- | --- | --- |")
	for i, c := range commands {
		memory, err := c.memory()
		if err != nil {
			return err
		}
		fmt.Printf("| %s | %v | %v | %v | %.0f | %.0f |\n", c.name, all[i].ratio(all[0]), all[i].spread(seconds), all[i].spread(cpuSeconds),
			all[i].spread(mebibytes).max, float64(memory)/(1<<20))
	}
	fmt.Println("\n| three stacks, fast, of | median (min to max) |\n| --- | --- |")
	for i, c := range commands {
		if i > 1 {
			fmt.Printf("| %s | %v |\n", c.name, all[1].ratio(all[i]))
		}
	}
	return nil
}

// synthesized is the stack that the command writes.
func (b *bench) synthesized(args ...string) (configuration, error) {
	c := b.synth("the stack of the twins", true, args...)
	if _, err := c.run(); err != nil {
		return nil, err
	}
	return readConfiguration(filepath.Join(b.out(true), "stacks", "redis-"+twinEnvironment, "cdk.tf.json"))
}
