package stacks_test

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
	"github.com/paperwurks/elasticache-redis/stacks"
)

// rules collects what AWS would refuse. They are written from AWS's documentation and share no code with Validate.
type rules []string

func (r *rules) refuse(when bool, format string, args ...any) {
	if when {
		*r = append(*r, fmt.Sprintf(format, args...))
	}
}

func brokenRules(environments []stacks.Environment) []string {
	var r rules
	r.refuse(len(environments) == 0, "nothing to deploy")
	var names taken
	networks := map[string]bool{}
	for _, e := range environments {
		networks[e.Network.RemoteStateBucket+"/"+e.Network.RemoteStateKey] = true
	}
	for _, e := range environments {
		r.environment(e)
		prefix := e.Project + "-" + e.Name
		names.take(&r, "stack", e.Name, stacks.Environment{})
		// Dashboards are global, topics, keys, alarms and groups are of a region, names of log groups hold all parts.
		names.take(&r, "dashboard", prefix+"-redis", stacks.Environment{Account: e.Account})
		if e.State.Bucket != "" {
			state := e.State.Bucket + "/" + cmp.Or(e.State.Key, e.Project+"/redis-"+e.Name+"/terraform.tfstate")
			names.take(&r, "state", state, stacks.Environment{})
			r.refuse(networks[state], "the state %s has a network in it", state)
		}
		region := stacks.Environment{Account: e.Account, Region: e.Region}
		for _, p := range e.Groups {
			id := cmp.Or(p.ID, prefix+"-"+cmp.Or(p.Name, "redis"))
			names.take(&r, "replication group", id, region)
			if p.ExistingSubnetGroupName == "" {
				names.take(&r, "subnet group", cmp.Or(p.SubnetGroupName, id), region)
			}
			if !p.DisableSecurityGroup {
				names.take(&r, "security group", cmp.Or(p.SecurityGroupName, id), e)
			}
			for _, alarm := range p.AlarmNames() {
				names.take(&r, "alarm", id+"-"+alarm, region)
			}
			for _, queue := range p.QueueNames {
				if !p.DisableURLs {
					names.take(&r, "alarm", id+"-queue-length-high-"+queue, region)
				}
			}
		}
	}
	return r
}

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

// regions are of the partition aws, of which the test has some.
var regions = []string{"eu-west-1", "eu-west-2", "mx-central-1", "us-east-1", "us-west-2", "ap-southeast-7",
	"ap-northeast-3", "me-south-1", "ca-west-1"}

// resourceID: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html
func resourceID(kind, id string) bool {
	hex, ok := strings.CutPrefix(id, kind+"-")
	return ok && (len(hex) == 8 || len(hex) == 17) && strings.Trim(hex, "0123456789abcdef") == ""
}

// securityGroup may be of a peer's account:
// https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html
func securityGroup(id string) bool {
	if peer, group, ok := strings.Cut(id, "/"); ok && accountID(peer) {
		id = group
	}
	return resourceID("sg", id)
}

// topics: https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html
func (r *rules) topics(e stacks.Environment, arns []string) {
	for i, arn := range arns {
		part := strings.Split(arn, ":")
		ok := len(part) == 6 && part[0] == "arn" && part[1] == "aws" && part[2] == "sns" && part[3] == e.Region &&
			accountID(part[4]) &&
			part[5] != "" && len(part[5]) <= 256 && strings.Trim(part[5], letters+"-_") == ""
		r.refuse(!ok || slices.Contains(arns[:i], arn), "no new topic of the region %q", arn)
	}
}

func accountID(s string) bool { return len(s) == 12 && strings.Trim(s, "0123456789") == "" }

func (r *rules) group(e stacks.Environment, p elasticache.GroupProps) {
	r.names(e, p)
	r.shape(e, p)
	r.place(e, p)
	r.times(p)
	r.arns(e, p)
	r.alarms(e, p)
	r.tags(e, p)
	for name, value := range p.Parameters {
		r.parameter(p, name, value)
	}
}

// names: https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html, and of SSM's
// parameters and EC2's security groups.
func (r *rules) names(e stacks.Environment, p elasticache.GroupProps) {
	parts := e.Project + "-" + e.Name + "-" + cmp.Or(p.Name, "redis")
	id := cmp.Or(p.ID, parts)
	r.refuse(len(id) > 40 || strings.Trim(id, letters+"-") != "" || strings.Contains(id, "--") ||
		strings.HasSuffix(id, "-") || !unicode.IsLetter(rune(id[0])), "no replication group %q", id)
	// A name has three parts, and no part is empty. ElastiCache makes names lower-case, other services do not.
	r.refuse(e.Project == "" || e.Name == "" || strings.ToLower(id+parts) != id+parts,
		"no name in lower case %q", parts)
	r.refuse(strings.HasPrefix(parts, "aws") || strings.HasPrefix(parts, "ssm") || strings.HasPrefix(parts, "sg-"),
		"reserved name %q", parts)
	r.refuse(strings.HasPrefix(cmp.Or(p.SecurityGroupName, id), "sg-") && !p.DisableSecurityGroup,
		"reserved name of a security group")
	// The longest name is the key's alias of 256 characters, or the dashboard's of 255.
	r.refuse(len(parts) > 240, "names of more than 255 characters")
}

// shape: the API reference as above, and https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheNodes.SupportedTypes.html
func (r *rules) shape(e stacks.Environment, p elasticache.GroupProps) {
	shards := cmp.Or(p.Shards, 1)
	r.refuse(shards < 1 || p.Replicas < 0 || p.Replicas > 5 || shards*(1+p.Replicas) > 500,
		"no group of %d shards with %d replicas", shards, p.Replicas)
	r.refuse(!p.ClusterMode && shards != 1, "shards without cluster mode")
	port := cmp.Or(p.Port, 6379)
	r.refuse(port < 1 || port > 65535, "no port %d", port)
	// A worker of Celery does not start on a group in cluster mode.
	r.refuse(p.ClusterMode && p.Role != elasticache.Cache, "Celery in cluster mode")
	r.refuse(!slices.Contains([]elasticache.Role{"", elasticache.Shared, elasticache.Broker, elasticache.Cache}, p.Role),
		"no role %q", p.Role)
	// https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/engine-versions.html, of the generator's versions.
	versions := map[elasticache.Engine][]string{
		elasticache.RedisOSS: {"", "5.0.6", "6.0", "6.2", "6.x", "7.0", "7.1"},
		elasticache.Valkey:   {"", "7.2", "8.0", "8.1", "8.2", "9.0", "9.1"},
	}
	r.refuse(!slices.Contains(versions[cmp.Or(p.Engine, elasticache.RedisOSS)], p.EngineVersion), "no version %q of %q",
		p.EngineVersion, p.Engine)
	r.refuse(strings.HasPrefix(p.NodeType, "cache.t2.") && p.ID == "", "no new T2 nodes")
	// The generator's node types, of which m1 runs no Redis of today.
	r.refuse(!slices.Contains([]string{"", "cache.t4g.micro", "cache.t2.micro", "cache.r6gd.xlarge", "cache.r7g.16xlarge",
		"cache.m5.24xlarge", "cache.m7g.large", "cache.r6g.xlarge", "cache.t3.small", "cache.c7gn.16xlarge",
		"cache.m4.10xlarge"}, p.NodeType), "no node type %q", p.NodeType)
	for name, id := range p.ClientSecurityGroupIDs {
		r.refuse(p.DisableSecurityGroup, "clients of a security group that is not there")
		r.refuse(!securityGroup(id) || id == e.Network.ECSSecurityGroupID, "no new security group %q", id)
		// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpRange.html
		engine := map[bool]string{false: "Redis", true: "Valkey"}[p.Engine == elasticache.Valkey]
		r.refuse(len(engine+" from "+name) > 255, "a rule's description of more than 255 characters")
	}
}

// arns: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html and
// https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id
func (r *rules) arns(e stacks.Environment, p elasticache.GroupProps) {
	for _, arn := range []string{p.KMSKeyARN, p.LogKMSKeyARN, p.SSMKMSKeyARN} {
		part := strings.Split(arn, ":")
		ok := len(part) == 6 && part[2] == "kms" && part[3] == e.Region && accountID(part[4])
		id, isKey := strings.CutPrefix(part[len(part)-1], "key/")
		multi, isMulti := strings.CutPrefix(id, "mrk-")
		r.refuse(arn != "" && (!ok || !isKey || isMulti && len(multi) != 32 || !isMulti && len(id) != 36),
			"no key of the region %q", arn)
	}
	if p.NotificationTopicARN != "" {
		r.topics(e, []string{p.NotificationTopicARN})
		r.refuse(e.Account != "" && !strings.Contains(p.NotificationTopicARN, ":"+e.Account+":"), "another owner's topic")
	}
	for i, arn := range p.SnapshotARNs {
		path, ok := strings.CutPrefix(arn, "arn:aws:s3:::")
		_, key, _ := strings.Cut(path, "/")
		r.refuse(!ok || key == "" || !strings.HasSuffix(key, ".rdb") ||
			strings.Contains(arn, ",") || slices.Contains(p.SnapshotARNs[:i], arn),
			"no new RDB file %q", arn)
	}
	name, isAutomatic := strings.CutPrefix(p.SnapshotName, "automatic.")
	r.refuse(!isAutomatic && len(name) > 40 || len(p.SnapshotName) > 71, "no snapshot's name %q", p.SnapshotName)
	r.refuse(name != "" && (!unicode.IsLetter(rune(name[0])) || strings.Trim(name, letters+"-") != "" ||
		name == p.SnapshotName && (strings.Contains(name, "--") || strings.HasSuffix(name, "-"))),
		"no snapshot %q", p.SnapshotName)
	r.refuse(p.SnapshotName != "" && p.SnapshotARNs != nil, "two sources")
}

// alarms: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
func (r *rules) alarms(e stacks.Environment, p elasticache.GroupProps) {
	r.refuse(p.AlarmPeriodSeconds != 0 && p.AlarmPeriodSeconds != 10 &&
		(p.AlarmPeriodSeconds < 60 || p.AlarmPeriodSeconds%60 > 0), "no period of %d", p.AlarmPeriodSeconds)
	// The composite alarm tells the alarm topic and all of these.
	actions := slices.Concat(p.AlarmActionARNs, p.PageActionARNs, e.Notifications.PageTopicARNs)
	// Besides topics, the generator's other actions.
	others := []string{"arn:aws:lambda:" + e.Region + ":123456789012:function:page:$LATEST",
		"arn:aws:ssm:" + e.Region + ":123456789012:opsitem:1#CATEGORY=Availability",
		"arn:aws:ssm-incidents::123456789012:response-plan/redis"}
	r.topics(e, slices.DeleteFunc(slices.Clone(actions), func(arn string) bool { return slices.Contains(others, arn) }))
	for i, queue := range p.QueueNames {
		name := cmp.Or(p.ID, e.Project+"-"+e.Name+"-"+cmp.Or(p.Name, "redis")) + "-queue-length-high-" + queue
		r.refuse(queue == "" || len(name) > 255 || slices.Contains(p.QueueNames[:i], queue), "no new alarm %q", name)
	}
	r.refuse(len(actions) > 4, "an alarm has five actions, of which one is the alarm topic")
}

// tags: https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html; three tags and the
// environment's are on every resource.
func (r *rules) tags(e stacks.Environment, p elasticache.GroupProps) {
	all := map[string]string{"Project": e.Project, "Environment": e.Name, "ManagedBy": "cdktf"}
	for _, tags := range []map[string]string{e.Tags, p.Tags} {
		for key, value := range tags {
			all[key] = value
			r.refuse(key == "" || len([]rune(key)) > 128 || len([]rune(value)) > 256, "no tag %q %q", key, value)
			r.refuse(strings.HasPrefix(strings.ToLower(key), "aws:"), "reserved tag %q", key)
			allowed := func(c rune) bool {
				return unicode.IsLetter(c) || unicode.IsNumber(c) || c == ' ' || strings.ContainsRune("_.:/=+-@", c)
			}
			r.refuse(strings.TrimFunc(key+value, allowed) != "", "no tag %q %q", key, value)
		}
	}
	r.refuse(len(all) > 50, "%d tags", len(all))
}

// parameter: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/ParameterGroups.Engine.html, of the generator's names.
func (r *rules) parameter(p elasticache.GroupProps, name, value string) {
	number, err := strconv.ParseInt(value, 10, 64)
	from := func(low, high int64) bool { return err == nil && low <= number && number <= high }
	yesNo := value == "yes" || value == "no"
	ok := map[string]bool{
		"maxmemory-policy":          strings.HasSuffix(value, "-lru") || value == "noeviction",
		"timeout":                   number == 0 && err == nil || from(20, 1<<62),
		"tcp-keepalive":             from(0, 1<<62),
		"databases":                 from(1, 10000),
		"activedefrag":              yesNo,
		"activerehashing":           yesNo && p.EngineVersion == "6.2",
		"reserved-memory-percent":   from(0, 100),
		"notify-keyspace-events":    strings.Trim(value, "KEg$lshzxeAtdmn") == "",
		"slowlog-max-len":           from(0, 1<<62),
		"slowlog-log-slower-than":   from(-1, 1<<62),
		"min-replicas-to-write":     from(0, 1<<62),
		"acl-pubsub-default":        value == "resetchannels" || value == "allchannels",
		"hash-max-listpack-entries": from(0, 1<<62) && p.EngineVersion != "6.2",
	}[name]
	r.refuse(!ok, "no parameter %s %q", name, value)
}
