package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

const (
	assemblyName = "package/.jsii"
	indexName    = "package/lib/index.js"
	libDir       = "package/lib/"
)

// npmCut is what is cut of an npm package, beside what Node does not read.
type npmCut struct {
	// packages are the needed packages of bindings; nil keeps all.
	packages []string
	edits    map[string]edits
}

// tarballIn is the npm package that a folder of Go embeds.
func tarballIn(dir string) (string, error) {
	tarballs, err := filepath.Glob(filepath.Join(dir, "*.tgz"))
	if err != nil {
		return "", err
	}
	if len(tarballs) != 1 {
		return "", unknown("package jsii holds %d npm packages (*.tgz), want one", len(tarballs))
	}
	return tarballs[0], nil
}

// cutTarball writes a cut npm package.
func cutTarball(from, to string, c npmCut) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	var out bytes.Buffer
	if err := c.cut(in, &out); err != nil {
		return err
	}
	return os.WriteFile(to, out.Bytes(), 0o666)
}

func (c npmCut) cut(in io.Reader, out io.Writer) error {
	unzip, err := gzip.NewReader(in)
	if err != nil {
		return err
	}
	zip := gzip.NewWriter(out)
	w := tar.NewWriter(zip)
	found := map[string]bool{}
	for r := tar.NewReader(unzip); ; {
		header, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if !c.keep(header.Name, found) {
			continue
		}
		text, err := c.text(header.Name, r)
		if err != nil {
			return fmt.Errorf("%s: %w", header.Name, err)
		}
		// No owner and no time of this machine: the same cut is the same file, which jsii keeps unpacked under its hash.
		if err := w.WriteHeader(&tar.Header{Name: header.Name, Mode: 0o644, Size: int64(len(text))}); err != nil {
			return err
		}
		if _, err := w.Write(text); err != nil {
			return err
		}
	}
	for _, name := range append([]string{assemblyName, indexName}, c.packages...) {
		if !found[name] {
			return unknown("its npm package lacks %s", name)
		}
	}
	return errors.Join(w.Close(), zip.Close())
}

// keep keeps what is outside of lib, licence among it, and what Node reads of the needed packages; what it keeps is put
// down in found.
func (c npmCut) keep(name string, found map[string]bool) bool {
	inner, inLib := strings.CutPrefix(name, libDir)
	folder, _, inFolder := strings.Cut(inner, "/")
	switch {
	case strings.HasSuffix(name, ".d.ts") || strings.HasSuffix(name, ".map"):
		return false
	case !inLib || name == indexName || c.packages == nil:
		found[name] = true
		return true
	case !inFolder:
		return false
	}
	// The package of the folder "sns-topic" is "snstopic".
	pkg := strings.ReplaceAll(folder, "-", "")
	found[pkg] = found[pkg] || slices.Contains(c.packages, pkg)
	return found[pkg]
}

// sourceMap is a comment for debuggers, often longer than the program that it ends.
var sourceMap = regexp.MustCompile(`(?m)^//# sourceMappingURL=data:.*$`)

func (c npmCut) text(name string, r io.Reader) ([]byte, error) {
	if name == assemblyName && c.packages != nil {
		return cutAssembly(r, c.packages)
	}
	text, err := io.ReadAll(r)
	if err != nil || path.Ext(name) != ".js" {
		return text, err
	}
	text = sourceMap.ReplaceAll(text, nil)
	if name == indexName && c.packages != nil {
		return cutIndex(text, c.packages)
	}
	return c.edits[name].applyIfKnown(text), nil
}

var requireLine = regexp.MustCompile(`(?m)^exports\.(\w+) = require\(.*\);\n`)

// cutIndex leaves the needed packages in the file that loads them all: its head up to the first of the lines that name
// them, and their lines.
func cutIndex(text []byte, packages []string) ([]byte, error) {
	head, _, ok := bytes.Cut(text, []byte("\nexports."))
	if !ok {
		return nil, unknown("it exports nothing")
	}
	cut := append(slices.Clone(head), '\n')
	lines := 0
	for _, line := range requireLine.FindAllSubmatch(text, -1) {
		if slices.Contains(packages, strings.ToLower(string(line[1]))) {
			cut = append(cut, line[0]...)
			lines++
		}
	}
	if lines != len(packages) {
		return nil, unknown("it exports %d of the %d packages in use", lines, len(packages))
	}
	return cut, nil
}
