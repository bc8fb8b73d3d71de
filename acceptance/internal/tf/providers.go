package tf

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
)

// standIn is the version that the stand-in random provider goes by.
const standIn = "3.7.2"

// The registries that Terraform and OpenTofu take "hashicorp/aws" from.
const (
	terraformRegistry = "registry.terraform.io"
	openTofuRegistry  = "registry.opentofu.org"
)

// findPluginDirs are the folders that init takes providers from: the mirror, and beside it the sandbox's own. None without a
// mirror.
func (s *Sandbox) findPluginDirs() ([]string, error) {
	if s.mirror == "" {
		return nil, nil
	}
	mirror, err := filepath.Abs(s.mirror)
	if err != nil {
		return nil, err
	}
	own := filepath.Join(s.dir, "providers")
	if _, err := os.Stat(filepath.Join(mirror, terraformRegistry, "hashicorp", "random")); err != nil {
		if err := buildStandIn(own); err != nil {
			return nil, err
		}
	}
	return []string{mirror, own}, linkForOpenTofu(own, mirror, own)
}

// buildStandIn builds the stand-in for a random provider that the mirror lacks.
func buildStandIn(dir string) error {
	program := filepath.Join(dir, terraformRegistry, "hashicorp", "random", standIn, runtime.GOOS+"_"+runtime.GOARCH, "terraform-provider-random_v"+standIn)
	if runtime.GOOS == "windows" {
		program += ".exe"
	}
	build := exec.Command("go", "build", "-o", program, "github.com/paperwurks/elasticache-redis/acceptance/random")
	if output, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("build the stand-in random provider: %w\n%s", err, output)
	}
	return nil
}

// linkForOpenTofu gives the providers that are mirrored for Terraform OpenTofu's names too. The releases are the same.
func linkForOpenTofu(dir string, mirrors ...string) error {
	for _, mirror := range mirrors {
		// <registry>/<namespace>/<type>/<version>/<platform>
		packages, err := filepath.Glob(filepath.Join(mirror, terraformRegistry, "hashicorp", "*", "*", "*"))
		if err != nil {
			return err
		}
		for _, target := range packages {
			name, err := filepath.Rel(filepath.Join(mirror, terraformRegistry), target)
			if err != nil {
				return err
			}
			link := filepath.Join(dir, openTofuRegistry, name)
			if err := os.MkdirAll(filepath.Dir(link), 0o755); err != nil {
				return err
			}
			if err := os.Symlink(target, link); err != nil {
				return err
			}
		}
	}
	return nil
}
