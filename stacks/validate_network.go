package stacks

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/paperwurks/elasticache-redis/internal/input"
)

// urlForm matches what a browser or the AWS CLI calls an object.
var urlForm = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9+.-]*://|arn:)`)

// lockSuffix makes the name of the lock file of a state's name.
const lockSuffix = ".tflock"

func (e Environment) checkNetwork(r *report, path string) {
	n := e.Network
	r.require(!n.literal() || !n.remote(), path, "Network",
		"must have literal ids or a remote state, not both", n.RemoteStateBucket)
	if n.remote() {
		r.bucket(path, "Network.RemoteStateBucket", n.RemoteStateBucket)
		r.require(n.RemoteStateKey != "", path, "Network.RemoteStateKey",
			"must be set with RemoteStateBucket", n.RemoteStateKey)
		r.objectKey(path, "Network.RemoteStateKey", n.RemoteStateKey)
		if n.RemoteStateRegion != "" {
			r.region(path, "Network.RemoteStateRegion", n.RemoteStateRegion)
		}
	}
}

func (e Environment) checkState(r *report, path string) {
	s := e.State
	r.require(s.Bucket != "" || s.Key == "" && s.Region == "", path, "State.Bucket",
		"must be set with State.Key or State.Region", s.Bucket)
	if s.Bucket != "" {
		r.bucket(path, "State.Bucket", s.Bucket)
	}
	r.objectKey(path, "State.Key", s.Key)
	if s.Region != "" {
		r.region(path, "State.Region", s.Region)
	}
}

func (r *report) bucket(path, field, name string) {
	r.require(input.IsBucketName(name), path, field, "must be the name of an S3 bucket", name)
}

// objectKey checks the key of a state file. S3 takes up to 1,024 bytes of UTF-8, Terraform refuses a slash at either
// end, and a brace may start a template.
func (r *report) objectKey(path, field, key string) {
	r.require(utf8.ValidString(key) && !strings.ContainsAny(key, "{}"), path, field, "must be UTF-8 without braces", key)
	r.require(len(key) <= 1024, path, field, "must be at most 1024 bytes", key)
	r.require(!urlForm.MatchString(key), path, field, "must be a key in the bucket, without URL, ARN or bucket", key)
	r.require(!strings.HasSuffix(key, lockSuffix), path, field,
		"must not end with "+lockSuffix+", the name of Terraform's lock files", key)
	r.require(strings.Trim(key, "/") == key, path, field, "must not start or end with a slash", key)
}
