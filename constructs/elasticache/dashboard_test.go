package elasticache_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/paperwurks/elasticache-redis/internal/fixtures"
	"github.com/paperwurks/elasticache-redis/internal/synthtest"
)

// The dashboard keeps to CloudWatch's format: every widget lies in the grid and overlaps no other, and each type has
// what it needs and nothing else.
func TestDashboard(t *testing.T) {
	for _, e := range fixtures.Environments() {
		d := synthtest.Environment(t, e)
		dashboard := d.All("aws_cloudwatch_dashboard")[0]
		dashboard.Want(t, e.Name, map[string]any{"dashboard_name": "paperwurks-" + e.Name + "-redis"})
		titles, count := checkWidgets(t, e.Name, dashboard["dashboard_body"].(string))
		groups := len(e.Groups)
		if count["text"] != groups || count["alarm"] != groups || count["log"] != groups {
			t.Errorf("%s has %v widgets", e.Name, count)
		}
		// The design document's list of automatic monitoring, and what a night on call needs.
		for _, title := range []string{"CPU (%)", "Memory (%)", "Network (bytes)", "Hit ratio (%)", "Evictions",
			"Connections", "Command latency (µs)", "Swap (bytes)"} {
			if titles[title] != groups {
				t.Errorf("%s has %d charts %q, want %d", e.Name, titles[title], title, groups)
			}
		}
		if replicated := e.Groups[0].Replicas > 0; (titles["Replication lag (s)"] == groups) != replicated {
			t.Errorf("%s has %d charts of replication lag", e.Name, titles["Replication lag (s)"])
		}
		// The broker has queues, each with a line.
		if broker := len(e.Groups) > 1; broker != strings.Contains(dashboard["dashboard_body"].(string),
			`["paperwurks/Celery","QueueLength","Environment","prod","Queue","celery",{"label":"queue celery"}]`) {
			t.Errorf("%s: has a broker: %t, and %d charts of queues", e.Name, broker, titles["Queue length"])
		}
		// Every threshold that is drawn is an alarm's own.
		for _, a := range d.All("aws_cloudwatch_metric_alarm") {
			line := fmt.Sprintf(`{"label":"cpu-high","value":%v}`, a["threshold"])
			if strings.Contains(fmt.Sprint(a["alarm_name"]), "-redis-cpu-high") &&
				!strings.Contains(dashboard["dashboard_body"].(string), line) {
				t.Errorf("%s: cpu-high is not drawn at %v", e.Name, a["threshold"])
			}
		}
	}
}

// metric has the properties of a chart.
type metric struct {
	Title, Region, View, Stat string
	Period                    int
	Metrics                   [][]any
	YAxis                     struct{ Left struct{ Min, Max float64 } }
	Annotations               struct {
		Horizontal []struct {
			Label string
			Value float64
		}
	}
}

// widgetProperties makes the properties that each type of widget takes.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
var widgetProperties = map[string]func() any{
	"text": func() any { return &struct{ Markdown string }{} },
	"alarm": func() any {
		return &struct {
			Title  string
			Alarms []string
		}{}
	},
	"log":    func() any { return &struct{ Title, Region, View, Query string }{} },
	"metric": func() any { return &metric{} },
}

// strict decodes JSON that must not have a field that into lacks.
func strict(t *testing.T, text []byte, into any) {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(string(text)))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
}

// checkWidgets checks every widget of a dashboard, and counts the charts by title and the widgets by type.
func checkWidgets(t *testing.T, environment, dashboard string) (titles, count map[string]int) {
	t.Helper()
	var body struct {
		Widgets []struct {
			Type                string
			X, Y, Width, Height int
			Properties          json.RawMessage
		}
	}
	strict(t, []byte(dashboard), &body)
	taken := map[[2]int]bool{}
	titles, count = map[string]int{}, map[string]int{}
	for _, w := range body.Widgets {
		count[w.Type]++
		if w.X < 0 || w.Width < 1 || w.X+w.Width > 24 || w.Height < 1 {
			t.Errorf("%s: a %s widget at %d, %d of %d x %d", environment, w.Type, w.X, w.Y, w.Width, w.Height)
		}
		for x := w.X; x < w.X+w.Width; x++ {
			for y := w.Y; y < w.Y+w.Height; y++ {
				if taken[[2]int{x, y}] {
					t.Fatalf("%s: widgets overlap at %d, %d", environment, x, y)
				}
				taken[[2]int{x, y}] = true
			}
		}
		p := widgetProperties[w.Type]()
		strict(t, w.Properties, p)
		if m, ok := p.(*metric); ok {
			titles[m.Title]++
			if m.Region != "eu-west-2" || m.View != "timeSeries" || m.Period == 0 || len(m.Metrics) == 0 {
				t.Errorf("%s: %+v", environment, m)
			}
			for _, line := range m.Metrics {
				node := len(line) == 7 && line[0] == "AWS/ElastiCache" && line[2] == "CacheClusterId" && line[4] == "CacheNodeId"
				queue := len(line) == 7 && line[0] == "paperwurks/Celery" && line[2] == "Environment" && line[4] == "Queue"
				if len(line) != 1 && !node && !queue {
					t.Errorf("%s: %s draws %v", environment, m.Title, line)
				}
			}
		}
	}
	return titles, count
}
