package stacks_test

import (
	"cmp"
	"net/mail"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
	"github.com/paperwurks/elasticache-redis/stacks"
)

// taken are names with the environments that have them.
type taken []struct {
	name  string
	where stacks.Environment
}

// take refuses a name that an environment has already, where the account, the region and the VPC may be the same. Where
// it must be unique in more than one of these, where does not have it.
func (t *taken) take(r *rules, kind, name string, where stacks.Environment) {
	apart := func(a, b string) bool { return a != "" && b != "" && a != b }
	network := func(e stacks.Environment) string {
		return e.Network.VPCID + e.Network.RemoteStateBucket + e.Network.RemoteStateKey
	}
	name = kind + " " + name
	for _, other := range *t {
		r.refuse(other.name == name && !apart(other.where.Account, where.Account) &&
			!apart(other.where.Region, where.Region) && !apart(network(other.where), network(where)),
			"%s exists already", name)
	}
	*t = append(*t, struct {
		name  string
		where stacks.Environment
	}{name, where})
}

// mailTakes: Go's reader of e-mail addresses, without a name beside the address, and https://www.rfc-editor.org/rfc/rfc1123
// for the host.
func mailTakes(address string) bool {
	parsed, err := mail.ParseAddress(address)
	if err != nil || parsed.Address != address || parsed.Name != "" {
		return false
	}
	local, domain, _ := strings.Cut(address, "@")
	labels := strings.Split(domain, ".")
	for _, label := range labels {
		if label == "" || len(label) > 63 || strings.Trim(label, letters+"-") != "" || strings.Trim(label, "-") != label {
			return false
		}
	}
	top := labels[len(labels)-1]
	return len(labels) > 1 && len(top) > 1 && strings.Trim(top[:1], "0123456789") != "" && len(local) <= 64 &&
		strings.Trim(local, letters+".!#$%&'*+/=?^_`|~-") == "" && len(address) <= 254
}

func (r *rules) environment(e stacks.Environment) {
	r.refuse(!slices.Contains(regions, e.Region), "no region %q", e.Region)
	r.refuse(e.Account != "" && !accountID(e.Account), "no account %q", e.Account)
	if n := e.Network; n.VPCID != "" || n.PrivateSubnetIDs != nil || n.ECSSecurityGroupID != "" {
		// Terraform gets no id that no group needs.
		subnets, security := false, false
		for _, p := range e.Groups {
			subnets, security = subnets || p.ExistingSubnetGroupName == "", security || !p.DisableSecurityGroup
		}
		r.refuse(security && !resourceID("vpc", n.VPCID), "no VPC %q", n.VPCID)
		r.refuse(subnets && len(n.PrivateSubnetIDs) == 0, "a subnet group has a subnet")
		for i, id := range n.PrivateSubnetIDs {
			isNew := resourceID("subnet", id) && !slices.Contains(n.PrivateSubnetIDs[:i], id)
			r.refuse(subnets && !isNew, "no new subnet %q", id)
		}
		r.refuse(security && !securityGroup(n.ECSSecurityGroupID), "no security group %q", n.ECSSecurityGroupID)
		r.refuse(n.RemoteStateKey != "", "the network is literal or in a state")
	} else if n.RemoteStateBucket != "" || n.RemoteStateKey != "" || n.RemoteStateRegion != "" {
		r.object(n.RemoteStateBucket, n.RemoteStateKey)
		r.refuse(n.RemoteStateKey == "", "a state has a key")
		r.refuse(!slices.Contains(append(regions, ""), n.RemoteStateRegion), "no region %q", n.RemoteStateRegion)
	}
	if s := e.State; s != (stacks.State{}) {
		r.object(s.Bucket, cmp.Or(s.Key, "default"))
		r.refuse(!slices.Contains(append(regions, ""), s.Region), "no region %q", s.Region)
	}
	for i, email := range e.Notifications.Emails {
		r.refuse(!mailTakes(email), "no e-mail address %q", email)
		r.refuse(slices.Contains(e.Notifications.Emails[:i], email), "%s is subscribed already", email)
	}
	for i, role := range e.ReaderRoleNames {
		r.refuse(role == "" || len(role) > 64 || strings.Trim(role, letters+"+=,.@-_") != "", "no role %q", role)
		same := func(other string) bool { return strings.EqualFold(other, role) }
		r.refuse(slices.ContainsFunc(e.ReaderRoleNames[:i], same), "role %s has the policy already", role)
	}
	_, err := time.Parse("2006-01-02", e.TokenDate)
	r.refuse(err != nil, "no date %q", e.TokenDate)
	_, err = time.Parse("2006-01-02", cmp.Or(e.RotationEndedFor, e.TokenDate))
	r.refuse(err != nil || e.RotationEndedFor > e.TokenDate, "no date of the past %q", e.RotationEndedFor)

	r.refuse(len(e.Groups) == 0, "nothing to deploy")
	urls := map[elasticache.SSMParameter]bool{}
	for _, p := range e.Groups {
		for _, url := range p.URLNames() {
			r.refuse(urls[url], "parameter %s exists already", url)
			urls[url] = true
		}
		r.group(e, p)
	}
}

// object: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html and object-keys.html; Terraform
// takes no slash around a key.
func (r *rules) object(bucket, key string) {
	_, err := netip.ParseAddr(bucket)
	r.refuse(len(bucket) < 3 || len(bucket) > 63 ||
		strings.Trim(bucket, "abcdefghijklmnopqrstuvwxyz0123456789.-") != "" || strings.Trim(bucket, ".-") != bucket ||
		strings.Contains(bucket, "..") || err == nil || strings.HasPrefix(bucket, "xn--") ||
		strings.HasSuffix(bucket, "-s3alias"), "no bucket %q", bucket)
	r.refuse(len(key) > 1024 || strings.Trim(key, "/") != key, "no object %q", key)
}
