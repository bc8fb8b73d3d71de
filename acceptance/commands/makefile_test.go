package commands

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// hostile is a setting as nobody should type it, for make and for the shell: each part would make the file "ran".
const hostile = "x; touch ran; ' touch ran; \" $(touch ran) `touch ran` && touch ran | touch ran $(shell touch ran) " +
	"${shell touch ran} $HOME --help"

// TestMakePassesOnWhatWasTyped runs targets of the Makefile with programs that print their arguments. A setting, typed
// after make or in the environment, must arrive as it was given, and run nothing.
func TestMakePassesOnWhatWasTyped(t *testing.T) {
	makefile, err := filepath.Abs("../../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	bin := t.TempDir()
	for _, program := range []string{"go", "npx", "terraform"} {
		script := "#!/bin/sh\nprintf '[%s]\\n' \"$@\"\n"
		if err := os.WriteFile(filepath.Join(bin, program), []byte(script), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for _, test := range []struct{ target, setting, before string }{
		{"status", "STACK", "-stack] ["}, {"status", "GROUP", "-group] ["}, {"failover", "NODE_GROUP", "-node-group] ["},
		{"ping", "CLUSTER", "-cluster] ["}, {"ping", "TASK", "-task] ["}, {"ping", "CONTAINER", "-container] ["},
		{"export", "SNAPSHOT", "-snapshot] ["}, {"export", "BUCKET", "-bucket] ["},
		{"plan", "STACK", "-chdir=cdktf.out/stacks/"}, {"diff", "STACK", "diff] ["}, {"deploy", "STACK", "deploy] ["},
	} {
		for _, typed := range []bool{true, false} {
			dir := t.TempDir()
			if err := os.MkdirAll(filepath.Join(dir, "cdktf.out/stacks/x"), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, "cdktf.out/stacks/x/cdk.tf.json"), nil, 0o644); err != nil {
				t.Fatal(err)
			}
			command := exec.CommandContext(t.Context(), "make", "-s", "-C", dir, "-f", makefile, test.target)
			command.Env = append(os.Environ(), "PATH="+bin+":"+os.Getenv("PATH"), "MAKEFLAGS=", "MAKELEVEL=")
			if setting := test.setting + "=" + hostile; typed {
				command.Args = append(command.Args, setting)
			} else {
				command.Env = append(command.Env, setting)
			}
			output, err := command.CombinedOutput()
			got := strings.ReplaceAll(string(output), "]\n[", "] [")
			if err != nil || !strings.Contains(got, test.before+hostile+"]") {
				t.Errorf("make %s %s, typed %t: %v\n%s", test.target, test.setting, typed, err, got)
			}
			files, _ := os.ReadDir(dir)
			if slices.ContainsFunc(files, func(f os.DirEntry) bool { return f.Name() == "ran" }) {
				t.Errorf("make %s %s, typed %t, ran what was given", test.target, test.setting, typed)
			}
		}
	}
}
