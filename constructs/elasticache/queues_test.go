package elasticache

import (
	"slices"
	"testing"
)

// A queue has an alarm while an application reads the group.
func TestQueueAlarmNames(t *testing.T) {
	queues := []string{"celery", "mail"}
	for _, test := range []struct {
		name  string
		props GroupProps
		want  []string
	}{
		{"no queues", GroupProps{}, nil},
		{"queues", GroupProps{QueueNames: queues}, []string{"queue-length-high-celery", "queue-length-high-mail"}},
		{"no URLs", GroupProps{QueueNames: queues, DisableURLs: true}, nil},
		{"disabled", GroupProps{QueueNames: queues, DisabledAlarms: []string{"queue-length-high"}}, nil},
	} {
		if got := test.props.QueueAlarmNames(); !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
		if slices.Contains(test.props.AlarmNames(), "queue-length-high") {
			t.Errorf("%s: each node has queue-length-high", test.name)
		}
	}
}
