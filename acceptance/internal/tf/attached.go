package tf

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"

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

// providers are providers that run, for commands that come one after the other: starting the AWS provider and
// describing its 1,500 resource types is most of what a command computes.
type providers struct {
	mutex sync.Mutex
	// free are those that no test uses.
	free []*running
	stop []func()
}

// running is a provider of each kind.
type running struct {
	// attach is what TF_REATTACH_PROVIDERS has to be.
	attach string
	// aws is where the AWS provider's calls go.
	aws atomic.Pointer[url.URL]
}

// take returns providers, which give takes back. Their calls go to the sandbox's AWS.
func (p *providers) take(s *Sandbox) (*running, error) {
	aws, err := url.Parse(s.awsURL)
	if err != nil {
		return nil, err
	}
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if len(p.free) == 0 {
		started, err := p.start(s)
		if err != nil {
			return nil, err
		}
		p.free = append(p.free, started)
	}
	last := len(p.free) - 1
	taken := p.free[last]
	p.free = p.free[:last]
	taken.aws.Store(aws)
	return taken, nil
}

func (p *providers) give(r *running) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.free = append(p.free, r)
}

// start starts a provider of each kind.
// https://developer.hashicorp.com/terraform/plugin/debugging has the protocol.
func (p *providers) start(s *Sandbox) (*running, error) {
	started := &running{}
	proxy := httptest.NewServer(&httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(started.aws.Load()) },
	})
	p.stop = append(p.stop, proxy.Close)
	environment := s.Environment()
	environment["AWS_ENDPOINT_URL"] = proxy.URL
	// Unset means the level "trace", with every call of AWS in JSON, which nobody reads.
	environment["TF_LOG_SDK"], environment["TF_LOG_PROVIDER_AWS"] = "off", "off"
	all := tfexec.ReattachInfo{}
	for _, name := range []string{"aws", "random"} {
		program, err := s.providerProgram(name)
		if err != nil {
			return nil, err
		}
		served, stop, err := startProvider(program, environment)
		p.stop = append(p.stop, stop)
		if err != nil {
			return nil, err
		}
		for _, registry := range []string{terraformRegistry, openTofuRegistry} {
			all[registry+"/hashicorp/"+name] = tfexec.ReattachConfig{
				Protocol: string(served.Protocol), ProtocolVersion: protocol, Pid: served.Pid, Test: served.Test,
				Addr: tfexec.ReattachConfigAddr{Network: served.Addr.Network(), String: served.Addr.String()},
			}
		}
	}
	text, err := json.Marshal(all)
	started.attach = string(text)
	return started, err
}

func (p *providers) close() {
	for _, stop := range slices.Backward(p.stop) {
		stop()
	}
}

// providerProgram is the program of a provider.
func (s *Sandbox) providerProgram(name string) (string, error) {
	dirs, err := s.pluginDirs()
	if err != nil {
		return "", err
	}
	for _, dir := range dirs {
		pattern := filepath.Join(dir, terraformRegistry, "hashicorp", name, "*", runtime.GOOS+"_"+runtime.GOARCH,
			"terraform-provider-"+name+"_*")
		if programs, err := filepath.Glob(pattern); err != nil || len(programs) > 0 {
			return programs[0], err
		}
	}
	return "", fmt.Errorf("no program of the %s provider in %v", name, dirs)
}

// startProvider starts a provider, and a server that passes Terraform's calls on to it.
func startProvider(program string, environment map[string]string) (*plugin.ReattachConfig, func(), error) {
	command := exec.Command(program)
	for name, value := range environment {
		command.Env = append(command.Env, name+"="+value)
	}
	plugins := map[int]plugin.PluginSet{protocol: {"provider": nothing{}}}
	client := plugin.NewClient(&plugin.ClientConfig{
		HandshakeConfig:  handshake,
		VersionedPlugins: plugins,
		Cmd:              command,
		SkipHostEnv:      true,
		AllowedProtocols: []plugin.Protocol{plugin.ProtocolGRPC},
		Logger:           hclog.NewNullLogger(),
		GRPCDialOptions:  []grpc.DialOption{grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(maxMessage))},
	})
	ctx, cancel := context.WithCancel(context.Background())
	stop := func() { cancel(); client.Kill() }
	connected, err := client.Client()
	if err != nil {
		return nil, stop, fmt.Errorf("%s: %w", program, err)
	}
	attached, failed := make(chan *plugin.ReattachConfig), make(chan struct{})
	go plugin.Serve(&plugin.ServeConfig{
		HandshakeConfig:  handshake,
		VersionedPlugins: plugins,
		GRPCServer:       newForwarder(program, connected.(*plugin.GRPCClient).Conn).server,
		Logger:           hclog.NewNullLogger(),
		Test:             &plugin.ServeTestConfig{Context: ctx, ReattachConfigCh: attached, CloseCh: failed},
	})
	select {
	case <-failed:
		return nil, stop, fmt.Errorf("nothing passes calls on to %s", program)
	case served := <-attached:
		return served, stop, nil
	}
}

// versions has what each program says of its version: terraform-exec asks again for each folder.
var versions sync.Map

func version(program string) ([]byte, error) {
	if known, ok := versions.Load(program); ok {
		return known.([]byte), nil
	}
	command := exec.Command(program, "version", "-json")
	command.Env = append(os.Environ(), "CHECKPOINT_DISABLE=1", "TF_CLI_ARGS=", "TF_CLI_ARGS_version=")
	text, err := command.Output()
	if err == nil {
		versions.Store(program, text)
	}
	return text, err
}

// attachedProgram writes the program that Attached returns.
func (s *Sandbox) attachedProgram(program, attach string) (string, error) {
	said, err := version(program)
	if err != nil {
		return "", err
	}
	// A process that starts meanwhile would have the file open for writing, and Linux runs no such file.
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	file, err := os.CreateTemp(s.dir, filepath.Base(program)+"-")
	if err != nil {
		return "", err
	}
	defer file.Close()
	fmt.Fprintf(file, "#!/bin/sh\n[ \"$1\" != version ] || exec cat <<'EOF'\n%s\nEOF\n", said)
	fmt.Fprintf(file, "TF_REATTACH_PROVIDERS='%s' exec '%s' \"$@\"\n", attach, program)
	return file.Name(), file.Chmod(0o700)
}
