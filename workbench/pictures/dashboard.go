package main

import (
	"bytes"
	"fmt"
	"hash/fnv"
	"html"
	"math"
	"math/rand/v2"
	"regexp"
	"strings"
)

// dashboard is a CloudWatch dashboard, and what is drawn of its body.
type dashboard struct {
	name string
	body struct{ Widgets []widget }
}

type widget struct {
	Type                string
	X, Y, Width, Height int
	Properties          struct {
		Markdown, Title string
		Alarms          []string
		Metrics         [][]any
		YAxis           struct{ Left struct{ Max float64 } }
		Annotations     struct {
			Horizontal []struct {
				Label string
				Value float64
			}
		}
	}
}

const (
	cell    = 50 // pixels of a grid cell's width
	row     = 42 // pixels of a grid cell's height
	points  = 48
	padding = 10
)

// samples are a quiet day's level of each metric; that of another one is 0.
var samples = map[string]float64{
	"CPUUtilization": 21, "EngineCPUUtilization": 12, "DatabaseMemoryUsagePercentage": 43, "Evictions": 0,
	"CacheHits": 940, "CacheMisses": 75, "GetTypeCmdsLatency": 31, "SetTypeCmdsLatency": 44, "ListBasedCmdsLatency": 58,
	"CurrConnections": 86, "NetworkBytesIn": 1.9e6, "NetworkBytesOut": 3.1e6, "SwapUsage": 0.4e6,
	"CPUCreditBalance": 286, "ReplicationLag": 0.4, "QueueLength": 7,
}

// slowCommands are what a slow log could hold.
var slowCommands = [][2]string{
	{"48210", "FLUSHDB"},
	{"31077", "KEYS paperwurks:*"},
	{"15942", "ZUNIONSTORE reports:week (7 more arguments)"},
	{"12304", "LRANGE documents 0 -1"},
}

var colours = []string{"#1f77b4", "#ff7f0e", "#2ca02c", "#9467bd", "#8c564b", "#17becf"}

// dashboardSVG draws the dashboards of a stack, which has one.
func dashboardSVG(s stack) []byte {
	height := 0
	var body bytes.Buffer
	for _, d := range s.dashboards {
		fmt.Fprintf(&body, "<title>%s with sample data</title>\n", html.EscapeString(d.name))
		fmt.Fprintln(&body, `<rect width="100%" height="100%" fill="#f2f3f3"/>`)
		for _, w := range d.body.Widgets {
			height = max(height, w.Y+w.Height)
			s.drawWidget(&body, w)
		}
	}
	var svg bytes.Buffer
	fmt.Fprintf(&svg, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" `+
		`font-family="sans-serif" font-size="11" fill="#333">`+"\n", 24*cell, height*row)
	svg.Write(body.Bytes())
	svg.WriteString("</svg>\n")
	return svg.Bytes()
}

// drawWidget draws a widget; of a type that is not known, its frame and title.
func (s stack) drawWidget(svg *bytes.Buffer, w widget) {
	fmt.Fprintf(svg, `<g transform="translate(%d,%d)">`+"\n", w.X*cell, w.Y*row)
	defer svg.WriteString("</g>\n")
	width, height := w.Width*cell, w.Height*row
	if w.Type == "text" {
		label(svg, padding, 28, 18, "#333", strings.TrimPrefix(w.Properties.Markdown, "## "))
		return
	}
	fmt.Fprintf(svg, `<rect x="3" y="3" width="%d" height="%d" rx="4" fill="#fff" stroke="#d5dbdb"/>`+"\n",
		width-6, height-6)
	label(svg, padding, 20, 13, "#333", w.Properties.Title)
	switch w.Type {
	case "alarm":
		s.drawAlarms(svg, w)
	case "log":
		drawLog(svg)
	case "metric":
		drawChart(svg, w, width, height)
	}
}

var alarmReference = regexp.MustCompile(`^\$\{aws_cloudwatch_metric_alarm\.(.+)\.arn\}$`)

func (s stack) drawAlarms(svg *bytes.Buffer, w widget) {
	const perRow = 4
	width := (w.Width*cell - 2*padding) / perRow
	for i, name := range w.Properties.Alarms {
		if match := alarmReference.FindStringSubmatch(name); match != nil {
			name = s.resources["aws_cloudwatch_metric_alarm"][match[1]].text("alarm_name")
		}
		x, y := padding+i%perRow*width, 28+i/perRow*17
		fmt.Fprintf(svg, `<circle cx="%d" cy="%d" r="5" fill="#1d8102"/>`+"\n", x+6, y+4)
		label(svg, x+16, y+8, 10, "#333", name)
	}
}

func drawLog(svg *bytes.Buffer) {
	label(svg, padding, 44, 11, "#687078", "@timestamp                 Duration (us)   Command")
	for i, command := range slowCommands {
		text := fmt.Sprintf("2026-11-23 09:%02d:00      %s          %s", 41-7*i, command[0], command[1])
		label(svg, padding, 66+22*i, 11, "#333", text)
	}
}

// line is one line of a chart.
type line struct {
	label  string
	values []float64
}

func drawChart(svg *bytes.Buffer, w widget, width, height int) {
	lines := sampleLines(w.Properties.Metrics)
	top := chartTop(w, lines)
	left, bottom := 52, height-44
	plot := func(v float64) float64 { return float64(bottom) - v/top*float64(bottom-34) }
	for _, v := range []float64{0, top / 2, top} {
		fmt.Fprintf(svg, `<path d="M%d %.1fH%d" stroke="#eaeded"/>`+"\n", left, plot(v), width-padding)
		label(svg, padding, int(plot(v))+4, 10, "#687078", short(v))
	}
	for i, l := range lines {
		colour := colours[i%len(colours)]
		var path strings.Builder
		for x, v := range l.values {
			fmt.Fprintf(&path, "%.1f,%.1f ", float64(left)+float64(x)*float64(width-padding-left)/(points-1), plot(v))
		}
		fmt.Fprintf(svg, `<polyline points="%s" fill="none" stroke="%s" stroke-width="1.5"/>`+"\n",
			strings.TrimSpace(path.String()), colour)
		label(svg, left+i%2*(width-left)/2, height-26+i/2*11, 9, colour, l.label)
	}
	for _, a := range w.Properties.Annotations.Horizontal {
		fmt.Fprintf(svg, `<path d="M%d %.1fH%d" stroke="#d13212" stroke-dasharray="4 3"/>`+"\n",
			left, plot(a.Value), width-padding)
		label(svg, left+4, int(plot(a.Value))-3, 9, "#d13212", fmt.Sprintf("%s %s", a.Label, short(a.Value)))
	}
}

// chartTop is the highest value of the chart's axis: its maximum, or a fifth above all that it shows.
func chartTop(w widget, lines []line) float64 {
	if w.Properties.YAxis.Left.Max > 0 {
		return w.Properties.YAxis.Left.Max
	}
	top := 1.0
	for _, l := range lines {
		for _, v := range l.values {
			top = math.Max(top, v*1.2)
		}
	}
	for _, a := range w.Properties.Annotations.Horizontal {
		top = math.Max(top, a.Value*1.2)
	}
	return top
}

// sampleLines are a chart's visible lines. An expression is drawn as the percentage that the first of the two metrics
// before it has of both.
func sampleLines(metrics [][]any) []line {
	var lines, operands []line
	for _, metric := range metrics {
		options, _ := metric[len(metric)-1].(map[string]any)
		name := fmt.Sprint(options["label"])
		if options["expression"] != nil {
			if len(operands) >= 2 {
				lines = append(lines, line{name, percentage(operands[len(operands)-2:])})
			}
			continue
		}
		l := line{name, sample(name, samples[fmt.Sprint(metric[min(1, len(metric)-1)])])}
		if visible, ok := options["visible"].(bool); ok && !visible {
			operands = append(operands, l)
			continue
		}
		lines = append(lines, l)
	}
	return lines
}

func percentage(of []line) []float64 {
	var values []float64
	for i, part := range of[0].values {
		values = append(values, 100*part/(part+of[1].values[i]))
	}
	return values
}

// sample is a day around the level, the same whenever it is drawn.
func sample(name string, level float64) []float64 {
	hash := fnv.New64a()
	hash.Write([]byte(name))
	random := rand.New(rand.NewPCG(hash.Sum64(), 1))
	var values []float64
	for i := range points {
		day := 1 + 0.25*math.Sin(2*math.Pi*float64(i)/points-1.5)
		values = append(values, level*day*(0.9+0.2*random.Float64()))
	}
	return values
}

func short(v float64) string {
	switch {
	case v >= 1e6:
		return fmt.Sprintf("%.3gM", v/1e6)
	case v >= 1e3:
		return fmt.Sprintf("%.3gk", v/1e3)
	}
	return fmt.Sprintf("%.3g", v)
}

func label(svg *bytes.Buffer, x, y, size int, colour, text string) {
	fmt.Fprintf(svg, `<text x="%d" y="%d" font-size="%d" fill="%s" xml:space="preserve">%s</text>`+"\n",
		x, y, size, colour, html.EscapeString(text))
}
