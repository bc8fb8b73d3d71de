//go:build linux || darwin

package servers

import (
	"context"
	"errors"
	"testing"
)

func TestEventually(t *testing.T) {
	asked := 0
	err := Eventually(t.Context(), "the third time", func() bool { asked++; return asked == 3 })
	if err != nil || asked != 3 {
		t.Errorf("asked %d times; %v", asked, err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	err = Eventually(ended, "it comes", func() bool { return false })
	if !errors.Is(err, context.Canceled) || err.Error() != "waited in vain: it comes: context canceled" {
		t.Errorf("got %v, want an error that tells what was waited for", err)
	}
}
