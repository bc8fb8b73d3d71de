package main

import (
	"archive/tar"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
)

// count is what a synthesis costs on any machine.
type count struct {
	stacks, resources int
	// calls are the requests from Go to Node.
	calls int
	// loaded are the bytes of the providers that Node reads: descriptions of types, and programs.
	loaded size
}

type size struct{ assemblies, programs int }

func (b *bench) counts() error {
	fmt.Print("\n## Counts of the three stacks, the same on every machine\n\n")
	fmt.Println("| | jsii calls | a stack | a resource | providers' assemblies, bytes | providers' programs, bytes |")
	fmt.Println("| --- | --- | --- | --- | --- | --- |")
	for _, cut := range []bool{false, true} {
		c, err := b.count(cut)
		if err != nil {
			return err
		}
		name := map[bool]string{false: "stock", true: "fast"}[cut]
		fmt.Printf("| %s | %d | %d | %.2f | %d | %d |\n", name, c.calls, c.calls/c.stacks, c.callsPerResource(), c.loaded.assemblies, c.loaded.programs)
	}
	return nil
}

func (c count) callsPerResource() float64 { return float64(c.calls) / float64(c.resources) }

// count counts what the project's own stacks cost.
func (b *bench) count(cut bool) (count, error) {
	traffic, err := b.synth("", cut, ".").traffic()
	if err != nil {
		return count{}, err
	}
	c := count{calls: strings.Count(traffic, "\n> {\"api\":")}
	files, err := filepath.Glob(filepath.Join(b.out(cut), "stacks", "*", "cdk.tf.json"))
	if err != nil {
		return count{}, err
	}
	for _, file := range files {
		stack, err := readConfiguration(file)
		if err != nil {
			return count{}, err
		}
		c.stacks++
		for _, resources := range stack.section("resource") {
			c.resources += len(resources.(map[string]any))
		}
	}
	c.loaded, err = b.loaded(cut)
	return c, err
}

// loaded adds up the npm packages that the providers' Go modules hold.
func (b *bench) loaded(cut bool) (size, error) {
	var sum size
	list := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/cdktf/cdktf-provider-aws-go/aws/v19", "github.com/cdktf/cdktf-provider-random-go/random/v11")
	list.Dir = b.root
	list.Env = append(os.Environ(), b.synth("", cut).env...)
	dirs, err := list.Output()
	if err != nil {
		return sum, fmt.Errorf("go list: %w", err)
	}
	for dir := range strings.FieldsSeq(string(dirs)) {
		tarballs := filepath.Join(dir, "jsii", "*.tgz")
		if cut {
			tarballs = filepath.Join(dir, "jsii", "cut", "*.tgz")
		}
		files, err := filepath.Glob(tarballs)
		if err != nil || len(files) != 1 {
			return sum, fmt.Errorf("%s are %d files (%w)", tarballs, len(files), err)
		}
		if err := sum.addPackage(files[0]); err != nil {
			return sum, err
		}
	}
	return sum, nil
}

func (s *size) addPackage(file string) error {
	in, err := os.Open(file)
	if err != nil {
		return err
	}
	defer in.Close()
	unzip, err := gzip.NewReader(in)
	if err != nil {
		return err
	}
	for r := tar.NewReader(unzip); ; {
		header, err := r.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch {
		case path.Base(header.Name) == ".jsii":
			s.assemblies += int(header.Size)
		case path.Ext(header.Name) == ".js":
			s.programs += int(header.Size)
		}
	}
}
