//go:build linux

package clients

import (
	"cmp"
	"encoding/json"
	"strings"
	"testing"

	"github.com/paperwurks/elasticache-redis/internal/fixtures"
	"github.com/paperwurks/elasticache-redis/internal/servers"
	"github.com/paperwurks/elasticache-redis/internal/synthesized"
)

// stack is what the tests read of a synthesized stack.
type stack struct {
	*synthesized.Stack
	// serverVersion is what its servers run; "" is the version of its groups. A stack has the same parameters on every
	// Valkey.
	serverVersion string
	Network       struct {
		Groups         map[string]securedGroup   `json:"aws_elasticache_replication_group"`
		SecurityGroups map[string]map[string]any `json:"aws_security_group"`
		IngressRules   map[string]map[string]any `json:"aws_vpc_security_group_ingress_rule"`
		Rules          map[string]any            `json:"aws_security_group_rule"`
		Alarms         map[string]struct {
			Namespace  string
			MetricName string `json:"metric_name"`
			Dimensions map[string]string
		} `json:"aws_cloudwatch_metric_alarm"`
	}
}

// securedGroup is a replication group in its network.
type securedGroup struct {
	ID             string   `json:"replication_group_id"`
	Port           int      `json:"port"`
	TLSMode        string   `json:"transit_encryption_mode"`
	SecurityGroups []string `json:"security_group_ids"`
}

// readStack returns the stack that Terraform gets for a fixture.
func readStack(t *testing.T, environment string) *stack {
	t.Helper()
	file := fixtures.JSON(environment)
	parsed, err := synthesized.Parse(file)
	if err != nil {
		t.Fatal(err)
	}
	s := &stack{Stack: parsed}
	content := struct{ Resource any }{&s.Network}
	if err := json.Unmarshal(file, &content); err != nil {
		t.Fatal(err)
	}
	return s
}

// server is what the stack's groups run on, all of one version.
func (s *stack) server(t *testing.T) servers.Server {
	t.Helper()
	for _, g := range s.Groups {
		return server(t, g.Engine, cmp.Or(s.serverVersion, g.EngineVersion))
	}
	panic("the stack has no groups")
}

// place is what the table calls the stack with a client set: the server, the environment and the clients.
func (s *stack) place(t *testing.T, environment string, c clientSet) string {
	t.Helper()
	server := s.server(t)
	return server.Engine + "-" + server.Version + "/" + strings.TrimSuffix(environment, "-valkey") + "/" + c.name
}

// hasUsers says whether the stack's groups have users instead of a token.
func (s *stack) hasUsers() bool { return len(s.Users) > 0 }

// serves returns the names of the connection URLs that lead to the group.
func (s *stack) serves(name string) []string {
	var urls []string
	for _, url := range s.URLs() {
		if url.Group == name {
			urls = append(urls, url.Kind)
		}
	}
	return urls
}
