package elasticache

import (
	"cmp"
	"maps"
	"slices"

	"github.com/aws/jsii-runtime-go"
)

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K {
	return slices.Sorted(maps.Keys(m))
}

// tags is nil without any tag, so that the attribute is left out.
func tags(values map[string]string) *map[string]*string {
	if len(values) == 0 {
		return nil
	}
	tags := map[string]*string{}
	for key, value := range values {
		tags[key] = jsii.String(value)
	}
	return &tags
}

// optionalList is nil for an empty list, so that the attribute is left out.
func optionalList(values []string) *[]*string {
	if len(values) == 0 {
		return nil
	}
	return jsii.Strings(values...)
}

// optional is nil for "", so that the attribute is left out.
func optional(s string) *string {
	if s == "" {
		return nil
	}
	return jsii.String(s)
}
