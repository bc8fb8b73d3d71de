package elasticache

import (
	"slices"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/hashicorp/terraform-cdk-go/cdktf"
)

// claimURLs returns the stack's construct that holds the URLs of all its groups, and what the group has in common with
// another group of the stack: a URL that the other one publishes, or its id.
func claimURLs(scope constructs.Construct, p RedisProps) (constructs.Construct, []Problem) {
	urls, first := urlNamespace(scope)
	taken := func(id string) bool { return !first && urls.Node().TryFindChild(jsii.String(id)) != nil }
	var clashes []Problem
	for _, u := range p.urls() {
		if taken(urlID(p, u)) {
			rule := "must not serve " + string(u.name) + ", which another group of the stack serves"
			clashes = append(clashes, Problem{"Role", rule, string(p.Role)})
		}
	}
	// A group without URLs can have another group's id, or with an ID of its own another group's name, so each group
	// leaves its ids here: the one it has, and the one that its names would make.
	named := p
	named.ID = ""
	for _, id := range slices.Compact([]string{p.ReplicationGroupID(), named.ReplicationGroupID()}) {
		if mark := "group " + id; taken(mark) {
			const rule = "must not make the replication group id of another group of the stack"
			clashes = append(clashes, Problem{"Project, Environment and Name", rule, id})
		} else {
			constructs.NewConstruct(urls, jsii.String(mark))
		}
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
