package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/paperwurks/elasticache-redis/internal/fixtures"
	"github.com/paperwurks/elasticache-redis/internal/synthtest"
	"github.com/paperwurks/elasticache-redis/stacks"
)

var update = flag.Bool("update", false, "write the golden files in testdata and the generated parts of documents")

func TestMain(m *testing.M) {
	flag.Parse()
	synthtest.Main(m)
}

// TestGolden compares what Terraform gets for each deployed environment with testdata. The dashboard's body, one line
// for Terraform, is a file of its own for review; an environment may have no dashboard.
func TestGolden(t *testing.T) {
	var files []string
	for _, e := range stacks.Environments {
		d := synthtest.Environment(t, e)
		stack, dashboard := filepath.Join("testdata", e.Name+".json"), filepath.Join("testdata", "dashboards", e.Name+".json")
		files = append(files, stack)
		for _, resource := range d.All("aws_cloudwatch_dashboard") {
			files = append(files, dashboard)
			body := resource["dashboard_body"].(string)
			d.File = bytes.ReplaceAll(d.File, quoted(t, body), quoted(t, filepath.ToSlash(dashboard)))
			var indented bytes.Buffer
			if err := json.Indent(&indented, []byte(body), "", "  "); err != nil {
				t.Fatal(err)
			}
			compareGolden(t, dashboard, indented.Bytes())
		}
		compareGolden(t, stack, d.File)
	}
	for _, pattern := range []string{"testdata/*.json", "testdata/dashboards/*.json"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range found {
			if slices.Contains(files, file) {
				continue
			}
			if *update {
				err = os.Remove(file)
			} else {
				err = fmt.Errorf("%s is of no environment: run `make golden`", file)
			}
			if err != nil {
				t.Error(err)
			}
		}
	}
}

// quoted is a text as cdktf writes it into JSON.
func quoted(t *testing.T, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(text); err != nil {
		t.Fatal(err)
	}
	return bytes.TrimSpace(b.Bytes())
}

func compareGolden(t *testing.T, file string, got []byte) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s is out of date: run `make golden` and read the diff", file)
	}
}

// TestDeployedEnvironments checks what must be true of every environment, however it is edited.
func TestDeployedEnvironments(t *testing.T) {
	if err := stacks.Validate(stacks.Environments); err != nil {
		t.Fatal(err)
	}
	for _, e := range stacks.Environments {
		d := synthtest.Environment(t, e)
		groups := d.All("aws_elasticache_replication_group")
		if len(groups) != len(e.Groups) {
			t.Errorf("%s has %d groups, want %d", e.Name, len(groups), len(e.Groups))
		}
		passwords := 0
		login := func(what string, reference any) {
			d.RefersTo(t, reference, "random_password", "result").Want(t, what, map[string]any{"length": 32})
			passwords++
		}
		for _, group := range groups {
			id := fmt.Sprint(group["replication_group_id"])
			group.Want(t, id, map[string]any{"at_rest_encryption_enabled": "true", "transit_encryption_enabled": true})
			if users, ok := group["user_group_ids"].([]any); ok {
				d.RefersTo(t, users[0], "aws_elasticache_user_group", "user_group_id")
			} else {
				login(id, group["auth_token"])
			}
		}
		for _, user := range d.All("aws_elasticache_user") {
			for _, password := range user["authentication_mode"].(map[string]any)["passwords"].([]any) {
				login(fmt.Sprint(user["user_id"]), password)
			}
		}
		for _, rule := range d.All("aws_vpc_security_group_ingress_rule") {
			rule.Want(t, e.Name, map[string]any{"cidr_ipv4": nil, "cidr_ipv6": nil, "prefix_list_id": nil})
		}
		for _, p := range d.All("aws_ssm_parameter") {
			if p["type"] == "SecureString" {
				passwords += strings.Count(fmt.Sprint(p["value"]), "random_password.")
			}
		}
		if got := strings.Count(string(d.File), "random_password."); got != passwords || passwords == 0 {
			t.Errorf("%s mentions a password %d times, %d of them in a login or SecureString", e.Name, got, passwords)
		}
	}
}

// Three wrong fields in two environments are six lines, in one run, before anything is written.
func TestRunRefuses(t *testing.T) {
	outdir := t.TempDir()
	wrong := []stacks.Environment{fixtures.SharedNode(), fixtures.SharedNode()}
	wrong[1].Name = "staging"
	for i := range wrong {
		group := &wrong[i].Groups[0]
		group.NodeType, group.MaintenanceWindow, group.ClusterMode = "t4g.micro", "sun:05:00-sun:05:30", true
	}
	var stderr strings.Builder
	if status := run(outdir, wrong, &stderr); status != 1 {
		t.Errorf("exit status %d, want 1", status)
	}
	want := ""
	for _, path := range []string{"redis-dev/redis", "redis-staging/redis"} {
		want += path + `: ClusterMode must be off for role shared, because Celery has no Redis Cluster transport ` +
			`and its workers die at start with CROSSSLOT, got true
` + path + `: NodeType must be of the form cache.<family>.<size>, such as cache.t4g.micro, got "t4g.micro"
` + path + `: MaintenanceWindow must be at least 60 minutes long, got "sun:05:00-sun:05:30"
`
	}
	if stderr.String() != want {
		t.Errorf("got\n%s\nwant\n%s", stderr.String(), want)
	}
	if files, _ := os.ReadDir(outdir); len(files) != 0 {
		t.Errorf("%v was written", files)
	}
}

func TestRunWritesEveryStack(t *testing.T) {
	outdir := t.TempDir()
	var stderr strings.Builder
	if status := run(outdir, fixtures.Environments(), &stderr); status != 0 {
		t.Errorf("exit status %d, %s", status, stderr.String())
	}
	if want := "warning: redis-prod: Notifications has no destination"; !strings.Contains(stderr.String(), want) {
		t.Errorf("got %q, want %q", stderr.String(), want)
	}
	for _, e := range fixtures.Environments() {
		if _, err := os.Stat(filepath.Join(outdir, "stacks", e.StackName(), "cdk.tf.json")); err != nil {
			t.Error(err)
		}
	}
}

// What is refused leaves what is there. What is not replaces it, and removes the stacks that are gone.
func TestRunKeepsTheLastGoodStacks(t *testing.T) {
	outdir := t.TempDir()
	file := func(stack, name string) string { return filepath.Join(outdir, "stacks", stack, name) }
	for _, old := range []string{
		file("redis-dev", "cdk.tf.json"), file("redis-dev", "plan"), file("redis-gone", "cdk.tf.json"),
	} {
		if err := os.MkdirAll(filepath.Dir(old), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(old, []byte("{}"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	e := fixtures.SharedNode()
	e.Region = "eu-west-4"
	var stderr strings.Builder
	if status := run(outdir, []stacks.Environment{e}, &stderr); status != 1 {
		t.Errorf("exit status %d, want 1", status)
	}
	if text, err := os.ReadFile(file("redis-dev", "cdk.tf.json")); err != nil || string(text) != "{}" {
		t.Errorf("refused, and the last good JSON is %q, %v", text, err)
	}
	if status := run(outdir, fixtures.Environments()[:1], &stderr); status != 0 {
		t.Errorf("exit status %d: %s", status, &stderr)
	}
	if text, err := os.ReadFile(file("redis-dev", "cdk.tf.json")); err != nil || len(text) < 1000 {
		t.Errorf("the new JSON is %q, %v", text, err)
	}
	if _, err := os.Stat(file("redis-dev", "plan")); err != nil {
		t.Error("Terraform's own files are gone")
	}
	if _, err := os.Stat(file("redis-gone", "")); err == nil {
		t.Error("the stack that is gone is still there")
	}
	if parts, _ := filepath.Glob(filepath.Join(outdir, "part-*")); parts != nil {
		t.Errorf("left %v", parts)
	}
}
