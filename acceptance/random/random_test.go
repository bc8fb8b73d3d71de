package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-exec/tfexec"
	"github.com/paperwurks/elasticache-redis/acceptance/internal/tf"
)

const config = `
terraform {
  required_providers {
    random = { source = "hashicorp/random", version = "~> 3.6" }
  }
}
resource "random_password" "token" {
  length  = %d
  special = false
}
resource "random_id" "suffix" {
  byte_length = 4
  keepers     = { port = %q }
}
output "token" {
  value     = random_password.token.result
  sensitive = true
}
output "suffix" { value = random_id.suffix.hex }
`

// TestLife takes both resources from init to destroy; where the mirror has the real provider, it is the real one's
// life.
func TestLife(t *testing.T) {
	sandbox, err := tf.NewSandbox()
	if err != nil {
		t.Fatal(err)
	}
	defer sandbox.Close()
	sandbox.Require(t)
	dir := t.TempDir()
	write := func(length int, port string) {
		if err := os.WriteFile(filepath.Join(dir, "main.tf"), fmt.Appendf(nil, config, length, port), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write(32, "6379")
	terraform, err := sandbox.InitInstalled(t, dir)
	if err != nil {
		t.Fatal(err)
	}

	before := apply(t, terraform)
	for name, form := range map[string]string{"token": `^"[0-9A-Za-z]{32}"$`, "suffix": `^"[0-9a-f]{8}"$`} {
		if !regexp.MustCompile(form).MatchString(before[name]) {
			t.Errorf("%s is %s, want the form %s", name, before[name], form)
		}
	}
	for _, test := range []struct {
		name    string
		length  int
		port    string
		changes map[string]bool
	}{
		{"nothing", 32, "6379", nil},
		{"a keeper", 32, "6380", map[string]bool{"suffix": true}},
		{"the length", 24, "6380", map[string]bool{"token": true}},
	} {
		write(test.length, test.port)
		changes, err := terraform.Plan(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if changes != (test.changes != nil) {
			t.Errorf("changed %s: the plan has changes: %t", test.name, changes)
		}
		after := apply(t, terraform)
		for name := range before {
			if changed := before[name] != after[name]; changed != test.changes[name] {
				t.Errorf("changed %s: %s changed: %t", test.name, name, changed)
			}
		}
		before = after
	}
	if err := terraform.Destroy(t.Context()); err != nil {
		t.Error(err)
	}
}

// apply returns the outputs by name.
func apply(t *testing.T, terraform *tfexec.Terraform) map[string]string {
	t.Helper()
	if err := terraform.Apply(t.Context()); err != nil {
		t.Fatal(err)
	}
	outputs, err := terraform.Output(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	values := map[string]string{}
	for name, output := range outputs {
		values[name] = string(output.Value)
	}
	return values
}
