package generate

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"strings"

	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
	"github.com/paperwurks/elasticache-redis/stacks"
)

// Near makes the i-th environment of a seed, sometimes with a second one: like [Valid], then up to three fields set to
// what is just inside or just outside of a limit. About a third of them are valid.
func Near(seed uint64, i int) []stacks.Environment {
	g := generator{rand.New(rand.NewPCG(seed, uint64(i)))} //nolint:gosec // i is never negative
	e := g.environment(i)
	for range g.IntN(4) {
		if g.IntN(3) == 0 {
			environmentEdges[g.IntN(len(environmentEdges))](g, &e)
			continue
		}
		if len(e.Groups) > 0 {
			groupEdges[g.IntN(len(groupEdges))](g, &e.Groups[g.IntN(len(e.Groups))])
		}
	}
	environments := []stacks.Environment{e}
	if g.IntN(10) == 0 {
		environments = append(environments, g.neighbour(e))
	}
	return environments
}

// neighbour is another environment, whose names meet those of e, or nearly do.
func (g generator) neighbour(e stacks.Environment) stacks.Environment {
	other := g.environment(999)
	other.Account = pick(g, "", e.Account, "210987654321")
	other.Network = pick(g, other.Network, e.Network,
		stacks.Network{RemoteStateBucket: e.State.Bucket, RemoteStateKey: pick(g, e.State.Key, "n", "redis.tfstate")})
	for i, group := range e.Groups {
		if i < len(other.Groups) {
			other.Groups[i].ID, other.Groups[i].SecurityGroupName = group.ID, group.SecurityGroupName
		}
	}
	other.Name = pick(g, e.Name, e.Name+"-redis", "other")
	other.State = e.State
	other.Region = pick(g, e.Region, "eu-west-1")
	if project, rest, ok := strings.Cut(e.Project, "-"); ok && g.IntN(2) == 0 {
		other.Project, other.Name = project, rest+"-"+e.Name
	}
	for i := range other.Groups {
		other.Groups[i].Name = pick(g, other.Groups[i].Name, "engine")
		other.Groups[i].DisableURLs = i > 0
	}
	return other
}

const keyID = "1234abcd-12ab-34cd-56ef-1234567890ab"

// environmentEdges each set a field of an environment.
var environmentEdges = []func(generator, *stacks.Environment){
	func(g generator, e *stacks.Environment) {
		e.Name = pick(g, "", "Dev", "dev-", "dev--1", "1dev", "d", "dev\n", g.letters(22), g.letters(23), g.letters(24),
			g.letters(25), g.letters(40))
	},
	func(g generator, e *stacks.Environment) {
		e.Project = pick(g, "", "aws", "awsome", "ssm-x", "sg-x", "sg", "paper-works", "paper_works", "p", "Paperwurks",
			g.letters(27), g.letters(28))
	},
	func(g generator, e *stacks.Environment) {
		e.Region = pick(g, "", "eu-west", "eu-west-1", "us-gov-west-1", "cn-north-1", "mx-central-1", "EU-WEST-2",
			"eu-west-2a", "eu-west-4", "us-northeast-1", "eusc-de-east-1")
	},
	func(g generator, e *stacks.Environment) {
		e.Account = pick(g, account, "210987654321", "12345678901", "1234567890123", "1234-5678-9012")
	},
	func(g generator, e *stacks.Environment) {
		e.State = stacks.State{Bucket: "states", Key: pick(g, "network", "redis", "Network")}
		e.Network = stacks.Network{RemoteStateBucket: pick(g, "states", "other"), RemoteStateKey: "network"}
	},
	func(g generator, e *stacks.Environment) {
		e.Notifications.Emails = []string{pick(g, "<ops@example.com>", "ops@example.com,", "mailto:ops@example.com",
			"ops@example..com", "ops@-example.com", "o'neil+x@example.co.uk", "ops@example.c", "ops@3com.com",
			".ops@example.com", g.letters(64)+"@example.com", g.letters(65)+"@example.com")}
	},
	func(g generator, e *stacks.Environment) {
		own := topic + e.Project + "-" + e.Name + "-redis-"
		e.Notifications.PageTopicARNs = []string{own + pick(g, "alarms", "events", "x")}
	},
	func(g generator, e *stacks.Environment) {
		e.Tags = map[string]string{pick(g, "Project", "Environment", "ManagedBy", "project", "Managed-By"): "x"}
	},
	func(g generator, e *stacks.Environment) {
		e.Network = stacks.Network{
			VPCID: pick(g, "vpc-0123456789abcdef0", "vpc-01234567", "vpc-012345678",
				"vpc-0123456789ABCDEF0", ""),
			PrivateSubnetIDs: pick(g, nil, g.subnetIDs(1), g.subnetIDs(2), g.subnetIDs(16),
				append(g.subnetIDs(1), g.subnetIDs(1)...), []string{"sub-1"}),
			ECSSecurityGroupID: pick(g, "sg-0123456789abcdef0", "sg-01234567", "sg-0", "", account+"/sg-01234567",
				"12345/sg-01234567"),
		}
	},
	func(g generator, e *stacks.Environment) {
		e.Network = stacks.Network{
			RemoteStateBucket: g.bucket(), RemoteStateKey: g.stateKey(),
			RemoteStateRegion: pick(g, "", "eu-west-1", "eu-west"),
		}
	},
	func(g generator, e *stacks.Environment) { e.Network.RemoteStateKey = g.stateKey() },
	func(g generator, e *stacks.Environment) {
		e.State = stacks.State{Bucket: g.bucket(), Key: g.stateKey(), Region: pick(g, "", "eu-west-1", "europe")}
	},
	func(g generator, e *stacks.Environment) {
		e.Notifications.Emails = pick(g, []string{"ops@example.com", "dev@example.com"},
			[]string{"ops@example.com", "ops@example.com"}, []string{"ops"}, []string{"a b@example.com"}, []string{""})
	},
	func(g generator, e *stacks.Environment) {
		e.Notifications.PageTopicARNs = g.topics(pick(g, 1, 4, 5))
	},
	func(g generator, e *stacks.Environment) {
		e.Notifications.PageTopicARNs = []string{pick(g, topic+strings.Repeat("t", 256), topic+strings.Repeat("t", 257),
			topic+"t.fifo", topic, "arn:aws:sqs:eu-west-2:"+account+":q", "arn:aws:sns:us-east-1:"+account+":t")}
	},
	func(g generator, e *stacks.Environment) {
		e.TokenDate = pick(g, "", "2026-02-29", "2028-02-29", "2026-11-30", "23.11.2026", "2026-1-2",
			"0206-11-23", "2017-01-01", "2016-12-31")
	},
	func(g generator, e *stacks.Environment) {
		e.RotationEndedFor = pick(g, e.TokenDate, "2026-11-22", "2027-01-01", "1", "2026-11-0")
	},
	func(g generator, e *stacks.Environment) {
		e.ReaderRoleNames = pick(g, []string{g.letters(64)}, []string{g.letters(65)}, []string{"a", "b"},
			[]string{"a", "a"}, []string{"a", "A"}, []string{"path/role"}, []string{"my.role@x=1,2+3_4-5"}, []string{""})
	},
	func(g generator, e *stacks.Environment) { e.Tags = g.tags(pick(g, 1, 44, 47, 48)) },
	func(g generator, e *stacks.Environment) { e.Groups = pick(g, nil, g.twins(e.Groups)) },
	func(g generator, e *stacks.Environment) {
		e.Groups = append(e.Groups, elasticache.GroupProps{
			Name: pick(g, "redis-engine", "second", "account", "redis-urls", "key"), DisableURLs: g.IntN(3) > 0,
		})
	},
}

func (g generator) letters(n int) string { return strings.Repeat("a", n) }

func (g generator) subnetIDs(n int) []string {
	var ids []string
	for i := range n {
		ids = append(ids, fmt.Sprintf("subnet-0123456789abcde%02x", i))
	}
	return ids
}

func (g generator) topics(n int) []string {
	var arns []string
	for i := range n {
		arns = append(arns, fmt.Sprintf("%stopic-%d", topic, i))
	}
	return arns
}

func (g generator) key() string {
	const prefix = "arn:aws:kms:eu-west-2:" + account + ":"
	return pick(g, "", prefix+"key/"+keyID, prefix+"key/mrk-"+strings.Repeat("0a", 16), prefix+"key/"+keyID[1:],
		prefix+"alias/redis", "arn:aws:kms:us-east-1:"+account+":key/"+keyID, "arn:aws:kms:eu-west-2::key/"+keyID, keyID)
}

func (g generator) bucket() string {
	return pick(g, "", "ab", "abc", "states", "states.paperwurks", "states..paperwurks", "192.168.5.4", "xn--states",
		"States", "states-", "states-s3alias", g.letters(63), g.letters(64))
}

func (g generator) stateKey() string {
	return pick(g, "", "redis.tfstate", "a/b/redis.tfstate", "/redis.tfstate", "redis/", "a//b", g.letters(1000),
		g.letters(1025))
}

// twins are the first group twice.
func (g generator) twins(groups []elasticache.GroupProps) []elasticache.GroupProps {
	if len(groups) == 0 {
		return nil
	}
	second := groups[0]
	second.Name, second.DisableURLs = pick(g, second.Name, "second"), g.IntN(2) == 0
	return []elasticache.GroupProps{groups[0], second}
}

// windows are two windows that touch, or overlap by a minute, or leave one between them.
func (g generator) windows() (maintenance, snapshot string) {
	days := []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}
	const day = 24 * 60
	weekly := func(minute int) string {
		minute = (minute + 7*day) % (7 * day)
		return fmt.Sprintf("%s:%02d:%02d", days[minute/day], minute%day/60, minute%60)
	}
	daily := func(minute int) string { return weekly(minute)[len("sun:"):] }
	start, gap := g.IntN(7*day), pick(g, -1, 0, 1)
	maintenanceEnd, snapshotLength := start+pick(g, 59, 60, 61, 600, 1380), pick(g, 59, 60, 61, 600, 1380)
	maintenance = weekly(start) + "-" + weekly(maintenanceEnd)
	if g.IntN(2) == 0 {
		return maintenance, daily(maintenanceEnd+gap) + "-" + daily(maintenanceEnd+gap+snapshotLength)
	}
	return maintenance, daily(start-gap-snapshotLength) + "-" + daily(start-gap)
}

func (g generator) parameters() map[string]string {
	name := pick(g, "maxmemory-policy", "timeout", "tcp-keepalive", "databases", "activedefrag", "activerehashing",
		"reserved-memory-percent", "notify-keyspace-events",
		"min-replicas-to-write", "cluster-enabled", "rename-commands", "acl-pubsub-default", "hash-max-listpack-entries",
		"Timeout", "maxmemory")
	value := pick(g, "", "0", "1", "19", "20", "100", "yes", "no", "-1", "1.5", "Ex", "Q", "volatile-lru",
		"allkeys-lru", "9223372036854775808", "resetchannels")
	return map[string]string{name: value}
}

// tags are n tags, one of which is near a limit of its own.
func (g generator) tags(n int) map[string]string {
	edges := []map[string]string{
		{g.letters(128): "x"}, {g.letters(129): "x"}, {"Long": g.letters(256)}, {"Long": g.letters(257)},
		{strings.Repeat("é", 128): strings.Repeat("é", 256)},
		{"AWS:x": "x"}, {"awsx": "x"}, {"": "x"}, {"Empty": ""}, {"Sign": "a_.:/=+-@b c"}, {"Sign": "a;b"}, {"a*b": "x"},
		{"Two\nlines": "x"},
	}
	tags := maps.Clone(pick(g, edges...))
	for i := len(tags); i < n; i++ {
		tags[fmt.Sprintf("Tag%d", i)] = "x"
	}
	return tags
}
