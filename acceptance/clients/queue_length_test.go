//go:build linux

package clients

import (
	"encoding/json"
	"maps"
	"reflect"
	"strings"
	"testing"
	"time"
)

// metricLine is a line in CloudWatch's embedded metric format, with the metric of a queue.
type metricLine struct {
	AWS struct {
		Timestamp         int64
		CloudWatchMetrics []metricDirective
	} `json:"_aws"`
	Environment, Queue string
	QueueLength        int
}

type metricDirective struct {
	Namespace  string
	Dimensions [][]string
	Metrics    []struct{ Name, Unit string }
}

// TestQueueLength fills queues whose workers are stopped, and reads what the program of integration/django prints. The
// stack's alarm asks for just that.
func TestQueueLength(t *testing.T) {
	requireInstalled(t)
	t.Parallel()
	d := deploy(t, readStack(t, "prod"), clientSets[0], ample)
	for _, clients := range clientSets {
		check(t, "redis/prod/"+clients.name, "queue lengths", func(t *testing.T) {
			d.clients = clients
			must(t, d.serving(t, "broker-url").Primary().Tell("FLUSHALL"))
			d.run(t, d.environment(t), "queue_length_checks.py")
			lines := publish(t, d, 3)
			got := map[string]int{}
			for _, l := range lines {
				got[l.Queue] = l.QueueLength
				if age := time.Since(time.UnixMilli(l.AWS.Timestamp)); age < 0 || age > time.Hour {
					t.Errorf("%s is %s old", l.Queue, age)
				}
				directives := []metricDirective{{"paperwurks/Celery", [][]string{{"Environment", "Queue"}},
					[]struct{ Name, Unit string }{{"QueueLength", "Count"}}}}
				if !reflect.DeepEqual(l.AWS.CloudWatchMetrics, directives) {
					t.Errorf("%s: metrics %v", l.Queue, l.AWS.CloudWatchMetrics)
				}
			}
			if want := map[string]int{"celery": 3, "mail": 5, "empty": 0}; !maps.Equal(got, want) {
				t.Errorf("published %v, want %v", got, want)
			}
			checkAlarmAsksFor(t, d.stack, lines[0])
		})
	}
	check(t, "redis/prod/"+d.clients.name, "queue lengths, broker away", func(t *testing.T) {
		p := startPublisher(t, d, "REDIS_BROKER_URL=redis://127.0.0.1:1/0")
		eventually(t, "the program says why it publishes nothing", func() bool {
			return strings.HasPrefix(p.output(), "no queue lengths: ")
		})
		if p.ended() {
			t.Error("the program ended")
		}
	})
}

func startPublisher(t *testing.T, d *deployment, further ...string) *process {
	t.Helper()
	return start(t, d.dir, d.environment(t, further...), python, "-m", "queue_length", "--app", "tasks",
		"--project", "paperwurks", "--environment", "prod", "celery", "mail", "empty")
}

// publish returns the first lines that the program prints.
func publish(t *testing.T, d *deployment, count int) []metricLine {
	t.Helper()
	p := startPublisher(t, d)
	eventually(t, "the program publishes", func() bool {
		if p.ended() {
			t.Fatal("the program ended")
		}
		return strings.Count(p.output(), "\n") >= count
	})
	var lines []metricLine
	for text := range strings.Lines(p.output()) {
		var l metricLine
		decoder := json.NewDecoder(strings.NewReader(text))
		decoder.DisallowUnknownFields()
		must(t, decoder.Decode(&l))
		lines = append(lines, l)
	}
	p.kill()
	return lines
}

// checkAlarmAsksFor checks that the stack has an alarm on the metric of a line.
func checkAlarmAsksFor(t *testing.T, s *stack, l metricLine) {
	t.Helper()
	for _, alarm := range s.Network.Alarms {
		if alarm.MetricName == l.AWS.CloudWatchMetrics[0].Metrics[0].Name &&
			alarm.Namespace == l.AWS.CloudWatchMetrics[0].Namespace &&
			maps.Equal(alarm.Dimensions, map[string]string{"Environment": l.Environment, "Queue": l.Queue}) {
			return
		}
	}
	t.Errorf("no alarm asks for %+v", l)
}
