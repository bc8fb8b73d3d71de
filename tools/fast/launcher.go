package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
)

// directFile makes the runtime start jsii's program itself. As it comes it starts a launcher, a Node of its own, which
// starts the program on a socket, file 3, and copies every message there and back.
const directFile = `package process

import (
	"io"
	"os"
	"syscall"
)

// stdinPipe makes both directions of the socket, unless JSII_RUNTIME names a runtime of somebody's own.
func (p *Process) stdinPipe() (io.WriteCloser, error) {
	if p.tmpdir == "" {
		return p.cmd.StdinPipe()
	}
	pair, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	if err != nil {
		return nil, err
	}
	syscall.CloseOnExec(pair[0])
	syscall.CloseOnExec(pair[1])
	p.cmd.Stdout = os.Stdout
	p.cmd.ExtraFiles = []*os.File{os.NewFile(uintptr(pair[1]), "jsii")}
	return os.NewFile(uintptr(pair[0]), "jsii"), nil
}

func (p *Process) stdoutPipe() (io.ReadCloser, error) {
	if p.tmpdir == "" {
		return p.cmd.StdoutPipe()
	}
	return p.stdin.(*os.File), nil
}

// start leaves the other end of the socket to the program, so that its end is noticed.
func (p *Process) start() error {
	err := p.cmd.Start()
	for _, file := range p.cmd.ExtraFiles {
		file.Close()
	}
	return err
}
`

// runtimeEdits are what directFile needs in the runtime's own files.
var runtimeEdits = map[string]edits{
	"internal/kernel/process/process.go": {
		{"p.cmd.StdinPipe()", "p.stdinPipe()"},
		{"p.cmd.StdoutPipe()", "p.stdoutPipe()"},
		{"p.cmd.Start()", "p.start()"},
		{`exec.Command(node, entrypoint)`, `exec.Command(node, "--preserve-symlinks", entrypoint)`},
		{`exec.Command("node", entrypoint)`, `exec.Command("node", "--preserve-symlinks", entrypoint)`},
	},
	"internal/embedded/embedded.go": {
		{`path.Join("bin", "jsii-runtime.js")`, `path.Join("lib", "program.js")`},
	},
}

const programName = "internal/embedded/resources/lib/program.js"

// programEdits make jsii's program faster. It described each value's type for a message that is never needed.
var programEdits = edits{
	{
		"assert(typeRef != null, `Kernel error: expected type",
		"typeRef != null || assert(false, `Kernel error: expected type",
	},
}

// cutLauncher copies the runtime to dir without its launcher.
func cutLauncher(from, dir string) error {
	if err := os.CopyFS(dir, os.DirFS(from)); err != nil {
		return err
	}
	// What is embedded is written to a new folder at each start.
	resources := filepath.Join(dir, "internal", "embedded", "resources")
	for _, unused := range []string{"bin", filepath.Join("lib", "program.js.map")} {
		if err := os.RemoveAll(filepath.Join(resources, unused)); err != nil {
			return err
		}
	}
	for name, edits := range runtimeEdits {
		text, err := readKnown(dir, name)
		if err != nil {
			return err
		}
		edited, err := edits.apply(text)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if err := writeFile(filepath.Join(dir, filepath.FromSlash(name)), edited); err != nil {
			return err
		}
	}
	program, err := readKnown(dir, programName)
	if err != nil {
		return err
	}
	program = programEdits.applyIfKnown(program)
	if err := writeFile(filepath.Join(dir, filepath.FromSlash(programName)), program); err != nil {
		return err
	}
	return writeFile(filepath.Join(dir, "internal", "kernel", "process", "direct.go"), []byte(directFile))
}

// edits are texts and what takes their place.
type edits [][2]string

// apply makes each edit once, and fails on a text that is not of the form it was written for.
func (edits edits) apply(text []byte) ([]byte, error) {
	for _, e := range edits {
		if n := bytes.Count(text, []byte(e[0])); n != 1 {
			return nil, unknown("%q is there %d times, want once", e[0], n)
		}
		text = bytes.Replace(text, []byte(e[0]), []byte(e[1]), 1)
	}
	return text, nil
}

// applyIfKnown makes the edits, or none of them in a text that is not of the form they were written for.
func (edits edits) applyIfKnown(text []byte) []byte {
	if edited, err := edits.apply(text); err == nil {
		return edited
	}
	return text
}
