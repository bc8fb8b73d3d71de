package main

import (
	"os"
	"path/filepath"
)

// cdktfEdits take out of cdktf's programs what costs time and gives a synthesis nothing. A program that another version
// of cdktf has in another form stays as it is.
var cdktfEdits = map[string]edits{
	// Of the library's 45 modules, the one in use.
	"package/lib/validations/validate-binary-version.js": {
		{`= require("semver")`, `= { satisfies: require("semver/functions/satisfies") }`},
	},
	// The zip library is for TerraformAsset only.
	"package/lib/private/fs.js": {
		{`const archiver = require("archiver");`, ""},
		{`archiver("zip"`, `require("archiver")("zip"`},
	},
	// Every value that is written passes here three times, with its path, which only an error names.
	"package/lib/tokens/private/resolve.js": {
		{`const pathName = "/" + prefix.join("/");`, `const pathName = { toString: () => "/" + prefix.join("/") };`},
		{"...options,", "scope: options.scope, resolver: options.resolver, preparing: options.preparing,"},
	},
	// Every token remembers where in JavaScript it was made, of which an error's reader in Go has no use.
	"package/lib/tokens/private/stack-trace.js": {
		{"function captureStackTrace(below) {", "function captureStackTrace(below) {\n    return [];"},
	},
	// Forty modules that say what Array.prototype is.
	"package/node_modules/json-stable-stringify/index.js": {
		{"= require('call-bind')", "= (f) => require('call-bind')(f)"},
		{
			"= require('call-bound')",
			"= (name) => Function.prototype.call.bind(Array.prototype[name.replace('Array.prototype.', '')])",
		},
	},
}

// cutCDKTF copies the package that loads cdktf, with the programs edited.
func cutCDKTF(from, to string) error {
	tarball, err := tarballIn(from)
	if err != nil {
		return err
	}
	loader, err := readKnown(from, "jsii.go")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(to, 0o777); err != nil {
		return err
	}
	if err := writeFile(filepath.Join(to, "jsii.go"), loader); err != nil {
		return err
	}
	return cutTarball(tarball, filepath.Join(to, filepath.Base(tarball)), npmCut{edits: cdktfEdits})
}
