// Command pictures draws the synthesized stacks: the resources each has, and its dashboard with sample data, so that a reader
// sees what a deploy will show. It reads testdata and writes docs/pictures; a test keeps the two together.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// kinds are the pictures of a stack: testdata/prod.json is drawn in docs/pictures/dashboard-prod.svg, for one.
var kinds = map[string]func(file string) ([]byte, error){
	"architecture": architectureSVG,
	"dashboard":    dashboardSVG,
}

func main() {
	err := pictures("..", func(file string, picture []byte) error { return os.WriteFile(file, picture, 0o644) })
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// pictures draws every golden file below root, and hands on each picture with the file it belongs in.
func pictures(root string, use func(file string, picture []byte) error) error {
	stacks, err := filepath.Glob(filepath.Join(root, "testdata", "*.json"))
	if err != nil {
		return err
	}
	for _, stack := range stacks {
		environment := strings.TrimSuffix(filepath.Base(stack), ".json")
		for kind, draw := range kinds {
			picture, err := draw(stack)
			if err != nil {
				return fmt.Errorf("%s of %s: %w", kind, stack, err)
			}
			if err := use(filepath.Join(root, "docs", "pictures", kind+"-"+environment+".svg"), picture); err != nil {
				return err
			}
		}
	}
	return nil
}
