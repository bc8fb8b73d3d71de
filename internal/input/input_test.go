package input

import (
	"os"
	"path/filepath"
	"testing"
)

func TestFile(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, []byte("text"), 0o644); err != nil {
		t.Fatal(err)
	}
	if text, err := File(file); err != nil || string(text) != "text" {
		t.Errorf("got %q, %v", text, err)
	}
	for name, want := range map[string]string{
		"":          "want the name of a file, got an empty name",
		dir:         dir + " is a folder, not a file",
		file + "-2": "there is no file " + file + "-2",
	} {
		if _, err := File(name); err == nil || err.Error() != want {
			t.Errorf("%q: got %v, want %s", name, err, want)
		}
	}
	if _, err := File(file + "/below"); err == nil {
		t.Error("read a file below a file")
	}
}

func TestJSON(t *testing.T) {
	for text, want := range map[string]string{
		"":                           "it is empty",
		" \n":                        "it is empty",
		"[]":                         "it must be an object, got a list",
		`"x"`:                        "it must be an object, got a text",
		"5":                          "it must be an object, got a number",
		"true":                       "it must be an object, got true or false",
		`{"name": 5}`:                "name must be a text, got a number",
		`{"name": {}}`:               "name must be a text, got an object",
		`{"list": [{"inner": "x"}]}`: "list.inner must be a number, got a text",
		`{"list": {}}`:               "list must be a list, got an object",
		`{"list": [{"inner": 1.5}]}`: "list.inner must be a number, got the number 1.5",
		`{"on": "yes"}`:              "on must be true or false, got a text",
		`{"name": "x"`:               "it is not JSON: unexpected end of JSON input at character 12",
		"plan: no changes": "it is not JSON: invalid character 'p' looking for beginning of value " +
			"at character 1",
		`{"name": "x", "list": [{"inner": 1}]}`: "",
		"null":                                  "",
	} {
		var into struct {
			Name string
			On   bool
			List []struct{ Inner int }
		}
		got := ""
		if err := JSON([]byte(text), &into); err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
}
