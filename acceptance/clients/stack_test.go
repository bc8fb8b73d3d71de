//go:build linux

package clients

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// stack is what the tests read of a synthesized stack.
type stack struct {
	Resource struct {
		Groups          map[string]*group                       `json:"aws_elasticache_replication_group"`
		ParameterGroups map[string]parameterGroup               `json:"aws_elasticache_parameter_group"`
		SSM             map[string]struct{ Name, Value string } `json:"aws_ssm_parameter"`
		Passwords       map[string]struct{ Length int }         `json:"random_password"`
		SecurityGroups  map[string]map[string]any               `json:"aws_security_group"`
		IngressRules    map[string]map[string]any               `json:"aws_vpc_security_group_ingress_rule"`
		Rules           map[string]any                          `json:"aws_security_group_rule"`
	}
}

// group is a replication group.
type group struct {
	ID             string   `json:"replication_group_id"`
	EngineVersion  string   `json:"engine_version"`
	Port           int      `json:"port"`
	AuthToken      string   `json:"auth_token"`
	TLS            bool     `json:"transit_encryption_enabled"`
	TLSMode        string   `json:"transit_encryption_mode"`
	Nodes          int      `json:"num_cache_clusters"`
	Shards         int      `json:"num_node_groups"`
	Replicas       int      `json:"replicas_per_node_group"`
	ParameterGroup string   `json:"parameter_group_name"`
	SecurityGroups []string `json:"security_group_ids"`
}

type parameterGroup struct {
	Family    string
	Parameter []struct{ Name, Value string }
}

// set makes the parameter group give a parameter another value.
func (p *parameterGroup) set(name, value string) {
	p.Parameter = append(slices.DeleteFunc(slices.Clone(p.Parameter), func(q struct{ Name, Value string }) bool {
		return q.Name == name
	}), struct{ Name, Value string }{name, value})
}

// clusterMode says that the group has node groups; Terraform knows no other switch in these stacks.
func (g *group) clusterMode() bool { return g.Shards > 0 }

// urlVariables are the environment variables that settings.py reads, by the last part of the SSM parameter's name.
var urlVariables = map[string]string{
	"broker-url": "REDIS_BROKER_URL",
	"result-url": "REDIS_RESULT_URL",
	"cache-url":  "REDIS_CACHE_URL",
}

var reference = regexp.MustCompile(`\$\{(?:urlencode\()?(\w+)\.([\w-]+)\.(\w+)\)?\}`)

// readStack returns the stack that Terraform gets for the environment.
func readStack(t *testing.T, environment string) *stack {
	t.Helper()
	file, err := os.ReadFile(filepath.Join("..", "..", "testdata", environment+".json"))
	if err != nil {
		t.Fatal(err)
	}
	s := &stack{}
	if err := json.Unmarshal(file, s); err != nil {
		t.Fatal(err)
	}
	return s
}

// parametersOf returns the group's parameter group.
func (s *stack) parametersOf(g *group) parameterGroup {
	return s.Resource.ParameterGroups[reference.FindStringSubmatch(g.ParameterGroup)[2]]
}

// serves returns the names of the connection URLs that lead to the group.
func (s *stack) serves(name string) []string {
	var urls []string
	for _, parameter := range s.Resource.SSM {
		last := filepath.Base(parameter.Name)
		if urlVariables[last] != "" && strings.Contains(parameter.Value, "aws_elasticache_replication_group."+name+".") {
			urls = append(urls, last)
		}
	}
	slices.Sort(urls)
	return urls
}

// render replaces what a template refers to, as Terraform does once the groups exist.
func (s *stack) render(template string, resolve func(kind, name, attribute string) (string, error)) (string, error) {
	var problem error
	text := reference.ReplaceAllStringFunc(template, func(found string) string {
		part := reference.FindStringSubmatch(found)
		value, err := resolve(part[1], part[2], part[3])
		if err != nil {
			problem = err
		}
		return value
	})
	if problem == nil && strings.Contains(text, "${") {
		problem = fmt.Errorf("can't render %s", template)
	}
	return text, problem
}
