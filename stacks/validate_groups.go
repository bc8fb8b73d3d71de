package stacks

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
)

// reservedGroupNames are the construct ids that the stack uses itself.
var reservedGroupNames = []string{
	"account", "auth-token", "aws", "backend", "dashboard", "key", "networking", "notifications", "random", "redis-urls",
}

// environmentFields are the fields of a group that the environment provides, with what the environment calls them.
var environmentFields = map[string]string{
	"Project":                     "Project",
	"Environment":                 "Name",
	"VPCID":                       "Network.VPCID",
	"SubnetIDs":                   "Network.PrivateSubnetIDs",
	"ClientSecurityGroupIDs[ecs]": "Network.ECSSecurityGroupID",
}

func (e Environment) checkGroups(r *report, path string) {
	r.require(len(e.Groups) > 0, path, "Groups", "must have at least one group", len(e.Groups))
	publishes := func(p elasticache.GroupProps) bool { return !p.DisableURLs && !p.DisableSSMParameters }
	r.require(len(e.Groups) == 0 || slices.ContainsFunc(e.Groups, publishes), path, "Groups",
		"must have one with neither DisableURLs nor DisableSSMParameters, or applications find no URL", e.groupNames())
	publishedBy := map[elasticache.SSMParameter]string{}
	names := map[string]bool{}
	for _, group := range e.Groups {
		name := group.WithDefaults().Name
		groupPath := path + "/" + name
		r.require(!names[name], groupPath, "Name", "must be unique in its environment", name)
		names[name] = true
		r.require(!slices.Contains(reservedGroupNames, name), groupPath, "Name",
			"must not be one of "+strings.Join(reservedGroupNames, ", ")+", which the stack uses itself", name)
		twice := map[string][]string{}
		for _, url := range group.URLNames() {
			if other, published := publishedBy[url]; published && other != name {
				twice[other] = append(twice[other], string(url))
			}
			publishedBy[url] = name
		}
		for _, other := range slices.Sorted(maps.Keys(twice)) {
			r.add(groupPath, "Role", "must not publish "+strings.Join(twice[other], ", ")+", which group "+other+
				" publishes: give them other roles, or set DisableURLs on one", string(group.WithDefaults().Role))
		}
		e.checkGroup(r, groupPath, group)
	}
}

func (e Environment) groupNames() []string {
	var names []string
	for _, group := range e.Groups {
		names = append(names, group.WithDefaults().Name)
	}
	return names
}

func (e Environment) checkGroup(r *report, path string, group elasticache.GroupProps) {
	for _, arns := range []struct {
		field  string
		values []string
	}{
		{"AlarmActionARNs", group.AlarmActionARNs},
		{"PageActionARNs", group.PageActionARNs},
		{"NotificationTopicARN", []string{group.NotificationTopicARN}},
		{"KMSKeyARN", []string{group.KMSKeyARN}},
		{"LogKMSKeyARN", []string{group.LogKMSKeyARN}},
		{"SSMKMSKeyARN", []string{group.SSMKMSKeyARN}},
		{"SnapshotARNs", group.SnapshotARNs},
	} {
		for _, arn := range arns.values {
			e.checkRegion(r, path, arns.field, arn)
			action := arns.field == "AlarmActionARNs" || arns.field == "PageActionARNs"
			r.require(!action || !slices.Contains(e.Notifications.PageTopicARNs, arn), path, arns.field,
				"must not name a topic of the environment's Notifications.PageTopicARNs again", arn)
			e.checkNotOwnTopic(r, path, arns.field, arn)
		}
	}
	part := strings.Split(group.NotificationTopicARN, ":")
	r.require(e.Account == "" || len(part) != 6 || strings.Contains(part[4], "${") || part[4] == e.Account, path,
		"NotificationTopicARN", "must be in the environment's account "+e.Account+", as ElastiCache requires",
		group.NotificationTopicARN)
	ecs, set := group.ClientSecurityGroupIDs["ecs"]
	r.require(!set, path, "ClientSecurityGroupIDs[ecs]", "must not be set, because the environment provides it", ecs)

	for _, zone := range group.PreferredAvailabilityZones {
		r.require(strings.HasPrefix(zone, e.Region) || strings.Contains(zone, "${"), path, "PreferredAvailabilityZones",
			"must be in the environment's region "+e.Region, zone)
	}

	props := e.complete(group, e.surroundingsForCheck())
	props.Tags = e.allTags(group)
	r.ownTags(path, e.ownTags(), group.Tags)
	for _, problem := range props.Problems() {
		problem, reported := e.inItsWords(problem, group)
		if reported {
			continue
		}
		if field, ok := e.provides(problem.Field); ok {
			r.add(e.StackName(), field, problem.Rule, problem.Value)
		} else {
			r.add(path, problem.Field, problem.Rule, problem.Value)
		}
	}
}

// inItsWords counts what the user set, where a group has more: the alarm topic, the page topics and the environment's
// tags. It also says whether the environment has reported the problem.
func (e Environment) inItsWords(p elasticache.Problem, group elasticache.GroupProps) (elasticache.Problem, bool) {
	count, isCount := p.Value.(int)
	switch {
	case p.Field == "UserDates":
		return p, true // they are TokenDate and RotationEndedFor
	case p.Value == "" && e.Network.literal() && (p.Field == "VPCID" || p.Field == "ClientSecurityGroupIDs[ecs]"):
		p.Rule = "must be set with the other ids of Network"
	case isCount && p.Field == "Tags":
		of := len(e.defaultTags())
		p.Rule = fmt.Sprintf("must add at most %d to the %d of the environment", maxTags-of, of)
		p.Value = count - of
		return p, of > maxTags
	case isCount && p.Field == "AlarmActionARNs and PageActionARNs":
		pages := min(len(e.Notifications.PageTopicARNs), maxPageTopics)
		p.Rule = fmt.Sprintf("must be at most %d, because the environment's alarm topic is added", maxPageTopics-pages)
		if pages > 0 {
			p.Rule += fmt.Sprintf(" and its page topics, %d", pages)
		}
		p.Value = len(group.AlarmActionARNs) + len(group.PageActionARNs)
	}
	return p, false
}

// provides returns what the environment calls a field of its groups, and whether the environment provides that field.
func (e Environment) provides(field string) (string, bool) {
	if key, ok := strings.CutPrefix(field, "Tags["); ok {
		_, ok = e.Tags[strings.TrimSuffix(key, "]")]
		return field, ok
	}
	name, ok := environmentFields[field]
	return name, ok
}

// allTags returns the tags of a group's resources: the provider's default tags and the group's own.
func (e Environment) allTags(group elasticache.GroupProps) map[string]string {
	tags := e.defaultTags()
	maps.Copy(tags, group.Tags)
	return tags
}

// surroundingsForCheck returns the surroundings of a group without a stack: literal ids as they are, and placeholder
// references for the rest.
func (e Environment) surroundingsForCheck() surroundings {
	s := surroundings{
		network:   network{"${vpc_id}", []string{"${private_subnet_ids}"}, "${ecs_security_group_id}"},
		topics:    topics{alarms: "${alarm_topic}", events: "${event_topic}"},
		keyARN:    "${key}",
		authToken: "${random_password.token.result}",
	}
	for i := range min(len(e.Notifications.PageTopicARNs), maxPageTopics) {
		s.pageTopicARNs = append(s.pageTopicARNs, fmt.Sprintf("${page_topic[%d]}", i))
	}
	if n := e.Network; n.literal() {
		s.network = network{n.VPCID, n.PrivateSubnetIDs, n.ECSSecurityGroupID}
	}
	return s
}
