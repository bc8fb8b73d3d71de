package simaws

import (
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
)

// ruleID finds the security group rules of an answer.
var ruleID = regexp.MustCompile(`<securityGroupRuleId>([^<]+)</securityGroupRuleId>`)

// serveEC2 lets moto answer, which forgets the description of a rule whose source is a security group. It is not told
// of it at all: for moto, unlike AWS, two rules that differ in it are not duplicates.
func (a *Account) serveEC2(w http.ResponseWriter, r *http.Request, values url.Values) {
	const descriptionField = "IpPermissions.1.Groups.1.Description"
	ruleDescription := values.Get(descriptionField)
	if values.Has(descriptionField) {
		values.Del(descriptionField)
		body := values.Encode()
		r.Body, r.ContentLength = io.NopCloser(strings.NewReader(body)), int64(len(body))
	}
	recorder := httptest.NewRecorder()
	a.moto.ServeHTTP(recorder, r)
	body := recorder.Body.String()
	switch values.Get("Action") {
	case "AuthorizeSecurityGroupIngress":
		for _, match := range ruleID.FindAllStringSubmatch(body, -1) {
			a.ruleDescriptions[match[1]] = ruleDescription
		}
	case "ModifySecurityGroupRules":
		a.ruleDescriptions[values.Get("SecurityGroupRule.1.SecurityGroupRuleId")] = values.Get(
			"SecurityGroupRule.1.SecurityGroupRule.Description",
		)
	case "DescribeSecurityGroupRules":
		body = ruleID.ReplaceAllStringFunc(body, func(id string) string {
			description := a.ruleDescriptions[ruleID.FindStringSubmatch(id)[1]]
			return id + "<description>" + html.EscapeString(description) + "</description>"
		})
	}
	w.Header().Set("Content-Type", "text/xml")
	w.WriteHeader(recorder.Code)
	_, _ = w.Write([]byte(body))
}
