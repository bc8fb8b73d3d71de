//go:build linux

package clients

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/paperwurks/elasticache-redis/internal/servers"
	"github.com/paperwurks/elasticache-redis/internal/synthesized"
)

// refusal is a connection with one thing wrong, and what the client says then.
type refusal struct {
	name, outcome string
	change        func(url string) string
	environment   []string
}

// checkRefused connects with each of the three clients, first as published, then with one thing wrong.
func checkRefused(t *testing.T, place string, d *deployment) {
	stranger, err := servers.NewAuthority(filepath.Join(t.TempDir(), "stranger.pem"))
	must(t, err)
	for _, url := range []string{"broker-url", "cache-url"} {
		group := d.serving(t, url)
		d.point(t, group.ID+".elsewhere.test", group.Primary().Address)
	}
	urls := d.urls(t)
	tests := []refusal{
		{"connects as published", `connected`, func(url string) string { return url }, nil},
		{"refuses plaintext", `refused: .*(closed|reset|[Pp]rotocol)`, func(url string) string {
			return strings.Replace(strings.Split(url, "?")[0], "rediss:", "redis:", 1)
		}, nil},
		{"client refuses another CA", `refused: .*CERTIFICATE_VERIFY_FAILED.*(unable to get local issuer|self-signed)`,
			func(url string) string { return url }, []string{"SSL_CERT_FILE=" + stranger.File}},
		{
			"client refuses another host name",
			`refused: .*CERTIFICATE_VERIFY_FAILED.*Hostname mismatch`,
			func(url string) string {
				return regexp.MustCompile(`@\w+\.([\w-]+)\.[\w.]+:`).ReplaceAllString(url, "@$1.elsewhere.test:")
			},
			nil,
		},
		{
			"refuses another token",
			`refused: .*(WRONGPASS|invalid username-password|invalid password)`,
			func(url string) string {
				return regexp.MustCompile(`://([\w-]*):\w+@`).ReplaceAllString(url, "://$1:not-the-token-not-the-token@")
			},
			nil,
		},
	}
	if d.hasUsers() {
		tests = append(tests, refusal{
			"refuses the default user",
			`refused: .*(WRONGPASS|invalid username-password|invalid password)`,
			func(url string) string { return regexp.MustCompile(`://[\w-]+:`).ReplaceAllString(url, "://:") },
			nil,
		})
	}
	var environments [][]string
	for _, test := range tests {
		environment := test.environment
		for variable, url := range urls {
			environment = append(environment, variable+"="+test.change(url))
		}
		environments = append(environments, environment)
	}
	outcomes := d.connect(t, environments...)
	for i, test := range tests {
		check(t, place, "connection: "+test.name, func(t *testing.T) {
			output := outcomes[i]
			want := regexp.MustCompile(test.outcome)
			for _, client := range []string{"broker", "result", "cache"} {
				line := regexp.MustCompile(`(?m)^` + client + ` .*$`).FindString(output)
				if !want.MatchString(line) {
					t.Errorf("%s: got\n%s\nwant %s", client, output, want)
				}
			}
		})
	}
}

// checkSecurityGroup asserts that nothing but a member of a named security group gets through to a group's port: no
// address range, no prefix list, no second security group, no rule beside those in the stack.
func checkSecurityGroup(t *testing.T, place string, s *stack) {
	check(t, place, "network: only security group members", func(t *testing.T) {
		for _, g := range s.Network.Groups {
			if len(g.SecurityGroups) != 1 {
				t.Fatalf("%s is in %d security groups, want 1", g.ID, len(g.SecurityGroups))
			}
			id := g.SecurityGroups[0]
			for _, inline := range []string{"ingress", "egress"} {
				if rules := s.Network.SecurityGroups[synthesized.Referred(id)][inline]; rules != nil {
					t.Errorf("%s has inline rules: %v", g.ID, rules)
				}
			}
			rules := 0
			for name, rule := range s.Network.IngressRules {
				if rule["security_group_id"] != id {
					continue
				}
				rules++
				allowed := []string{
					"//",
					"description",
					"from_port",
					"ip_protocol",
					"referenced_security_group_id",
					"security_group_id",
					"tags",
					"to_port",
				}
				for argument := range rule {
					if !slices.Contains(allowed, argument) {
						t.Errorf("%s: %s admits others than a security group's members", name, argument)
					}
				}
				port := float64(g.Port)
				if rule["from_port"] != port || rule["to_port"] != port || rule["ip_protocol"] != "tcp" ||
					rule["referenced_security_group_id"] == "" {
					t.Errorf("%s admits more than Redis: %v", name, rule)
				}
			}
			if rules == 0 {
				t.Errorf("%s admits nobody", g.ID)
			}
		}
		if len(s.Network.Rules) > 0 {
			t.Errorf("rules of the older kind, which this test does not read: %v", s.Network.Rules)
		}
	})
}
