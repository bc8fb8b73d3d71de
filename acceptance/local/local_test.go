//go:build linux

// Package local runs `make local`, and ends it at any moment and in any way.
package local

import (
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestKilled ends `make local` at random moments, by killing one of its processes or all of its process group.
func TestKilled(t *testing.T) {
	p := newProject(t)
	for i := range 20 {
		// The first is ready in a second, the second, which forms a cluster, in some.
		r := p.start("STACK="+[]string{"redis-one", "redis-two"}[i/2%2], "MEMORY=32mb")
		moment := rand.N(5 * time.Second)
		if i%4 == 0 {
			moment = rand.N(100 * time.Millisecond) // make has hardly begun
		}
		time.Sleep(moment)
		victim, signal := "its process group", []syscall.Signal{syscall.SIGKILL, syscall.SIGKILL, syscall.SIGTERM,
			syscall.SIGINT}[i%4]
		pid := -r.cmd.Process.Pid
		if i%2 == 0 {
			pid, victim = p.victim(r)
		}
		_ = syscall.Kill(pid, signal) // may have ended
		ready := strings.Contains(r.output(), "In other terminals:")
		t.Logf("after %.1f s, ready %t: %s to %s", moment.Seconds(), ready, signal, victim)
		if i%2 == 0 && !p.lasts(victim) {
			// It goes on without a command that was over, and replaces a node: then Ctrl-C.
			_ = syscall.Kill(-r.cmd.Process.Pid, syscall.SIGINT)
		}
		p.gone()
		<-r.done
	}
}

// TestTwo runs the same stack twice, and changes one: the other goes on as it was.
func TestTwo(t *testing.T) {
	p := newProject(t)
	first, second := p.start("STACK=redis-one", "MEMORY=32mb"), p.start("STACK=redis-one", "MEMORY=32mb")
	a, b := p.ready(first), p.ready(second)
	if a["REDIS_BROKER_URL"] == b["REDIS_BROKER_URL"] || a["SSL_CERT_FILE"] == b["SSL_CERT_FILE"] {
		t.Error("the two meet")
	}
	if output, err := p.make("STACK=redis-one", "RUN=2", "ROTATE=1").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	changed := 0
	for r, before := range map[*running]map[string]string{first: a, second: b} {
		if p.ready(r)["REDIS_BROKER_URL"] != before["REDIS_BROKER_URL"] {
			changed++
		}
	}
	if changed != 1 {
		t.Errorf("ROTATE=1 changed %d of two runs", changed)
	}
	must(t, syscall.Kill(-first.cmd.Process.Pid, syscall.SIGINT))
	<-first.done
	p.ready(second)
	must(t, syscall.Kill(-second.cmd.Process.Pid, syscall.SIGINT))
	p.gone()
}

// TestCommands rotates the token and fails over, and looks at what the run says of AWS. It pings as the guide says.
func TestCommands(t *testing.T) {
	p := newProject(t)
	r := p.start("STACK=redis-two")
	before := p.ready(r)
	guide, err := os.ReadFile("../../docs/operations.md")
	must(t, err)
	ping := exec.Command("sh", "-c", regexp.MustCompile(`(?m)^redis-cli -u .*$`).FindString(string(guide))+" PING")
	ping.Env = os.Environ()
	for _, name := range []string{"REDIS_BROKER_URL", "SSL_CERT_FILE"} {
		ping.Env = append(ping.Env, name+"="+before[name])
	}
	if output, err := ping.CombinedOutput(); err != nil || !strings.Contains(string(output), "PONG") {
		t.Errorf("the guide's redis-cli: %v\n%s", err, output)
	}
	for _, want := range []string{
		"broker     has the parameter close-on-replica-write, which",
		"cluster mode enabled, shards: 1, replicas: 1",
	} {
		if !strings.Contains(r.output(), want) {
			t.Errorf("it does not say %q:\n%s", want, r.output())
		}
	}
	for _, test := range []struct{ setting, want string }{
		{"FAILOVER=redis", "shop-two-redis-0001-001 is back, as a replica"},
		{"FAILOVER=broker", "shop-two-broker-0001-001 is back, as a replica"},
		{"FAILOVER=queue", `no group "queue" in redis-two, which has broker, redis`},
		{"SET=1", "begin the rotation with ROTATE first"},
		{"ROTATE=1", "broker: both tokens are taken"},
		{"ROTATE=1", "end the rotation with SET first"},
		{"SET=1", "redis: only the new token is taken"},
	} {
		output, _ := p.make("STACK=redis-two", test.setting).CombinedOutput()
		if !strings.Contains(string(output), test.want) {
			t.Errorf("%s says\n%s\nwant %s", test.setting, output, test.want)
		}
	}
	if after := p.ready(r); after["REDIS_CACHE_URL"] == before["REDIS_CACHE_URL"] ||
		after["REDIS_BROKER_URL"] == before["REDIS_BROKER_URL"] {
		t.Error("the env file has the old tokens")
	}
	must(t, syscall.Kill(-r.cmd.Process.Pid, syscall.SIGINT))
	p.gone()
}

// TestNodesOfTwoShards ends nodes of two shards: a primary and a replica at once, then a primary while the other's
// replica is promoted. All come back.
func TestNodesOfTwoShards(t *testing.T) {
	p := newProject(t)
	file := filepath.Join(p.dir, "cdktf.out/stacks/redis-two/cdk.tf.json")
	text, err := os.ReadFile(file)
	must(t, err)
	edited := strings.Replace(string(text), `"num_node_groups": 1`, `"num_node_groups": 2`, 1)
	must(t, os.WriteFile(file, []byte(edited), 0o644))
	r := p.start("STACK=redis-two", "MEMORY=32mb")
	p.ready(r)
	const first, second, replica = "shop-two-redis-0001-001", "shop-two-redis-0002-001", "shop-two-redis-0002-002"
	const back = " is back, as a replica"
	p.kill(first, replica)
	r.says(t, first+back, replica+back)

	// The first shard's primary is the other node now.
	const promoted = "shop-two-redis-0001-002"
	p.kill(second)
	r.says(t, second+" has ended")
	p.kill(promoted)
	r.says(t, second+back, promoted+back)
	must(t, syscall.Kill(-r.cmd.Process.Pid, syscall.SIGINT))
	p.gone()
}

// TestBadInput asserts that each problem is one line that says what to do, and that nothing is run by what was typed.
func TestBadInput(t *testing.T) {
	p := newProject(t)
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer taken.Close()
	port := strconv.Itoa(taken.Addr().(*net.TCPAddr).Port)
	nothing := filepath.Join(p.dir, "nothing")
	must(t, os.MkdirAll(nothing, 0o755))
	touch := "touch " + p.dir + "/touched"
	none := []string{"PATH=" + p.dir + "/none", "HOME=" + p.dir}
	for _, test := range []struct {
		settings    []string
		dir         string
		environment []string
		want        []string
	}{
		{[]string{"STACK=redis-qa"}, "", nil,
			[]string{`no stack "redis-qa" in cdktf.out/stacks, ` +
				`which has [redis-one, redis-two]; ` + "`make synth` writes them"}},
		{[]string{"STACK=redis-one"}, nothing, nil, []string{`no stack "redis-one" in cdktf.out/stacks, which has []; ` +
			"`make synth` writes them"}},
		{[]string{"STACK=redis-one; " + touch}, "", nil, []string{`no stack "redis-one; `}},
		{[]string{"STACK=redis-one'; " + touch + "'"}, "", nil, []string{`no stack "redis-one'; `}},
		{[]string{"STACK=redis-one", "MEMORY=$(shell " + touch + ")"}, "", nil,
			[]string{"MEMORY must be a size such as 64mb, got \"$(shell "}},
		{[]string{"STACK=redis-one", "PORT=" + port}, "", nil, []string{"port " + port +
			" is taken: give another PORT, or none for free ports"}},
		{[]string{"STACK=redis-one", "PORT=x", "MEMORY=abc", "KEEP=yes"}, "", nil, []string{
			`MEMORY must be a size such as 64mb, got "abc"`, `PORT must be a number from 1 to 65535, got "x"`,
			`KEEP must be 1 or nothing, got "yes"`}},
		{[]string{"STACK=redis-one"}, "", none,
			[]string{"no server is installed: install redis-server 7.0 or newer, or valkey-server"}},
		{[]string{"STACK=redis-one", "MEMORY=64"}, "", nil,
			[]string{`MEMORY must be 0, which is no limit, or at least 2mb, got "64"`}},
		{[]string{"STACK=redis-one", "COMPOSE=yes"}, "", nil, []string{`COMPOSE must be 1 or nothing, got "yes"`}},
		{[]string{"STACK=redis-one", "COMPOSE=1", "SET=1", "KEEP=1"}, "", nil,
			[]string{"want one of FAILOVER, ROTATE, SET and COMPOSE at a time, got SET, COMPOSE"}},
		{[]string{"STACK=redis-one", "COMPOSE=1", "KEEP=1", "RUN=2"}, "", nil, []string{
			"KEEP is for the start: leave it out with FAILOVER, ROTATE, SET and COMPOSE",
			"RUN is for FAILOVER, ROTATE and SET: leave it out with anything else"}},
		{[]string{"STACK=redis-one", "FAILOVER=redis", "MEMORY=64mb", "PORT=7000"}, "", nil, []string{
			"MEMORY is for the start: leave it out with FAILOVER, ROTATE and SET",
			"PORT is for the start: leave it out with FAILOVER, ROTATE and SET"}},
		{[]string{"STACK=redis-two", "COMPOSE=1", "PORT=65535"}, "", nil,
			[]string{"PORT must be lower: the servers need the ports up to 65542, and the last is 65535"}},
		{[]string{"STACK=redis-two", "PORT=65535"}, "", nil,
			[]string{"PORT must be lower: the servers need the ports up to 65536, and the last is 65535"}},
		{[]string{"STACK=redis-one", "FAILOVER=broker"}, "", nil,
			[]string{"redis-one does not run here: start it with `make local` in another terminal"}},
	} {
		cmd := p.make(test.settings...)
		if test.environment != nil {
			cmd = exec.Command(p.dir+"/local", "-stack", "redis-one")
			cmd.Dir, cmd.Env = p.dir, test.environment
		}
		if test.dir != "" {
			cmd.Args[5] = test.dir
		}
		output, err := cmd.CombinedOutput()
		if err == nil {
			t.Errorf("%v is accepted", test.settings)
		}
		var lines []string
		for line := range strings.Lines(string(output)) {
			if problem, ok := strings.CutPrefix(line, "local: "); ok {
				lines = append(lines, problem)
			}
		}
		if len(lines) != len(test.want) {
			t.Errorf("%v: got\n%s", test.settings, output)
			continue
		}
		for i, want := range test.want {
			if !strings.HasPrefix(lines[i], want) {
				t.Errorf("%v: got %q, want %q", test.settings, lines[i], want)
			}
		}
	}
	if _, err := os.Stat(p.dir + "/touched"); err == nil {
		t.Error("what was typed was run")
	}
	p.gone()
}
