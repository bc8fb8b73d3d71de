//go:build linux

package clients

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/paperwurks/elasticache-redis/internal/section"
)

var update = flag.Bool("update", false, "write the tested files into the guide")

// TestGuide keeps the guide's copies of the files that applications copy the same as the files that were tested.
func TestGuide(t *testing.T) {
	const guide = "../../docs/django-celery.md"
	text, err := os.ReadFile(guide)
	if err != nil {
		t.Fatal(err)
	}
	current := string(text)
	for _, name := range []string{"settings.py", "rediscache.py"} {
		file, err := os.ReadFile(filepath.Join("../../integration/django", name))
		if err != nil {
			t.Fatal(err)
		}
		begin, end := "<!-- "+name+" -->\n```python\n", "```\n<!-- end -->\n"
		if current, err = section.Replace(current, begin, end, string(file)); err != nil {
			t.Fatalf("the guide has no place for %s: %v", name, err)
		}
	}
	if current == string(text) {
		return
	}
	if !*update {
		t.Fatal("the guide shows other files than were tested: run `go test ./clients -run TestGuide -update` in acceptance")
	}
	if err := os.WriteFile(guide, []byte(current), 0o644); err != nil {
		t.Fatal(err)
	}
}
