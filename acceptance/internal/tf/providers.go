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

// findPluginDirs are the folders that init takes providers from: the mirror, and beside it the stand-in for a random
// provider that the mirror lacks. None without a mirror.
func (s *Sandbox) findPluginDirs() ([]string, error) {
	if s.mirror == "" {
		return nil, nil
	}
	mirror, err := filepath.Abs(s.mirror)
	if err != nil {
		return nil, err
	}
	const random = "registry.terraform.io/hashicorp/random"
	if _, err := os.Stat(filepath.Join(mirror, random)); err == nil {
		return []string{mirror}, nil
	}
	standIns := filepath.Join(s.dir, "stand-ins")
	program := filepath.Join(standIns, random, standIn, runtime.GOOS+"_"+runtime.GOARCH, "terraform-provider-random_v"+standIn)
	if runtime.GOOS == "windows" {
		program += ".exe"
	}
	build := exec.Command("go", "build", "-o", program, "github.com/paperwurks/elasticache-redis/acceptance/random")
	if output, err := build.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("build the stand-in random provider: %w\n%s", err, output)
	}
	return []string{mirror, standIns}, nil
}
