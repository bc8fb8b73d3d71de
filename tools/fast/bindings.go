package main

import (
	"bytes"
	"fmt"
	"go/format"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// wholeFile joins the bindings as they come to the cut: a program that imports a package the cut lacks links both, and
// then loads the whole provider, which is slow and right.
const wholeFile = `package jsii

import (
	"fmt"
	"os"

	"%[1]s/jsii/cut"
)

func init() {
	fmt.Fprintln(os.Stderr, "%[1]s: an imported package is not among the fast ones,"+
		" so the whole provider is loaded, which is slow: run fast again")
	cut.UseWhole(Initialize)
}
`

// cutFile lets the whole provider be loaded in place of the cut.
const cutFile = `
var whole func()

// UseWhole makes Initialize load the whole provider.
func UseWhole(initialize func()) { whole = initialize }
`

// cut writes the module to dir: what is cut of it, and links to its other packages.
func (m cutModule) cut(dir string) error {
	if m.path == runtimePath {
		return cutLauncher(m.dir, dir)
	}
	entries, err := os.ReadDir(m.dir)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	for _, entry := range entries {
		from, to := filepath.Join(m.dir, entry.Name()), filepath.Join(dir, entry.Name())
		switch {
		case entry.Name() == "jsii" && m.path == cdktfPath:
			err = cutCDKTF(from, to)
		case entry.Name() == "jsii":
			err = m.cutJSII(from, to)
		case slices.Contains(m.packages, entry.Name()):
			err = m.copyPackage(from, to)
		case entry.IsDir():
			err = os.Symlink(from, to)
		default:
			err = copyFile(from, to)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// copyPackage copies a needed package, which loads the cut assembly.
func (m cutModule) copyPackage(from, to string) error {
	return filepath.WalkDir(from, func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(from, file)
		if err != nil {
			return err
		}
		if entry.IsDir() {
			return os.MkdirAll(filepath.Join(to, name), 0o777)
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		text = bytes.ReplaceAll(text, []byte(`"`+m.path+`/jsii"`), []byte(`"`+m.path+`/jsii/cut"`))
		return writeFile(filepath.Join(to, name), text)
	})
}

// cutJSII copies the package that loads the assembly, and makes its twin that loads the cut one.
func (m cutModule) cutJSII(from, to string) error {
	if err := os.MkdirAll(filepath.Join(to, "cut"), 0o777); err != nil {
		return err
	}
	tarball, err := tarballIn(from)
	if err != nil {
		return err
	}
	loader, err := readKnown(from, "jsii.go")
	if err != nil {
		return err
	}
	cutLoader, err := loadCut(loader)
	if err != nil {
		return err
	}
	for name, text := range map[string][]byte{
		"jsii.go":     loader,
		"whole.go":    fmt.Appendf(nil, wholeFile, m.path),
		"cut/jsii.go": cutLoader,
	} {
		if err := writeFile(filepath.Join(to, name), text); err != nil {
			return err
		}
	}
	if err := copyFile(tarball, filepath.Join(to, filepath.Base(tarball))); err != nil {
		return err
	}
	return cutTarball(tarball, filepath.Join(to, "cut", filepath.Base(tarball)), npmCut{packages: m.packages})
}

// loadCut turns the text of package jsii, which loads the assembly, into that of package cut.
func loadCut(loader []byte) ([]byte, error) {
	const clause, function = "\npackage jsii\n", "\nfunc Initialize() {\n"
	text := string(loader)
	if strings.Count(text, clause) != 1 || strings.Count(text, function) != 1 {
		return nil, unknown("jsii/jsii.go has no function Initialize as it was generated so far")
	}
	text = strings.Replace(text, clause, "\npackage cut\n", 1)
	text = strings.Replace(text, function, function+"\tif whole != nil {\n\t\twhole()\n\t\treturn\n\t}\n", 1)
	return []byte(text + cutFile), nil
}

func copyFile(from, to string) error {
	text, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return writeFile(to, text)
}

// writeFile formats Go on the way, since `gofmt -l .` looks into the cut too and the bindings come unformatted. A
// read-only copy of the module cache's file gives way.
func writeFile(file string, text []byte) error {
	if filepath.Ext(file) == ".go" {
		formatted, err := format.Source(text)
		if err != nil {
			return err
		}
		text = formatted
	}
	if err := os.RemoveAll(file); err != nil {
		return err
	}
	return os.WriteFile(file, text, 0o666)
}
