package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
	"github.com/paperwurks/elasticache-redis/internal/fixtures"
	"github.com/paperwurks/elasticache-redis/internal/synthtest"
)

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
	if err := filepath.WalkDir(".", func(path string, _ os.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		tests.Write(text)
		return err
	}); err != nil {
		t.Fatal(err)
	}
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
