// Command pictures draws the synthesized dashboards with sample data, so that a reader sees what a deploy will show. It
// reads testdata and writes docs/pictures; a test keeps the two together.
package main

import (
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	if err := draw("."); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// draw writes the picture of every golden file below root.
func draw(root string) error {
	stacks, err := filepath.Glob(filepath.Join(root, "testdata", "*.json"))
	if err != nil {
		return err
	}
	for _, stack := range stacks {
		picture, err := dashboardSVG(stack)
		if err != nil {
			return fmt.Errorf("%s: %w", stack, err)
		}
		if err := os.WriteFile(pictureFile(root, stack), picture, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// pictureFile is where a golden file's picture is: testdata/prod.json is drawn in docs/pictures/dashboard-prod.svg.
func pictureFile(root, stack string) string {
	name := filepath.Base(stack)
	return filepath.Join(root, "docs", "pictures", "dashboard-"+name[:len(name)-len(".json")]+".svg")
}
