package iam

import "testing"

// TestJSON checks that references stay as they are, empty fields are left out, and the last line ends.
func TestJSON(t *testing.T) {
	read := Allow("Read", []string{"ssm:GetParameter"}, "${aws_ssm_parameter.url.arn}")
	read.Condition = map[string]map[string]string{"StringLike": {"aws:PrincipalArn": "a<b>&c"}}
	publish := Allow("Publish", []string{"sns:Publish"}, "*")
	publish.Principal = map[string]string{"Service": "elasticache.amazonaws.com"}
	want := `{"Version":"2012-10-17","Statement":[` +
		`{"Sid":"Read","Effect":"Allow","Action":["ssm:GetParameter"],"Resource":["${aws_ssm_parameter.url.arn}"],` +
		`"Condition":{"StringLike":{"aws:PrincipalArn":"a<b>&c"}}},` +
		`{"Sid":"Publish","Effect":"Allow","Principal":{"Service":"elasticache.amazonaws.com"},` +
		`"Action":["sns:Publish"],"Resource":["*"]}]}` + "\n"
	if got := (Policy{read, publish}).JSON(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
