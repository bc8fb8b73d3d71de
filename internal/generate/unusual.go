package generate

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
	"github.com/paperwurks/elasticache-redis/stacks"
)

// Unusual makes the i-th environments of a seed that nobody may have, and that are right: every value is at the edge of
// what AWS takes, or in a form that few people use. Up to three of them have the same adopted names, each in an account
// of its own.
func Unusual(seed uint64, i int) []stacks.Environment {
	g := generator{rand.New(rand.NewPCG(seed, uint64(i)))} //nolint:gosec // i is never negative
	accounts := []string{"000000000001", account, "999999999999"}
	environments := []stacks.Environment{}
	for j := range 1 + g.IntN(3) {
		e := g.unusual(fmt.Sprintf("%s%d", pick(g, "d", "prod-", "q-a-", "e"), j))
		e.Account = accounts[j]
		environments = append(environments, e)
	}
	if len(environments) == 1 {
		environments[0].Account = pick(g, "", account)
	}
	return environments
}

func (g generator) unusual(name string) stacks.Environment {
	e := stacks.Environment{Name: name}
	e.Project = pick(g, "p", "paper-works", "sgx", "a1-b2-c3", "ssn", g.letters(20))
	e.Region = pick(g, "eu-west-2", "us-east-1", "ap-southeast-7", "mx-central-1", "me-south-1", "ca-west-1")
	e.CustomerKey = g.IntN(2) == 0
	e.State = pick(g, stacks.State{}, stacks.State{Bucket: "paperwurks.states-1"},
		stacks.State{Bucket: g.letters(63), Key: "env:/" + name + "/a//b:c", Region: "us-west-2"},
		stacks.State{Bucket: "1st", Key: "é/" + name})
	e.Notifications = stacks.Notifications{
		Emails: pick(g, nil, []string{"o'neil+redis@mail.example.co.uk", "#1@x-y.io"}, []string{"a@3com.photography"}),
	}
	for i := range g.IntN(5) {
		e.Notifications.PageTopicARNs = append(e.Notifications.PageTopicARNs,
			fmt.Sprintf("arn:aws:sns:%s:%s:paperwurks-other-redis-alarms-%d", e.Region, pick(g, account, "222222222222"), i))
	}
	e.TokenDate = pick(g, "2017-10-25", "2028-02-29", "2999-12-31")
	e.RotationEndedFor = pick(g, "", e.TokenDate, "2017-10-24")
	e.ReaderRoleNames = pick(g, nil, []string{"a", g.letters(64)}, []string{"my.role@x=1,2+3_4-5"})
	e.Tags = pick(g, nil, map[string]string{"project": "x", "ENVIRONMENT": "", "Kostenträger 1/2": "a_.:/=+-@"})
	e.Groups = g.unusualGroups(e)
	e.Network = g.unusualNetwork(e)
	return e
}

func (g generator) unusualNetwork(e stacks.Environment) stacks.Network {
	subnets := g.subnetIDs(pick(g, 2, 3, 16))
	multiAZ := false
	for _, group := range e.Groups {
		multiAZ = multiAZ || group.MultiAZ()
	}
	if !multiAZ && g.IntN(2) == 0 {
		subnets = []string{"subnet-01234567"}
	}
	return pick(g,
		stacks.Network{},
		stacks.Network{RemoteStateBucket: "paperwurks.states-1", RemoteStateKey: "network/" + e.Name},
		stacks.Network{RemoteStateBucket: "net", RemoteStateKey: "n", RemoteStateRegion: "ap-northeast-3"},
		stacks.Network{
			VPCID: pick(g, "vpc-01234567", "vpc-0123456789abcdef0"), PrivateSubnetIDs: subnets,
			ECSSecurityGroupID: pick(g, "sg-01234567", account+"/sg-0123456789abcdef0"),
		},
	)
}

func (g generator) unusualGroups(e stacks.Environment) []elasticache.GroupProps {
	group := func(name string, role elasticache.Role) elasticache.GroupProps { return g.unusualGroup(e, name, role) }
	switch g.IntN(5) {
	case 0:
		return []elasticache.GroupProps{group("b", elasticache.Broker)}
	case 1:
		return []elasticache.GroupProps{group("cache", elasticache.Cache)}
	case 2:
		return []elasticache.GroupProps{group("c", elasticache.Cache), group("b-1", elasticache.Broker)}
	case 3:
		waiting := group("next", elasticache.Shared)
		waiting.DisableURLs = true
		waiting.DisableSSMParameters = !waiting.Users && g.IntN(2) == 0
		return []elasticache.GroupProps{waiting, group("", elasticache.Shared)}
	}
	return []elasticache.GroupProps{group("", "")}
}

func (g generator) unusualGroup(e stacks.Environment, name string, role elasticache.Role) elasticache.GroupProps {
	p := elasticache.GroupProps{
		Name: name, Role: role,
		Port:                           pick(g, 0, 1, 65535),
		EngineVersion:                  pick(g, "", "6.2", "7.0", "7.1"),
		Replicas:                       pick(g, 0, 0, 1, 5),
		DisableMultiAZ:                 g.IntN(2) == 0,
		DisableAutoMinorVersionUpgrade: g.IntN(2) == 0,
		ApplyImmediately:               g.IntN(2) == 0,
		LogRetentionDays:               pick(g, 0, 1, 3653),
		AlarmPeriodSeconds:             pick(g, 0, 60, 300),
		Tags:                           pick(g, nil, g.tagsOf(44), map[string]string{"project": "the group"}),
	}
	p.Users = e.RotationEndedFor != "" && p.EngineVersion != "6.2" && g.IntN(2) == 0
	p.NodeType = pick(g, "", "cache.t3.small", "cache.c7gn.16xlarge", "cache.m4.10xlarge")
	if g.IntN(3) == 0 { // adopted: each environment has the same names
		p.ID = pick(g, "sg-old", "old", "r") + "-" + pick(g, "a", "b") + p.Name
		p.NodeType = pick(g, p.NodeType, "cache.t2.micro")
		p.SubnetGroupName, p.SecurityGroupName = "old subnets_."+p.Name, "Old ("+p.Name+") #1"
	}
	if role == elasticache.Cache && g.IntN(2) == 0 {
		p.ClusterMode, p.Shards = true, pick(g, 1, 2, 83)
	}
	if g.IntN(2) == 0 {
		p.ClientSecurityGroupIDs = map[string]string{
			g.letters(244): "210987654321/sg-0123456789abcdef1", "web-2": "sg-76543210",
		}
	}
	g.unusualPlace(e, &p)
	g.unusualSource(&p)
	g.unusualTimes(&p)
	g.unusualParameters(&p)
	if g.IntN(4) == 0 {
		p.DisableAlarms, p.DisableLogs, p.LogRetentionDays = true, true, 0
	} else {
		g.unusualAlarms(e, &p)
	}
	p.DisableDashboard = g.IntN(4) == 0
	return p
}

func (g generator) tagsOf(n int) map[string]string {
	tags := map[string]string{"Long": strings.Repeat("é", 256)}
	for i := len(tags); i < n; i++ {
		tags[fmt.Sprintf("Tag%d", i)] = ""
	}
	return tags
}

// unusualPlace puts a group on a network that exists, or chooses its zones and addresses.
func (g generator) unusualPlace(e stacks.Environment, p *elasticache.GroupProps) {
	if p.SubnetGroupName == "" {
		p.ExistingSubnetGroupName = pick(g, "", "", "shared _.-1")
	}
	p.SecurityGroupIDs = pick(g, nil, []string{"sg-01234567", "sg-0123456789abcdef9"})
	p.DisableSecurityGroup = p.SecurityGroupIDs != nil && p.SecurityGroupName == "" && p.ClientSecurityGroupIDs == nil
	if !p.ClusterMode && g.IntN(2) == 0 {
		for i := range 1 + p.Replicas {
			p.PreferredAvailabilityZones = append(p.PreferredAvailabilityZones, e.Region+[]string{"b", "-lax-1a"}[i%2])
		}
	}
	if p.NodeType == "" || p.NodeType == "cache.t3.small" {
		p.NetworkType = pick(g, "", "dual_stack", "ipv6")
		p.IPDiscovery = pick(g, "", map[string]string{"": "ipv4", "dual_stack": "ipv4", "ipv6": "ipv6"}[p.NetworkType])
	}
}

func (g generator) unusualSource(p *elasticache.GroupProps) {
	switch g.IntN(4) {
	case 0:
		p.SnapshotName = pick(g, g.letters(40), "automatic."+g.letters(44)+"-2026-11-23-03-00", "A-1")
	case 1:
		p.SnapshotARNs = []string{"arn:aws:s3:::my.backups-1/2026/a.rdb", "arn:aws:s3:::my.backups-1//redis-0002.rdb"}
	}
}

func (g generator) unusualTimes(p *elasticache.GroupProps) {
	switch g.IntN(5) {
	case 0: // without snapshots the windows may meet, and a weekend is free
		p.DisableSnapshots = true
		p.MaintenanceWindow = pick(g, "sun:03:00-sun:04:00", "SAT:00:00-MON:00:00")
		p.Protected = g.IntN(2) == 0
		p.SkipFinalSnapshot = !p.Protected
	case 1:
		p.MaintenanceWindow, p.SnapshotWindow = "Sat:23:30-Sun:00:30", "00:30-01:30"
		p.Protected, p.SnapshotRetentionDays = true, 35
	case 2:
		p.MaintenanceWindow, p.SnapshotWindow = "sun:04:00-mon:03:00", ""
		p.SkipFinalSnapshot, p.SnapshotRetentionDays = true, 1
	case 3:
		p.SnapshotWindow = "06:00-05:00"
	}
}

func (g generator) unusualParameters(p *elasticache.GroupProps) {
	databases := "3"
	switch {
	case p.ClusterMode, p.Users && p.Role == elasticache.Cache:
		databases = "1"
	case p.Role == elasticache.Broker && !p.Users:
		databases = "2"
	}
	p.Parameters = pick(g, nil, map[string]string{"databases": databases},
		map[string]string{"databases": "10000", "notify-keyspace-events": "", "slowlog-log-slower-than": "-1"},
		map[string]string{"reserved-memory-percent": "99", "timeout": "0", "maxmemory-policy": "noeviction"})
}

func (g generator) unusualAlarms(e stacks.Environment, p *elasticache.GroupProps) {
	least := map[string]float64{"cpu-high": 2, "swap-high": 1e6, "connections-high": 5, "node-silent": 1, "memory-high": 2}
	most := map[string]float64{"cpu-high": 99.9, "swap-high": 100e9, "connections-high": 20000, "memory-high": 99.9,
		"network-in-exceeded": 1e6}
	p.AlarmThresholds = pick(g, nil, least, most)
	if p.AlarmThresholds == nil && g.IntN(2) == 0 {
		for _, name := range elasticache.AlarmNames() {
			if name != "node-silent" {
				p.DisabledAlarms = append(p.DisabledAlarms, name)
			}
		}
	}
	if room := 4 - len(e.Notifications.PageTopicARNs); room > 0 {
		p.AlarmActionARNs = pick(g, nil, []string{"arn:aws:lambda:" + e.Region + ":" + account + ":function:page:$LATEST"},
			[]string{"arn:aws:ssm:" + e.Region + ":" + account + ":opsitem:1#CATEGORY=Availability"})
		if room > 1 {
			p.PageActionARNs = pick(g, nil, []string{"arn:aws:ssm-incidents::" + account + ":response-plan/redis"})
		}
	}
	if p.Role != elasticache.Cache {
		p.QueueNames = pick(g, nil, []string{g.letters(196), "002", "a.B_c-1"})
	}
	p.KMSKeyARN = pick(g, "", "arn:aws:kms:"+e.Region+":222222222222:key/mrk-"+strings.Repeat("0a", 16))
}
