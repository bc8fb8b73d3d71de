package input

import (
	"strings"
	"testing"
)

func TestIsBucketName(t *testing.T) {
	for name, want := range map[string]bool{
		"copies": true, "redis-copies.eu-west-2": true, "abc": true, strings.Repeat("b", 63): true,
		"": false, "ab": false, strings.Repeat("b", 64): false, "Copies": false, "copies-": false, "copies..eu": false,
		"s3://copies": false, "arn:aws:s3:::copies": false, "copies/prod": false, "192.168.5.4": false, "xn--copies": false,
		"copies-s3alias": false,
	} {
		if got := IsBucketName(name); got != want {
			t.Errorf("%q: %t", name, got)
		}
	}
}

func TestSnapshotNames(t *testing.T) {
	for name, want := range map[string]bool{
		"before-upgrade": true, "automatic.paperwurks-prod-broker-002-2026-11-23-03-00": true,
		"": false, "before--upgrade": false, "before-": false, "1st": false, "before upgrade": false, "automatic.": false,
		"manual.x": false,
	} {
		if got := SnapshotForm.MatchString(name); got != want {
			t.Errorf("%q: %t", name, got)
		}
	}
	if LongestSnapshotName("automatic.x") <= LongestSnapshotName("automatically") {
		t.Error("only AWS's own names may be longer")
	}
}

func TestRoleForm(t *testing.T) {
	for name, want := range map[string]bool{
		"ecs-execution": true, "a+=,.@_-": true, strings.Repeat("r", 64): true,
		"": false, "path/role": false, "a role": false, strings.Repeat("r", 65): false,
	} {
		if got := RoleForm.MatchString(name); got != want {
			t.Errorf("%q: %t", name, got)
		}
	}
}
