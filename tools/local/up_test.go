//go:build linux || darwin

package main

import (
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
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

// TestCheckSocket checks that the limit is the system's.
func TestCheckSocket(t *testing.T) {
	base, err := os.MkdirTemp("/tmp", "socket") //nolint:usetesting // t.TempDir may be too long
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(base)
	limit := len(syscall.RawSockaddrUnix{}.Path) - 1
	for length, want := range map[int]bool{limit: true, limit + 1: false} {
		dir := filepath.Join(base, strings.Repeat("x", length-len(base)-len("//"+controlFile)))
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		listener, err := net.Listen("unix", filepath.Join(dir, controlFile))
		if err == nil {
			listener.Close()
		}
		if (err == nil) != want {
			t.Errorf("the system takes a path of %d bytes with %v", length, err)
		}
		if err := checkSocket(dir); (err == nil) != want {
			t.Errorf("a path of %d bytes: %v", length, err)
		}
	}
}

// script writes a program in place of a server's.
func script(t *testing.T, dir, name, text string) string {
	t.Helper()
	file := filepath.Join(dir, name)
	if err := os.WriteFile(file, []byte("#!/bin/sh\n"+text+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	return file
}

// TestUpInALongFolder checks that no server starts where the socket has too long a path.
func TestUpInALongFolder(t *testing.T) {
	programs := t.TempDir()
	started := filepath.Join(programs, "started")
	for _, name := range []string{"redis-server", "redis-cli"} {
		script(t, programs, name, fmt.Sprintf(`[ "$1" = --version ] || touch %s; echo v=7.2.4`, started))
	}
	t.Setenv("PATH", programs+":"+os.Getenv("PATH"))
	base := filepath.Join(t.TempDir(), strings.Repeat("x", 120))
	err := up(t.Context(), options{stack: "redis-dev"}, base, parsed(t, "dev"), io.Discard)
	path := filepath.Join(base, "redis-dev", controlFile)
	want := fmt.Sprintf("%s has %d bytes, and the path of a socket has at most ", path, len(path))
	if err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("got %v, want %s…", err, want)
	}
	if _, err := os.Stat(started); err == nil {
		t.Error("a server was started")
	}
}
