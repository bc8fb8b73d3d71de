package elasticache

import (
	"testing"
)

func TestDisableURLs(t *testing.T) {
	if got := (GroupProps{DisableURLs: true}).URLNames(); got != nil {
		t.Errorf("publishes %v", got)
	}
}

func TestTopology(t *testing.T) {
	for _, test := range []struct {
		name                      string
		props                     GroupProps
		nodes                     int
		failover, multiAZ, reader bool
	}{
		{"one node", GroupProps{}, 1, false, false, false},
		{"a replica", GroupProps{Replicas: 1}, 2, true, true, true},
		{"a replica in the same zone", GroupProps{Replicas: 1, DisableMultiAZ: true}, 2, true, false, true},
		{"cluster mode without replicas", GroupProps{ClusterMode: true, Shards: 3}, 3, true, false, false},
		{"cluster mode", GroupProps{ClusterMode: true, Shards: 3, Replicas: 2}, 9, true, true, false},
	} {
		p := test.props
		if p.NodeCount() != test.nodes || p.automaticFailover() != test.failover || p.MultiAZ() != test.multiAZ ||
			p.hasReaderEndpoint() != test.reader {
			t.Errorf("%s: nodes %d, failover %t, Multi-AZ %t, reader %t", test.name, p.NodeCount(), p.automaticFailover(),
				p.MultiAZ(), p.hasReaderEndpoint())
		}
	}
}
