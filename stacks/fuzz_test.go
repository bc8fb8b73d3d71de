package stacks

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
)

// documented are AWS's and Terraform's forms of an environment's texts, wider than what is accepted and written another
// way.
var documented = map[string]*regexp.Regexp{
	"Name":                   regexp.MustCompile(`\A[a-z][a-z0-9-]{0,38}\z`),
	"Project":                regexp.MustCompile(`\A[a-z][a-z0-9-]{0,38}\z`),
	"Region":                 regexp.MustCompile(`\A[a-z]{2}-[a-z]{4,9}-[0-9]\z`),
	"State.Bucket":           regexp.MustCompile(`\A[a-z0-9][a-z0-9.-]*[a-z0-9]\z`),
	"State.Key":              regexp.MustCompile(`\A[^/{]([^{]*[^/{])?\z`),
	"Network.RemoteStateKey": regexp.MustCompile(`\A[^/{]([^{]*[^/{])?\z`),
	"Notifications.Emails":   regexp.MustCompile(`\A[!-z|~]+@[!-z|~]+\.[!-z|~]+\z`),
	"Notifications.PageTopicARNs": regexp.MustCompile(`\Aarn:aws(-[a-z]+)*:sns:[a-z0-9-]+:[0-9]{12}:` +
		`[A-Za-z0-9_-]{1,256}\z`),
	"ReaderRoleNames": regexp.MustCompile(`\A[A-Za-z0-9_+=,.@-]{1,64}\z`),
	"TokenDate":       regexp.MustCompile(`\A[0-9]{4}-[0-9]{2}-[0-9]{2}\z`),
}

// FuzzEnvironment puts a text into every field of an environment that has a form.
func FuzzEnvironment(f *testing.F) {
	for _, s := range []string{
		"dev", "paper-works", "eu-west-2", "eu-west-2\n", "states", "states.eu", "10.0.0.1", "a/b.tfstate", "/a", "a/",
		"%{a}", "ops@example.com", "a\u00a0b@example.com", "${a}@b.c", "o'neil+x@example.co.uk",
		"arn:aws:sns:eu-west-2:123456789012:pager", "arn:awsx:sns:eu-west-2:123456789012:pager",
		"role@x", "2026-11-23", "2026-02-30", "\xff", "",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		e := valid(elasticache.GroupProps{})
		e.Name, e.Project, e.Region, e.TokenDate = s, s, s, s
		e.State = State{Bucket: s, Key: s}
		e.Network = Network{RemoteStateBucket: "states", RemoteStateKey: s}
		e.Notifications = Notifications{Emails: []string{s}, PageTopicARNs: []string{s}}
		e.ReaderRoleNames = []string{s}
		problems := ""
		if err := Validate([]Environment{e}); err != nil {
			problems = err.Error()
		}
		for field, form := range documented {
			accepted := !strings.Contains(problems, ": "+field+" ")
			if accepted && s != "" && !form.MatchString(s) {
				t.Errorf("%s accepted %q", field, s)
			}
			if text, err := json.Marshal(s); accepted && (err != nil || !roundTrips(text, s)) {
				t.Errorf("%s accepted %q, which JSON can't hold", field, s)
			}
		}
		if len(s) > 1024 && (!strings.Contains(problems, ": State.Key ") ||
			!strings.Contains(problems, ": Network.RemoteStateKey ")) {
			t.Errorf("a key of %d bytes accepted", len(s))
		}
		date, err := time.Parse(time.DateOnly, s)
		if !strings.Contains(problems, ": TokenDate ") && (err != nil || date.Format(time.DateOnly) != s) {
			t.Errorf("TokenDate accepted %q", s)
		}
	})
}

func roundTrips(text []byte, want string) bool {
	var got string
	return json.Unmarshal(text, &got) == nil && got == want
}
