package synthesized

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// written are the files that synthesis writes into a stack's folder, as JSON or as HCL. All others are Terraform's.
var written = []string{"cdk.tf.json", "cdk.tf", "metadata.json"}

// Replace moves what was synthesized into one folder over what was synthesized into another one before. Each file is
// replaced at once. A stack that is gone loses its folder; one that is not keeps what Terraform has in its own.
func Replace(before, now string) error {
	stacks, err := os.ReadDir(filepath.Join(now, "stacks"))
	if err != nil {
		return err
	}
	var names []string
	for _, stack := range stacks {
		names = append(names, stack.Name())
		path := filepath.Join("stacks", stack.Name())
		if err := replaceStack(filepath.Join(before, path), filepath.Join(now, path)); err != nil {
			return err
		}
	}
	if err := removeOthers(filepath.Join(before, "stacks"), names); err != nil {
		return err
	}
	const manifest = "manifest.json" // the cdktf CLI reads it
	return os.Rename(filepath.Join(now, manifest), filepath.Join(before, manifest))
}

func replaceStack(before, now string) error {
	if err := os.MkdirAll(before, 0o755); err != nil { //nolint:gosec // as cdktf makes it
		return err
	}
	for _, file := range written {
		err := os.Rename(filepath.Join(now, file), filepath.Join(before, file))
		if errors.Is(err, fs.ErrNotExist) {
			err = os.Remove(filepath.Join(before, file))
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// removeOthers removes all that a folder has, but the names.
func removeOthers(dir string, names []string) error {
	found, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, entry := range found {
		if slices.Contains(names, entry.Name()) {
			continue
		}
		if err := os.RemoveAll(filepath.Join(dir, entry.Name())); err != nil {
			return err
		}
	}
	return nil
}
