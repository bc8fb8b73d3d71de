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

// counts are what a synthesis costs on any machine.
type counts struct {
	// JSIICallsPerResource are the requests from Go to Node for each resource, data source and provider.
	JSIICallsPerResource float64
	// AssemblyBytes and ProgramBytes are what Node reads of the providers: descriptions of types, and programs.
	AssemblyBytes, ProgramBytes int
}

// counted is the app whose counts must not grow: not the project's own stacks, which their owner edits.
var counted = generated(5)

// printCounts prints the counts, stock and fast.
func (p *project) printCounts() error {
	fmt.Printf("\n| %s | jsii calls a resource | providers' assemblies, bytes | providers' programs, bytes |\n",
		counted.name)
	fmt.Println("| --- | --- | --- | --- |")
	for _, fast := range []bool{false, true} {
		c, err := p.count(fast)
		if err != nil {
			return err
		}
		fmt.Printf("| %s | %.2f | %d | %d |\n",
			map[bool]string{false: "stock", true: "fast"}[fast], c.JSIICallsPerResource, c.AssemblyBytes, c.ProgramBytes)
	}
	return nil
}

func (p *project) count(fast bool) (counts, error) {
	cmd := p.command(counted, fast)
	cmd.Env = append(cmd.Env, "JSII_DEBUG=1")
	var traffic strings.Builder
	cmd.Stderr = &traffic
	if err := cmd.Run(); err != nil {
		return counts{}, fmt.Errorf("%s: %w\n%s", cmd, err, traffic.String())
	}
	// Node prints into the same lines.
	calls := strings.Count(traffic.String(), `> {"api":`)
	resources := strings.Count(traffic.String(), `{"api":"create","fqn":"@cdktf/provider-`)
	c := counts{JSIICallsPerResource: float64(calls) / float64(resources)}
	err := p.addPackages(&c, fast)
	return c, err
}

// addPackages adds up the npm packages that the providers' Go modules hold.
func (p *project) addPackages(c *counts, fast bool) error {
	list := exec.Command("go", "list", "-m", "-f", "{{.Dir}}",
		"github.com/cdktf/cdktf-provider-aws-go/aws/v19", "github.com/cdktf/cdktf-provider-random-go/random/v11")
	list.Dir = p.dir()
	list.Env = append(os.Environ(), "GOWORK="+workspace(fast))
	dirs, err := list.Output()
	if err != nil {
		return fmt.Errorf("go list: %w", err)
	}
	for dir := range strings.FieldsSeq(string(dirs)) {
		packages := filepath.Join(dir, "jsii", "*.tgz")
		if fast {
			packages = filepath.Join(dir, "jsii", "cut", "*.tgz")
		}
		files, err := filepath.Glob(packages)
		if err != nil {
			return err
		}
		if len(files) != 1 {
			return fmt.Errorf("%s must be one file, got %q", packages, files)
		}
		if err := c.addPackage(files[0]); err != nil {
			return err
		}
	}
	return nil
}

func (c *counts) addPackage(file string) error {
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
			c.AssemblyBytes += int(header.Size)
		case path.Ext(header.Name) == ".js":
			c.ProgramBytes += int(header.Size)
		}
	}
}
