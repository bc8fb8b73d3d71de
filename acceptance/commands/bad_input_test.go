// Package commands runs the commands as a user does, with what nobody should type.
package commands

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/paperwurks/elasticache-redis/internal/fixtures"
)

// unfit is what no message may have: a type of Go, an empty name, a stack trace.
var unfit = regexp.MustCompile(`Go (value|struct)|struct ?\{|map\[|interface ?\{|\[\]string|\*\w+\.\w+|goroutine|` +
	`panic|\bopen :|(^|[^t]) ""`)

// files are what a user may name.
var files = map[string]string{
	"empty": "", "object.json": "{}", "list.json": "[]", "text.json": `"x"`, "null.json": "null", "broken.json": `{"a": `,
	"state.json": `{"version": 4, "terraform_version": "1.11.0", "resources": []}`,
	"type.json":  `{"format_version": "1.2", "planned_values": {}, "resource_changes": 5}`,
	"old.json":   `{"format_version": 1, "planned_values": {}}`,

	"cdktf.out/stacks/redis-dev/cdk.tf.json":      string(fixtures.JSON("dev")),
	"cdktf.out/stacks/redis-empty/cdk.tf.json":    "",
	"cdktf.out/stacks/redis-object/cdk.tf.json":   "{}",
	"cdktf.out/stacks/redis-list/cdk.tf.json":     "[]",
	"cdktf.out/stacks/redis-type/cdk.tf.json":     `{"provider": {"aws": {"region": 5}}, "resource": []}`,
	"cdktf.out/stacks/redis-folder/cdk.tf.json/x": "",
}

const (
	has = ", which has [redis-dev, redis-empty, redis-folder, redis-list, redis-object, redis-type]; `make synth` " +
		"writes them"
	commands = `the commands are
  status     the group's nodes, its alarms that are on, and its events of the last day`
	want     = "adopt: want the folder of one synthesized stack, such as cdktf.out/stacks/redis-prod, got "
	noFolder = "adopt: want the folder of a synthesized stack, which `make synth` writes: "
	start    = " is for the start: leave it out with FAILOVER, ROTATE and SET"
)

// calls are commands with bad input, each with the start of what it says. TERRAFORM= is what Terraform prints.
var calls = []struct{ call, says string }{
	{"plancheck", "plancheck: standard input: not the JSON of a plan: it is empty"},
	{"plancheck ''", "plancheck: want the name of a file, got an empty name"},
	{"plancheck missing.json", "plancheck: there is no file missing.json"},
	{"plancheck folder", "plancheck: folder is a folder, not a file"},
	{"plancheck empty", "plancheck: empty: not the JSON of a plan: it is empty"},
	{"plancheck object.json",
		"plancheck: object.json: not the JSON of a plan, which `terraform show -json PLAN` prints: it has no planned_values"},
	{"plancheck list.json", "plancheck: list.json: not the JSON of a plan: it must be an object, got a list"},
	{"plancheck text.json", "plancheck: text.json: not the JSON of a plan: it must be an object, got a text"},
	{"plancheck null.json", "plancheck: null.json: not the JSON of a plan, which"},
	{"plancheck state.json", "plancheck: state.json: not the JSON of a plan, which"},
	{"plancheck type.json", "plancheck: type.json: not the JSON of a plan: resource_changes must be a list, got a number"},
	{"plancheck old.json", "plancheck: old.json: not the JSON of a plan: format_version must be a text, got a number"},
	{"plancheck broken.json",
		"plancheck: broken.json: not the JSON of a plan: it is not JSON: unexpected end of JSON input"},
	{"plancheck object.json list.json", `plancheck: takes one file, got ["object.json" "list.json"]`},
	{"plancheck -allow", "flag needs an argument: -allow"},
	{"plancheck -allow '' object.json", "plancheck: -allow must be the address of a resource, got an empty one"},

	{"adopt", want + "[]"},
	{"adopt ''", want + `[""]`},
	{"adopt a b", want + `["a" "b"]`},
	{"adopt missing", noFolder + "there is no file missing/cdk.tf.json"},
	{"adopt folder", noFolder + "there is no file folder/cdk.tf.json"},
	{"adopt cdktf.out/stacks/redis-folder",
		noFolder + "cdktf.out/stacks/redis-folder/cdk.tf.json is a folder, not a file"},
	{"adopt cdktf.out/stacks/redis-empty",
		"adopt: cdktf.out/stacks/redis-empty/cdk.tf.json: not a synthesized stack: it is empty"},
	{"adopt cdktf.out/stacks/redis-object",
		"adopt: cdktf.out/stacks/redis-object/cdk.tf.json: not a synthesized stack: want one aws provider, got 0"},
	{"adopt cdktf.out/stacks/redis-list",
		"adopt: cdktf.out/stacks/redis-list/cdk.tf.json: not a synthesized stack: it must be an object, got a list"},
	{"adopt cdktf.out/stacks/redis-type",
		"adopt: cdktf.out/stacks/redis-type/cdk.tf.json: not a synthesized stack: provider.aws must be a list, " +
			"got an object"},
	{"adopt -x", "flag provided but not defined: -x\nUsage of adopt:"},

	{"cost x", `cost: takes no arguments, got ["x"]; -write names a file`},
	{"cost -write ''", "cost: -write must name a file, got an empty name"},
	{"cost -write", "flag needs an argument: -write"},
	{"cost", "cost: there is no file testdata/"},

	{"ops", "ops: want one command after the flags, got []; " + commands},
	{"ops ''", `ops: want one command after the flags, got [""]; ` + commands},
	{"ops statuss", `ops: want one command after the flags, got ["statuss"]; ` + commands},
	{"ops status x", `ops: want one command after the flags, got ["status" "x"]; ` + commands},
	{"ops -yes -dry-run failover", "ops: want one of -yes and -dry-run, since a dry run changes nothing"},
	{"ops -node-group '' failover", "ops: failover needs -node-group with a name"},
	{"ops -cluster '' ping",
		"ops: ping needs -cluster (make: CLUSTER=…), -task (make: TASK=…), -container (make: CONTAINER=…)"},
	{"ops -bucket copies export", "ops: export needs -snapshot (make: SNAPSHOT=…)\n"},
	{"ops -snapshot before_upgrade -bucket s3://copies export", "ops: -snapshot must be a snapshot's name: letters, " +
		"digits and single hyphens, starting with a letter, at most 40 characters; got \"before_upgrade\"\n" +
		`-bucket must be the name of an S3 bucket, got "s3://copies"`},
	{"ops -stack '' status", "ops: the stack's name is empty; want one in cdktf.out/stacks" + has},
	{"ops -stack redis-qa status", `ops: no stack "redis-qa" in cdktf.out/stacks` + has},
	{"ops -stack ../stacks/redis-dev status", `ops: no stack "../stacks/redis-dev" in cdktf.out/stacks` + has},
	{"ops -stack redis-empty status", "ops: stack redis-empty: not a synthesized stack: it is empty"},
	{"ops -stack redis-list status", "ops: stack redis-list: not a synthesized stack: it must be an object, got a list"},
	{"ops -stack redis-folder status", "ops: read redis-folder/cdk.tf.json: is a directory"},
	{"TERRAFORM=[] ops status", "ops: outputs of stack redis-dev: it must be an object, got a list"},
	{"TERRAFORM= ops status", "ops: outputs of stack redis-dev: it is empty"},
	{"TERRAFORM={} ops status", "ops: stack redis-dev has no output replication_group_id: deploy it first"},
	{`TERRAFORM={"replication_group_id":5} ops status`,
		"ops: outputs of stack redis-dev: it must be an object, got a number"},
	{`TERRAFORM={"replication_group_id":{"value":"r"}} ops -group x status`,
		`ops: stack redis-dev has no group "x"; it has r`},

	{"local x", `local: want flags only, got ["x"]`},
	{"local -port 0", `local: PORT must be a number from 1 to 65535, got "0"`},
	{"local -keep 2", `local: KEEP must be 1 or nothing, got "2"`},
	{"local -stack ''", "local: the stack's name is empty; want one in cdktf.out/stacks" + has},
	{"local -stack redis-qa", `local: no stack "redis-qa" in cdktf.out/stacks` + has},
	{"local -stack redis-empty", "local: stack redis-empty: not a synthesized stack: it is empty"},
	{"local -stack redis-object", "local: stack redis-object: no replication group in it"},
	{"local -stack redis-type",
		"local: stack redis-type: not a synthesized stack: resource must be an object, got a list"},
	{"local -failover a -rotate 1",
		"local: want one of FAILOVER, ROTATE, SET and COMPOSE at a time, got FAILOVER, ROTATE"},
	{"local -failover a -memory 64mb", "local: MEMORY" + start},
	{"local -rotate 1 -port 7000", "local: PORT" + start},
	{"local -set 1 -keep 1", "local: KEEP is for the start: leave it out with FAILOVER, ROTATE, SET and COMPOSE"},

	{"fast x", `fast: takes flags only, got ["x"]`},
	{"fast -project ''", "fast: -project must name a folder, got an empty name"},
	{"fast -project missing", "fast: there is no folder "},
	{"fast -project folder", "fast: want a cdktf Go project, with a go.mod that requires"},
	{"fast -stock", "fast: want a cdktf Go project, with a go.mod that requires"},
}

// empty is an empty argument, ” in calls, while these are split at spaces.
const empty = "\x00"

// TestBadInput checks that every command says in words what it wanted, and fails.
func TestBadInput(t *testing.T) {
	bin, dir := t.TempDir(), t.TempDir()
	for _, build := range []struct{ dir, packages string }{
		{"../../tools", "./adopt ./cost ./local ./ops ./plancheck"}, {"../../tools/fast", "."},
	} {
		arguments := append([]string{"build", "-o", bin + "/"}, strings.Fields(build.packages)...)
		command := exec.CommandContext(t.Context(), "go", arguments...)
		command.Dir, command.Env = build.dir, append(os.Environ(), "GOWORK=off")
		if output, err := command.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, output)
		}
	}
	write(t, filepath.Join(bin, "terraform"), "#!/bin/sh\nprintf '%s' \"$TERRAFORM\"\n", 0o755)
	for name, content := range files {
		write(t, filepath.Join(dir, name), content, 0o644)
	}
	write(t, filepath.Join(dir, "folder", "x"), "", 0o644)
	for _, test := range calls {
		words := strings.Fields(strings.ReplaceAll(test.call, "''", empty))
		for i, word := range words {
			words[i] = strings.ReplaceAll(word, empty, "")
		}
		command := exec.CommandContext(t.Context(), "env", words...)
		command.Dir, command.Env = dir, append(os.Environ(), "PATH="+bin+":/usr/bin:/bin", "HOME="+dir)
		output, err := command.CombinedOutput()
		says := regexp.MustCompile(`(?m)^\+ .*\n`).ReplaceAllString(string(output), "") // the calls that ops prints
		if err == nil || !strings.HasPrefix(says, test.says) {
			t.Errorf("%s: %v\n got %s\nwant %s", test.call, err, says, test.says)
		}
		if found := unfit.FindString(says); found != "" {
			t.Errorf("%s says %q in %s", test.call, found, says)
		}
	}
	if len(calls) < 40 {
		t.Errorf("%d calls, want at least 40", len(calls))
	}
}

func write(t *testing.T, file, content string, mode os.FileMode) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(content), mode); err != nil {
		t.Fatal(err)
	}
}
