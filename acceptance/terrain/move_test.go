//go:build unix

// Package terrain moves a copy of the project to CDK Terrain, and compares what Terraform gets before and after.
package terrain

import (
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paperwurks/elasticache-redis/acceptance/internal/project"
	"github.com/paperwurks/elasticache-redis/acceptance/internal/tf"
	"github.com/paperwurks/elasticache-redis/internal/section"
)

const (
	guide = "../../docs/leaving-cdktf.md"
	// fixtures has what Terraform gets for each environment of internal/fixtures, whatever a user deploys.
	fixtures = "internal/fixtures/testdata"
)

var update = flag.Bool("update", false, "write the tables of docs/leaving-cdktf.md anew")

// differences are all that the move changes in the JSON of a stack.
var differences = []struct {
	was     *regexp.Regexp
	is      string
	what    string
	because string
}{
	{
		regexp.MustCompile(`(?m)^      "version": "0\.21\.0"$`),
		`      "version": "0.24.0"`,
		"`//.metadata.version` is `0.24.0`, was `0.21.0`",
		"It says which version wrote the file. Terraform does not read it.",
	},
	{
		regexp.MustCompile(`([{[])\n\s+([]}])`),
		`$1$2`,
		"what is empty, such as `provider.random`, is `{}` or `[]` on one line, was on two",
		"Another library writes the JSON. The value is the same.",
	},
}

// TestMove runs the guide's commands in a copy of the project. Every change of the fixtures' stacks must be in
// differences.
func TestMove(t *testing.T) {
	requireNPM(t)
	dir := project.Copy(t)
	bash(t, dir, "git init --quiet && git add --all")
	before := read(t, dir)

	text, err := os.ReadFile(guide)
	if err != nil {
		t.Fatal(err)
	}
	commands := regexp.MustCompile("(?s)<!-- move -->\n+```sh\n(.*?)```").FindSubmatch(text)
	if commands == nil {
		t.Fatalf("%s has no commands after <!-- move -->", guide)
	}
	start := time.Now()
	bash(t, dir, string(commands[1]))
	fmt.Printf("moved to CDK Terrain in %.0f s\n", time.Since(start).Seconds())

	compare(t, before, read(t, dir))
	environments, err := filepath.Glob(filepath.Join(dir, "testdata", "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	stacks, err := filepath.Glob(filepath.Join(dir, "cdktf.out", "stacks", "*", "cdk.tf"))
	if err != nil || len(stacks) == 0 || len(stacks) != len(environments) {
		t.Errorf("cdktn wrote %v, want the stacks of %v: %v", stacks, environments, err)
	}
}

// compare fails for every file that is not the file before with the differences made.
func compare(t *testing.T, before, after map[string]string) {
	t.Helper()
	if got, want := slices.Sorted(maps.Keys(after)), slices.Sorted(maps.Keys(before)); !slices.Equal(got, want) {
		t.Errorf("%s has %v, before %v", fixtures, got, want)
	}
	found := make([]bool, len(differences))
	for file, want := range before {
		for i, d := range differences {
			found[i] = found[i] || d.was.MatchString(want)
			want = d.was.ReplaceAllString(want, d.is)
		}
		if after[file] != want {
			t.Errorf("%s differs in a way that is not in %s, first at\n%s", file, guide, firstLine(want, after[file]))
		}
	}
	for i, d := range differences {
		if !found[i] {
			t.Errorf("the list of differences has %q, which no file has", d.what)
		}
	}
}

// firstLine is the first line that differs, as it was expected and as it is.
func firstLine(want, got string) string {
	wanted, lines := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range min(len(wanted), len(lines)) {
		if wanted[i] != lines[i] {
			return fmt.Sprintf("%d: -%s\n%d: +%s", i+1, wanted[i], i+1, lines[i])
		}
	}
	return fmt.Sprintf("the end: %d lines, want %d", len(lines), len(wanted))
}

// TestDifferences keeps the guide's table of the differences.
func TestDifferences(t *testing.T) {
	table := "| difference | why |\n|---|---|\n"
	for _, d := range differences {
		table += fmt.Sprintf("| %s | %s |\n", d.what, d.because)
	}
	checkTable(t, "differences", table)
}

// TestArguments keeps the guide's table of the arguments that differ between the bindings of the AWS provider's
// versions 5.99 and 6.66.
func TestArguments(t *testing.T) {
	requireNPM(t)
	checkTable(t, "arguments", bash(t, ".", `cat "$(./bindings.sh)/arguments.md"`))
}

// checkTable checks a part of the guide that is generated; with -update it writes it.
func checkTable(t *testing.T, name, table string) {
	t.Helper()
	text, err := os.ReadFile(guide)
	if err != nil {
		t.Fatal(err)
	}
	want, err := section.Replace(string(text), "<!-- "+name+":begin -->\n", "<!-- "+name+":end -->\n", table)
	if err != nil {
		t.Fatalf("%s: %v", guide, err)
	}
	if *update {
		err = os.WriteFile(guide, []byte(want), 0o644)
	} else if string(text) != want {
		t.Errorf("%s is out of date: run `go test . -update` in acceptance/terrain", guide)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// requireNPM skips a test where a tool is missing or npm's registry does not answer; in CI it fails it.
func requireNPM(t *testing.T) {
	t.Helper()
	tf.Require(t, "bash", "git", "node", "npm", "npx", "perl", "tar", "terraform")
	view := exec.CommandContext(t.Context(), "npm", "view", "cdktn", "version")
	if os.Getenv("CI") != "true" { // in CI, one lost answer must not fail the test
		view.Args = append(view.Args, "--fetch-retries=0")
	}
	output, err := view.CombinedOutput()
	switch {
	case err == nil:
	case os.Getenv("CI") == "true":
		t.Fatalf("npm's registry does not answer: %s", output)
	default:
		t.Skipf("npm's registry does not answer: %s", output)
	}
}

// bash runs commands up to the first that fails, and returns what they print to stdout.
func bash(t *testing.T, dir, commands string) string {
	t.Helper()
	command := exec.CommandContext(t.Context(), "bash", "-euo", "pipefail", "-c", commands)
	// The copy has no go.work of `make fast`.
	command.Dir, command.Env = dir, append(os.Environ(), "GOWORK=off")
	var stderr strings.Builder
	command.Stderr = &stderr
	output, err := command.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s%s", commands, err, output, stderr.String())
	}
	return string(output)
}

// read returns the text of each stack of the fixtures in a copy of the project.
func read(t *testing.T, dir string) map[string]string {
	t.Helper()
	root := os.DirFS(dir)
	files := map[string]string{}
	err := fs.WalkDir(root, fixtures, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(root, file)
		files[file] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
