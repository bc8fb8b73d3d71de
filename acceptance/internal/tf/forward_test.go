package tf

import (
	"slices"
	"testing"

	"google.golang.org/protobuf/encoding/protowire"
)

// TestCut keeps what describes the provider itself, and the types of the services that the stacks use.
func TestCut(t *testing.T) {
	field := func(number protowire.Number, content []byte) []byte {
		return protowire.AppendBytes(protowire.AppendTag(nil, number, protowire.BytesType), content)
	}
	described := func(number protowire.Number, name string) []byte {
		return field(number, append(field(1, []byte(name)), field(2, []byte("schema"))...))
	}
	provider := field(1, []byte("schema"))
	function := described(7, "arn_parse")
	cache := described(resourceTypes, "aws_elasticache_cluster")
	caller := described(dataSources, "aws_caller_identity")
	got, err := cut(slices.Concat(provider, described(resourceTypes, "aws_instance"), cache,
		described(dataSources, "aws_ami"), caller, described(ephemeralTypes, "aws_lambda_invocation"), function))
	if want := slices.Concat(provider, cache, caller, function); err != nil || !slices.Equal(got, want) {
		t.Errorf("got %q (%v), want %q", got, err, want)
	}
	if _, err := cut([]byte{0x0a, 0xff}); err == nil {
		t.Error("an answer that ends too early is no error")
	}
}
