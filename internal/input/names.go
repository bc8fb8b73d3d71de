package input

import (
	"net/netip"
	"regexp"
	"strings"
)

var (
	bucketForm = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$`)
	// bucketReserved matches names of the form that S3 reserves or refuses.
	bucketReserved = regexp.MustCompile(`\.\.|^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$`)
)

// IsBucketName says whether S3 takes a name for a bucket.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
func IsBucketName(name string) bool {
	_, err := netip.ParseAddr(name)
	return bucketForm.MatchString(name) && !bucketReserved.MatchString(name) && err != nil
}

// SnapshotForm matches the name of a snapshot: one that a user chose, or AWS's own of a daily one, "automatic.…".
var SnapshotForm = regexp.MustCompile(`^[A-Za-z]([A-Za-z0-9]|-[A-Za-z0-9])*$|^automatic\.[A-Za-z0-9-]+$`)

// RoleForm matches the name of an IAM role, without a path.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
var RoleForm = regexp.MustCompile(`^[\w+=,.@-]{1,64}$`)

const (
	// MaxSnapshotName is how many characters the name of a snapshot has at most.
	// https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/backups-manual.html
	MaxSnapshotName = 40
	// "automatic.", a node's id of at most 44 characters and the minute, "-2026-11-23-03-00".
	maxAutomaticSnapshotName = 71
)

// LongestSnapshotName is how many characters a snapshot's name may have: AWS's own are longer.
func LongestSnapshotName(name string) int {
	if strings.HasPrefix(name, "automatic.") {
		return maxAutomaticSnapshotName
	}
	return MaxSnapshotName
}
