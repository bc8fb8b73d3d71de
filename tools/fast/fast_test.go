package main

import (
	"bytes"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// newApp copies testdata/app to a folder of the test's own.
func newApp(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("testdata", "app"))); err != nil {
		t.Fatal(err)
	}
	t.Setenv("GOWORK", "")
	// Go builds the same in every folder then, so that the next run of the test builds nothing.
	t.Setenv("GOFLAGS", "-trimpath")
	return dir
}

// synth runs the app, with GOWORK=off as it comes, and returns what it wrote to stderr.
func synth(t *testing.T, dir, work, out string) string {
	t.Helper()
	cmd := exec.Command("go", "run", ".")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOWORK="+work, "CDKTF_OUTDIR="+out)
	var messages bytes.Buffer
	cmd.Stderr = &messages
	if err := cmd.Run(); err != nil {
		t.Fatalf("go run . with GOWORK=%q: %v\n%s", work, err, messages.Bytes())
	}
	return messages.String()
}

// tree is the text of each file below dir.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(filepath.Join(dir, name))
		all[name] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// TestApp makes an app fast as its user does: it writes the same files, also with an import that came later, and -stock
// leaves nothing behind.
func TestApp(t *testing.T) {
	if _, err := exec.LookPath("node"); err != nil && os.Getenv("CI") == "true" {
		t.Fatal("needs node on the PATH")
	} else if err != nil {
		t.Skip("needs node on the PATH")
	}
	dir := newApp(t)
	stockOut, fastOut := filepath.Join(t.TempDir(), "stock"), filepath.Join(t.TempDir(), "fast")
	synth(t, dir, "off", stockOut)
	if err := run(options{project: filepath.Join(dir, "asset")}); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{
		cdktfPath, runtimePath, providerPrefix + "aws-go/aws/v19", providerPrefix + "random-go/random/v11",
	} {
		got, err := goCommand(dir, "GOWORK=", "list", "-m", "-f", "{{.Dir}}", path)
		if want := filepath.Join(dir, cutDir, path); err != nil || strings.TrimSpace(string(got)) != want {
			t.Errorf("%s is in %s (%v), want %s", path, got, err, want)
		}
	}
	if messages := synth(t, dir, "", fastOut); strings.Contains(messages, "run fast again") {
		t.Errorf("the copies lack a package: %s", messages)
	}
	want, got := tree(t, stockOut), tree(t, fastOut)
	if len(want) < 4 {
		t.Errorf("the app wrote %d files, want two stacks, an asset and the manifest", len(want))
	}
	if !slices.Equal(slices.Sorted(maps.Keys(want)), slices.Sorted(maps.Keys(got))) {
		t.Fatal("stock and fast write other files")
	}
	for name, text := range want {
		if got[name] != text {
			t.Errorf("stock and fast write another %s", name)
		}
	}

	before := tree(t, filepath.Join("testdata", "app"))
	write(t, filepath.Join(dir, "main.go"), strings.NewReplacer(
		"\tapp.Synth()", "\tuuid.NewUuid(topics, jsii.String(\"uuid\"), nil)\n\tapp.Synth()",
		"import (", "import (\n\t\"github.com/cdktf/cdktf-provider-random-go/random/v11/uuid\"",
	).Replace(before["main.go"]))
	messages := synth(t, dir, "", fastOut)
	if strings.Count(messages, "run fast again") != 1 || !strings.Contains(messages, "random") {
		t.Errorf("got %q, want one line that says to run fast again for random", messages)
	}
	if topics := tree(t, fastOut)["stacks/topics/cdk.tf.json"]; !strings.Contains(topics, "random_uuid") {
		t.Errorf("the package that came later writes nothing: %s", topics)
	}

	if err := run(options{project: dir, stock: true}); err != nil {
		t.Fatal(err)
	}
	left := tree(t, dir)
	delete(left, "main.go")
	delete(before, "main.go")
	if !maps.Equal(left, before) {
		t.Errorf("-stock leaves %v, want %v", slices.Sorted(maps.Keys(left)), slices.Sorted(maps.Keys(before)))
	}
}

const randomApp = `package main

import (
	"github.com/cdktf/cdktf-provider-random-go/random/v11/pet"
	"github.com/hashicorp/terraform-cdk-go/cdktf"
)

func main() {
	pet.NewPet(cdktf.NewTerraformStack(cdktf.NewApp(nil), nil), nil, nil)
}
`

// TestOnlyWhatIsUsed copies the modules in use, and of the bindings the packages in use.
func TestOnlyWhatIsUsed(t *testing.T) {
	dir := newApp(t)
	write(t, filepath.Join(dir, "main.go"), randomApp)
	if err := run(options{project: dir}); err != nil {
		t.Fatal(err)
	}
	replaced, err := goCommand(dir, "GOWORK=", "list", "-m", "-f", "{{with .Replace}}{{.Path}}{{end}}", "all")
	if err != nil {
		t.Fatal(err)
	}
	const random = "./.fast/github.com/cdktf/cdktf-provider-random-go/random/v11"
	want := []string{"./.fast/" + runtimePath, random, "./.fast/" + cdktfPath}
	if got := strings.Fields(string(replaced)); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	tarballs, err := filepath.Glob(filepath.Join(dir, random, "jsii", "cut", "*.tgz"))
	if err != nil || len(tarballs) != 1 {
		t.Fatalf("got %q (%v), want one npm package", tarballs, err)
	}
	npm, err := os.Open(tarballs[0])
	if err != nil {
		t.Fatal(err)
	}
	defer npm.Close()
	for name := range filesOf(t, npm) {
		if inner, ok := strings.CutPrefix(name, libDir); ok && inner != "index.js" && !strings.HasPrefix(inner, "pet/") {
			t.Errorf("%s is of no package in use", name)
		}
	}
}
