package stacks

import (
	"cmp"
	"slices"
	"strings"
)

// place is where a name must be unique. An empty part is not known, so it may be the same as any other.
type place struct{ account, region, network string }

// meets says whether two places may be the same.
func (p place) meets(other place) bool {
	same := func(a, b string) bool { return a == "" || b == "" || a == b }
	return same(p.account, other.account) && same(p.region, other.region) && same(p.network, other.network)
}

// owner is an environment or group that has a name, and where.
type owner struct {
	path string
	place
}

// except is the owner's path and how the name would be right all the same: in another account or network that both
// environments name.
func (o owner) except(path string, in place, inNetwork bool) string {
	environment := func(path string) string { before, _, _ := strings.Cut(path, "/"); return before }
	var own []string
	if o.account == "" || in.account == "" {
		own = append(own, "Account")
	}
	if inNetwork && (o.network == "" || in.network == "") {
		own = append(own, "Network")
	}
	if own == nil || environment(o.path) == environment(path) {
		return o.path
	}
	return o.path + ", unless each environment names its own " + strings.Join(own, " or ")
}

// owners maps a name to the environments or groups that have it.
type owners map[string][]owner

// take gives a name in a place to path, unless another path has it there: take then returns that owner and true.
func (o owners) take(path string, in place, name ...string) (other owner, taken bool) {
	key := strings.Join(name, " ")
	for _, owner := range o[key] {
		if owner.path != path && owner.meets(in) {
			return owner, true
		}
	}
	o[key] = append(o[key], owner{path, in})
	return owner{}, false
}

// readers maps the networking states to the first environment that reads each, by bucket and key.
func readers(environments []Environment) map[string]string {
	readers := map[string]string{}
	for _, e := range environments {
		if n := e.Network; n.remote() {
			object := n.RemoteStateBucket + " " + n.RemoteStateKey
			readers[object] = cmp.Or(readers[object], e.StackName())
		}
	}
	return readers
}

// checkOwnState reports a state that another stack has: Terraform would destroy that stack's resources, which are in
// the state and not in this stack.
func (e Environment) checkOwnState(r *report, o owners, readers map[string]string) {
	if e.State.Bucket == "" {
		return
	}
	path := e.StackName()
	if other, taken := o.take(path, place{}, "state", e.State.Bucket, e.stateKey()); taken {
		r.add(path, "State.Key", "must not be the state of "+other.path, e.stateKey())
	}
	if reader, ok := readers[e.State.Bucket+" "+e.stateKey()]; ok {
		r.add(path, "State.Key", "must not be the networking stack's state, which "+reader+
			" reads: Terraform would destroy the network", e.stateKey())
	}
}

// checkOwn reports every name and state of the environment that another environment or group already has: one would
// overwrite the other, or AWS would refuse the second.
func (e Environment) checkOwn(r *report, o owners) {
	path := e.StackName()
	account := place{account: e.Account}
	if other, taken := o.take(path, account, "names", e.Project+"-"+e.Name); taken {
		r.add(path, "Project and Name", "must not make the names of "+other.except(path, account, false),
			e.Project+"-"+e.Name)
	}
	region := place{account: e.Account, region: e.Region}
	vpc := place{e.Account, e.Region, e.Network.identity()}
	for _, props := range e.Groups {
		group := e.complete(props, e.surroundingsForCheck())
		id, path, naming := group.ReplicationGroupID(), e.StackName()+"/"+group.Name, "Name"
		if group.ID != "" {
			naming = "ID"
		}
		if other, taken := o.take(path, region, "group", id); taken {
			r.add(path, naming, "must not make the replication group id of "+other.except(path, region, false), id)
			continue
		}
		if name := cmp.Or(group.SubnetGroupName, id); group.ExistingSubnetGroupName == "" {
			if other, taken := o.take(path, region, "subnet group", name); taken {
				r.add(path, "SubnetGroupName", "must not be that of "+other.except(path, region, false), name)
			}
		}
		if name := cmp.Or(group.SecurityGroupName, id); !group.DisableSecurityGroup {
			if other, taken := o.take(path, vpc, "security group", name); taken {
				r.add(path, "SecurityGroupName", "must not be that of "+other.except(path, vpc, true), name)
			}
		}
		for _, name := range slices.Concat(group.AlarmNames(), group.QueueAlarmNames()) {
			if other, taken := o.take(path, region, "alarm", id+"-"+name); taken {
				r.add(path, naming, "must not make the name of an alarm of "+other.except(path, region, false), id+"-"+name)
			}
		}
	}
}
