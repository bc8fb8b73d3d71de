package simaws

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
)

// elastiCache is the service of one account. It refuses what ElastiCache refuses, as far as this project's stacks can
// run into it, and applies everything at once, except for what waits for the maintenance window.
type elastiCache struct {
	account         *Account
	parameterGroups map[string]*parameterGroup
	subnetGroups    map[string]*subnetGroup
	groups          map[string]*replicationGroup
	users           map[string]*user
	userGroups      map[string]*userGroup
	snapshots       map[string]bool
	// tags are the tags of each ARN.
	tags map[string]map[string]string
}

func newElastiCache(account *Account) *elastiCache {
	return &elastiCache{
		account:         account,
		parameterGroups: defaultParameterGroups(),
		subnetGroups:    map[string]*subnetGroup{},
		groups:          map[string]*replicationGroup{},
		users:           map[string]*user{},
		userGroups:      map[string]*userGroup{},
		snapshots:       map[string]bool{},
		tags:            map[string]map[string]string{},
	}
}

// An action takes the values of a call and returns what the answer holds.
type action func(url.Values) (any, *fault)

func (e *elastiCache) actions() map[string]action {
	return map[string]action{
		"CreateCacheParameterGroup":    e.createParameterGroup,
		"ModifyCacheParameterGroup":    e.modifyParameterGroup,
		"ResetCacheParameterGroup":     e.resetParameterGroup,
		"DescribeCacheParameterGroups": e.describeParameterGroups,
		"DescribeCacheParameters":      e.describeParameters,
		"DeleteCacheParameterGroup":    e.deleteParameterGroup,

		"CreateCacheSubnetGroup":    e.createSubnetGroup,
		"ModifyCacheSubnetGroup":    e.modifySubnetGroup,
		"DescribeCacheSubnetGroups": e.describeSubnetGroups,
		"DeleteCacheSubnetGroup":    e.deleteSubnetGroup,

		"CreateReplicationGroup":                   e.createReplicationGroup,
		"ModifyReplicationGroup":                   e.modifyReplicationGroup,
		"IncreaseReplicaCount":                     e.changeReplicaCount,
		"DecreaseReplicaCount":                     e.changeReplicaCount,
		"ModifyReplicationGroupShardConfiguration": e.changeShardCount,
		"DescribeReplicationGroups":                e.describeReplicationGroups,
		"DescribeCacheClusters":                    e.describeCacheClusters,
		"DeleteReplicationGroup":                   e.deleteReplicationGroup,

		"CreateUser":         e.createUser,
		"DescribeUsers":      e.describeUsers,
		"ModifyUser":         e.modifyUser,
		"DeleteUser":         e.deleteUser,
		"CreateUserGroup":    e.createUserGroup,
		"DescribeUserGroups": e.describeUserGroups,
		"ModifyUserGroup":    e.modifyUserGroup,
		"DeleteUserGroup":    e.deleteUserGroup,

		"ListTagsForResource":    e.listTags,
		"AddTagsToResource":      e.addTags,
		"RemoveTagsFromResource": e.removeTags,
	}
}

func (e *elastiCache) serve(w http.ResponseWriter, r *http.Request, values url.Values) {
	name := values.Get("Action")
	act, known := e.actions()[name]
	if !known {
		refuse(w, r, "elasticache", &fault{"InvalidAction", "the simulation has no " + name})
		return
	}
	result, err := act(values)
	if err != nil {
		refuse(w, r, "elasticache", err)
		return
	}
	respond(w, name, result)
}

// list is a list of a call's values: <prefix>.1, <prefix>.2 and so on.
func list(values url.Values, prefix string) []string {
	var items []string
	for i := 1; values.Has(prefix + "." + strconv.Itoa(i)); i++ {
		items = append(items, values.Get(prefix+"."+strconv.Itoa(i)))
	}
	return items
}

// pairs is a list of names and values: <prefix>.1.<name>, <prefix>.1.<value> and so on.
func pairs(values url.Values, prefix, name, value string) map[string]string {
	items := map[string]string{}
	for i := 1; values.Has(fmt.Sprintf("%s.%d.%s", prefix, i, name)); i++ {
		items[values.Get(fmt.Sprintf("%s.%d.%s", prefix, i, name))] = values.Get(fmt.Sprintf("%s.%d.%s", prefix, i, value))
	}
	return items
}

func invalid(code, format string, arguments ...any) *fault {
	return &fault{code, fmt.Sprintf(format, arguments...)}
}

func (e *elastiCache) arn(kind, name string) string {
	return "arn:aws:elasticache:" + Region + ":" + e.account.ID + ":" + kind + ":" + name
}

type tag struct {
	Key   string
	Value string
}

type tagList struct {
	Tags []tag `xml:"TagList>Tag"`
}

func (e *elastiCache) listTags(values url.Values) (any, *fault) {
	tags, found := e.tags[values.Get("ResourceName")]
	if !found {
		return nil, invalid("InvalidARN", "no resource %s", values.Get("ResourceName"))
	}
	var answer tagList
	for _, key := range slices.Sorted(maps.Keys(tags)) {
		answer.Tags = append(answer.Tags, tag{key, tags[key]})
	}
	return answer, nil
}

func (e *elastiCache) addTags(values url.Values) (any, *fault) {
	arn := values.Get("ResourceName")
	tags := pairs(values, "Tags.Tag", "Key", "Value")
	if e.tags[arn] == nil {
		e.tags[arn] = map[string]string{}
	}
	maps.Copy(e.tags[arn], tags)
	if len(e.tags[arn]) > 50 {
		return nil, invalid("TagQuotaPerResourceExceeded", "more than 50 tags")
	}
	return e.listTags(values)
}

func (e *elastiCache) removeTags(values url.Values) (any, *fault) {
	for _, key := range list(values, "TagKeys.member") {
		delete(e.tags[values.Get("ResourceName")], key)
	}
	return e.listTags(values)
}

// tagNew keeps the tags of a resource that is made.
func (e *elastiCache) tagNew(arn string, values url.Values) *fault {
	e.tags[arn] = map[string]string{}
	_, err := e.addTags(merge(values, url.Values{"ResourceName": {arn}}))
	return err
}

func merge(a, b url.Values) url.Values {
	merged := maps.Clone(a)
	maps.Copy(merged, b)
	return merged
}
