package tf

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/hashicorp/hcl"
)

// AWSVersion is the constraint on the AWS provider's version that the stacks have.
const AWSVersion = "~> 5.99"

// standIn is the version that the stand-in random provider goes by.
const standIn = "3.7.2"

// The registries that Terraform and OpenTofu take "hashicorp/aws" from.
const (
	terraformRegistry = "registry.terraform.io"
	openTofuRegistry  = "registry.opentofu.org"
)

// awsProvider is where the AWS provider was found.
type awsProvider struct {
	// dir holds it unpacked.
	dir string
	// mirror is the folder that it came from; "" is where Terraform looks by itself.
	mirror string
}

// findAWSProvider has Terraform fetch the AWS provider from the first place that has it: the folders that variables
// name, the user's plugin cache, and where Terraform looks by itself: the mirrors of its configuration, its own
// folders, the registry.
func (s *Sandbox) findAWSProvider() (awsProvider, error) {
	var places []string
	for _, mirror := range []string{os.Getenv("TF_PLUGIN_MIRROR"), os.Getenv("TF_PLUGIN_CACHE_DIR"), configuredCache()} {
		if mirror == "" {
			continue
		}
		if dir, err := s.fetch("aws", AWSVersion, mirror); err == nil {
			return awsProvider{dir, mirror}, nil
		}
		places = append(places, mirror+",")
	}
	dir, err := s.fetch("aws", AWSVersion, "")
	if err != nil {
		const format = "no aws provider %s in %s: set TF_PLUGIN_MIRROR to a folder that holds %s/hashicorp/aws, or " +
			"connect to the registry (%w)"
		places = append(places, "Terraform's own folders and its registry")
		return awsProvider{}, fmt.Errorf(format, AWSVersion, strings.Join(places, " "), terraformRegistry, err)
	}
	return awsProvider{dir, ""}, nil
}

// fetch has `terraform init` fetch a provider from a mirror, or from where Terraform looks by itself, and returns a
// folder that holds it.
func (s *Sandbox) fetch(provider, version, mirror string) (string, error) {
	dir, err := os.MkdirTemp(s.dir, provider+"-")
	if err != nil {
		return "", err
	}
	configuration := fmt.Sprintf(
		`{"terraform": {"required_providers": {%q: {"source": "hashicorp/%s", "version": %q}}}}`,
		provider,
		provider,
		version,
	)
	if err := os.WriteFile(filepath.Join(dir, "main.tf.json"), []byte(configuration), 0o600); err != nil {
		return "", err
	}
	init := exec.CommandContext(context.Background(), "terraform", "init", "-input=false", "-no-color")
	init.Dir = dir
	// The last of two values counts.
	init.Env = append(os.Environ(), "CHECKPOINT_DISABLE=1", "TF_CLI_ARGS=", "TF_CLI_ARGS_init=", "TF_DATA_DIR=")
	if mirror != "" {
		if mirror, err = filepath.Abs(mirror); err != nil {
			return "", err
		}
		init.Args = append(init.Args, "-plugin-dir="+mirror)
		init.Env = append(init.Env, "TF_PLUGIN_CACHE_DIR=", "TF_CLI_CONFIG_FILE="+s.emptyFile())
	}
	if output, err := init.CombinedOutput(); err != nil {
		// One line, from the error on, without the advice that follows it.
		_, text, _ := strings.Cut(strings.Join(strings.Fields(string(output)), " "), "Error: ")
		text, _, _ = strings.Cut(text, " To see which modules")
		return "", errors.New(cmp.Or(text, err.Error()))
	}
	return filepath.Join(dir, ".terraform", "providers"), nil
}

// configuredCache is plugin_cache_dir of the user's CLI configuration, or "". Terraform takes no provider from there
// by itself as long as the registry does not answer.
func configuredCache() string {
	var configuration struct {
		PluginCacheDir string `hcl:"plugin_cache_dir"`
	}
	home, _ := os.UserHomeDir()
	file := filepath.Join(home, ".terraformrc")
	if runtime.GOOS == "windows" {
		file = filepath.Join(os.Getenv("APPDATA"), "terraform.rc")
	}
	if named := os.Getenv("TF_CLI_CONFIG_FILE"); named != "" {
		file = named
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return ""
	}
	// Terraform reports what is wrong with the file.
	_ = hcl.Decode(&configuration, string(text))
	return os.ExpandEnv(configuration.PluginCacheDir)
}

// findPluginDirs are the folders that init takes providers from.
func (s *Sandbox) findPluginDirs() ([]string, error) {
	aws, err := s.aws()
	if err != nil {
		return nil, err
	}
	random, err := s.fetch("random", "~> 3.6", aws.mirror)
	if err != nil {
		random = filepath.Join(s.dir, "stand-in")
		if err := buildStandIn(random); err != nil {
			return nil, err
		}
	}
	openTofu := filepath.Join(s.dir, "opentofu")
	return []string{aws.dir, random, openTofu}, linkForOpenTofu(openTofu, aws.dir, random)
}

// buildStandIn builds the stand-in for a random provider that can't be fetched.
func buildStandIn(dir string) error {
	program := filepath.Join(
		dir,
		terraformRegistry,
		"hashicorp",
		"random",
		standIn,
		runtime.GOOS+"_"+runtime.GOARCH,
		"terraform-provider-random_v"+standIn,
	)
	if runtime.GOOS == "windows" {
		program += ".exe"
	}
	build := exec.Command("go", "build", "-o", program, "github.com/paperwurks/elasticache-redis/acceptance/random")
	if output, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("build the stand-in random provider: %w\n%s", err, output)
	}
	return nil
}

// linkForOpenTofu gives the providers that were fetched for Terraform OpenTofu's names too. The releases are the same.
func linkForOpenTofu(dir string, mirrors ...string) error {
	for _, mirror := range mirrors {
		// <registry>/<namespace>/<type>/<version>/<platform>
		packages, err := filepath.Glob(filepath.Join(mirror, terraformRegistry, "hashicorp", "*", "*", "*"))
		if err != nil {
			return err
		}
		for _, target := range packages {
			name, err := filepath.Rel(filepath.Join(mirror, terraformRegistry), target)
			if err != nil {
				return err
			}
			link := filepath.Join(dir, openTofuRegistry, name)
			if err := os.MkdirAll(filepath.Dir(link), 0o755); err != nil {
				return err
			}
			if err := os.Symlink(target, link); err != nil {
				return err
			}
		}
	}
	return nil
}
