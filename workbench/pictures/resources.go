package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// resources are a stack's resources by type and name.
type resources map[string]map[string]resource

// resource is a resource's arguments.
type resource map[string]any

func (r resource) text(argument string) string {
	if r[argument] == nil {
		return ""
	}
	return fmt.Sprint(r[argument])
}

func (r resource) number(argument string) int {
	n, _ := r[argument].(float64)
	return int(n)
}

// blocks are a resource's nested blocks of a name.
func (r resource) blocks(name string) []resource {
	var blocks []resource
	list, _ := r[name].([]any)
	for _, block := range list {
		blocks = append(blocks, block.(map[string]any))
	}
	return blocks
}

// refersTo says whether any argument refers to the address.
func (r resource) refersTo(address string) bool {
	text, err := json.Marshal(r)
	if err != nil {
		panic(err) // it was read as JSON
	}
	return strings.Contains(string(text), address+".") || strings.Contains(string(text), `"`+address+`"`)
}

// referring are the names of the resources of a type that refer to the address.
func (r resources) referring(kind, address string) []string {
	return slices.DeleteFunc(r.names(kind), func(name string) bool { return !r[kind][name].refersTo(address) })
}

// referred are the names of the resources of a type that a resource refers to.
func (r resources) referred(kind string, by resource) []string {
	return slices.DeleteFunc(r.names(kind), func(name string) bool { return !by.refersTo(kind + "." + name) })
}

func (r resources) names(kind string) []string { return slices.Sorted(maps.Keys(r[kind])) }

func (r resources) count() int {
	n := 0
	for _, named := range r {
		n += len(named)
	}
	return n
}
