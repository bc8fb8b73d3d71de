//go:build unix

// Package edits edits the environments as a user does, in a copy of the project, and runs the project's own tests
// there.
package edits

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paperwurks/elasticache-redis/acceptance/internal/project"
	"github.com/paperwurks/elasticache-redis/acceptance/internal/tf"
)

// replace is an edit: pairs of a text and what takes its place, everywhere.
func replace(pairs ...string) func(string) string { return strings.NewReplacer(pairs...).Replace }

const (
	dev     = "\t{\n\t\tName:      \"dev\",\n"
	staging = "\t{\n\t\tName:      \"staging\",\n"
	prod    = "\t{\n\t\tName:      \"prod\",\n"
	broker  = "\t\t\t{\n\t\t\t\tName:                  \"broker\",\n"

	nodeType = "\t\t\t\tNodeType: "
)

// edits are what a user does first. They start from the environments as they are published.
var edits = []struct {
	name string
	edit func(string) string
}{
	{"another project", replace(`"paperwurks"`, `"shop"`)},
	{"another region", replace(`"eu-west-2"`, `"eu-west-1"`)},
	{
		"another node type for every group",
		replace("cache.t4g.micro", "cache.r7g.large", "cache.t4g.small", "cache.r7g.large"),
	},
	{"an environment added", func(s string) string {
		_, rest, _ := strings.Cut(s, staging)
		fields, _, _ := strings.Cut(rest, prod)
		return strings.Replace(s, prod, strings.Replace(staging, "staging", "qa", 1)+fields+prod, 1)
	}},
	{"an environment removed", func(s string) string {
		before, _, _ := strings.Cut(s, staging)
		_, after, _ := strings.Cut(s, prod)
		return before + prod + after
	}},
	{"prod on one group", func(s string) string {
		s, _, _ = strings.Cut(s, broker)
		s += "\t\t},\n\t},\n}\n"
		return strings.NewReplacer("elasticache.Cache", "elasticache.Shared", "\t\t\t\tClusterMode:           true,\n", "").
			Replace(s)
	}},
	{
		"the README's Network with ids",
		replace(dev, dev+"\t\tNetwork: Network{\n\t\t\tVPCID:              \"vpc-0123456789abcdef0\",\n"+
			"\t\t\tPrivateSubnetIDs:   []string{\"subnet-0123456789abcdef0\", \"subnet-0123456789abcdef1\"},\n"+
			"\t\t\tECSSecurityGroupID: \"sg-0123456789abcdef0\",\n\t\t},\n"),
	},
	{"the README's Network from a state, and State in S3", replace("\t\tGroups: ",
		"\t\tNetwork: Network{RemoteStateBucket: \"my-states\", RemoteStateKey: \"networking/terraform.tfstate\"},\n"+
			"\t\tState: State{Bucket: \"my-states\"},\n\t\tGroups: ")},
	{
		"Notifications",
		replace("\t\tGroups: ", "\t\tNotifications: Notifications{Emails: []string{\"ops@example.com\"}},\n\t\tGroups: "),
	},
	{"CustomerKey", replace("\t\tGroups: ", "\t\tCustomerKey: true,\n\t\tGroups: ")},
	{"a group renamed", replace(`"broker"`, `"queue"`)},
	{
		"Users, QueueNames and Account",
		replace("\t\tGroups: ", "\t\tAccount: \"123456789012\",\n\t\tRotationEndedFor: \"2026-11-23\",\n\t\tGroups: ",
			nodeType, "\t\t\t\tUsers: true,\n\t\t\t\tQueueNames: []string{\"celery\"},\n"+nodeType),
	},
	{
		"Valkey, without alarms, dashboard and logs",
		replace(nodeType, "\t\t\t\tEngine: elasticache.Valkey,\n\t\t\t\tDisableAlarms: true,\n"+
			"\t\t\t\tDisableDashboard: true,\n\t\t\t\tDisableLogs: true,\n"+nodeType),
	},
}

// TestEdits makes the edits, and runs `make golden` and then `make test`.
func TestEdits(t *testing.T) {
	tf.Require(t, "git", "make", "node")
	published, err := os.ReadFile("testdata/environments.go.txt")
	if err != nil {
		t.Fatal(err)
	}
	dir := project.Copy(t)
	// Synthesis is all that these tests need, and `make fast` changes nothing of what is synthesized: TestFast of
	// workbench/bench.
	run(t, dir, "make", "fast")
	// A round makes every second edit, which are of different things: most of its time goes into compiling.
	const rounds = 2
	for i := range rounds {
		text, names := string(published), ""
		for k := i; k < len(edits); k += rounds {
			edited := edits[k].edit(text)
			if edited == text {
				t.Fatalf("%s changes nothing", edits[k].name)
			}
			text, names = edited, names+"; "+edits[k].name
		}
		names = strings.TrimPrefix(names, "; ")
		t.Run(names, func(t *testing.T) {
			if err := os.WriteFile(filepath.Join(dir, "stacks", "environments.go"), []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
			run(t, dir, "make", "golden")
			run(t, dir, "make", "test")
			fmt.Printf("edited  %-88s ok\n", names)
		})
	}
}

// run fails the test, with what the command printed, unless it exits with 0.
func run(t *testing.T, dir, name string, arguments ...string) {
	t.Helper()
	command := exec.CommandContext(t.Context(), name, arguments...)
	command.Dir = dir
	for _, variable := range os.Environ() {
		if !strings.HasPrefix(variable, "TF_") && !strings.HasPrefix(variable, "MAKE") &&
			!strings.HasPrefix(variable, "MFLAGS") {
			command.Env = append(command.Env, variable)
		}
	}
	command.Env = append(command.Env, project.GoFlags()+" -vet=off") // what go vet sees is not edited
	if output, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(arguments, " "), err, output)
	}
}
