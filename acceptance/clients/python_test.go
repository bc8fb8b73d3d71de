//go:build linux

package clients

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/paperwurks/elasticache-redis/internal/servers"
)

// python is Debian's own interpreter, for which the clients are installed.
const python = "/usr/bin/python3"

// clientSet is a set of client versions that applications run with.
type clientSet struct {
	name string
	// suite is Debian's newer suite whose packages come before Debian 12's own.
	suite string
}

// clientSets are the oldest and the newest clients that are supported. Debian 12's Django is older than Django's
// built-in Redis cache: its Celery, kombu and redis-py run with the next suite's Django, all that install.sh takes
// from there.
var clientSets = []clientSet{
	{name: "debian12", suite: "trixie"},
	{name: "newest", suite: "forky"},
}

// newer is where install.sh unpacks a newer suite's packages.
func newer(suite string) string {
	cache, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(cache, "elasticache-redis-clients", suite, "python")
}

// requireInstalled skips the test where the servers or clients are missing, and fails it in CI, where they must not be.
func requireInstalled(t *testing.T) {
	t.Helper()
	var missing []string
	for _, program := range []string{"redis-server", "redis-cli", python} {
		if _, err := exec.LookPath(program); err != nil {
			missing = append(missing, program)
		}
	}
	if command(nil, python, "-c", "import celery, django, django_redis, redis").Run() != nil {
		missing = append(missing, "Debian's python3-celery, python3-django, python3-django-redis and python3-redis")
	}
	for _, c := range clientSets {
		if _, err := os.Stat(newer(c.suite)); err != nil {
			missing = append(missing, "the newer clients of "+c.suite)
		}
	}
	if len(servers.Unpacked()) < len(valkeyVersions) {
		missing = append(missing, "Valkey "+strings.Join(valkeyVersions, " and "))
	}
	if len(missing) == 0 {
		return
	}
	reason := "acceptance/clients/install.sh installs what is missing: " + strings.Join(missing, ", ")
	if os.Getenv("CI") == "true" {
		t.Fatal(reason)
	}
	t.Skip(reason)
}

// environment makes Python find the client set, the settings and the checks.
func (c clientSet) environment(t *testing.T) []string {
	t.Helper()
	here, err := filepath.Abs("python")
	must(t, err)
	path := []string{here, filepath.Join(here, "..", "..", "..", "integration", "django"), newer(c.suite)}
	return []string{
		"PYTHONPATH=" + strings.Join(path, ":"),
		"PYTHONDONTWRITEBYTECODE=1",
		"PYTHONUNBUFFERED=1",
	}
}

// environment is what a client process sees: the URLs as ECS would inject them, AWS's DNS and AWS's CA, and the client
// set's packages. Further variables replace these.
func (d *deployment) environment(t *testing.T, further ...string) []string {
	t.Helper()
	environment := append(
		d.clients.environment(t),
		"HOME="+d.dir,
		"NOTES="+d.dir,
		"HOSTS_FILE="+d.hostsFile(),
		"SSL_CERT_FILE="+d.ca.File,
		"DJANGO_SETTINGS_MODULE="+d.settings,
	)
	for variable, url := range d.urls(t) {
		environment = append(environment, variable+"="+url)
	}
	return append(environment, further...)
}

// run runs a script to its end and returns what it prints; the script fails the test by its exit code.
func (d *deployment) run(t *testing.T, environment []string, argv ...string) string {
	t.Helper()
	output, err := d.try(environment, argv...)
	if err != nil {
		t.Fatalf("%s: %v\n%s", strings.Join(argv, " "), err, output)
	}
	return output
}

// connect connects with the three URLs in each of some environments, and returns the outcomes of each.
func (d *deployment) connect(t *testing.T, environments ...[]string) []string {
	t.Helper()
	var cases bytes.Buffer
	for _, environment := range environments {
		variables := map[string]string{}
		for _, variable := range environment {
			name, value, _ := strings.Cut(variable, "=")
			variables[name] = value
		}
		must(t, json.NewEncoder(&cases).Encode(variables))
	}
	file := filepath.Join(t.TempDir(), "cases")
	must(t, os.WriteFile(file, cases.Bytes(), 0o600))
	outcomes := strings.Split(d.run(t, d.environment(t), "connect.py", file), "case\n")[1:]
	if len(outcomes) != len(environments) {
		t.Fatalf("%d of %d cases have outcomes", len(outcomes), len(environments))
	}
	return outcomes
}

// try runs a script to its end, which is enforced after ten minutes.
func (d *deployment) try(environment []string, argv ...string) (string, error) {
	var output bytes.Buffer
	cmd := command(environment, append([]string{python}, argv...)...)
	cmd.Stdout, cmd.Stderr, cmd.Dir = &output, &output, "python"
	if err := cmd.Start(); err != nil {
		return "", err
	}
	timer := time.AfterFunc(10*time.Minute, func() { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) })
	defer timer.Stop()
	err := cmd.Wait()
	return output.String(), err
}

// check runs one check of a script on the URLs as they are published.
func (d *deployment) check(t *testing.T, script, name string) {
	t.Helper()
	d.run(t, d.environment(t), script, name)
}

// scriptCheck is a check that a function of a script makes.
type scriptCheck struct{ name, function string }

// checks runs checks of a script in one process.
func (d *deployment) checks(t *testing.T, place, script string, checks []scriptCheck) {
	t.Helper()
	arguments := []string{script}
	for _, c := range checks {
		arguments = append(arguments, c.function)
	}
	output := sync.OnceValue(func() string {
		output, _ := d.try(d.environment(t), arguments...) // each check reads its own outcome
		return output
	})
	for _, c := range checks {
		check(t, place, c.name, func(t *testing.T) {
			if !slices.Contains(strings.Split(output(), "\n"), c.function+" passed") {
				t.Error(output())
			}
		})
	}
}

// worker starts a Celery worker with so many processes on the queues, and waits until it is ready.
func (d *deployment) worker(t *testing.T, name string, processes int, queues string, further ...string) *process {
	t.Helper()
	w := d.startWorker(t, name, processes, queues, further...)
	eventually(t, "the worker is ready", func() bool {
		if w.ended() {
			t.Fatal("the worker ended")
		}
		return strings.Contains(w.output(), " ready.")
	})
	return w
}

func (d *deployment) startWorker(t *testing.T, name string, processes int, queues string, further ...string) *process {
	t.Helper()
	return start(t, d.dir, d.environment(t, further...), python, "-m", "celery", "-A", "tasks", "worker",
		"-n", name+"@e2e", "-c", fmt.Sprint(processes), "-Q", queues, "-l", "INFO",
		// After a lost connection kombu 5.6's mingling may read the pool's sockets, and end the worker with a KeyError.
		"--without-mingle")
}

// server is what runs an engine's version: Debian 12's Redis, or that very Valkey.
func server(t *testing.T, engine, version string) servers.Server {
	t.Helper()
	installed, err := servers.Installed(servers.Unpacked()...)
	must(t, err)
	s := servers.Nearest(installed, engine, version)
	if s.Engine != engine || engine == "valkey" && !strings.HasPrefix(s.Version, version+".") {
		t.Fatalf("%s %s: the nearest server is %s: acceptance/clients/install.sh installs what is missing",
			engine, version, s)
	}
	return s
}
