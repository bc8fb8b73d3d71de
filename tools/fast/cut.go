package main

import (
	"crypto/sha256"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

const (
	// cutDir is the folder of a cut: the copies of the modules.
	cutDir = ".fast"
	// stampFile is written last and says what the cut was made from.
	stampFile = "stamp"
)

// unknownForm says what in a module is not as this command knows it. The module is then used as it comes.
type unknownForm string

func (u unknownForm) Error() string { return string(u) }

func unknown(format string, args ...any) error { return unknownForm(fmt.Sprintf(format, args...)) }

// readKnown reads a file that each known version of a module has.
func readKnown(dir, name string) ([]byte, error) {
	text, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, unknown("it has no %s", name)
	}
	return text, err
}

// cut makes the cut beside dir and moves it there when it is whole, so that a stopped run leaves no half of one.
func (p *project) cut(dir string) error {
	half := dir + ".part"
	if err := removeCutIn(dir); err != nil {
		return err
	}
	made := 0
	for _, m := range p.modules {
		err := m.cut(m.dirIn(half))
		var why unknownForm
		switch {
		case errors.As(err, &why):
			fmt.Printf("%s %s is used as it comes, because this version is not known: %v\n", m.path, m.version, err)
			err = os.RemoveAll(m.dirIn(half))
		case err == nil:
			fmt.Println(m.summary())
			made++
		}
		if err != nil {
			return fmt.Errorf("%s %s: %w", m.path, m.version, err)
		}
	}
	if made == 0 {
		return errors.Join(errors.New("there is nothing to make faster: none of the modules is known"), os.RemoveAll(half))
	}
	for name, text := range map[string]string{".gitignore": "*\n", stampFile: p.stamp()} {
		if err := os.WriteFile(filepath.Join(half, name), []byte(text), 0o666); err != nil {
			return err
		}
	}
	return os.Rename(half, dir)
}

// removeCutIn removes the cut in dir and what a stopped run left, but no folder that this command did not make.
func removeCutIn(dir string) error {
	if _, err := os.Stat(dir); err == nil {
		if _, err := os.Stat(filepath.Join(dir, stampFile)); err != nil {
			return fmt.Errorf("%s was not made by this command, because it has no file %q: move it away first", dir, stampFile)
		}
	}
	return errors.Join(os.RemoveAll(dir), os.RemoveAll(dir+".part"))
}

// removeCut leaves the project as it was before.
func (p *project) removeCut() error {
	works, err := p.works()
	if err != nil {
		return err
	}
	for _, w := range works {
		if err := w.remove(); err != nil {
			return err
		}
	}
	return removeCutIn(filepath.Join(p.dir, cutDir))
}

// current says whether the cut in dir is of these versions and packages.
func (p *project) current(dir string) bool {
	stamp, err := os.ReadFile(filepath.Join(dir, stampFile))
	return err == nil && string(stamp) == p.stamp()
}

//go:embed *.go
var source embed.FS

// stamp is all that decides what the cut looks like: this program, and each module's version and needed packages.
func (p *project) stamp() string {
	program := sha256.New()
	files, _ := source.ReadDir(".")
	for _, file := range files {
		if strings.HasSuffix(file.Name(), "_test.go") {
			continue
		}
		text, _ := source.ReadFile(file.Name())
		program.Write(text)
	}
	stamp := fmt.Sprintf("%x\n", program.Sum(nil))
	for _, m := range p.modules {
		stamp += fmt.Sprintf("%s %s %s %s\n", m.path, m.version, m.dir, strings.Join(m.packages, " "))
	}
	return stamp
}
