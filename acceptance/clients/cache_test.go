//go:build linux

package clients

import (
	"fmt"
	"strings"
	"testing"
)

var cacheChecks = []struct{ name, function string }{
	{"get set add incr touch", "single"},
	{"get_many set_many delete_many", "many"},
	{"locks", "locks"},
	{"lock() of ten threads", "lock"},
	{"delete_pattern() on every shard", "pattern"},
	{"sessions", "sessions"},
	{"every node as first contact", "first_contacts"},
	{"clear() leaves Celery alone", "clear"},
}

// checkCache runs the checks of the Django cache beside a running worker.
func checkCache(t *testing.T, place string, d *deployment) {
	for _, c := range cacheChecks {
		check(t, place, "cache: "+c.name, func(t *testing.T) { d.check(t, "cache_checks.py", c.function) })
	}
	// django-redis knows no cluster, and the newest needs a package that Debian has left out.
	if d.clients == clientSets[0] && !d.serving(t, "cache-url").ClusterMode() {
		check(t, place, "cache: django-redis", func(t *testing.T) { d.check(t, "cache_checks.py", "django_redis") })
	}
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
		if got := strings.TrimSpace(d.run(t, d.environment(t), "cache_checks.py", "topology")); got != want {
			t.Fatalf("the client knows %s primaries and replicas, want %s", got, want)
		}
		for _, c := range cacheChecks {
			d.check(t, "cache_checks.py", c.function)
		}
		for _, shard := range group.Shards() {
			if shard[0].Info("cmdstat_set") == "" {
				t.Errorf("no key was written to %s", shard[0].Hostname)
			}
		}
	})
}
