//go:build linux || darwin

package servers

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Server is an installed server.
type Server struct {
	// Engine is ElastiCache's word: redis or valkey.
	Engine, Version string
	// Path is the program, and CLI its command line client.
	Path, CLI string
}

func (s Server) String() string { return s.Engine + " " + s.Version }

// engines are ElastiCache's engines; a server's program is its engine's name and "-server".
var engines = []string{"redis", "valkey"}

// Unpacked are the folders where acceptance/clients/install.sh unpacks Valkey.
func Unpacked() []string {
	cache, err := os.UserCacheDir()
	if err != nil {
		return nil
	}
	folders, _ := filepath.Glob(filepath.Join(cache, "elasticache-redis-clients", "valkey-*", "bin")) // a good pattern
	return folders
}

// ErrNone says that no server is installed that can be used.
var ErrNone = errors.New(
	"no server is installed: install redis-server 7.0 or newer, or valkey-server; Debian, Ubuntu and Homebrew have them",
)

// Installed are the servers on the PATH and in the folders that can be used. What is wrong with one is an error only if
// there is no other.
func Installed(folders ...string) ([]Server, error) {
	var found []Server
	var problems []error
	for _, folder := range append([]string{""}, folders...) {
		for _, engine := range engines {
			program, err := exec.LookPath(filepath.Join(folder, engine+"-server"))
			if err != nil {
				continue
			}
			cli, err := exec.LookPath(filepath.Join(filepath.Dir(program), engine+"-cli"))
			if err != nil {
				problem := fmt.Errorf("%s has no %s-cli beside it: install the package that has it", program, engine)
				problems = append(problems, problem)
				continue
			}
			version, err := versionOf(program)
			if err != nil {
				problems = append(problems, err)
				continue
			}
			// Older ones know neither host names in cluster mode nor access rules for subcommands.
			if number(version) >= 7 {
				found = append(found, Server{engine, version, program, cli})
			}
		}
	}
	if len(found) > 0 {
		return found, nil
	}
	if len(problems) > 0 {
		return nil, errors.Join(problems...)
	}
	return nil, ErrNone
}

var versionForm = regexp.MustCompile(`v=(\d+\.\d+\.\d+)`)

func versionOf(program string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	output, err := exec.CommandContext(ctx, program, "--version").Output()
	if err != nil {
		return "", fmt.Errorf("%s --version: %w", program, err)
	}
	match := versionForm.FindSubmatch(output)
	if match == nil {
		return "", fmt.Errorf("%s --version has no version such as v=7.0.15: %q", program, output)
	}
	return string(match[1]), nil
}

// number is a version's major and minor part as a number that compares.
func number(version string) float64 {
	part := strings.Split(version+".0", ".")
	major, _ := strconv.Atoi(part[0])
	minor, _ := strconv.Atoi(part[1])
	return float64(major) + float64(minor)/100
}

// Nearest is the server most like the engine in its version: of the same engine if there is one, and of the nearest
// version.
func Nearest(servers []Server, engine, version string) Server {
	return slices.MinFunc(servers, func(a, b Server) int {
		distance := func(s Server) float64 {
			far := number(s.Version) - number(version)
			if far < 0 {
				far = -far
			}
			if s.Engine != engine {
				far += 100
			}
			return far
		}
		return cmp.Compare(distance(a), distance(b))
	})
}
