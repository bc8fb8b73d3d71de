package tf

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/go-plugin"
	"github.com/hashicorp/terraform-exec/tfexec"
	"google.golang.org/grpc"
)

// handshake is what Terraform and its providers know each other by.
var handshake = plugin.HandshakeConfig{
	MagicCookieKey:   "TF_PLUGIN_MAGIC_COOKIE",
	MagicCookieValue: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
}

const protocol = 5

// providers are AWS providers that run, for commands that come one after the other: starting one and describing its
// 1,500 resource types is most of what a command computes.
type providers struct {
	mutex sync.Mutex
	// free are the ones that no test uses: what TF_REATTACH_PROVIDERS has to be for each.
	free []string
	stop []func()
}

// take returns a provider that give takes back.
func (p *providers) take(s *Sandbox) (string, error) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if last := len(p.free) - 1; last >= 0 {
		taken := p.free[last]
		p.free = p.free[:last]
		return taken, nil
	}
	program, err := s.awsProgram()
	if err != nil {
		return "", err
	}
	attach, stop, err := startProvider(program, s.Environment())
	p.stop = append(p.stop, stop)
	return attach, err
}

func (p *providers) give(attach string) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.free = append(p.free, attach)
}

func (p *providers) close() {
	for _, stop := range p.stop {
		stop()
	}
}

// awsProgram is the AWS provider's program.
func (s *Sandbox) awsProgram() (string, error) {
	found, err := s.aws()
	if err != nil {
		return "", err
	}
	pattern := filepath.Join(found.dir, terraformRegistry, "hashicorp", "aws", "*", runtime.GOOS+"_"+runtime.GOARCH,
		"terraform-provider-aws_*")
	programs, err := filepath.Glob(pattern)
	if err != nil || len(programs) != 1 {
		return "", fmt.Errorf("programs %v, want one: %w", programs, err)
	}
	return programs[0], nil
}

// startProvider starts the provider, and a server that passes Terraform's calls on to it. It returns the value of
// TF_REATTACH_PROVIDERS that has Terraform use the server:
// https://developer.hashicorp.com/terraform/plugin/debugging has the protocol.
func startProvider(program string, environment map[string]string) (attach string, stop func(), err error) {
	command := exec.Command(program)
	for name, value := range environment {
		command.Env = append(command.Env, name+"="+value)
	}
	client := plugin.NewClient(&plugin.ClientConfig{
		HandshakeConfig:  handshake,
		VersionedPlugins: map[int]plugin.PluginSet{protocol: {"provider": nothing{}}},
		Cmd:              command,
		SkipHostEnv:      true,
		AllowedProtocols: []plugin.Protocol{plugin.ProtocolGRPC},
		Logger:           hclog.NewNullLogger(),
		GRPCDialOptions:  []grpc.DialOption{grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(maxMessage))},
	})
	ctx, cancel := context.WithCancel(context.Background())
	stop = func() { cancel(); client.Kill() }
	protocolClient, err := client.Client()
	if err != nil {
		return "", stop, fmt.Errorf("%s: %w", program, err)
	}
	attached, failed := make(chan *plugin.ReattachConfig), make(chan struct{})
	go plugin.Serve(&plugin.ServeConfig{
		HandshakeConfig:  handshake,
		VersionedPlugins: map[int]plugin.PluginSet{protocol: {"provider": nothing{}}},
		GRPCServer:       forwarder{protocolClient.(*plugin.GRPCClient).Conn}.server,
		Logger:           hclog.NewNullLogger(),
		Test:             &plugin.ServeTestConfig{Context: ctx, ReattachConfigCh: attached, CloseCh: failed},
	})
	select {
	case <-failed:
		return "", stop, fmt.Errorf("nothing passes calls on to %s", program)
	case served := <-attached:
		attach, err = reattach(served)
		return attach, stop, err
	}
}

// reattach is the value of TF_REATTACH_PROVIDERS.
func reattach(served *plugin.ReattachConfig) (string, error) {
	info := tfexec.ReattachConfig{
		Protocol: string(served.Protocol), ProtocolVersion: protocol, Pid: served.Pid, Test: served.Test,
		Addr: tfexec.ReattachConfigAddr{Network: served.Addr.Network(), String: served.Addr.String()},
	}
	text, err := json.Marshal(tfexec.ReattachInfo{
		terraformRegistry + "/hashicorp/aws": info, openTofuRegistry + "/hashicorp/aws": info,
	})
	return string(text), err
}

// attachedProgram writes a program that is Terraform, or OpenTofu, with a provider that runs already.
func (s *Sandbox) attachedProgram(program, attach string) (string, error) {
	file, err := os.CreateTemp(s.dir, filepath.Base(program)+"-")
	if err != nil {
		return "", err
	}
	defer file.Close()
	fmt.Fprintf(file, "#!/bin/sh\nTF_REATTACH_PROVIDERS='%s' exec '%s' \"$@\"\n", attach, program)
	return file.Name(), file.Chmod(0o700)
}
