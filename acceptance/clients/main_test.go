//go:build linux

package clients

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"text/tabwriter"

	"github.com/paperwurks/elasticache-redis/internal/servers"
)

// table is which check had which outcome where, in the order of the first outcome.
var table struct {
	sync.Mutex
	checks, places []string
	outcomes       map[[2]string]string
}

func TestMain(m *testing.M) {
	// The processes end with this one; their children in other process groups would not.
	interrupted := make(chan os.Signal, 1)
	signal.Notify(interrupted, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-interrupted
		endSurvivors()
		os.Exit(130)
	}()
	flag.Parse()
	// Clients wait more than they compute.
	if err := flag.Set("test.parallel", "3"); err != nil {
		log.Fatal(err)
	}
	code := m.Run()
	printTable()
	// What was killed with the last test may take a moment to end.
	ended := func() bool { return len(survivors()) == 0 }
	if err := servers.Eventually(context.Background(), "every process ends", ended); err != nil {
		fmt.Println("FAIL:", err, survivors())
		endSurvivors()
		code = 1
	}
	os.Exit(code)
}

// check runs one check as a subtest, and enters its outcome into the table.
func check(t *testing.T, place, name string, f func(t *testing.T)) {
	t.Helper()
	t.Run(name, func(t *testing.T) {
		t.Cleanup(func() {
			table.Lock()
			defer table.Unlock()
			if table.outcomes == nil {
				table.outcomes = map[[2]string]string{}
			}
			if !slices.Contains(table.checks, name) {
				table.checks = append(table.checks, name)
			}
			if !slices.Contains(table.places, place) {
				table.places = append(table.places, place)
			}
			table.outcomes[[2]string{name, place}] = map[bool]string{false: "ok", true: "FAIL"}[t.Failed()]
		})
		f(t)
	})
}

func printTable() {
	slices.Sort(table.places)
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 3, ' ', 0)
	fmt.Fprintf(w, "check\t%s\n", strings.Join(table.places, "\t"))
	for _, name := range table.checks {
		cells := []string{name}
		for _, place := range table.places {
			outcome := table.outcomes[[2]string{name, place}]
			if outcome == "" {
				outcome = "-"
			}
			cells = append(cells, outcome)
		}
		fmt.Fprintln(w, strings.Join(cells, "\t"))
	}
	w.Flush()
}
