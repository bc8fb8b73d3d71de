package tf

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
)

// openTofu is the OpenTofu that is installed, or else one that Go builds from source: two minutes the first time, and then
// it is in Go's cache.
var openTofu = sync.OnceValues(func() (string, error) {
	if program, err := exec.LookPath("tofu"); err == nil {
		return program, nil
	}
	_, file, _, _ := runtime.Caller(0)
	// With -n it builds the tool and says where it is.
	build := exec.Command("go", "tool", "-n", "tofu")
	build.Dir = filepath.Join(filepath.Dir(file), "..", "..", "opentofu")
	output, err := build.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("build OpenTofu: %w\n%s", err, output)
	}
	return strings.TrimSpace(string(output)), nil
})
