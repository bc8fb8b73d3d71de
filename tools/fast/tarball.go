package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
)

const (
	assemblyName = "package/.jsii"
	indexName    = "package/lib/index.js"
	libDir       = "package/lib/"
)

// cutTarball writes the npm package of the bindings with the needed packages only.
func cutTarball(from, to string, packages []string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	var out bytes.Buffer
	if err := cutPackage(in, &out, packages); err != nil {
		return err
	}
	return os.WriteFile(to, out.Bytes(), 0o666)
}

func cutPackage(in io.Reader, out io.Writer, packages []string) error {
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
		if !keepFile(header.Name, packages, found) {
			continue
		}
		text, err := cutText(r, header.Name, packages)
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
	for _, name := range append([]string{assemblyName, indexName}, packages...) {
		if !found[name] {
			return fmt.Errorf("%s is not in the npm package", name)
		}
	}
	return errors.Join(w.Close(), zip.Close())
}

// keepFile keeps what is outside of lib, licence among it, and what Node reads of the needed packages; what it keeps is
// put down in found.
func keepFile(name string, packages []string, found map[string]bool) bool {
	path, inLib := strings.CutPrefix(name, libDir)
	folder, _, inFolder := strings.Cut(path, "/")
	switch {
	case !inLib || name == indexName:
		found[name] = true
		return true
	case strings.HasSuffix(name, ".d.ts") || !inFolder:
		return false
	}
	// The package of the folder "sns-topic" is "snstopic".
	pkg := strings.ReplaceAll(folder, "-", "")
	found[pkg] = found[pkg] || slices.Contains(packages, pkg)
	return found[pkg]
}

func cutText(r io.Reader, name string, packages []string) ([]byte, error) {
	if name == assemblyName {
		return cutAssembly(r, packages)
	}
	text, err := io.ReadAll(r)
	if name == indexName && err == nil {
		return cutIndex(text, packages)
	}
	return text, err
}

var requireLine = regexp.MustCompile(`(?m)^exports\.(\w+) = require\(.*\);\n`)

// cutIndex leaves the needed packages in the file that loads them all: its head up to the first of the lines that name
// them, and their lines.
func cutIndex(text []byte, packages []string) ([]byte, error) {
	head, _, ok := bytes.Cut(text, []byte("\nexports."))
	if !ok {
		return nil, errors.New("no export")
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
		return nil, fmt.Errorf("it exports %d of %d packages", lines, len(packages))
	}
	return cut, nil
}
