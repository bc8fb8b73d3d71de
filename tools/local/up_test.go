//go:build linux || darwin

package main

import (
	"os"
	"path/filepath"
	"testing"
)

// TestClaim checks that a second run of a stack gets a folder of its own, and the next run what a kept one left.
func TestClaim(t *testing.T) {
	base := filepath.Join(t.TempDir(), "local")
	first, dir, err := claim(base, "redis-dev")
	if err != nil || dir != filepath.Join(base, "redis-dev") {
		t.Fatalf("the first run is in %s; %v", dir, err)
	}
	second, other, err := claim(base, "redis-dev")
	if err != nil || other != filepath.Join(base, "redis-dev.2") {
		t.Fatalf("the second run is in %s; %v", other, err)
	}
	defer second.Close()
	if err := os.MkdirAll(filepath.Join(dir, "kept"), 0o700); err != nil {
		t.Fatal(err)
	}
	first.Close()
	third, again, err := claim(base, "redis-dev")
	if err != nil || again != dir {
		t.Fatalf("after the first run's end the next is in %s, want %s; %v", again, dir, err)
	}
	defer third.Close()
	if _, err := os.Stat(dir); err == nil {
		t.Error("what a kept run left is still there")
	}
}

func TestPlace(t *testing.T) {
	p, err := place("")
	if err != nil || p.Port == p.BusPort || p.Address != loopback || p.Hostname != host {
		t.Errorf("got %+v, %v", p, err)
	}
}
