//go:build linux || darwin

package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paperwurks/elasticache-redis/internal/fixtures"
	"github.com/paperwurks/elasticache-redis/internal/synthesized"
)

// parsed is a fixture's stack.
func parsed(t *testing.T, environment string) *synthesized.Stack {
	t.Helper()
	stack, err := synthesized.Parse(fixtures.JSON(environment))
	if err != nil {
		t.Fatal(err)
	}
	return stack
}

// composed writes a stack for Docker Compose, and returns the text of its compose file and of its env file.
func composed(t *testing.T, stack *synthesized.Stack) (file, env string) {
	t.Helper()
	base := filepath.Join(t.TempDir(), "compose")
	if err := compose(options{stack: "redis-dev"}, base, stack, io.Discard); err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{"compose.yaml": "", envFile: ""}
	for name := range texts {
		text, err := os.ReadFile(filepath.Join(base, "redis-dev", name))
		if err != nil {
			t.Fatal(err)
		}
		texts[name] = string(text)
	}
	return texts["compose.yaml"], texts[envFile]
}

// TestComposeImages checks which image runs which engine and version.
func TestComposeImages(t *testing.T) {
	for engine, want := range map[[2]string]string{
		{"redis", "6.2"}:  "redis:7.0 redis-server",
		{"redis", "7.1"}:  "redis:7.0 redis-server",
		{"valkey", "7.2"}: "valkey/valkey:7.2 valkey-server",
		{"valkey", "8.2"}: "valkey/valkey:8.1 valkey-server",
	} {
		stack := parsed(t, "dev")
		for _, g := range stack.Groups {
			g.Engine, g.EngineVersion = engine[0], engine[1]
		}
		file, _ := composed(t, stack)
		image, program, _ := strings.Cut(want, " ")
		if strings.Count(file, "    image: "+image+"\n") != 2 || !strings.Contains(file, "    command: ["+program+", ") {
			t.Errorf("%v: want %s in\n%s", engine, want, file)
		}
	}
}

// TestComposeHasNoSecret checks that the compose file, which people commit, has no token.
func TestComposeHasNoSecret(t *testing.T) {
	for _, environment := range []string{"dev", "dev-users"} {
		file, env := composed(t, parsed(t, environment))
		_, rest, _ := strings.Cut(env, "REDIS_BROKER_URL='rediss://")
		login, _, found := strings.Cut(rest, "@")
		_, secret, _ := strings.Cut(login, ":")
		if !found || len(secret) < 16 || strings.Contains(file, secret) {
			t.Errorf("%s: the file has the secret of %d characters, or there is none:\n%s", environment, len(secret), file)
		}
	}
}

func TestComposeRefusesAPortWithoutRoom(t *testing.T) {
	base := filepath.Join(t.TempDir(), "compose")
	err := compose(options{stack: "redis-dev", port: "65535"}, base, parsed(t, "prod"), io.Discard)
	if err == nil || !strings.Contains(err.Error(), "PORT must be lower") {
		t.Errorf("got %v, want a refusal of the port", err)
	}
	if _, err := os.Stat(base); err == nil {
		t.Error("something is written for a port that is refused")
	}
}
