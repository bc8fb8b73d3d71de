package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// validate is `terraform validate` of the stack, with the providers of the mirror that TF_PLUGIN_MIRROR names.
func (b *bench) validate(stack configuration) ([]command, error) {
	mirror := os.Getenv("TF_PLUGIN_MIRROR")
	if mirror == "" {
		return nil, errors.New("TF_PLUGIN_MIRROR names no folder with the providers")
	}
	if _, err := exec.LookPath("terraform"); err != nil {
		return nil, err
	}
	name := "terraform validate of the one stack"
	if _, err := os.Stat(filepath.Join(mirror, "registry.terraform.io/hashicorp/random")); err != nil {
		name += ", without its random_* resources"
		if stack, err = stack.withoutRandom(); err != nil {
			return nil, err
		}
	}
	dir := filepath.Join(b.tmp, "terraform")
	if err := stack.write(dir); err != nil {
		return nil, err
	}
	init := exec.Command("terraform", "init", "-backend=false", "-input=false", "-plugin-dir="+mirror)
	init.Dir = dir
	if out, err := init.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("terraform init: %w\n%s", err, out)
	}
	return []command{{name: name, dir: dir, args: []string{"terraform", "validate"}}}, nil
}
