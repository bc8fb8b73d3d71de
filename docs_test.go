package main

import (
	"encoding/json"
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
	"github.com/paperwurks/elasticache-redis/internal/fixtures"
	"github.com/paperwurks/elasticache-redis/internal/input"
	"github.com/paperwurks/elasticache-redis/internal/section"
	"github.com/paperwurks/elasticache-redis/internal/synthtest"
)

// bindings is how the imports of cdktf and its bindings begin, and how the document calls them.
var bindings = strings.NewReplacer(
	"github.com/hashicorp/terraform-cdk-go/", "",
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/", "aws/",
	"github.com/cdktf/cdktf-provider-random-go/random/v11/", "random/",
)

// TestGoldenImports keeps the list of who imports cdktf, which a move to CDK Terrain goes through.
func TestGoldenImports(t *testing.T) {
	const file, begin, end = "docs/leaving-cdktf.md", "<!-- imports:begin -->\n", "<!-- imports:end -->\n"
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	want, err := section.Replace(string(text), begin, end, importTable(t))
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	if *update {
		err = os.WriteFile(file, []byte(want), 0o644)
	} else if string(text) != want {
		t.Errorf("%s is out of date: run `make golden`", file)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// importTable has a row for each Go file that imports cdktf or its bindings.
func importTable(t *testing.T) string {
	t.Helper()
	table := "| file | imports |\n|---|---|\n"
	walk(t, ".go", func(file string) {
		source, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		var imports []string
		for _, i := range source.Imports {
			name, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			if short := bindings.Replace(name); short != name {
				imports = append(imports, short)
			}
		}
		if imports != nil {
			table += fmt.Sprintf("| `%s` | %s |\n", file, strings.Join(imports, ", "))
		}
	})
	return table
}

var link = regexp.MustCompile(`\]\(([^)#:]+)(#[^)]*)?\)`)

// TestLinks checks that the files that the documents link to exist.
func TestLinks(t *testing.T) {
	walk(t, ".md", func(file string) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range link.FindAllStringSubmatch(string(text), -1) {
			if _, err := os.Stat(filepath.Join(filepath.Dir(file), match[1])); err != nil {
				t.Errorf("%s: %v", file, err)
			}
		}
	})
}

// The policy of the bucket for exports lets ElastiCache of one region read and write one bucket, and nobody else.
func TestExportPolicy(t *testing.T) {
	guide, err := os.ReadFile("docs/operations.md")
	if err != nil {
		t.Fatal(err)
	}
	_, block, _ := strings.Cut(string(guide), "<!-- export-policy -->\n   ```json\n")
	block, _, _ = strings.Cut(block, "```")
	var policy struct {
		Version   string
		Statement []struct {
			Sid, Effect      string
			Principal        struct{ Service string }
			Action, Resource []string
		}
	}
	decoder := json.NewDecoder(strings.NewReader(block))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&policy); err != nil || len(policy.Statement) != 1 {
		t.Fatalf("%v in\n%s", err, block)
	}
	s := policy.Statement[0]
	bucket := strings.TrimPrefix(s.Resource[0], "arn:aws:s3:::")
	if s.Effect != "Allow" || s.Principal.Service != "eu-west-2.elasticache-snapshot.amazonaws.com" ||
		!input.IsBucketName(bucket) || !slices.Equal(s.Resource[1:], []string{s.Resource[0] + "/*"}) {
		t.Errorf("got %+v", s)
	}
	// https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/backups-exporting.html
	slices.Sort(s.Action)
	if want := []string{"s3:GetBucketAcl", "s3:GetObject", "s3:ListBucket", "s3:ListBucketMultipartUploads",
		"s3:ListMultipartUploadParts", "s3:PutObject"}; !slices.Equal(s.Action, want) {
		t.Errorf("allows %v, want %v", s.Action, want)
	}
}

// walk visits the project's files of a kind, in order.
func walk(t *testing.T, extension string, visit func(file string)) {
	t.Helper()
	err := filepath.WalkDir(".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if name := entry.Name(); entry.IsDir() &&
			(len(name) > 1 && name[0] == '.' || name == "cdktf.out" || name == "node_modules") {
			return filepath.SkipDir
		}
		if filepath.Ext(file) == extension {
			visit(filepath.ToSlash(file))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Every alarm has an action, a description that leads to its section of the guide, and the section is there.
func TestEveryAlarmHasItsSection(t *testing.T) {
	guide, err := os.ReadFile("docs/operations.md")
	if err != nil {
		t.Fatal(err)
	}
	d := synthtest.Environment(t, fixtures.CacheAndBroker())
	for _, alarm := range append(d.All("aws_cloudwatch_metric_alarm"), d.All("aws_cloudwatch_composite_alarm")...) {
		description := fmt.Sprint(alarm["alarm_description"])
		_, section, ok := strings.Cut(description, "docs/operations.md#")
		if !ok || !strings.Contains(string(guide), "\n### "+section+"\n") {
			t.Errorf("%v: no section for %q", alarm["alarm_name"], description)
		}
		if actions, _ := alarm["alarm_actions"].([]any); len(actions) == 0 {
			t.Errorf("%v has no action", alarm["alarm_name"])
		}
	}
	for _, name := range elasticache.AlarmNames() {
		if !strings.Contains(string(guide), "\n### "+name+"\n") {
			t.Errorf("%s has no section", name)
		}
	}
}

// Every control in docs/security.md names the tests that prove it, and there are such tests.
func TestSecurityControlsAreProved(t *testing.T) {
	page, err := os.ReadFile("docs/security.md")
	if err != nil {
		t.Fatal(err)
	}
	var tests strings.Builder
	walk(t, ".go", func(file string) {
		if !strings.HasSuffix(file, "_test.go") {
			return
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		tests.Write(text)
	})
	controls := regexp.MustCompile(`(?m)^\| \w+\.\d+.*$`).FindAllString(string(page), -1)
	if len(controls) < 20 {
		t.Errorf("%d controls, want the page's tables", len(controls))
	}
	for _, control := range controls {
		named := regexp.MustCompile("`(Test\\w+)`").FindAllStringSubmatch(control, -1)
		if len(named) == 0 {
			t.Errorf("no test in %s", control)
		}
		for _, test := range named {
			if !strings.Contains(tests.String(), "\nfunc "+test[1]+"(t *testing.T)") {
				t.Errorf("there is no %s", test[1])
			}
		}
	}
}
