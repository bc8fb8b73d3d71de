// Command mutate breaks the code in many small ways, one at a time, and runs the tests on each: a mutant that no test notices
// is printed. It breaks every refusal in the two validate.go, every value of the alarm table, and every default and role parameter.
//
//	go run ./tools/mutate [-match TEXT]
//
// It takes about five seconds a mutant with `make fast`, and changes no file: the tests see the mutant through `go test -overlay`.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// A target is what is mutated, and how.
type target struct {
	kind, file string
	find       func(file string) ([]mutant, error)
}

var targets = []target{
	{"refusal", "constructs/elasticache/validate.go", refusals},
	{"refusal", "stacks/validate.go", refusals},
	{"alarm", "constructs/elasticache/alarms.go", valuesOf("alarmTable")},
	{"default", "constructs/elasticache/props.go", valuesOf("defaults")},
	{"role", "constructs/elasticache/props.go", valuesOf("jobs")},
}

// tests are run in this order until one fails: the quick ones first.
var tests = [][]string{{"./constructs/...", "./stacks"}, {".", "-run=^TestGolden"}, {"."}}

func main() {
	log.SetFlags(0)
	match := flag.String("match", "", "only mutants whose line holds this text")
	flag.Parse()
	if flag.NArg() > 0 {
		log.Fatalf("takes no arguments, got %q", flag.Args())
	}
	if !pass() {
		log.Fatal("the tests fail without a mutant")
	}
	caught, survived := map[string]int{}, map[string]int{}
	for _, t := range targets {
		mutants, err := t.find(t.file)
		if err != nil {
			log.Fatal(err)
		}
		for _, m := range mutants {
			if !strings.Contains(m.String(), *match) {
				continue
			}
			switch ok, err := m.survives(); {
			case err != nil:
				log.Fatal(err)
			case ok:
				survived[t.kind]++
				fmt.Printf("survived: %s\n", m)
			default:
				caught[t.kind]++
			}
		}
	}
	if len(caught)+len(survived) == 0 {
		log.Fatalf("-match must be in a mutant's line, such as %q, got %q", "validate.go", *match)
	}
	for _, kind := range []string{"refusal", "alarm", "default", "role"} {
		fmt.Printf("%s: %d mutants, %d survived\n", kind, caught[kind]+survived[kind], survived[kind])
	}
	if len(survived) > 0 {
		os.Exit(1)
	}
}

// mutant is a file with one change.
type mutant struct {
	file, content string
	line          int
	was, is       string
}

func (m mutant) String() string { return fmt.Sprintf("%s:%d: %s -> %s", m.file, m.line, m.was, m.is) }

// survives says whether all tests pass on the mutant.
func (m mutant) survives() (bool, error) {
	dir, err := os.MkdirTemp("", "mutate-")
	if err != nil {
		return false, err
	}
	defer os.RemoveAll(dir)
	original, err := filepath.Abs(m.file)
	if err != nil {
		return false, err
	}
	changed := filepath.Join(dir, filepath.Base(m.file))
	overlay, err := json.Marshal(map[string]map[string]string{"Replace": {original: changed}})
	if err != nil {
		return false, err
	}
	if err := os.WriteFile(changed, []byte(m.content), 0o600); err != nil {
		return false, err
	}
	list := filepath.Join(dir, "overlay.json")
	if err := os.WriteFile(list, overlay, 0o600); err != nil {
		return false, err
	}
	if output, err := exec.Command("go", "vet", "-overlay", list, "./"+filepath.Dir(m.file)).CombinedOutput(); err != nil {
		return false, fmt.Errorf("%s is no mutant: %s", m, output)
	}
	return pass("-overlay", list), nil
}

// pass says whether all tests pass.
func pass(flags ...string) bool {
	for _, packages := range tests {
		arguments := slices.Concat([]string{"test", "-failfast"}, flags, packages)
		if exec.Command("go", arguments...).Run() != nil {
			return false
		}
	}
	return true
}
