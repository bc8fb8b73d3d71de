package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"
)

const index = `"use strict";
/**
 * Copyright (c) HashiCorp, Inc.
 */
exports.snsTopic = exports.sqsQueue = void 0;
exports.snsTopic = require("./sns-topic");
exports.sqsQueue = require("./sqs-queue");
//# sourceMappingURL=data:
`

// cutIndexText is what is left of index for snsTopic.
const cutIndexText = `"use strict";
/**
 * Copyright (c) HashiCorp, Inc.
 */
exports.snsTopic = require("./sns-topic");
`

func packageOf(t *testing.T, files map[string]string) *bytes.Buffer {
	t.Helper()
	var out bytes.Buffer
	zip := gzip.NewWriter(&out)
	w := tar.NewWriter(zip)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if err := w.WriteHeader(&tar.Header{Name: name, Size: int64(len(files[name]))}); err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, files[name]); err != nil {
			t.Fatal(err)
		}
	}
	w.Close()
	zip.Close()
	return &out
}

func filesOf(t *testing.T, npm io.Reader) map[string]string {
	t.Helper()
	unzip, err := gzip.NewReader(npm)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for r := tar.NewReader(unzip); ; {
		header, err := r.Next()
		if err == io.EOF {
			return files
		}
		if err != nil {
			t.Fatal(err)
		}
		text, _ := io.ReadAll(r)
		files[header.Name] = string(text)
	}
}

var whole = map[string]string{
	"package/.jsii":                    assembly,
	"package/LICENSE":                  "MPL-2.0",
	"package/lib/index.js":             index,
	"package/lib/index.d.ts":           "types",
	"package/lib/sns-topic/index.js":   "topic",
	"package/lib/sns-topic/index.d.ts": "types",
	"package/lib/sqs-queue/index.js":   "queue",
}

func TestPackage(t *testing.T) {
	var out bytes.Buffer
	if err := (npmCut{packages: []string{"snstopic"}}).cut(packageOf(t, whole), &out); err != nil {
		t.Fatal(err)
	}
	got := filesOf(t, &out)
	delete(got, "package/.jsii")
	want := map[string]string{
		"package/LICENSE":                "MPL-2.0",
		"package/lib/index.js":           cutIndexText,
		"package/lib/sns-topic/index.js": "topic",
	}
	if !maps.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

func TestEditedPackage(t *testing.T) {
	files := maps.Clone(whole)
	files["package/lib/index.js"] = "require('zip');\nsynth();\n//# sourceMappingURL=data:x"
	cut := npmCut{edits: map[string]edits{"package/lib/index.js": {{"require('zip');\n", ""}}}}
	var out bytes.Buffer
	if err := cut.cut(packageOf(t, files), &out); err != nil {
		t.Fatal(err)
	}
	got := filesOf(t, &out)
	want := maps.Clone(whole)
	want["package/lib/index.js"] = "synth();\n"
	maps.DeleteFunc(want, func(name, _ string) bool { return strings.HasSuffix(name, ".d.ts") })
	if !maps.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
	cut.edits["package/lib/index.js"] = edits{{"another version", ""}}
	if err := cut.cut(packageOf(t, files), &out); err != nil {
		t.Fatal(err)
	}
	want["package/lib/index.js"] = "require('zip');\nsynth();\n"
	if got := filesOf(t, &out); !maps.Equal(got, want) {
		t.Errorf("with an edit that does not fit: got %q\nwant %q", got, want)
	}
}

func TestPackageThatIsNotOfTheKnownForm(t *testing.T) {
	for _, missing := range []string{"package/.jsii", "package/lib/index.js", "package/lib/sns-topic/index.js"} {
		files := maps.Clone(whole)
		delete(files, missing)
		if err := (npmCut{packages: []string{"snstopic"}}).cut(packageOf(t, files), io.Discard); err == nil {
			t.Errorf("without %s there is no error", missing)
		}
	}
	files := maps.Clone(whole)
	files["package/lib/index.js"] = strings.Replace(index, "exports.snsTopic = require", "exports.topic = require", 1)
	if err := (npmCut{packages: []string{"snstopic"}}).cut(packageOf(t, files), io.Discard); err == nil {
		t.Error("with an index that doesn't export the package there is no error")
	}
}
