package simaws

import (
	"net/url"
	"testing"
)

func TestEngine(t *testing.T) {
	for _, test := range []struct {
		engine, version, family, want string
	}{
		{"redis", "7.1", "redis7", ""},
		{"valkey", "7.2", "valkey7", ""},
		{"valkey", "8.1", "valkey8", ""},
		{"valkey", "9.1", "valkey9", ""},
		{"valkey", "7.1", "redis7", "Cannot find version 7.1 for valkey"},
		{"valkey", "6.2", "redis6.x", "Cannot find version 6.2 for valkey"},
		{"redis", "7.2", "redis7", "Cannot find version 7.2 for redis"},
		{"valkey", "8.1", "redis7", "Expected a parameter group of family valkey8 but found one of family redis7"},
		{"valkey", "9.0", "valkey8", "Expected a parameter group of family valkey9 but found one of family valkey8"},
	} {
		got := settings{engine: test.engine, engineVersion: test.version}.checkEngine(test.family)
		checkFault(t, test.engine+" "+test.version+" with "+test.family, got, test.want)
	}
}

func TestUpgrade(t *testing.T) {
	versioned := url.Values{"EngineVersion": {"any"}}
	for _, test := range []struct {
		from, to [2]string
		values   url.Values
		want     string
	}{
		{[2]string{"redis", "6.2"}, [2]string{"valkey", "7.2"}, versioned, ""},
		{[2]string{"redis", "6.2"}, [2]string{"valkey", "8.1"}, versioned, ""},
		{[2]string{"redis", "7.1"}, [2]string{"valkey", "9.1"}, versioned, ""},
		{[2]string{"valkey", "7.2"}, [2]string{"valkey", "8.1"}, versioned, ""},
		{[2]string{"valkey", "8.1"}, [2]string{"valkey", "8.1"}, nil, ""},
		{[2]string{"redis", "7.1"}, [2]string{"valkey", "7.1"}, nil, "a change of the engine needs an EngineVersion"},
		{[2]string{"valkey", "8.1"}, [2]string{"valkey", "8.0"}, versioned,
			"the engine can't be changed from valkey 8.1 to valkey 8.0"},
		{[2]string{"valkey", "7.2"}, [2]string{"redis", "7.1"}, versioned,
			"the engine can't be changed from valkey 7.2 to redis 7.1"},
		{[2]string{"redis", "7.1"}, [2]string{"redis", "7.0"}, versioned,
			"the engine can't be changed from redis 7.1 to redis 7.0"},
	} {
		from := settings{engine: test.from[0], engineVersion: test.from[1]}
		to := settings{engine: test.to[0], engineVersion: test.to[1]}
		checkFault(t, test.from[0]+" "+test.from[1], from.checkUpgrade(to, test.values), test.want)
	}
}

func checkFault(t *testing.T, name string, got *fault, want string) {
	t.Helper()
	if want == "" && got != nil || want != "" && (got == nil || got.message != want) {
		t.Errorf("%s: got %v, want %q", name, got, want)
	}
}
