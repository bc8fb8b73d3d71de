package simaws

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/paperwurks/elasticache-redis/acceptance/internal/tf"
)

// TestDuplicateRule makes a security group rule twice. AWS takes two rules for the same whatever their descriptions
// say.
func TestDuplicateRule(t *testing.T) {
	tf.Require(t, Program)
	aws, err := Start()
	if err != nil {
		t.Fatal(err)
	}
	defer aws.Close()
	account := aws.NewAccount(t)
	authorize := func(description string) (int, string) {
		recorder := httptest.NewRecorder()
		account.ServeHTTP(recorder, newCall("ec2", url.Values{
			"Action": {"AuthorizeSecurityGroupIngress"}, "GroupId": {account.SecurityGroups[0]},
			"IpPermissions.1.IpProtocol": {"tcp"}, "IpPermissions.1.FromPort": {"6379"}, "IpPermissions.1.ToPort": {"6379"},
			"IpPermissions.1.Groups.1.GroupId": {
				account.SecurityGroups[1],
			}, "IpPermissions.1.Groups.1.Description": {description},
		}))
		return recorder.Code, recorder.Body.String()
	}
	if code, body := authorize("Redis from flower"); code != http.StatusOK {
		t.Fatalf("the first rule: %d %s", code, body)
	}
	if code, body := authorize("Redis from monitoring"); code != http.StatusBadRequest ||
		!strings.Contains(body, "<Code>InvalidPermission.Duplicate</Code>") {
		t.Errorf("the same rule of another description: %d %s", code, body)
	}
}
