package imports

import (
	"errors"
	"slices"
	"testing"
)

func all(string, string) (bool, error) { return true, nil }

// TestBlocks checks the order of the blocks, and that a resource whose type has no import id is left out.
func TestBlocks(t *testing.T) {
	blocks, err := Blocks([]byte(`{"resource": {
		"aws_ssm_parameter": {"b": {"name": "/b"}, "a": {"name": "/a"}},
		"aws_kms_key": {"key": {}},
		"aws_kms_alias": {"key": {"name": "alias/key"}}
	}}`), all)
	if err != nil {
		t.Fatal(err)
	}
	want := []Block{{"aws_kms_alias.key", "alias/key"}, {"aws_ssm_parameter.a", "/a"}, {"aws_ssm_parameter.b", "/b"}}
	if !slices.Equal(blocks, want) {
		t.Errorf("got %v, want %v", blocks, want)
	}
}

func TestBlocksRefuses(t *testing.T) {
	if _, err := Blocks([]byte("stack"), all); err == nil {
		t.Error("takes what is not JSON")
	}
	_, err := Blocks([]byte(`{"resource": {"aws_ssm_parameter": {"url": {}}}}`), all)
	if want := "aws_ssm_parameter.url has no name"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	failure := errors.New("no answer")
	_, err = Blocks([]byte(`{"resource": {"aws_ssm_parameter": {"url": {"name": "/url"}}}}`),
		func(string, string) (bool, error) { return false, failure })
	if !errors.Is(err, failure) {
		t.Errorf("got %v, want %v", err, failure)
	}
}
