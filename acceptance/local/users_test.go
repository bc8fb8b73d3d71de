//go:build linux

package local

import (
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/compose-spec/compose-go/v2/dotenv"

	"github.com/paperwurks/elasticache-redis/internal/fixtures"
	"github.com/paperwurks/elasticache-redis/internal/servers"
)

// userURLs are the users and the databases of the URLs of a shared group with Users.
var userURLs = map[string]string{
	"REDIS_BROKER_URL": "broker /1",
	"REDIS_RESULT_URL": "result /2",
	"REDIS_CACHE_URL":  "cache /0",
	"REDIS_READER_URL": "reader /1",
}

// TestUsers runs a stack whose group has users instead of a token, rotates them, and writes it for Compose.
func TestUsers(t *testing.T) {
	p := newProject(t)
	stack := filepath.Join(p.dir, "cdktf.out/stacks/redis-users")
	must(t, os.MkdirAll(stack, 0o755))
	must(t, os.WriteFile(filepath.Join(stack, "cdk.tf.json"), fixtures.JSON("dev-users"), 0o644))
	r := p.start("STACK=redis-users", "MEMORY=32mb")
	old := p.ready(r)
	p.ping(old, "-20261123", "PONG")
	p.tell("ROTATE=1", "redis: the old and the new users may log in")
	p.ping(old, "-20261123", "PONG")
	p.ping(p.ready(r), "-20261124", "PONG")
	p.tell("SET=1", "redis: only the new users may log in")
	p.ping(old, "-20261123", "WRONGPASS")
	p.ping(p.ready(r), "-20261124", "PONG")
	must(t, syscall.Kill(-r.cmd.Process.Pid, syscall.SIGINT))
	p.gone()

	port := strconv.Itoa(freePorts(t, 4))
	if output, err := p.make("STACK=redis-users", "COMPOSE=1", "PORT="+port).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	dir := filepath.Join(p.cache, "elasticache-redis-compose", "redis-users")
	for _, service := range p.load(dir).Services {
		if service.Name != "elasticache" {
			p.serve(service.Command[0], service.Command[1])
		}
	}
	variables, err := dotenv.Read(filepath.Join(dir, "env"))
	must(t, err)
	p.ping(variables, "-20261123", "PONG")
}

// tell runs a command for the stack that runs, and asserts what it says.
func (p *project) tell(setting, want string) {
	p.t.Helper()
	output, _ := p.make("STACK=redis-users", setting).CombinedOutput()
	if !strings.Contains(string(output), want) {
		p.t.Errorf("%s says\n%s\nwant %s", setting, output, want)
	}
}

// ping logs in with each URL of the group with users, whose names have the date, and asserts the answer.
func (p *project) ping(variables map[string]string, date, want string) {
	p.t.Helper()
	for variable, published := range userURLs {
		address, err := url.Parse(variables[variable])
		must(p.t, err)
		name, database, _ := strings.Cut(published, " ")
		if address.User.Username() != name+date || address.Path != database {
			p.t.Errorf("%s has the user %s and the database %s, want %s%s and %s", variable, address.User.Username(),
				address.Path, name, date, database)
		}
		password, _ := address.User.Password()
		answer := ""
		err = servers.Eventually(p.t.Context(), variable+" is answered with "+want, func() bool {
			cli := exec.Command("redis-cli", "--tls", "--cacert", variables["SSL_CERT_FILE"], "-h", address.Hostname(),
				"-p", address.Port(), "--user", address.User.Username(), "PING")
			cli.Env = append(os.Environ(), "REDISCLI_AUTH="+password)
			output, _ := cli.CombinedOutput()
			answer = string(output)
			return !strings.Contains(answer, "Could not connect")
		})
		if must(p.t, err); !strings.Contains(answer, want) {
			p.t.Errorf("%s: got %q, want %s", variable, answer, want)
		}
	}
}
