package elasticache

import (
	"encoding/json"
	"strings"
)

// The dashboard's format: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
type (
	dashboardBody struct {
		Widgets []widget `json:"widgets"`
	}
	widget struct {
		Type       string `json:"type"`
		X          int    `json:"x"`
		Y          int    `json:"y"`
		Width      int    `json:"width"`
		Height     int    `json:"height"`
		Properties any    `json:"properties"`
	}
	textProperties struct {
		Markdown string `json:"markdown"`
	}
	alarmProperties struct {
		Title  string   `json:"title"`
		Alarms []string `json:"alarms"`
	}
	metricProperties struct {
		Title       string       `json:"title"`
		Region      string       `json:"region"`
		View        string       `json:"view"`
		Period      int          `json:"period"`
		Stat        string       `json:"stat"`
		Metrics     [][]any      `json:"metrics"`
		YAxis       *yAxis       `json:"yAxis,omitempty"`
		Annotations *annotations `json:"annotations,omitempty"`
	}
	logProperties struct {
		Title  string `json:"title"`
		Region string `json:"region"`
		View   string `json:"view"`
		Query  string `json:"query"`
	}
	yAxis struct {
		Left axis `json:"left"`
	}
	axis struct {
		Min int `json:"min"`
		Max int `json:"max,omitempty"`
	}
	annotations struct {
		Horizontal []annotation `json:"horizontal"`
	}
	annotation struct {
		Label string  `json:"label"`
		Value float64 `json:"value"`
	}
)

// gridWidth is CloudWatch's; a row of charts has three.
const (
	gridWidth   = 24
	chartWidth  = gridWidth / 3
	chartHeight = 6
	logHeight   = 6
	titleHeight = 1
)

// json ends in a newline, because only a text of several lines keeps its quotes in the HCL that cdktf writes.
func (b *dashboardBody) json() string {
	var text strings.Builder
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(b); err != nil {
		panic(err) // the widgets' types always encode
	}
	return text.String()
}

// add puts widgets of one height into rows below what is there.
func (b *dashboardBody) add(width, height int, widgets ...widget) {
	y := 0
	for _, w := range b.Widgets {
		y = max(y, w.Y+w.Height)
	}
	perRow := gridWidth / width
	for i, w := range widgets {
		w.X, w.Y, w.Width, w.Height = i%perRow*width, y+i/perRow*height, width, height
		b.Widgets = append(b.Widgets, w)
	}
}
