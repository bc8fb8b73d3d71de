package synthtest

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Document is what Terraform gets for a stack.
type Document struct {
	File     []byte `json:"-"`
	Resource map[string]map[string]Resource
	Data     map[string]map[string]Resource
	Variable map[string]Resource
	Output   map[string]Resource
	Provider map[string][]Resource

	Terraform struct {
		Backend           map[string]Resource
		RequiredProviders map[string]Resource `json:"required_providers"`
	}
}

// Resource is one block's attributes.
type Resource map[string]any

// All returns the resources of a type in the order of their names.
func (d Document) All(kind string) []Resource {
	var all []Resource
	for _, name := range slices.Sorted(maps.Keys(d.Resource[kind])) {
		all = append(all, d.Resource[kind][name])
	}
	return all
}

// By returns the resources of a type by one of their attributes.
func (d Document) By(kind, attribute string) map[string]Resource {
	by := map[string]Resource{}
	for _, r := range d.All(kind) {
		by[fmt.Sprint(r[attribute])] = r
	}
	return by
}

// Group returns the replication group of an id.
func (d Document) Group(t *testing.T, id string) Resource {
	t.Helper()
	group, ok := d.By("aws_elasticache_replication_group", "replication_group_id")[id]
	if !ok {
		t.Fatalf("no replication group %s", id)
	}
	return group
}

// Parameters are a group's parameters by name, from its own parameter group.
func (d Document) Parameters(t *testing.T, id string) map[string]string {
	t.Helper()
	parameters := map[string]string{}
	group, ok := d.By("aws_elasticache_parameter_group", "description")["Parameters of "+id]
	if !ok {
		t.Fatalf("no parameter group of %s", id)
	}
	for _, p := range group["parameter"].([]any) {
		parameter := p.(map[string]any)
		parameters[parameter["name"].(string)] = parameter["value"].(string)
	}
	return parameters
}

// RefersTo returns the resource that a reference to one of a type's attributes means.
func (d Document) RefersTo(t *testing.T, reference any, kind, attribute string) Resource {
	t.Helper()
	match := regexp.MustCompile(`^\$\{` + kind + `\.(.+)\.` + attribute + `\}$`).FindStringSubmatch(fmt.Sprint(reference))
	if match == nil || d.Resource[kind][match[1]] == nil {
		t.Fatalf("%v is no reference to a %s", reference, kind)
	}
	return d.Resource[kind][match[1]]
}

// Want fails for every attribute that differs; nil wants an attribute that is left out.
func (r Resource) Want(t *testing.T, what string, attributes map[string]any) {
	t.Helper()
	for name, want := range attributes {
		wanted, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := json.Marshal(r[name]); string(got) != string(wanted) {
			t.Errorf("%s: %s = %s, want %v", what, name, got, want)
		}
	}
}

// Policy is a policy document as AWS reads it.
type Policy struct {
	Statement []struct {
		Sid       string
		Effect    string
		Principal map[string]string
		Action    []string
		Resource  []string
		Condition map[string]map[string]string
	}
}

// ParsePolicy reads an attribute that holds a policy document.
func ParsePolicy(t *testing.T, document any) Policy {
	t.Helper()
	var p Policy
	if err := json.NewDecoder(strings.NewReader(fmt.Sprint(document))).Decode(&p); err != nil {
		t.Fatalf("%v: %v", document, err)
	}
	return p
}
