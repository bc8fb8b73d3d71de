package synthesized

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestReplace(t *testing.T) {
	before := folder(t, map[string]string{
		"manifest.json": "old", "stacks/a/cdk.tf.json": "old", "stacks/a/.terraform/x": "provider", "stacks/a/plan": "plan",
		"stacks/a/import.tf.json": "imports", "stacks/gone/cdk.tf.json": "old", "stacks/gone/.terraform/x": "provider",
		"stacks/hcl/cdk.tf": "old", "stacks/hcl/metadata.json": "old",
	})
	now := folder(t, map[string]string{
		"manifest.json": "new", "stacks/a/cdk.tf.json": "new", "stacks/b/cdk.tf.json": "new", "stacks/hcl/cdk.tf.json": "new",
	})
	if err := Replace(before, now); err != nil {
		t.Fatal(err)
	}
	checkFolder(t, before, []string{
		"manifest.json: new", "stacks/a/.terraform/x: provider", "stacks/a/cdk.tf.json: new",
		"stacks/a/import.tf.json: imports", "stacks/a/plan: plan", "stacks/b/cdk.tf.json: new", "stacks/hcl/cdk.tf.json: new",
	})
}

func TestReplaceNothing(t *testing.T) {
	before := folder(t, map[string]string{"stacks/a/cdk.tf.json": "old"})
	if err := Replace(before, t.TempDir()); err == nil {
		t.Error("replaced the stacks by none")
	}
	checkFolder(t, before, []string{"stacks/a/cdk.tf.json: old"})
}

func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func checkFolder(t *testing.T, dir string, want []string) {
	t.Helper()
	var got []string
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(filepath.Join(dir, path))
		got = append(got, path+": "+string(content))
		return err
	})
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%v\n got %q\nwant %q", err, got, want)
	}
}
