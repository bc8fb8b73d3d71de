// Command fast cuts the prebuilt provider bindings down to the packages this project imports, because loading all of them
// is most of the time of a synthesis, a needless process out of jsii's runtime, and needless work out of cdktf.
// docs/speed.md says how and what for.
//
//	go run ./tools/fast          make the cut and the go.work files that use it
//	go run ./tools/fast -stock   remove both
//	go run ./tools/fast -out DIR make them in DIR, to be used with GOWORK=DIR/go.work
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

const (
	cutDir    = ".fast"
	stampFile = "stamp"
)

func main() {
	stock := flag.Bool("stock", false, "remove the cut and the go.work files")
	out := flag.String("out", "", "folder for the cut and a go.work, instead of the project")
	flag.Parse()
	if err := run(*stock, *out, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "fast:", err)
		os.Exit(1)
	}
}

func run(stock bool, out string, args []string) error {
	if len(args) > 0 {
		return fmt.Errorf("takes no arguments, got %q", args)
	}
	p, err := findProject(".")
	if err != nil {
		return err
	}
	if stock {
		return p.removeCut()
	}
	if out != "" {
		return p.makeAside(out)
	}
	return p.make()
}

// make renews the project's cut where it is not current.
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
	dir := filepath.Join(p.dir, cutDir)
	if p.current(dir) {
		fmt.Println("the cut is current")
	} else if err := p.cut(dir); err != nil {
		return err
	}
	for _, work := range works {
		if err := work.write(dir, p.modules); err != nil {
			return err
		}
	}
	fmt.Println("go run, go test and cdktf synth are fast now; `make stock` undoes it")
	return nil
}

// makeAside makes a cut that only a command with GOWORK=out/go.work uses.
func (p *project) makeAside(out string) error {
	if err := p.findModules(); err != nil {
		return err
	}
	out, err := filepath.Abs(out)
	if err != nil {
		return err
	}
	if err := p.cut(filepath.Join(out, cutDir)); err != nil {
		return err
	}
	w := work{file: filepath.Join(out, "go.work"), module: p.dir, goVersion: p.goVersion}
	return w.write(filepath.Join(out, cutDir), p.modules)
}

// cut makes the cut beside dir and moves it there when it is whole, so that a stopped run leaves no half of one.
func (p *project) cut(dir string) error {
	half := dir + ".part"
	for _, old := range []string{half, dir} {
		if err := os.RemoveAll(old); err != nil {
			return err
		}
	}
	for _, m := range p.modules {
		if err := m.cut(m.dirIn(half)); err != nil {
			return fmt.Errorf("%s %s: %w", m.path, m.version, err)
		}
		fmt.Println("cut", m.path, m.version, strings.Join(m.packages, " "))
	}
	if err := os.WriteFile(filepath.Join(half, stampFile), []byte(p.stamp()), 0o666); err != nil {
		return err
	}
	return os.Rename(half, dir)
}

// current says whether the cut in dir is of these versions and packages.
func (p *project) current(dir string) bool {
	stamp, err := os.ReadFile(filepath.Join(dir, stampFile))
	return err == nil && string(stamp) == p.stamp()
}

// removeCut leaves the project as it was cloned.
func (p *project) removeCut() error {
	works, err := p.works()
	if err != nil {
		return err
	}
	for _, work := range works {
		if err := work.remove(); err != nil {
			return err
		}
	}
	return os.RemoveAll(filepath.Join(p.dir, cutDir))
}
