package stacks

import (
	"cmp"
	"strings"

	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
)

// owners maps a name to the path of the environment or group that has it.
type owners map[string]string

// take gives a name to path, unless another path has it: take then returns that path and true.
func (o owners) take(path string, name ...string) (other string, taken bool) {
	key := strings.Join(name, " ")
	other, taken = o[key]
	if !taken {
		o[key] = path
	}
	return other, taken && other != path
}

// checkOwn reports every name and state of the environment that another environment or group already has: one would
// overwrite the other, or AWS would refuse the second.
func (e Environment) checkOwn(r *report, o owners) {
	path := e.StackName()
	if other, taken := o.take(path, "names", e.Project+"-"+e.Name); taken {
		r.add(path, "Project and Name", "must not make the names of "+other, e.Project+"-"+e.Name)
	}
	if e.State.Bucket != "" {
		if other, taken := o.take(path, "state", e.State.Bucket, e.stateKey()); taken {
			r.add(path, "State.Key", "must not be the state of "+other, e.stateKey())
		}
	}
	for _, props := range e.Groups {
		group := e.complete(props, e.surroundingsForCheck())
		id, path, naming := group.ReplicationGroupID(), e.StackName()+"/"+group.Name, "Name"
		if group.ID != "" {
			naming = "ID"
		}
		if other, taken := o.take(path, "group", e.Region, id); taken {
			r.add(path, naming, "must not make the replication group id of "+other, id)
			continue
		}
		if other, taken := o.take(path, "subnet group", e.Region, cmp.Or(group.SubnetGroupName, id)); taken {
			r.add(path, "SubnetGroupName", "must not be that of "+other, cmp.Or(group.SubnetGroupName, id))
		}
		if other, taken := o.take(path, "security group", e.Region, cmp.Or(group.SecurityGroupName, id)); taken {
			r.add(path, "SecurityGroupName", "must not be that of "+other, cmp.Or(group.SecurityGroupName, id))
		}
		for _, name := range elasticache.AlarmNames() {
			if other, taken := o.take(path, "alarm", e.Region, id+"-"+name); taken {
				r.add(path, naming, "must not make the name of an alarm of "+other, id+"-"+name)
			}
		}
	}
}
