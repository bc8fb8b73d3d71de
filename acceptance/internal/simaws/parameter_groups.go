package simaws

import (
	"maps"
	"net/url"
	"slices"
	"strings"
)

// parameterGroup is a cache parameter group: its own parameters on top of its family's.
type parameterGroup struct {
	Name        string `xml:"CacheParameterGroupName"`
	Family      string `xml:"CacheParameterGroupFamily"`
	Description string
	ARN         string
	parameters  map[string]string
}

// defaultParameterGroups are AWS's own, which nobody can change.
func defaultParameterGroups() map[string]*parameterGroup {
	groups := map[string]*parameterGroup{}
	for _, family := range families() {
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
	case !slices.Contains(families(), family):
		return nil, invalid(
			"InvalidParameterValue",
			"CacheParameterGroupFamily %s is not a valid parameter group family",
			family,
		)
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
		return nil, invalid(
			"InvalidCacheParameterGroupState",
			"cluster-enabled can't be changed: %s uses %s",
			e.usersOf(g),
			g.Name,
		)
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
		return nil, invalid(
			"InvalidCacheParameterGroupState",
			"One or more cache clusters are still members of this parameter group %s: %s",
			g.Name,
			user,
		)
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
