//go:build linux || darwin

package servers

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Write writes what a group is started from, instead of starting it, into a new folder in dir that is named after the
// spec's Resource: certificates, a configuration NAME.conf for each node, and in cluster mode the script cluster.sh,
// which makes the running nodes a cluster. The files have tokens and keys, and everybody may read them, as the user of
// a container has to: dir must be in a folder that is closed to others.
func Write(dir string, spec Spec) (*Group, error) {
	g, err := prepare(&Run{Dir: dir}, spec)
	if err != nil {
		return nil, err
	}
	files := map[string]string{}
	for _, shard := range g.shards {
		var primary *Node
		for _, n := range shard {
			if n.Place, err = g.Place(n.Name); err != nil {
				return nil, err
			}
			files[n.Name+".conf"] = g.config(n, g.dir(), primary)
			primary = shard[0]
		}
	}
	if g.ClusterMode() {
		files["cluster.sh"] = fmt.Sprintf("export REDISCLI_AUTH=%s\n", g.password) + g.formScript(g.Server.CLI, g.dir())
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(g.dir(), name), []byte(text), 0o600); err != nil {
			return nil, err
		}
	}
	return g, g.open()
}

// open lets everybody read the group's folder.
func (g *Group) open() error {
	written, err := filepath.Glob(filepath.Join(g.dir(), "*"))
	for _, file := range written {
		err = errors.Join(err, os.Chmod(file, 0o644)) //nolint:gosec // as Write says
	}
	return errors.Join(err, os.Chmod(g.dir(), 0o755)) //nolint:gosec // as Write says
}
