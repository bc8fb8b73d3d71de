// Command pictures draws the stacks in testdata: the resources of each, and its dashboard with sample data. Readers see
// in docs/pictures what a deploy makes. Pictures of stacks that are gone are removed.
//
//	go run -C workbench ./pictures
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// kinds are the pictures of a stack: redis-prod has architecture-prod.svg and dashboard-prod.svg. A stack without a
// dashboard has no picture of one.
var kinds = map[string]func(stack) []byte{
	"architecture": architectureSVG,
	"dashboard":    dashboardSVG,
}

func main() {
	if err := write(".."); err != nil {
		fmt.Fprintln(os.Stderr, "pictures:", err)
		os.Exit(1)
	}
}

// write brings the pictures of the project in root up to date.
func write(root string) error {
	pictures, err := draw(root)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Join(root, "docs", "pictures"), 0o755); err != nil {
		return err
	}
	for file, picture := range pictures {
		if err := os.WriteFile(file, picture, 0o644); err != nil {
			return err
		}
	}
	old, err := drawn(root)
	if err != nil {
		return err
	}
	for _, file := range old {
		if pictures[file] != nil {
			continue
		}
		if err := os.Remove(file); err != nil {
			return err
		}
	}
	return nil
}

// draw returns a picture of each kind for each stack, by file.
func draw(root string) (map[string][]byte, error) {
	stacks, err := readStacks(root)
	if err != nil {
		return nil, err
	}
	pictures := map[string][]byte{}
	for _, s := range stacks {
		for kind, svg := range kinds {
			if kind == "dashboard" && s.dashboards == nil {
				continue
			}
			name := kind + "-" + strings.TrimPrefix(s.name, "redis-") + ".svg"
			pictures[filepath.Join(root, "docs", "pictures", name)] = svg(s)
		}
	}
	return pictures, nil
}

// drawn are the pictures that there are.
func drawn(root string) ([]string, error) {
	var files []string
	for kind := range kinds {
		found, err := filepath.Glob(filepath.Join(root, "docs", "pictures", kind+"-*.svg"))
		if err != nil {
			return nil, err
		}
		files = append(files, found...)
	}
	return files, nil
}
