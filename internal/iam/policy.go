// Package iam writes policy documents: identity policies, key policies and topic policies.
package iam

import (
	"encoding/json"
	"strings"
)

// Policy is a policy document.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
type Policy []Statement

// Statement allows actions on resources. A key policy's or topic policy's statement also names its principals.
type Statement struct {
	Sid       string
	Effect    string
	Principal map[string]string `json:",omitempty"`
	Action    []string
	Resource  []string
	// Condition is operator → key → value.
	Condition map[string]map[string]string `json:",omitempty"`
}

// JSON is the document as AWS takes it; references in it stay whole. It ends in a newline, because only a text of several
// lines keeps its quotes in the HCL that cdktf writes.
func (p Policy) JSON() string {
	var text strings.Builder
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(struct {
		Version   string
		Statement []Statement
	}{"2012-10-17", p}); err != nil {
		panic(err) // strings, slices and maps of strings always encode
	}
	return text.String()
}

// Allow is a statement that allows actions on resources.
func Allow(sid string, actions []string, resources ...string) Statement {
	return Statement{Sid: sid, Effect: "Allow", Action: actions, Resource: resources}
}
