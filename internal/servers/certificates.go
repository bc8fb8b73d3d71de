package servers

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

// Authority is a throw-away CA, in place of the one that signs ElastiCache's certificates. Its key is never on disk.
type Authority struct {
	// File is its certificate, which clients trust.
	File string
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

// lifetime is how long certificates are valid.
const lifetime = 30 * 24 * time.Hour

// NewAuthority makes an authority and writes its certificate to the file.
func NewAuthority(file string) (*Authority, error) {
	a := &Authority{File: file}
	template := &x509.Certificate{IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
	template.Subject = pkix.Name{CommonName: "ElastiCache on this machine"}
	var err error
	if a.cert, a.key, err = a.sign(template); err != nil {
		return nil, err
	}
	return a, writePEM(file, 0o644, "CERTIFICATE", a.cert.Raw)
}

// issue writes a certificate for the host names or addresses, its key, and the authority's into the folder.
func (a *Authority) issue(dir string, hosts ...string) error {
	template := &x509.Certificate{KeyUsage: x509.KeyUsageDigitalSignature}
	for _, host := range hosts {
		if ip := net.ParseIP(host); ip != nil {
			template.IPAddresses = append(template.IPAddresses, ip)
		} else {
			template.DNSNames = append(template.DNSNames, host)
		}
	}
	cert, key, err := a.sign(template)
	if err != nil {
		return err
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	return errors.Join(
		writePEM(filepath.Join(dir, caFile), 0o644, "CERTIFICATE", a.cert.Raw),
		writePEM(filepath.Join(dir, certFile), 0o644, "CERTIFICATE", cert.Raw),
		writePEM(filepath.Join(dir, keyFile), 0o600, "PRIVATE KEY", private),
	)
}

func (a *Authority) sign(template *x509.Certificate) (*x509.Certificate, *ecdsa.PrivateKey, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, nil, err
	}
	template.SerialNumber = big.NewInt(time.Now().UnixNano())
	template.NotBefore, template.NotAfter = time.Now().Add(-time.Hour), time.Now().Add(lifetime)
	parent, signer := a.cert, a.key
	if parent == nil {
		parent, signer = template, key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, signer)
	if err != nil {
		return nil, nil, err
	}
	cert, err := x509.ParseCertificate(der)
	return cert, key, err
}

func writePEM(file string, mode os.FileMode, kind string, der []byte) error {
	return os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), mode)
}
