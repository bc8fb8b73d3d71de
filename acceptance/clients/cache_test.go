//go:build linux

package clients

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

var cacheChecks = []scriptCheck{
	{"cache: get set add incr touch", "single"},
	{"cache: get_many set_many delete_many", "many"},
	{"cache: locks", "locks"},
	{"cache: lock() of ten threads", "lock"},
	{"cache: delete_pattern() on every shard", "pattern"},
	{"cache: sessions", "sessions"},
	{"cache: every node as first contact", "first_contacts"},
	{"cache: clear() leaves Celery alone", "clear"},
}

// checkCache runs the checks of the Django cache beside a running worker.
func checkCache(t *testing.T, place string, d *deployment) {
	checks := cacheChecks
	// django-redis knows no cluster, and the newest needs a package that Debian has left out.
	if d.clients == clientSets[0] && !d.serving(t, "cache-url").ClusterMode() {
		checks = append(slices.Clone(checks), scriptCheck{"cache: django-redis", "django_redis"})
	}
	d.checks(t, place, "cache_checks.py", checks)
}

// checkThreeShards runs them again on a cluster-mode group that was scaled out, whose keys live on several nodes.
func checkThreeShards(t *testing.T, place string, s *stack, clients clientSet) {
	for _, g := range s.Groups {
		if g.ClusterMode() {
			g.NumNodeGroups = 3
		}
	}
	d := deploy(t, s, clients, ample)
	d.worker(t, "main", 1, "celery")
	group := d.serving(t, "cache-url")
	check(t, place, "cache: three shards", func(t *testing.T) {
		want := fmt.Sprintf("3 %d", 3*group.ReplicasPerNodeGroup)
		functions := []string{"cache_checks.py", "topology"}
		for _, c := range cacheChecks {
			functions = append(functions, c.function)
		}
		if got := d.run(t, d.environment(t), functions...); !strings.HasPrefix(got, want+"\n") {
			t.Fatalf("want %s primaries and replicas, got\n%s", want, got)
		}
		for _, shard := range group.Shards() {
			if shard[0].Info("cmdstat_set") == "" {
				t.Errorf("no key was written to %s", shard[0].Hostname)
			}
		}
	})
}
