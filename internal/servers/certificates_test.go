package servers

import (
	"crypto/tls"
	"crypto/x509"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestCertificates(t *testing.T) {
	dir := t.TempDir()
	ca, err := NewAuthority(filepath.Join(dir, "authority.crt"))
	if err != nil {
		t.Fatal(err)
	}
	if err := ca.issue(dir, "*.prod.test", "127.0.0.1"); err != nil {
		t.Fatal(err)
	}
	pair, err := tls.LoadX509KeyPair(filepath.Join(dir, certFile), filepath.Join(dir, keyFile))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{ca.File, filepath.Join(dir, caFile)} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		roots := x509.NewCertPool()
		roots.AppendCertsFromPEM(text)
		for host, want := range map[string]bool{
			"master.prod.test": true, "127.0.0.1": true, "master.dev.test": false, "127.0.0.2": false,
		} {
			_, err := pair.Leaf.Verify(x509.VerifyOptions{Roots: roots, DNSName: host})
			if (err == nil) != want {
				t.Errorf("%s as %s: %v", file, host, err)
			}
		}
	}
	stranger, err := NewAuthority(filepath.Join(dir, "stranger.crt"))
	if err != nil {
		t.Fatal(err)
	}
	if err := pair.Leaf.CheckSignatureFrom(stranger.cert); err == nil {
		t.Error("another authority's certificate vouches for it")
	}
	for _, file := range []string{ca.File, filepath.Join(dir, certFile), filepath.Join(dir, caFile)} {
		if text, _ := os.ReadFile(file); len(text) == 0 || strings.Contains(string(text), "PRIVATE KEY") {
			t.Errorf("%s has a key, or nothing", file)
		}
	}
	info, err := os.Stat(filepath.Join(dir, keyFile))
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o600 {
		t.Errorf("the key's mode is %v, want 0600", info.Mode())
	}
}
