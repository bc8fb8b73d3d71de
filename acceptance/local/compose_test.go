//go:build linux

package local

import (
	"fmt"
	"math/rand/v2"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/compose-spec/compose-go/v2/dotenv"
	"github.com/compose-spec/compose-go/v2/loader"
	"github.com/compose-spec/compose-go/v2/types"

	"github.com/paperwurks/elasticache-redis/internal/servers"
)

// TestCompose has Docker Compose's own library read the file, which checks it against Compose's JSON schema too, and
// does what Docker would: it starts each server as the file says, then forms the cluster. Docker itself is not run.
func TestCompose(t *testing.T) {
	p := newProject(t)
	port := freePorts(t, 20)
	compose := p.make("STACK=redis-two", "COMPOSE=1", "MEMORY=32mb", "PORT="+strconv.Itoa(port))
	closed := exec.Command("sh", append([]string{"-c", `umask 077; exec "$@"`, "sh"}, compose.Args...)...)
	closed.Env = compose.Env
	output, err := closed.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	dir := filepath.Join(p.cache, "elasticache-redis-compose", "redis-two")
	project := p.load(dir)
	for name, service := range project.Services {
		if name == "elasticache" || strings.HasSuffix(name, "-cluster") {
			continue
		}
		if service.NetworkMode != "service:elasticache" ||
			!slices.Equal(service.Command[2:], []string{"--bind", "0.0.0.0"}) {
			t.Fatalf("Docker does not reach %s: %s, %v", name, service.NetworkMode, service.Command)
		}
		// Without --bind: on the loopback address only.
		p.serve(service.Command[0], service.Command[1])
	}
	script := exec.CommandContext(t.Context(), "sh", project.Services["shop-two-redis-cluster"].Entrypoint[1])
	if output, err := script.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	p.composeServes(project, dir)
	p.composeModes(dir)
	p.composeGuide()
}

// composeServes asserts that each URL of the env file leads to the servers of its job, and is published.
func (p *project) composeServes(project *types.Project, dir string) {
	t := p.t
	variables, err := dotenv.Read(filepath.Join(dir, "env"))
	must(t, err)
	for variable, want := range map[string][]string{
		"REDIS_BROKER_URL": {"role:master", "connected_slaves:1", "maxmemory:33554432", "cluster_enabled:0"},
		"REDIS_CACHE_URL":  {"role:master", "connected_slaves:1", "maxmemory:33554432", "cluster_enabled:1"},
	} {
		address, err := url.Parse(variables[variable])
		must(t, err)
		if !publishes(project.Services["elasticache"], address.Port()) {
			t.Errorf("%s leads to a port that is not published", variable)
		}
		token, _ := address.User.Password()
		info := func() string {
			cli := exec.Command("redis-cli", "-e", "--tls", "--cacert", variables["SSL_CERT_FILE"],
				"-h", address.Hostname(), "-p", address.Port(), "INFO", "everything")
			cli.Env = append(os.Environ(), "REDISCLI_AUTH="+token)
			output, _ := cli.CombinedOutput()
			return string(output)
		}
		for _, line := range want {
			must(t, servers.Eventually(t.Context(), variable+" has "+line, func() bool {
				return strings.Contains(info(), line)
			}))
		}
		if text, _ := os.ReadFile(filepath.Join(dir, "compose.yaml")); strings.Contains(string(text), token) {
			t.Error("the compose file has a token")
		}
	}
}

// composeModes asserts that containers can read the files, and nobody else on the machine.
func (p *project) composeModes(dir string) {
	t := p.t
	info, err := os.Stat(filepath.Dir(dir))
	must(t, err)
	if info.Mode().Perm() != 0o700 {
		t.Errorf("others may read the tokens: %s", info.Mode())
	}
	must(t, filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		must(t, err)
		info, err := entry.Info()
		if info.Mode().Perm()&0o004 == 0 && entry.Name() != "env" && entry.Name() != "compose.yaml" {
			t.Errorf("a container's user can't read %s", path)
		}
		return err
	}))
}

// composeGuide reads the application of the guide, which includes the file.
func (p *project) composeGuide() {
	p.t.Helper()
	guide, err := os.ReadFile("../../docs/local.md")
	must(p.t, err)
	_, rest, _ := strings.Cut(string(guide), "```yaml\n")
	text, _, _ := strings.Cut(rest, "```")
	text = strings.NewReplacer("/home/me/.cache", p.cache, "redis-prod", "redis-two").Replace(text)
	must(p.t, os.WriteFile(filepath.Join(p.dir, "compose.yaml"), []byte(text), 0o644))
	worker := p.load(p.dir).Services["worker"]
	if address := worker.Environment["REDIS_BROKER_URL"]; address == nil || !strings.HasPrefix(*address, "rediss://:") {
		p.t.Error("the guide's worker has no URL")
	}
}

// load reads the compose file in the folder as Docker Compose does.
func (p *project) load(dir string) *types.Project {
	p.t.Helper()
	loaded, err := loader.LoadWithContext(p.t.Context(), types.ConfigDetails{
		WorkingDir:  dir,
		ConfigFiles: []types.ConfigFile{{Filename: filepath.Join(dir, "compose.yaml")}},
	}, func(o *loader.Options) { o.SetProjectName("test", true) })
	must(p.t, err)
	return loaded
}

// publishes says whether a service publishes the port under its own number, to this machine only.
func publishes(service types.ServiceConfig, port string) bool {
	return slices.ContainsFunc(service.Ports, func(c types.ServicePortConfig) bool {
		return c.HostIP == "127.0.0.1" && c.Published == port && fmt.Sprint(c.Target) == port
	})
}

// serve runs a server on the configuration file until the test ends.
func (p *project) serve(program, file string) {
	p.t.Helper()
	cmd := exec.Command(program, file)
	cmd.Dir = p.t.TempDir()
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	must(p.t, cmd.Start())
	p.t.Cleanup(func() {
		must(p.t, cmd.Process.Kill())
		_ = cmd.Wait() // killed
	})
}

// freePorts returns the first of so many free ports, below those that the system gives to others.
func freePorts(t *testing.T, number int) int {
	t.Helper()
	for first := 20000 + rand.N(10000); first < 32000; first += number {
		free := 0
		for ; free < number; free++ {
			listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", first+free))
			if err != nil {
				break
			}
			must(t, listener.Close())
		}
		if free == number {
			return first
		}
	}
	t.Fatal("there are no free ports")
	return 0
}
