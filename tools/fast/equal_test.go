package main

import (
	"bytes"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Not by default: they take a minute, and `go test` would call an earlier result current, since it can't know what the
// programs they run are made of.
var proof = flag.Bool("proof", os.Getenv("CI") == "true", "run the tests that synthesize, stock and cut; with -count=1")

func needsProof(t *testing.T) {
	t.Helper()
	if !*proof {
		t.Skip("needs -proof")
	}
}

// newCut makes a cut of this project in a folder of the test's own.
func newCut(t *testing.T) (p *project, work string) {
	t.Helper()
	p, err := findProject(".")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := p.makeAside(dir); err != nil {
		t.Fatal(err)
	}
	return p, filepath.Join(dir, "go.work")
}

// goRun runs a program with a go.work, or without any, and returns what it wrote to stderr.
func goRun(t *testing.T, dir, work, out string, args ...string) string {
	t.Helper()
	cmd := exec.Command("go", append([]string{"run"}, args...)...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOWORK="+work, "CDKTF_OUTDIR="+out)
	var errors bytes.Buffer
	cmd.Stderr = &errors
	if err := cmd.Run(); err != nil {
		t.Fatalf("go run %s: %v\n%s", strings.Join(args, " "), err, errors.Bytes())
	}
	return errors.String()
}

// files are the files below dir by name.
func files(t *testing.T, dir string) map[string]string {
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

func compare(t *testing.T, stock, cut string, atLeast int) {
	t.Helper()
	want, got := files(t, stock), files(t, cut)
	if len(want) < atLeast {
		t.Errorf("%d files, want at least %d", len(want), atLeast)
	}
	if !slices.Equal(slices.Sorted(maps.Keys(want)), slices.Sorted(maps.Keys(got))) {
		t.Fatal("stock and cut write other files")
	}
	for name, text := range want {
		if got[name] != text {
			t.Errorf("stock and cut write another %s", name)
		}
	}
}

// The cut changes how long a synthesis takes and nothing else.
func TestSameOutput(t *testing.T) {
	needsProof(t)
	p, work := newCut(t)
	t.Run("the cut is used", func(t *testing.T) {
		for _, m := range p.modules {
			list := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", m.path)
			list.Dir = p.dir
			list.Env = append(os.Environ(), "GOWORK="+work)
			dir, err := list.Output()
			if want := m.dirIn(filepath.Join(filepath.Dir(work), cutDir)); err != nil || strings.TrimSpace(string(dir)) != want {
				t.Errorf("%s is in %s (%v), want %s", m.path, dir, err, want)
			}
		}
	})
	for _, app := range []struct {
		name   string
		args   []string
		stacks int
	}{
		{"every environment", []string{"."}, 1},
		{"100 generated environments", []string{"./tools/bench/app", "-n", "100"}, 100},
	} {
		t.Run(app.name, func(t *testing.T) {
			stock, cut := filepath.Join(t.TempDir(), "stock"), filepath.Join(t.TempDir(), "cut")
			goRun(t, p.dir, "off", stock, app.args...)
			if errors := goRun(t, p.dir, work, cut, app.args...); strings.Contains(errors, "make fast") {
				t.Errorf("the cut lacks a package: %s", errors)
			}
			compare(t, stock, cut, app.stacks)
		})
	}
}

// program is a module that imports nothing of the provider but its own configuration, and other packages where they are
// named.
const program = `package main

import (
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/provider"
	%s
	"github.com/hashicorp/terraform-cdk-go/cdktf"
)

func main() {
	app := cdktf.NewApp(nil)
	stack := cdktf.NewTerraformStack(app, jsii.String("stack"))
	provider.NewAwsProvider(stack, jsii.String("aws"), nil)
	%s
	app.Synth()
}
`

// A package that was imported after the cut was made works, as slowly as stock, and says how to be fast again.
func TestImportOutsideTheCut(t *testing.T) {
	needsProof(t)
	here, err := findProject(".")
	if err != nil {
		t.Fatal(err)
	}
	goMod, err := os.ReadFile(filepath.Join(here.dir, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	write("go.mod", strings.Replace(string(goMod), "module ", "module example.com/", 1))
	if err := copyFile(filepath.Join(here.dir, "go.sum"), filepath.Join(dir, "go.sum")); err != nil {
		t.Fatal(err)
	}
	write("main.go", fmt.Sprintf(program, "", ""))
	aside := t.TempDir()
	p, err := findProject(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.makeAside(aside); err != nil {
		t.Fatal(err)
	}

	write("main.go", fmt.Sprintf(program, `"github.com/cdktf/cdktf-provider-aws-go/aws/v19/snstopic"`,
		`snstopic.NewSnsTopic(stack, jsii.String("topic"), nil)`))
	stock, cut := filepath.Join(t.TempDir(), "stock"), filepath.Join(t.TempDir(), "cut")
	goRun(t, dir, "off", stock, ".")
	if errors := goRun(t, dir, filepath.Join(aside, "go.work"), cut, "."); !strings.Contains(errors, "run make fast") {
		t.Errorf("no word about the cut: %s", errors)
	}
	compare(t, stock, cut, 1)
}
