//go:build linux

package clients

import (
	"testing"
)

// checkMemory fills the servers of every job past maxmemory: queues stay whole, caches evict.
func checkMemory(t *testing.T, place string, s *stack, clients clientSet) {
	check(t, place, "memory: queues kept, caches evict", func(t *testing.T) {
		d := deploy(t, s, clients, tiny)
		broker, cache := d.serving(t, "broker-url"), d.serving(t, "cache-url")
		d.worker(t, "main", 4, "celery")
		if broker == cache {
			d.check(t, "memory_checks.py", "shared")
		} else {
			d.run(t, d.environment(t), "memory_checks.py", "broker", "fill_cache")
			if evicted := broker.Primary().Info("evicted_keys"); evicted != "0" {
				t.Errorf("the broker evicted %s keys", evicted)
			}
		}
		if cache.Primary().Info("evicted_keys") == "0" {
			t.Error("the cache evicted no key")
		}
		// What scaling up the node type does for a full broker.
		must(t, broker.Primary().Tell("CONFIG", "SET", "maxmemory", "0"))
		d.check(t, "memory_checks.py", "drain")
	})
}
