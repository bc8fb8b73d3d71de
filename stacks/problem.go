package stacks

import (
	"fmt"
	"slices"

	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
)

// report collects the problems of all environments. It drops a problem that it already has.
type report []error

func (r *report) add(path, field, rule string, value any) {
	line := fmt.Errorf("%s: %w", path, elasticache.Problem{Field: field, Rule: rule, Value: value})
	same := func(other error) bool { return other.Error() == line.Error() }
	if !slices.ContainsFunc(*r, same) {
		*r = append(*r, line)
	}
}

func (r *report) require(ok bool, path, field, rule string, value any) {
	if !ok {
		r.add(path, field, rule, value)
	}
}

func (r *report) unique(path, field string, values []string) {
	for i, value := range values {
		r.require(!slices.Contains(values[:i], value), path, field, "must be unique", value)
	}
}
