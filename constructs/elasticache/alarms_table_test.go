package elasticache

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/paperwurks/elasticache-redis/internal/section"
)

var update = flag.Bool("update", false, "write the table of alarms in docs/operations.md")

// TestGoldenAlarmTable keeps the operating guide's table of alarms, and checks that each has its section.
func TestGoldenAlarmTable(t *testing.T) {
	const file = "../../docs/operations.md"
	old, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	text, err := section.Replace(string(old), "<!-- alarms:begin -->\n", "<!-- alarms:end -->\n", alarmsMarkdown())
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	if *update {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if text != string(old) {
		t.Errorf("%s is out of date: run `make golden`", file)
	}
	for _, name := range append(AlarmNames(), atRisk) {
		if !strings.Contains(text, "\n### "+name+"\n") {
			t.Errorf("%s has no section \"### %s\": say what the alarm means and what to do", file, name)
		}
	}
}

func alarmsMarkdown() string {
	table := "| alarm | goes off when | for | pages |\n|---|---|---|---|\n"
	for _, a := range alarmTable {
		duration, pages := "a period", "yes"
		if a.minutes > 0 {
			duration = fmt.Sprintf("%d minutes", a.minutes)
		}
		if a.doesNotPage {
			pages = "no"
		}
		direction := map[string]string{above: "above", below: "below"}[a.comparison]
		unit := ""
		if a.perMinute {
			unit = " a minute"
		}
		table += fmt.Sprintf("| [`%s`](#%s) | %s of %s is %s %s%s | %s | %s |\n",
			a.name, a.name, a.statistic, a.metric, direction, thresholdsMarkdown(a), unit, duration, pages)
	}
	return table
}

// thresholdsMarkdown has each threshold, with its roles in parentheses unless all roles have the same.
func thresholdsMarkdown(a alarm) string {
	var thresholds []float64
	roles := map[float64][]string{}
	for _, role := range []Role{Shared, Broker, Cache} {
		if threshold, ok := a.threshold[role]; ok {
			if roles[threshold] == nil {
				thresholds = append(thresholds, threshold)
			}
			roles[threshold] = append(roles[threshold], string(role))
		}
	}
	var each []string
	for _, threshold := range thresholds {
		text := fmt.Sprintf("%.0f", threshold)
		if len(roles[threshold]) < len(roleRules) {
			text += " (" + strings.Join(roles[threshold], ", ") + ")"
		}
		each = append(each, text)
	}
	return strings.Join(each, ", ")
}
