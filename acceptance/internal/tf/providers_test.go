package tf

import (
	"archive/zip"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

var platform = runtime.GOOS + "_" + runtime.GOARCH

// TestFindAWSProvider puts providers where a user may have them. The registry does not answer.
func TestFindAWSProvider(t *testing.T) {
	Require(t, "terraform")
	both := map[string]string{"TF_PLUGIN_MIRROR": "mirror", "TF_PLUGIN_CACHE_DIR": "cache"}
	for _, test := range []struct {
		name string
		// providers maps folders in the user's home to the version that they hold for this platform.
		providers map[string]string
		// variables name folders and files in the user's home.
		variables map[string]string
		// configuration is that of Terraform's CLI, with $HOME for the user's home.
		configuration string
		// want is the version that is found; "" is none.
		want string
	}{
		{"mirror", map[string]string{"mirror": "5.99.1"}, both, "", "5.99.1"},
		{"packed mirror", map[string]string{"mirror": "5.99.1.zip"}, both, "", "5.99.1"},
		{"cache", map[string]string{"cache": "5.99.1"}, both, "", "5.99.1"},
		{"mirror before cache", map[string]string{"mirror": "5.99.1", "cache": "5.100.0"}, both, "", "5.99.1"},
		{"mirror with an old version", map[string]string{"mirror": "5.98.0", "cache": "5.100.0"}, both, "", "5.100.0"},
		{"configured cache", map[string]string{"cache": "5.99.1"}, nil, `plugin_cache_dir = "$HOME/cache"`, "5.99.1"},
		{
			"cache of a named configuration", map[string]string{"cache": "5.99.1"},
			map[string]string{"TF_CLI_CONFIG_FILE": "my.tfrc"}, `plugin_cache_dir = "$HOME/cache"`, "5.99.1",
		},
		{
			"configured mirror", map[string]string{"mirror": "5.99.1"}, nil,
			`provider_installation { filesystem_mirror { path = "$HOME/mirror" } }`, "5.99.1",
		},
		{
			"configured mirror of others", map[string]string{"mirror": "5.99.1"}, nil,
			`provider_installation { filesystem_mirror { path = "$HOME/mirror", include = ["example.com/*/*"] } }`, "",
		},
		{"the user's plugins", map[string]string{".terraform.d/plugins": "5.99.1"}, nil, "", "5.99.1"},
		{"shared plugins", map[string]string{"share/terraform/plugins": "5.99.1"},
			map[string]string{"XDG_DATA_DIRS": "share"}, "", "5.99.1"},
		{"next major version", map[string]string{"mirror": "6.0.0"}, both, "", ""},
		{"none", nil, nil, "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			home := t.TempDir()
			for _, name := range []string{"TF_PLUGIN_MIRROR", "TF_PLUGIN_CACHE_DIR", "TF_CLI_CONFIG_FILE", "XDG_DATA_HOME",
				"NO_PROXY", "no_proxy"} {
				t.Setenv(name, "")
			}
			t.Setenv("HOME", home)
			t.Setenv("HTTPS_PROXY", "http://127.0.0.1:1")
			configuration := filepath.Join(home, ".terraformrc")
			for name, value := range test.variables {
				t.Setenv(name, filepath.Join(home, value))
			}
			if named := os.Getenv("TF_CLI_CONFIG_FILE"); named != "" {
				configuration = named
			}
			writeFile(t, configuration, strings.ReplaceAll(test.configuration, "$HOME/mirror", home+"/mirror"))
			for dir, version := range test.providers {
				writeProvider(t, filepath.Join(home, dir), version)
			}

			sandbox, err := NewSandbox()
			if err != nil {
				t.Fatal(err)
			}
			defer sandbox.Close()
			found, err := sandbox.aws()
			if test.want == "" {
				const want = "set TF_PLUGIN_MIRROR to a folder that holds registry.terraform.io/hashicorp/aws, or connect " +
					"to the registry"
				if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
					t.Errorf("got the error %v, want one line that holds %q", err, want)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			dirs, err := filepath.Glob(filepath.Join(found.dir, "registry.terraform.io", "hashicorp", "aws", "*", platform))
			if err != nil || len(dirs) != 1 || filepath.Base(filepath.Dir(dirs[0])) != test.want {
				t.Errorf("found %v (%v), want version %s", dirs, err, test.want)
			}
		})
	}
}

// writeProvider writes what Terraform takes for a provider, packed where the version ends in .zip.
func writeProvider(t *testing.T, mirror, version string) {
	t.Helper()
	dir := filepath.Join(mirror, "registry.terraform.io", "hashicorp", "aws")
	number, packed := strings.CutSuffix(version, ".zip")
	program := "terraform-provider-aws_v" + number
	if !packed {
		writeFile(t, filepath.Join(dir, number, platform, program), "")
		return
	}
	var archive strings.Builder
	w := zip.NewWriter(&archive)
	if _, err := w.Create(program); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(dir, "terraform-provider-aws_"+number+"_"+platform+".zip"), archive.String())
}

func writeFile(t *testing.T, name, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(content), 0o755); err != nil {
		t.Fatal(err)
	}
}
