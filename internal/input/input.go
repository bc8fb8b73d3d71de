// Package input reads the files that a person names to a command, says in a user's words what is wrong with them, and
// knows the forms of names in AWS that several packages check.
package input

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"reflect"
	"strings"
)

// File returns what is in a file.
func File(name string) ([]byte, error) {
	if name == "" {
		return nil, errors.New("want the name of a file, got an empty name")
	}
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("there is no file %s", name)
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, fmt.Errorf("%s is a folder, not a file", name)
	}
	return os.ReadFile(name) //nolint:gosec // the user names it
}

// JSON reads a text into the value that a pointer points to.
func JSON(text []byte, into any) error {
	if len(bytes.TrimSpace(text)) == 0 {
		return errors.New("it is empty")
	}
	err := json.Unmarshal(text, into)
	var wrong *json.UnmarshalTypeError
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &wrong):
		what := "it"
		if wrong.Field != "" {
			what = strings.ToLower(wrong.Field)
		}
		return fmt.Errorf("%s must be %s, got %s", what, kind(wrong.Type), article(wrong.Value))
	case errors.As(err, &syntax):
		return fmt.Errorf("it is not JSON: %w at character %d", syntax, syntax.Offset)
	}
	return err
}

// kind is what JSON calls a type of Go.
func kind(t reflect.Type) string {
	kinds := map[reflect.Kind]string{reflect.Struct: "an object", reflect.Map: "an object", reflect.Slice: "a list",
		reflect.String: "a text", reflect.Bool: "true or false"}
	return cmp.Or(kinds[t.Kind()], "a number")
}

// article puts JSON's name of a kind of value into a sentence: "array" is "a list", "number 5" is "the number 5".
func article(value string) string {
	if strings.Contains(value, " ") {
		return "the " + value
	}
	words := map[string]string{"array": "a list", "object": "an object", "string": "a text", "bool": "true or false"}
	return cmp.Or(words[value], "a "+value)
}
