//go:build linux || darwin

package main

import (
	"cmp"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"text/template"

	"github.com/paperwurks/elasticache-redis/internal/servers"
	"github.com/paperwurks/elasticache-redis/internal/synthesized"
)

// composePort is the first group's port in a compose file, by default: free on most machines, and the same each time.
const composePort = 7379

// images are the minor versions of the official images. No image is like Redis 6.2, which has no host names in cluster
// mode; and 7.1 is ElastiCache's own, made from 7.0.
var images = []servers.Server{
	{Engine: "redis", Version: "7.0"},
	{Engine: "redis", Version: "7.2"},
	{Engine: "valkey", Version: "7.2"},
	{Engine: "valkey", Version: "8.0"},
	{Engine: "valkey", Version: "8.1"},
	{Engine: "valkey", Version: "9.0"},
}

// repositories are where the official images are, by engine.
var repositories = map[string]string{"redis": "redis", "valkey": "valkey/valkey"}

//go:embed compose.yaml.tmpl
var composeTemplate string

// compose writes the stack for Docker Compose into a folder of its own, in place of what is there.
func compose(o options, base string, stack *synthesized.Stack, out io.Writer) (err error) {
	l := &local{options: o, stack: stack, out: out, dir: filepath.Join(base, o.stack), groups: map[string]*servers.Group{}}
	port, _ := strconv.Atoi(o.port)
	port = cmp.Or(port, composePort)
	ports := 0
	for _, g := range stack.Groups {
		shards, replicas := g.Shape()
		ports += 2 * shards * (1 + replicas)
	}
	if err := checkPort(port + ports - 1); err != nil {
		return err
	}
	// The folder above keeps others out, so that containers can read the files, whatever their user.
	//nolint:gosec // a folder
	if err := errors.Join(os.MkdirAll(base, 0o700), os.Chmod(base, 0o700), os.RemoveAll(l.dir)); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(l.dir))
		}
	}()
	if err := os.Mkdir(l.dir, 0o755); err != nil {
		return err
	}
	if err := l.write(port); err != nil {
		return err
	}
	file := filepath.Join(l.dir, "compose.yaml")
	if err := l.writeCompose(file); err != nil {
		return err
	}
	//nolint:gosec // the umask may have closed them
	if err := errors.Join(os.Chmod(l.dir, 0o755), os.Chmod(filepath.Join(l.dir, caFile), 0o644)); err != nil {
		return err
	}
	fmt.Fprintf(out, "%s is written for Docker, with its tokens: remove the folder when you need it no more.\n", o.stack)
	l.describe()
	fmt.Fprintf(out, "Start it:\n  docker compose -f %s up\n", file)
	l.describeUse()
	return nil
}

// write writes the groups' files. The port is the first group's; all servers share a network, so no two have the same.
func (l *local) write(port int) error {
	ca, err := servers.NewAuthority(filepath.Join(l.dir, caFile))
	if err != nil {
		return err
	}
	free := port + len(l.stack.Groups)
	next := func() int { free++; return free - 1 }
	for i, name := range l.names() {
		endpoint := port + i
		spec := l.spec(name, ca, images)
		spec.Server.Path, spec.Server.CLI = spec.Server.Engine+"-server", spec.Server.Engine+"-cli"
		spec.Place = func(string) (servers.Place, error) {
			place := servers.Place{Address: loopback, Port: endpoint, BusPort: next(), Hostname: host}
			if endpoint == 0 {
				place.Port = next()
			}
			endpoint = 0 // the first node's
			return place, nil
		}
		if l.groups[name], err = servers.Write(l.dir, spec); err != nil {
			return err
		}
	}
	return l.writeEnv()
}

func (l *local) writeCompose(file string) error {
	text, err := template.New("compose").Funcs(template.FuncMap{"image": image, "quote": quote}).Parse(composeTemplate)
	if err != nil {
		return err
	}
	var groups []composeGroup
	for _, name := range l.names() {
		groups = append(groups, composeGroup{l.groups[name], filepath.Join(l.dir, name)})
	}
	var content strings.Builder
	values := map[string]any{"Stack": l.options.stack, "Dir": l.dir, "Groups": groups}
	if err := text.Execute(&content, values); err != nil {
		return err
	}
	return os.WriteFile(file, []byte(content.String()), 0o644)
}

// composeGroup is a group in the compose file, with its folder.
type composeGroup struct {
	*servers.Group
	dir string
}

// File is a file of the group.
func (g composeGroup) File(name string) string { return filepath.Join(g.dir, name) }

func image(s servers.Server) string { return repositories[s.Engine] + ":" + s.Version }

// quote makes any text a string of YAML that Compose takes as it is.
func quote(text string) (string, error) {
	quoted, err := json.Marshal(strings.ReplaceAll(text, "$", "$$"))
	return string(quoted), err
}
