package main

import (
	"strings"
	"testing"
)

const assembly = `{
  "name": "@cdktf/provider-x",
  "submodules": {"@cdktf/provider-x.snsTopic": {}, "@cdktf/provider-x.sqsQueue": {}},
  "types": {
    "@cdktf/provider-x.snsTopic.SnsTopic": {"initializer": {"fqn": "@cdktf/provider-x.snsTopic.SnsTopicConfig"}},
    "@cdktf/provider-x.snsTopic.SnsTopicConfig": {"docs": "a < b"},
    "@cdktf/provider-x.sqsQueue.SqsQueue": {"fqn": "@cdktf/provider-x.snsTopic.SnsTopic"}
  },
  "fingerprint": "original"
}`

func TestAssembly(t *testing.T) {
	got, err := cutAssembly(strings.NewReader(assembly), []string{"snstopic"})
	if err != nil {
		t.Fatal(err)
	}
	want := `{"name":"@cdktf/provider-x",` +
		`"submodules":{"@cdktf/provider-x.snsTopic":{}},` +
		`"types":{"@cdktf/provider-x.snsTopic.SnsTopic":` +
		`{"initializer": {"fqn": "@cdktf/provider-x.snsTopic.SnsTopicConfig"}},` +
		`"@cdktf/provider-x.snsTopic.SnsTopicConfig":{"docs": "a < b"}},` +
		`"fingerprint":"**********"}`
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestAssemblyWithoutWhatANeededTypeNeeds(t *testing.T) {
	_, err := cutAssembly(strings.NewReader(assembly), []string{"sqsqueue"})
	if err == nil || !strings.Contains(err.Error(), "@cdktf/provider-x.snsTopic.SnsTopic") {
		t.Errorf("got %v, want an error that names the type", err)
	}
}
