//go:build linux

package clients

import (
	"regexp"
	"strings"
	"testing"
)

// TestDesignDocumentSettings runs the settings of the design document as they are there, which is what this project
// exists to prevent: a bare rediss:// URL on every environment's broker, and django-redis on prod's cache.
func TestDesignDocumentSettings(t *testing.T) {
	requireInstalled(t)
	t.Parallel()
	for _, environment := range environments() {
		t.Run(environment, func(t *testing.T) {
			t.Parallel()
			s := readStack(t, environment)
			place := s.place(t, environment, clientSets[0])
			d := deploy(t, s, clientSets[0], ample)
			cacheOutcome := `cache connected`
			if d.serving(t, "cache-url").ClusterMode() {
				cacheOutcome = `cache refused: .*(CROSSSLOT|MOVED)`
			}
			check(t, place, "design's settings fail", func(t *testing.T) {
				env := []string{"DJANGO_SETTINGS_MODULE=design_settings"}
				for variable, url := range d.urls(t) {
					bare, _, _ := strings.Cut(url, "?")
					env = append(env, variable+"="+bare)
				}
				output := d.run(t, d.environment(t, env...), "design_checks.py")
				for _, want := range []string{
					`result refused: .*A rediss:// URL must have parameter ssl_cert_reqs`,
					cacheOutcome,
				} {
					if !regexp.MustCompile(want).MatchString(output) {
						t.Errorf("got\n%s\nwant %s", output, want)
					}
				}
			})
		})
	}
}

// TestMissingURLs runs the demo project without URLs, as the build of an image does.
func TestMissingURLs(t *testing.T) {
	requireInstalled(t)
	t.Parallel()
	for _, clients := range clientSets {
		t.Run(clients.name, func(t *testing.T) {
			new(deployment).run(t, clients.environment(t), "missing_checks.py")
		})
	}
}

// TestBrokerInClusterMode shows what the refusal of cluster mode for a broker prevents, on prod's broker.
func TestBrokerInClusterMode(t *testing.T) {
	requireInstalled(t)
	t.Parallel()
	s := readStack(t, "prod")
	var name string
	for candidate := range s.Groups {
		if len(s.serves(candidate)) == 2 {
			name = candidate
		}
	}
	for _, parameter := range s.SSM {
		if strings.Contains(parameter.Value, name) {
			// Cluster mode has database 0 only.
			parameter.Value = strings.NewReplacer("primary_endpoint_address", "configuration_endpoint_address", "/1?", "/0?").
				Replace(parameter.Value)
		}
	}
	broker := s.Groups[name]
	broker.NumCacheClusters, broker.NumNodeGroups, broker.ReplicasPerNodeGroup = 0, 1, 1
	s.SetParameter(broker, "cluster-enabled", "yes")

	for _, clients := range clientSets {
		t.Run(clients.name, func(t *testing.T) {
			check(t, s.place(t, "prod", clients), "broker on cluster mode fails", func(t *testing.T) {
				d := deploy(t, s, clients, ample)
				// Even where the endpoint leads to the primary; a replica would answer MOVED or READONLY before.
				d.point(t, d.groups[name].name("clustercfg"), d.groups[name].Primary().Address)
				worker := d.startWorker(t, "clustered", 1, "celery")
				eventually(t, "the worker dies of CROSSSLOT, as redis-py words it", func() bool {
					return strings.Contains(worker.output(), "Keys in request don't hash to the same slot") && worker.ended()
				})
			})
		})
	}
}
