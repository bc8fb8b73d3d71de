package simaws

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// elastiCache is the service of one account. It refuses what ElastiCache refuses, as far as this project's stacks can run
// into it, and applies everything at once, except for what waits for the maintenance window.
type elastiCache struct {
	account         *Account
	parameterGroups map[string]*parameterGroup
	subnetGroups    map[string]*subnetGroup
	groups          map[string]*replicationGroup
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

// parameterGroup is a cache parameter group: its own parameters on top of its family's.
type parameterGroup struct {
	Name        string `xml:"CacheParameterGroupName"`
	Family      string `xml:"CacheParameterGroupFamily"`
	Description string
	ARN         string
	parameters  map[string]string
}

var families = []string{"redis5.0", "redis6.x", "redis7"}

// defaultParameterGroups are AWS's own, which nobody can change.
func defaultParameterGroups() map[string]*parameterGroup {
	groups := map[string]*parameterGroup{}
	for _, family := range families {
		groups["default."+family] = &parameterGroup{Name: "default." + family, Family: family}
		groups["default."+family+".cluster.on"] = &parameterGroup{
			Name: "default." + family + ".cluster.on", Family: family, parameters: map[string]string{"cluster-enabled": "yes"},
		}
	}
	return groups
}

func (e *elastiCache) createParameterGroup(values url.Values) (any, *fault) {
	name := strings.ToLower(values.Get("CacheParameterGroupName"))
	family := values.Get("CacheParameterGroupFamily")
	switch {
	case e.parameterGroups[name] != nil:
		return nil, invalid("CacheParameterGroupAlreadyExists", "Cache parameter group %s already exists", name)
	case !slices.Contains(families, family):
		return nil, invalid("InvalidParameterValue", "CacheParameterGroupFamily %s is not a valid parameter group family", family)
	}
	g := &parameterGroup{
		Name: name, Family: family, Description: values.Get("Description"),
		ARN: e.arn("parametergroup", name), parameters: map[string]string{},
	}
	e.parameterGroups[name] = g
	return struct {
		Group *parameterGroup `xml:"CacheParameterGroup"`
	}{g}, e.tagNew(g.ARN, values)
}

func (e *elastiCache) findParameterGroup(values url.Values) (*parameterGroup, *fault) {
	name := strings.ToLower(values.Get("CacheParameterGroupName"))
	if g := e.parameterGroups[name]; g != nil {
		return g, nil
	}
	return nil, invalid("CacheParameterGroupNotFound", "CacheParameterGroup %s not found.", name)
}

type parameterGroupName struct {
	Name string `xml:"CacheParameterGroupName"`
}

func (e *elastiCache) modifyParameterGroup(values url.Values) (any, *fault) {
	g, err := e.findParameterGroup(values)
	if err != nil {
		return nil, err
	}
	parameters := pairs(values, "ParameterNameValues.ParameterNameValue", "ParameterName", "ParameterValue")
	if len(parameters) > 20 {
		return nil, invalid("InvalidParameterValue", "at most 20 parameters in one call")
	}
	if _, changed := parameters["cluster-enabled"]; changed && e.usersOf(g) != "" {
		return nil, invalid("InvalidCacheParameterGroupState", "cluster-enabled can't be changed: %s uses %s", e.usersOf(g), g.Name)
	}
	maps.Copy(g.parameters, parameters)
	return parameterGroupName{g.Name}, nil
}

func (e *elastiCache) resetParameterGroup(values url.Values) (any, *fault) {
	g, err := e.findParameterGroup(values)
	if err != nil {
		return nil, err
	}
	for name := range pairs(values, "ParameterNameValues.ParameterNameValue", "ParameterName", "ParameterValue") {
		delete(g.parameters, name)
	}
	return parameterGroupName{g.Name}, nil
}

func (e *elastiCache) describeParameterGroups(values url.Values) (any, *fault) {
	g, err := e.findParameterGroup(values)
	return struct {
		Groups []*parameterGroup `xml:"CacheParameterGroups>CacheParameterGroup"`
	}{[]*parameterGroup{g}}, err
}

func (e *elastiCache) describeParameters(values url.Values) (any, *fault) {
	g, err := e.findParameterGroup(values)
	if err != nil {
		return nil, err
	}
	type parameter struct{ ParameterName, ParameterValue, Source string }
	var answer struct {
		Parameters []parameter `xml:"Parameters>Parameter"`
	}
	for _, name := range slices.Sorted(maps.Keys(g.parameters)) {
		answer.Parameters = append(answer.Parameters, parameter{name, g.parameters[name], "user"})
	}
	return answer, nil
}

func (e *elastiCache) deleteParameterGroup(values url.Values) (any, *fault) {
	g, err := e.findParameterGroup(values)
	if err != nil {
		return nil, err
	}
	if user := e.usersOf(g); user != "" {
		return nil, invalid("InvalidCacheParameterGroupState", "One or more cache clusters are still members of this parameter group %s: %s", g.Name, user)
	}
	delete(e.parameterGroups, g.Name)
	return struct{}{}, nil
}

// usersOf names a replication group with the parameter group, or nothing.
func (e *elastiCache) usersOf(g *parameterGroup) string {
	for id, group := range e.groups {
		if group.now.parameterGroup == g.Name || group.later.parameterGroup == g.Name {
			return id
		}
	}
	return ""
}

// subnetGroup is a cache subnet group.
type subnetGroup struct {
	Name        string `xml:"CacheSubnetGroupName"`
	Description string `xml:"CacheSubnetGroupDescription"`
	VPC         string `xml:"VpcId"`
	ARN         string
	Subnets     []subnet `xml:"Subnets>Subnet"`
}

type subnet struct {
	ID   string `xml:"SubnetIdentifier"`
	Zone string `xml:"SubnetAvailabilityZone>Name"`
}

// findSubnets asks EC2 for subnets, which must all be in one VPC.
func (e *elastiCache) findSubnets(ids []string) (found []subnet, vpc string, err *fault) {
	values := url.Values{"Action": {"DescribeSubnets"}}
	for i, id := range ids {
		values.Set("SubnetId."+strconv.Itoa(i+1), id)
	}
	var answer struct {
		Subnets []struct {
			ID   string `xml:"subnetId"`
			VPC  string `xml:"vpcId"`
			Zone string `xml:"availabilityZone"`
		} `xml:"subnetSet>item"`
	}
	if failure := e.account.ask("ec2", values, &answer); failure != nil {
		return nil, "", invalid("InvalidSubnet", "%s", failure)
	}
	for _, s := range answer.Subnets {
		if vpc = cmp.Or(vpc, s.VPC); vpc != s.VPC {
			return nil, "", invalid("InvalidSubnet", "the subnets are in different VPCs")
		}
		found = append(found, subnet{s.ID, s.Zone})
	}
	return found, vpc, nil
}

func (e *elastiCache) createSubnetGroup(values url.Values) (any, *fault) {
	name := strings.ToLower(values.Get("CacheSubnetGroupName"))
	if e.subnetGroups[name] != nil {
		return nil, invalid("CacheSubnetGroupAlreadyExists", "Cache subnet group %s already exists.", name)
	}
	subnets, vpc, err := e.findSubnets(list(values, "SubnetIds.SubnetIdentifier"))
	if err != nil {
		return nil, err
	}
	g := &subnetGroup{name, values.Get("CacheSubnetGroupDescription"), vpc, e.arn("subnetgroup", name), subnets}
	e.subnetGroups[name] = g
	return struct {
		Group *subnetGroup `xml:"CacheSubnetGroup"`
	}{g}, e.tagNew(g.ARN, values)
}

func (e *elastiCache) findSubnetGroup(values url.Values) (*subnetGroup, *fault) {
	name := strings.ToLower(values.Get("CacheSubnetGroupName"))
	if g := e.subnetGroups[name]; g != nil {
		return g, nil
	}
	return nil, invalid("CacheSubnetGroupNotFoundFault", "Cache Subnet Group %s does not exist.", name)
}

func (e *elastiCache) modifySubnetGroup(values url.Values) (any, *fault) {
	g, err := e.findSubnetGroup(values)
	if err != nil {
		return nil, err
	}
	subnets, vpc, err := e.findSubnets(list(values, "SubnetIds.SubnetIdentifier"))
	if err != nil {
		return nil, err
	}
	if vpc != g.VPC {
		return nil, invalid("InvalidSubnet", "%s is in %s, not in %s", g.Name, g.VPC, vpc)
	}
	g.Subnets, g.Description = subnets, values.Get("CacheSubnetGroupDescription")
	return struct {
		Group *subnetGroup `xml:"CacheSubnetGroup"`
	}{g}, nil
}

func (e *elastiCache) describeSubnetGroups(values url.Values) (any, *fault) {
	g, err := e.findSubnetGroup(values)
	return struct {
		Groups []*subnetGroup `xml:"CacheSubnetGroups>CacheSubnetGroup"`
	}{[]*subnetGroup{g}}, err
}

func (e *elastiCache) deleteSubnetGroup(values url.Values) (any, *fault) {
	g, err := e.findSubnetGroup(values)
	if err != nil {
		return nil, err
	}
	for id, group := range e.groups {
		if group.subnetGroup == g.Name {
			return nil, invalid("CacheSubnetGroupInUse", "Cache subnet group %s is currently in use by %s", g.Name, id)
		}
	}
	delete(e.subnetGroups, g.Name)
	return struct{}{}, nil
}
