package main

import (
	"bytes"
	"fmt"
	"html"
	"maps"
	"slices"
	"strings"
)

// drawFrame draws a frame around what is drawn inside.
func drawFrame(svg *bytes.Buffer, x, y, width, height int, colour, title string) {
	fmt.Fprintf(svg, `<rect x="%d" y="%d" width="%d" height="%d" rx="8" fill="none" `+
		`stroke="%s" stroke-dasharray="6 4"/>`+"\n",
		x, y, width, height, colour)
	label(svg, x+12, y+20, 12, colour, title)
}

// drawCard draws a title and lines, and returns where the card ends.
func drawCard(svg *bytes.Buffer, x, y, width int, colour, title string, lines []string) (bottom int) {
	height := 38 + len(lines)*lineHeight
	fmt.Fprintf(svg, `<rect x="%d" y="%d" width="%d" height="%d" rx="6" fill="#f8fafc" stroke="#cbd5e1"/>`+"\n",
		x, y, width, height)
	fmt.Fprintf(svg, `<rect x="%d" y="%d" width="5" height="%d" rx="2" fill="%s"/>`+"\n", x, y, height, colour)
	fmt.Fprintf(svg, `<text x="%d" y="%d" font-size="13" font-weight="bold" fill="%s">%s</text>`+"\n",
		x+gap, y+23, colour, html.EscapeString(title))
	for i, line := range lines {
		label(svg, x+gap, y+43+i*lineHeight, 12, ink, line)
	}
	return y + height
}

// drawArrow goes right, up or down at the x of its bend, and right again.
func drawArrow(svg *bytes.Buffer, fromX, fromY, bend, toY, toX int) {
	fmt.Fprintf(svg, `<path d="M%d %dH%dV%dH%d" fill="none" stroke="%s" stroke-width="1.2" marker-end="url(#head)"/>`+"\n",
		fromX, fromY, bend, toY, toX-1, grey)
}

// wrap joins words to lines that a card has room for.
func wrap(words []string) []string {
	var lines []string
	for _, word := range words {
		if last := len(lines) - 1; last >= 0 && len(lines[last])+len(word) < lineLength {
			lines[last] += ", " + word
		} else {
			lines = append(lines, word)
		}
	}
	return lines
}

// plain is a value as a reader would say it, without the signs of a reference.
func plain(value string) string { return strings.Trim(value, "${}[]") }

// words turns a resource type into what a reader would say.
var words = strings.NewReplacer(
	"aws_", "", "cloudwatch_", "", "elasticache_", "", "sns_", "SNS ", "ssm_", "SSM ", "_", " ")

// counted is "1 SNS topic", "2 SNS topics".
func counted(n int, kind string) string {
	name := words.Replace(kind)
	if n != 1 {
		name += "s"
	}
	return fmt.Sprintf("%d %s", n, name)
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
