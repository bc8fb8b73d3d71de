// Package check finds what a Terraform plan must not destroy: Redis's data, its logs and keys, what applications read,
// and every resource whose type the stacks never create, which is somebody else's.
package check

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/paperwurks/elasticache-redis/internal/input"
)

// harmless are the resource types of the stacks that a plan may destroy or replace: Terraform makes them again as they
// were. Of the other types of the stacks, a log group, a KMS key and a replication group have data, a subnet group
// takes its replication group with it, a topic its subscriptions, and without its security group or its user group
// nobody can connect.
var harmless = []string{
	"aws_cloudwatch_composite_alarm",
	"aws_cloudwatch_dashboard",
	"aws_cloudwatch_metric_alarm",
	"aws_elasticache_parameter_group",
	"aws_iam_role_policy",
	"aws_kms_alias",
	"aws_sns_topic_policy",
	"aws_sns_topic_subscription",
	"aws_vpc_security_group_ingress_rule",
	"random_id",
	"random_password",
	"terraform_data",
}

// harmlessParameter matches the names of the SSM parameters that a group publishes of itself, which come and go with
// its replicas. Every other parameter, such as a URL, has applications that read it.
var harmlessParameter = regexp.MustCompile(`/(auth-token|port|(primary|reader|configuration)-endpoint)$`)

// harmlessUser matches the names of a group's users, which go when a rotation ends. The user group says whether tasks
// still have them.
var harmlessUser = regexp.MustCompile(`^(default|(broker|result|cache|reader)-\d{8})$`)

// Loss is a resource that the plan would destroy or replace, or change so that clients are locked out.
type Loss struct {
	// Address is the resource's address in Terraform's state.
	Address string
	// Action is "destroy", "replace" or "update".
	Action string
	// Reason is Terraform's own word, such as "delete_because_no_resource_config"; "" where it gives none.
	Reason string
	// Fields are what forces a replacement; none where nothing but the reason does.
	Fields []Field
	// Means is what the fields do not say by themselves; "" where they do.
	Means string
}

// Field is an attribute that forces a replacement, or that must not change. Its values are as in JSON, except those
// that are secret or unknown.
type Field struct{ Path, Before, After string }

// oneWay is what it means that the version or the engine forces a replacement: the provider does so for a step back
// only.
const oneWay = "this step is one-way: AWS moves a group to Valkey, and to a newer version, in place and never back. " +
	"The new group would be empty: see docs/valkey.md"

// String is one line: the address, the action, the reason, the fields and what they mean.
func (l Loss) String() string {
	line := l.Address + ": " + l.Action
	if l.Reason != "" {
		line += ", " + l.Reason
	}
	for _, f := range l.Fields {
		line += fmt.Sprintf("; %s %s -> %s", f.Path, f.Before, f.After)
	}
	if l.Means != "" {
		line += "; " + l.Means
	}
	return line
}

// plan is the part that is read of what `terraform show -json PLAN` prints; OpenTofu prints the same.
// https://developer.hashicorp.com/terraform/internals/json-format
type plan struct {
	FormatVersion string `json:"format_version"`
	// PlannedValues are in every plan and in nothing else that has a format version, such as a state.
	PlannedValues   any  `json:"planned_values"`
	Errored         bool `json:"errored"`
	ResourceChanges []struct {
		Address string
		Deposed string
		Type    string
		Reason  string `json:"action_reason"`
		Change  change
	} `json:"resource_changes"`
}

type change struct {
	Actions         []string
	Before, After   any
	AfterUnknown    any     `json:"after_unknown"`
	BeforeSensitive any     `json:"before_sensitive"`
	AfterSensitive  any     `json:"after_sensitive"`
	ReplacePaths    [][]any `json:"replace_paths"`
}

// Losses reads a plan, as `terraform show -json` prints it, and returns what it would destroy or replace
// and must not.
func Losses(r io.Reader) ([]Loss, error) {
	text, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	var p plan
	if err := input.JSON(text, &p); err != nil {
		return nil, fmt.Errorf("not the JSON of a plan: %w", err)
	}
	if p.PlannedValues == nil {
		return nil, errors.New("not the JSON of a plan, which `terraform show -json PLAN` prints: it has no planned_values")
	}
	if !strings.HasPrefix(p.FormatVersion, "1.") {
		return nil, fmt.Errorf("format_version must be 1.x, got %q", p.FormatVersion)
	}
	if p.Errored {
		return nil, errors.New("the plan ended in an error, so it is not whole")
	}
	var losses []Loss
	for _, r := range p.ResourceChanges {
		if means, field := r.Change.locksOut(r.Type); means != "" {
			losses = append(losses, Loss{Address: r.Address, Action: "update", Fields: []Field{field}, Means: means})
		}
		if !slices.Contains(r.Change.Actions, "delete") || r.Change.harmless(r.Type) {
			continue
		}
		loss := Loss{Address: r.Address, Action: "destroy", Reason: r.Reason}
		if r.Deposed != "" {
			loss.Address += " (deposed " + r.Deposed + ")"
		}
		if slices.Contains(r.Change.Actions, "create") {
			loss.Action, loss.Fields = "replace", r.Change.fields()
			if slices.ContainsFunc(loss.Fields, func(f Field) bool { return f.Path == "engine" || f.Path == "engine_version" }) {
				loss.Means = oneWay
			}
		}
		losses = append(losses, loss)
	}
	return losses, nil
}

func (c change) harmless(kind string) bool {
	before := func(attribute string) string {
		text, _ := at(c.Before, []any{attribute}).(string)
		return text
	}
	switch kind {
	case "aws_ssm_parameter":
		return harmlessParameter.MatchString(before("name"))
	case "aws_elasticache_user":
		return harmlessUser.MatchString(before("user_name"))
	}
	return slices.Contains(harmless, kind)
}

// unknown is a value that only the apply brings.
const unknown = "(known after apply)"

func (c change) fields() []Field {
	var fields []Field
	for _, path := range c.ReplacePaths {
		fields = append(fields, c.field(path))
	}
	return fields
}

func (c change) field(path []any) Field {
	f := Field{Before: value(c.Before, c.BeforeSensitive, path), After: value(c.After, c.AfterSensitive, path)}
	if at(c.AfterUnknown, path) == true {
		f.After = unknown
	}
	for _, step := range path {
		f.Path += fmt.Sprint(".", step)
	}
	f.Path = strings.TrimPrefix(f.Path, ".")
	return f
}

// value is the value at the path, unless any of it is marked as sensitive.
func value(values, sensitive any, path []any) string {
	if marked(at(sensitive, path)) {
		return "(sensitive)"
	}
	text, err := json.Marshal(at(values, path))
	if err != nil {
		panic(err) // it came from JSON
	}
	return string(text)
}

// at is the value at the path, or what stands for it: true for a whole object marks all that is in it.
func at(value any, path []any) any {
	for _, step := range path {
		switch container := value.(type) {
		case map[string]any:
			key, _ := step.(string)
			value = container[key]
		case []any:
			index, ok := step.(float64)
			if !ok || int(index) >= len(container) {
				return nil
			}
			value = container[int(index)]
		default:
			return value
		}
	}
	return value
}

func marked(sensitive any) bool {
	switch s := sensitive.(type) {
	case bool:
		return s
	case map[string]any:
		for _, inner := range s {
			if marked(inner) {
				return true
			}
		}
	case []any:
		return slices.ContainsFunc(s, marked)
	}
	return false
}
