package tf

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"testing"

	"github.com/hashicorp/terraform-exec/tfexec"
)

// attach finds what a provider that waits for Terraform says of itself.
var attach = regexp.MustCompile(`TF_REATTACH_PROVIDERS='(.+)'`)

// StartProvider starts the AWS provider, for commands that run one after the other: starting it and describing its
// 1,500 resource types is most of what they compute. https://developer.hashicorp.com/terraform/plugin/debugging has the protocol.
func (s *Sandbox) StartProvider(t testing.TB) tfexec.ReattachInfo {
	t.Helper()
	found, err := s.aws()
	if err != nil {
		t.Fatal(err)
	}
	pattern := filepath.Join(found.dir, terraformRegistry, "hashicorp", "aws", "*", runtime.GOOS+"_"+runtime.GOARCH,
		"terraform-provider-aws_*")
	programs, err := filepath.Glob(pattern)
	if err != nil || len(programs) != 1 {
		t.Fatalf("programs %v, want one: %v", programs, err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	provider := exec.CommandContext(ctx, programs[0], "-debug")
	for name, value := range s.Environment() {
		provider.Env = append(provider.Env, name+"="+value)
	}
	output, err := provider.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := provider.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		_ = provider.Wait() // says that it was killed
	})
	info, err := readAttach(output)
	if err != nil {
		t.Fatalf("%s: %v", programs[0], err)
	}
	go func() { _, _ = io.Copy(io.Discard, output) }() // until it ends
	return info
}

func readAttach(output io.Reader) (tfexec.ReattachInfo, error) {
	lines := bufio.NewScanner(output)
	for lines.Scan() {
		if match := attach.FindSubmatch(lines.Bytes()); match != nil {
			var info tfexec.ReattachInfo
			return info, json.Unmarshal(match[1], &info)
		}
	}
	return nil, fmt.Errorf("it does not say how to attach to it: %w", lines.Err())
}
