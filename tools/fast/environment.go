package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// checkSystem refuses a system that jsii's runtime without its launcher does not work on.
func checkSystem() error {
	if runtime.GOOS == "windows" {
		return errors.New("needs links and sockets as Unix has them: on Windows synthesis stays as it is")
	}
	return nil
}

// checkEnvironment refuses all that Go does not take together with a go.work, or that hides it.
func (p *project) checkEnvironment() error {
	flags, err := goEnv(p.dir, "GOFLAGS")
	if err != nil {
		return err
	}
	work, err := goEnv(p.dir, "GOWORK")
	if err != nil {
		return err
	}
	problems := []error{checkSystem(), checkFlags(flags)}
	// With GOWORK=off, this command alone runs outside of a workspace; Go's own setting is for all commands.
	if set := os.Getenv("GOWORK"); set != "" && set != "off" {
		problems = append(problems, hidden(set))
	} else if work == "off" {
		problems = append(problems, hidden(work))
	} else if work != "" {
		problems = append(problems, checkNotForeign(work))
	}
	vendor := filepath.Join(p.dir, "vendor")
	if _, err := os.Stat(vendor); err == nil {
		problems = append(problems, fmt.Errorf("%s: Go refuses a vendor folder beside a go.work: remove it first", vendor))
	}
	problems = append(problems, walk(p.dir, func(file string) error {
		if filepath.Base(file) == "go.work" && filepath.Dir(file) != p.dir {
			return checkNotForeign(file)
		}
		return nil
	}))
	return errors.Join(problems...)
}

func hidden(work string) error {
	return fmt.Errorf("GOWORK is %q, so Go would not see the project's go.work: unset it first", work)
}

// goEnv is a setting of Go's, as it is without the GOWORK of this process.
func goEnv(dir, name string) (string, error) {
	out, err := goCommand(dir, "GOWORK=", "env", name)
	return strings.TrimSpace(string(out)), err
}

// checkFlags refuses the flags that Go refuses beside a go.work.
func checkFlags(flags string) error {
	for flag := range strings.FieldsSeq(flags) {
		name := strings.TrimLeft(flag, "-")
		if name == "mod=mod" || name == "mod=vendor" || strings.HasPrefix(name, "modfile=") {
			return fmt.Errorf("GOFLAGS has %s: Go refuses it beside a go.work, so take it out first", flag)
		}
	}
	return nil
}
