//go:build linux || darwin

package servers

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestNearest(t *testing.T) {
	installed := []Server{
		{Engine: "redis", Version: "7.0.15"},
		{Engine: "redis", Version: "7.2.4"},
		{Engine: "valkey", Version: "8.1.1"},
		{Engine: "valkey", Version: "9.1.2"},
	}
	for _, test := range []struct{ engine, version, want string }{
		{"redis", "7.1", "redis 7.0.15"},
		{"redis", "6.2", "redis 7.0.15"},
		{"redis", "7.2", "redis 7.2.4"},
		{"valkey", "7.2", "valkey 8.1.1"},
		{"valkey", "8.1", "valkey 8.1.1"},
		{"valkey", "9.0", "valkey 9.1.2"},
	} {
		if got := Nearest(installed, test.engine, test.version).String(); got != test.want {
			t.Errorf("%s %s runs on %s, want %s", test.engine, test.version, got, test.want)
		}
	}
	if got := Nearest(installed[:2], "valkey", "8.1").String(); got != "redis 7.2.4" {
		t.Errorf("without a Valkey, valkey 8.1 runs on %s, want redis 7.2.4", got)
	}
}

func TestInstalled(t *testing.T) {
	empty := t.TempDir()
	t.Setenv("PATH", empty)
	if _, err := Installed(); !errors.Is(err, ErrNone) {
		t.Errorf("without a server: %v", err)
	}
	old, valkey, incomplete := t.TempDir(), t.TempDir(), t.TempDir()
	program(t, old, "redis-server", "6.2.14")
	program(t, old, "redis-cli", "6.2.14")
	program(t, valkey, "valkey-server", "8.1.1")
	program(t, valkey, "valkey-cli", "8.1.1")
	program(t, incomplete, "redis-server", "7.2.4")
	if _, err := Installed(old); !errors.Is(err, ErrNone) {
		t.Errorf("with Redis 6.2 only: %v", err)
	}
	found, err := Installed(old, valkey)
	if err != nil || len(found) != 1 || found[0].String() != "valkey 8.1.1" || filepath.Dir(found[0].CLI) != valkey {
		t.Errorf("got %v, %v; want Valkey with its own command line client", found, err)
	}
	if _, err := Installed(incomplete); err == nil || !strings.Contains(err.Error(), "has no redis-cli beside it") {
		t.Errorf("without redis-cli: %v", err)
	}
	broken := t.TempDir()
	program(t, broken, "redis-server", "unknown")
	program(t, broken, "redis-cli", "unknown")
	if _, err := Installed(broken); err == nil || !strings.HasSuffix(err.Error(),
		`redis-server --version has no version such as v=7.0.15: "redis-server v=unknown sha=00000000\n"`) {
		t.Errorf("with a server that tells no version: %v", err)
	}
	found, err = Installed(incomplete, broken, valkey)
	if err != nil || len(found) != 1 || found[0].String() != "valkey 8.1.1" {
		t.Errorf("got %v, %v; want the one server that can be used", found, err)
	}
}

// program writes a program that tells its version as a server does.
func program(t *testing.T, dir, name, version string) {
	t.Helper()
	text := fmt.Sprintf("#!/bin/sh\necho '%s v=%s sha=00000000'\n", name, version)
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o755); err != nil {
		t.Fatal(err)
	}
}
