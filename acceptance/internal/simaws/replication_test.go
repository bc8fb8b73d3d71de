package simaws

import (
	"net/url"
	"slices"
	"testing"
)

// TestChangeToken gives tokens with both strategies: SET takes the first token, and the one that ROTATE gave before.
func TestChangeToken(t *testing.T) {
	const first, second, third = "first-token-of-the-group", "second-token-of-the-group", "third-token-of-the-group"
	for _, test := range []struct {
		tokens          []string
		strategy, token string
		want            []string
		refused         string
	}{
		{nil, "SET", first, []string{first}, ""},
		{nil, "ROTATE", first, []string{first}, ""},
		{[]string{first}, "ROTATE", second, []string{first, second}, ""},
		{[]string{first, second}, "SET", second, []string{second}, ""},
		{[]string{first, second}, "ROTATE", third, []string{second, third}, ""},
		{[]string{first}, "SET", second, []string{first}, "SET takes the token that ROTATE gave before"},
		{[]string{first}, "ADD", second, []string{first}, "AuthTokenUpdateStrategy must be SET or ROTATE"},
	} {
		g := replicationGroup{tokens: test.tokens}
		values := url.Values{"AuthToken": {test.token}, "AuthTokenUpdateStrategy": {test.strategy}}
		checkFault(t, test.strategy, g.changeToken(values), test.refused)
		if !slices.Equal(g.tokens, test.want) {
			t.Errorf("%s %s: the tokens are %q, want %q", test.strategy, test.token, g.tokens, test.want)
		}
	}
}
