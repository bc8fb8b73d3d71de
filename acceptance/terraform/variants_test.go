package terraform

import (
	"slices"
	"strings"
	"testing"

	"github.com/paperwurks/elasticache-redis/internal/fixtures"
	"github.com/paperwurks/elasticache-redis/stacks"
)

// networking is the state of a networking stack, whose outputs are the network of newNetwork(2).
const networking = `{
  "version": 4, "terraform_version": "1.0.0", "serial": 1, "lineage": "networking", "resources": [],
  "outputs": {
    "vpc_id": {"type": "string", "value": "vpc-0123456789abcdef0"},
    "private_subnet_ids": {"type":["list", "string"],"value":["subnet-0123456789abcdef0","subnet-0123456789abcdef1"]},
    "ecs_security_group_id": {"type": "string", "value": "sg-0123456789abcdef0"}
  }
}`

// TestVariants checks that prod's groups get the same network from wherever it comes, and that its state may lie in S3.
//
// The backend is a real one here, since only init reads its arguments: validate takes any value.
func TestVariants(t *testing.T) {
	sandbox.Require(t, "node")
	const bucket = "paperwurks-state"
	sandbox.PutObject(bucket, "networking.tfstate", networking)
	variants := []struct {
		stacks.Environment
		variables network
	}{
		{
			stacks.Environment{
				Name: "literal",
				Network: stacks.Network{
					VPCID:              "vpc-0123456789abcdef0",
					PrivateSubnetIDs:   subnetIDs(2),
					ECSSecurityGroupID: ecsSecurityGroup,
				},
			},
			nil,
		},
		{
			stacks.Environment{
				Name:    "remote",
				Network: stacks.Network{RemoteStateBucket: bucket, RemoteStateKey: "networking.tfstate"},
			},
			nil,
		},
		{stacks.Environment{Name: "s3", State: stacks.State{Bucket: bucket}}, newNetwork(2)},
	}
	prod := fixtures.CacheAndBroker()
	var environments []stacks.Environment
	for _, v := range variants {
		v.Project, v.Region, v.TokenDate, v.Groups = prod.Project, prod.Region, prod.TokenDate, prod.Groups
		environments = append(environments, v.Environment)
	}
	if err := stacks.Validate(environments); err != nil {
		t.Fatal(err)
	}
	dirs := synthesize(t, environments)
	t.Parallel()
	for _, v := range variants {
		t.Run(v.Name, func(t *testing.T) {
			t.Parallel()
			terraform, err := sandbox.Init(t, dirs[v.StackName()])
			if err != nil {
				t.Fatal(err)
			}
			checkValid(t, terraform)
			p := plan{newPlan(t, terraform, v.variables), expectations[prod.StackName()]}
			checkResources(t, p)
			checkSubnets(t, p)
			checkSecurityGroups(t, p)
		})
	}
}

// TestWithoutParts checks that Terraform finds nothing missing in a stack whose groups are without some of their parts,
// or on a network that exists.
func TestWithoutParts(t *testing.T) {
	sandbox.Require(t, "node")
	e := fixtures.WithoutParts()
	existing := fixtures.ExistingNetwork().Groups[0]
	existing.Name, existing.DisableURLs = "existing", true
	e.Groups = append(e.Groups, existing)
	e.CustomerKey, e.ReaderRoleNames = true, []string{"paperwurks-prod-ecs-execution"}
	if err := stacks.Validate([]stacks.Environment{e}); err != nil {
		t.Fatal(err)
	}
	dirs := synthesize(t, []stacks.Environment{e})
	t.Parallel()
	terraform, err := sandbox.Init(t, dirs[e.StackName()])
	if err != nil {
		t.Fatal(err)
	}
	checkValid(t, terraform)
}

// TestRestoreBeside plans the guide's restore of prod's broker: a group without URLs, filled from a snapshot, next to
// the group in use, in an environment that has every option on.
func TestRestoreBeside(t *testing.T) {
	sandbox.Require(t, "node")
	e := fixtures.CacheAndBroker()
	restored := e.Groups[1]
	restored.Name, restored.SnapshotName, restored.DisableURLs = "restored", "paperwurks-prod-broker-20261123-080507", true
	e.Groups = append(slices.Clone(e.Groups), restored)
	e.CustomerKey, e.ReaderRoleNames = true, []string{"paperwurks-prod-ecs-execution"}
	e.Notifications = stacks.Notifications{
		Emails:        []string{"ops@example.com"},
		PageTopicARNs: []string{"arn:aws:sns:eu-west-2:123456789012:pager"},
	}
	if err := stacks.Validate([]stacks.Environment{e}); err != nil {
		t.Fatal(err)
	}
	terraform, err := sandbox.Init(t, synthesize(t, []stacks.Environment{e})[e.StackName()])
	if err != nil {
		t.Fatal(err)
	}
	checkValid(t, terraform)
	p := plan{newPlan(t, terraform, newNetwork(2)), expectations[e.StackName()]}
	checkActions(t, p)
	for _, c := range p.changes("aws_elasticache_replication_group") {
		var snapshot any
		if after(c)["replication_group_id"] == "paperwurks-prod-restored" {
			snapshot = restored.SnapshotName
		}
		equal(t, c.Address+".snapshot_name", after(c)["snapshot_name"], snapshot)
	}
	for _, c := range p.changes("aws_ssm_parameter") {
		name := after(c)["name"].(string)
		if references := p.references(c.Address, "value"); strings.HasSuffix(name, "url") &&
			strings.Contains(strings.Join(references, " "), "restored_") {
			t.Errorf("%s is the restored group's", name)
		}
	}
	for kind, want := range map[string]int{"aws_iam_role_policy": 3, "aws_sns_topic_subscription": 2,
		"aws_elasticache_replication_group": 3} {
		equal(t, kind, len(p.changes(kind)), want)
	}
}
