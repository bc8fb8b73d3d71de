package simaws

import (
	"cmp"
	"net/url"
	"strconv"
	"strings"
)

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
