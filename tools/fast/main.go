// Command fast makes a cdktf Go project synthesize several times faster. Most of the time of a synthesis goes into
// loading provider bindings that the project does not use. This command copies the bindings, cdktf and jsii's runtime,
// keeps of them what the project needs, and writes go.work files that make Go use the copies. README.md says more.
//
//	fast                in the project's folder: make the copies in .fast and the go.work files
//	fast -stock         remove both
//	fast -project DIR   do it for the project in DIR
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	o, err := parse(flag.CommandLine, os.Args[1:])
	if err == nil {
		err = run(o)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "fast:", err)
		os.Exit(1)
	}
}

// options is the command line.
type options struct {
	project string
	stock   bool
}

// parse reads the command line and reports all that is wrong with it.
func parse(flags *flag.FlagSet, args []string) (options, error) {
	var o options
	flags.StringVar(&o.project, "project", ".", "folder of the cdktf Go project")
	flags.BoolVar(&o.stock, "stock", false, "remove the copies and the go.work files")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	var problems []error
	if flags.NArg() > 0 {
		problems = append(problems, fmt.Errorf("takes flags only, got %q", flags.Args()))
	}
	if o.project == "" {
		problems = append(problems, errors.New("-project must name a folder, got an empty name"))
	}
	return o, errors.Join(problems...)
}

func run(o options) error {
	p, err := findProject(o.project)
	if err != nil {
		return err
	}
	if o.stock {
		return p.removeCut()
	}
	return p.make()
}

// make renews the project's cut if it is not current, and the go.work files that use it.
func (p *project) make() error {
	if err := p.checkEnvironment(); err != nil {
		return err
	}
	works, err := p.works()
	if err != nil {
		return err
	}
	if err := p.findModules(); err != nil {
		return err
	}
	if err := p.addSubmodules(works); err != nil {
		return err
	}
	dir := filepath.Join(p.dir, cutDir)
	if p.current(dir) {
		fmt.Println("the copies in", dir, "are current")
	} else if err := p.cut(dir); err != nil {
		return err
	}
	for _, w := range works {
		if err := w.write(dir, p.modules); err != nil {
			return err
		}
	}
	fmt.Println("go run, go test and cdktf synth are fast now in", p.dir)
	return nil
}
