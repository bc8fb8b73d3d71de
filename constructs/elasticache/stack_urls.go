package elasticache

import (
	"strings"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/hashicorp/terraform-cdk-go/cdktf"
)

// claimURLs returns the stack's construct that holds the URLs of all its groups, and what the group has in common with
// another group of the stack: a URL that the other one publishes, its id, or its names.
func claimURLs(scope constructs.Construct, p RedisProps) (constructs.Construct, []Problem) {
	urls, first := urlNamespace(scope)
	taken := func(id string) bool { return !first && urls.Node().TryFindChild(jsii.String(id)) != nil }
	var clashes []Problem
	var twice []string
	for _, u := range p.urls() {
		if taken(urlID(p, u)) {
			twice = append(twice, string(u.name))
		}
	}
	if len(twice) > 0 {
		rule := "must not publish " + strings.Join(twice, ", ") + ", which another group of the stack publishes: " +
			"give them other roles, or set DisableURLs on one"
		clashes = append(clashes, Problem{"Role", rule, string(p.Role)})
	}
	// Groups without URLs, or with an ID of their own, may have another group's id or names.
	claim := func(mark string, clash Problem) bool {
		if taken(mark) {
			clashes = append(clashes, clash)
			return false
		}
		constructs.NewConstruct(urls, jsii.String(mark))
		return true
	}
	const names = "Project, Environment and Name"
	id := p.ReplicationGroupID()
	sameID := Problem{names, "must not make the replication group id of another group of the stack", id}
	if p.ID != "" {
		sameID = Problem{"ID", "must not be that of another group of the stack", id}
	}
	if claim("group "+id, sameID) {
		named := p.Project + "-" + p.Environment + "/" + p.Name // a part of the log groups' names
		claim("names "+named, Problem{names, "must not be those of another group of the stack", named})
	}
	return urls, clashes
}

// urlID is the construct id of a URL's parameter.
func urlID(p RedisProps, u url) string { return p.Project + "-" + p.Environment + "-" + string(u.name) }

// urlNamespace is the stack's construct for the URLs of all its groups, and whether this group is the first.
func urlNamespace(scope constructs.Construct) (urls constructs.Construct, first bool) {
	const id = "redis-urls"
	stack := cdktf.TerraformStack_Of(scope)
	if existing := stack.Node().TryFindChild(jsii.String(id)); existing != nil {
		return existing.(constructs.Construct), false
	}
	return constructs.NewConstruct(stack, jsii.String(id)), true
}
