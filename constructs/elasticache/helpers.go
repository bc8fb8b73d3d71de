package elasticache

import (
	"maps"
	"slices"

	"github.com/aws/jsii-runtime-go"
)

func sortedKeys[V any](m map[string]V) []string {
	return slices.Sorted(maps.Keys(m))
}

// tags are nil without any, so that the attribute is left out.
func tags(p RedisProps) *map[string]*string {
	if len(p.Tags) == 0 {
		return nil
	}
	tags := map[string]*string{}
	for key, value := range p.Tags {
		tags[key] = jsii.String(value)
	}
	return &tags
}

// optional is nil for "", so that the attribute is left out.
func optional(s string) *string {
	if s == "" {
		return nil
	}
	return jsii.String(s)
}

func arns[T interface{ Arn() *string }](resources map[string]T) map[string]string {
	arns := map[string]string{}
	for key, resource := range resources {
		arns[key] = *resource.Arn()
	}
	return arns
}
