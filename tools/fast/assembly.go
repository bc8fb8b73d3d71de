package main

import (
	"bytes"
	"encoding/json"
	"io"
	"regexp"
	"slices"
	"strings"
)

// modified is what jsii itself writes as the fingerprint of an assembly that is no longer what its compiler made.
const modified = `"**********"`

// cutAssembly leaves the needed packages' types and submodules in a jsii assembly, each as it was.
func cutAssembly(r io.Reader, packages []string) ([]byte, error) {
	in := json.NewDecoder(r)
	out := &object{}
	needed := func(fqn string) bool {
		// A type's name is "<npm package>.<submodule>.<type>", a submodule's "<npm package>.<submodule>".
		parts := strings.Split(fqn, ".")
		return len(parts) < 2 || slices.Contains(packages, strings.ToLower(parts[1]))
	}
	err := eachField(in, func(key string) error {
		var value json.RawMessage
		var err error
		switch key {
		case "types", "submodules":
			value, err = cutObject(in, needed)
		case "fingerprint":
			err = in.Decode(&value)
			value = json.RawMessage(modified)
		default:
			err = in.Decode(&value)
		}
		out.add(key, value)
		return err
	})
	if err != nil {
		return nil, err
	}
	return out.bytes(), dangling(out.bytes(), needed)
}

// cutObject reads a JSON object and leaves the fields whose keys are needed.
func cutObject(in *json.Decoder, needed func(key string) bool) (json.RawMessage, error) {
	out := &object{}
	err := eachField(in, func(key string) error {
		var value json.RawMessage
		if err := in.Decode(&value); err != nil {
			return err
		}
		if needed(key) {
			out.add(key, value)
		}
		return nil
	})
	return out.bytes(), err
}

// reference is a type reference to this or another assembly.
var reference = regexp.MustCompile(`"fqn"\s*:\s*"(@cdktf/[^"]+)"`)

// dangling is an error where a type that was kept refers to one that was not.
func dangling(assembly []byte, needed func(fqn string) bool) error {
	for _, match := range reference.FindAllSubmatch(assembly, -1) {
		if fqn := string(match[1]); !needed(fqn) {
			return unknown("a type in use refers to %s, which is in no package in use", fqn)
		}
	}
	return nil
}

// eachField calls read for each key of the JSON object that in is at; read reads the value.
func eachField(in *json.Decoder, read func(key string) error) error {
	open, err := in.Token()
	if err != nil {
		return err
	}
	if open != json.Delim('{') {
		return unknown("it has %v where an object must be", open)
	}
	for in.More() {
		key, err := in.Token()
		if err != nil {
			return err
		}
		if err := read(key.(string)); err != nil {
			return err
		}
	}
	_, err = in.Token()
	return err
}

// object is a JSON object that keeps the order and the text of its fields.
type object struct{ fields [][]byte }

func (o *object) add(key string, value json.RawMessage) {
	name, _ := json.Marshal(key)
	o.fields = append(o.fields, slices.Concat(name, []byte(":"), value))
}

func (o *object) bytes() []byte {
	return slices.Concat([]byte("{"), bytes.Join(o.fields, []byte(",")), []byte("}"))
}
