package elasticache

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Problem is one broken rule of one field.
type Problem struct {
	// Field is the Go field, with the key or name in brackets where it has several: "Tags[Team]".
	Field string
	// Rule says what the field must be, with the allowed values or the limits.
	Rule string
	// Value is the field's value. It is never a secret.
	Value any
}

// Error is "<field> <rule>, got <value>".
func (p Problem) Error() string {
	format := "%s %s, got %v"
	switch value := p.Value.(type) {
	case string, []string:
		format = "%s %s, got %q"
	case float64:
		return fmt.Sprintf(format, p.Field, p.Rule, decimal(value))
	}
	return fmt.Sprintf(format, p.Field, p.Rule, p.Value)
}

// report collects problems.
type report []Problem

func (r *report) require(ok bool, field, rule string, value any) {
	if !ok {
		*r = append(*r, Problem{field, rule, value})
	}
}

// match requires a string to match form, or to be a reference.
func (r *report) match(form *regexp.Regexp, field, rule, value string) {
	r.require(isReference(value) || form.MatchString(value), field, rule, value)
}

// arn is match for an ARN, whose partition must be its region's.
func (r *report) arn(form *regexp.Regexp, field, rule, value string) {
	r.match(form, field, rule, value)
	if part := strings.Split(value, ":"); form.MatchString(value) && !isReference(value) && part[3] != "" {
		r.require(part[1] == partition(part[3]), field,
			"must have the partition "+partition(part[3])+", which the region "+part[3]+" is in", value)
	}
}

// partition is the group of AWS's regions that a region is in.
// https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
func partition(region string) string {
	for prefix, partition := range map[string]string{
		"cn-": "aws-cn", "us-gov-": "aws-us-gov", "eusc-": "aws-eusc", "us-iso-": "aws-iso", "us-isob-": "aws-iso-b",
		"eu-isoe-": "aws-iso-e", "us-isof-": "aws-iso-f",
	} {
		if strings.HasPrefix(region, prefix) {
			return partition
		}
	}
	return "aws"
}

// optional is match for a string that may be empty.
func (r *report) optional(form *regexp.Regexp, field, rule, value string) {
	if value != "" {
		r.match(form, field, rule, value)
	}
}

func (r *report) between(low, high int, field, unit string, value int) {
	r.require(low <= value && value <= high, field, fmt.Sprintf("must be %d to %d%s", low, high, unit), value)
}

func (r *report) oneOf(allowed []string, field, value string) {
	r.require(slices.Contains(allowed, value), field, "must be one of "+strings.Join(allowed, ", "), value)
}

func (r *report) unique(field string, values []string) {
	for i, value := range values {
		r.require(!slices.Contains(values[:i], value), field, "must be unique", value)
	}
}

// isReference tells a value known at deploy, such as another resource's attribute, from a literal.
func isReference(value string) bool {
	return strings.Contains(value, "${") || strings.Contains(value, "#{")
}
