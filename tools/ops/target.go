package main

import (
	"cmp"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/paperwurks/elasticache-redis/internal/input"
	"github.com/paperwurks/elasticache-redis/internal/synthesized"
)

// target is the group that a command is about, in its stack.
type target struct {
	options
	region string
	now    time.Time
	// outputs are the stack's outputs that are strings.
	outputs map[string]string
	// prefix is what the names of the group's outputs start with; "" for the stack's first group.
	prefix string
	// missing are the outputs that a command wanted and the stack does not have.
	missing []string
}

func newTarget(w world, o options) (*target, error) {
	region, err := readRegion(w.stacks, o.stack)
	if err != nil {
		return nil, err
	}
	outputs, err := readOutputs(w, o.stack)
	if err != nil {
		return nil, err
	}
	t := &target{options: o, region: region, now: w.now, outputs: outputs}
	prefixes := groupPrefixes(outputs)
	if len(prefixes) == 0 {
		return nil, fmt.Errorf("stack %s has no output replication_group_id: deploy it first", o.stack)
	}
	if o.group == "" {
		return t, nil
	}
	prefix, ok := prefixes[o.group]
	if !ok {
		return nil, fmt.Errorf("stack %s has no group %q; it has %s", o.stack, o.group, listed(prefixes))
	}
	t.prefix = prefix
	return t, nil
}

// readRegion is the region of the stack's provider.
func readRegion(stacks fs.FS, stack string) (string, error) {
	text, err := synthesized.Read(stacks, stack)
	if err != nil {
		return "", err
	}
	region, err := synthesized.Region(text)
	if err != nil {
		return "", fmt.Errorf("stack %s: %w", stack, err)
	}
	return region, nil
}

// readOutputs asks Terraform, or the OpenTofu that TERRAFORM_BINARY_NAME names as for cdktf: it knows where the state
// is.
func readOutputs(w world, stack string) (map[string]string, error) {
	dir := path.Join(synthesized.Dir, stack)
	call := []string{cmp.Or(os.Getenv("TERRAFORM_BINARY_NAME"), "terraform"), "-chdir=" + dir, "output", "-json"}
	fmt.Fprintln(w.out, "+", quote(call))
	text, err := w.read(call)
	if err != nil {
		return nil, fmt.Errorf("no outputs of stack %s: %w; in a fresh clone, run `make synth` and `%s -chdir=%s init` first",
			stack, err, call[0], dir)
	}
	var outputs map[string]struct{ Value any }
	if err := input.JSON(text, &outputs); err != nil {
		return nil, fmt.Errorf("outputs of stack %s: %w", stack, err)
	}
	texts := map[string]string{}
	for name, output := range outputs {
		if value, ok := output.Value.(string); ok {
			texts[name] = value
		}
	}
	return texts, nil
}

// groupPrefixes are the prefixes of the groups' outputs by the groups' names. The name is in the log groups',
// "/aws/elasticache/<project>-<environment>/<name>/slow-log"; a replication group's id need not have it. Without logs
// it is the prefix, of all groups but the first, which is called by its id.
func groupPrefixes(outputs map[string]string) map[string]string {
	prefixes := map[string]string{}
	for name, id := range outputs {
		prefix, ok := strings.CutSuffix(name, "replication_group_id")
		if !ok {
			continue
		}
		if log, ok := outputs[prefix+"slow_log_group_name"]; ok {
			id = path.Base(path.Dir(log))
		} else if prefix != "" {
			id = strings.ReplaceAll(strings.TrimSuffix(prefix, "_"), "_", "-")
		}
		prefixes[id] = prefix
	}
	return prefixes
}

// output is an output of the group.
func (t *target) output(name string) string {
	value, ok := t.outputs[t.prefix+name]
	if !ok {
		t.missing = append(t.missing, t.prefix+name)
	}
	return value
}

// has says whether the group has an output, which depends on its mode.
func (t *target) has(name string) bool {
	_, ok := t.outputs[t.prefix+name]
	return ok
}

func (t *target) missingOutputs() error {
	if len(t.missing) == 0 {
		return nil
	}
	return fmt.Errorf("stack %s has no output %s: deploy it anew, unless the group has DisableLogs or "+
		"DisableSSMParameters; it has %s",
		t.stack, strings.Join(t.missing, ", "), listed(t.outputs))
}

// listed are the names in order.
func listed(names map[string]string) string {
	return strings.Join(slices.Sorted(maps.Keys(names)), ", ")
}

// id is the id of the replication group.
func (t *target) id() string { return t.output("replication_group_id") }

// aws is a call of the AWS CLI in the stack's region.
func (t *target) aws(args ...string) []string {
	return append([]string{"aws", "--region", t.region}, args...)
}

// snapshotSource says what a snapshot is taken of: the group in cluster mode, and otherwise one node. With replicas
// that is the second, which spares the primary unless a failover made it the primary.
// https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/backups-manual.html
func (t *target) snapshotSource() []string {
	switch {
	case t.has("configuration_endpoint_address"):
		return []string{"--replication-group-id", t.id()}
	case t.has("reader_endpoint_address"):
		return []string{"--cache-cluster-id", t.id() + "-002"}
	default:
		return []string{"--cache-cluster-id", t.id() + "-001"}
	}
}

const snapshotTime = "20060102-150405"

// snapshotName is the group's id and the time in UTC, to the second.
func snapshotName(id string, now time.Time) string {
	return snapshotStem(id) + "-" + now.UTC().Format(snapshotTime)
}

// snapshotStem is as much of the group's id as leaves room for the time.
func snapshotStem(id string) string {
	return strings.TrimRight(id[:min(len(id), input.MaxSnapshotName-len(snapshotTime)-1)], "-")
}
