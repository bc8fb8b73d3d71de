package main

import "testing"

func TestRuntimeThatIsNotOfTheKnownForm(t *testing.T) {
	for _, text := range []string{"", "p.cmd.Start() p.cmd.Start()"} {
		if _, err := (edits{{"p.cmd.Start()", "p.start()"}}).apply([]byte(text)); err == nil {
			t.Errorf("%q: no error", text)
		}
	}
}
