package stacks_test

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"
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
	taken := map[string]bool{}
	take := func(kind, name string) {
		r.refuse(taken[kind+" "+name], "%s %s exists already", kind, name)
		taken[kind+" "+name] = true
	}
	for _, e := range environments {
		r.environment(e)
		names := e.Project + "-" + e.Name
		take("stack", e.Name)
		// Dashboards are global, topics, keys, alarms and groups are of a region, names of log groups hold all parts.
		take("dashboard", names+"-redis")
		if e.State.Bucket != "" {
			take("state", e.State.Bucket+"/"+cmp.Or(e.State.Key, e.Project+"/redis-"+e.Name+"/terraform.tfstate"))
		}
		for _, p := range e.Groups {
			id := names + "-" + cmp.Or(p.Name, "redis")
			take("replication group of "+e.Region, id)
			for _, alarm := range elasticache.AlarmNames() {
				take("alarm of "+e.Region, id+"-"+alarm)
			}
		}
	}
	return r
}

func (r *rules) environment(e stacks.Environment) {
	r.refuse(!slices.Contains(regions, e.Region), "no region %q", e.Region)
	if n := e.Network; n.VPCID != "" || n.PrivateSubnetIDs != nil || n.ECSSecurityGroupID != "" {
		r.refuse(!resourceID("vpc", n.VPCID), "no VPC %q", n.VPCID)
		r.refuse(len(n.PrivateSubnetIDs) == 0, "a subnet group has a subnet")
		for i, id := range n.PrivateSubnetIDs {
			r.refuse(!resourceID("subnet", id) || slices.Contains(n.PrivateSubnetIDs[:i], id), "no new subnet %q", id)
		}
		r.refuse(!resourceID("sg", n.ECSSecurityGroupID), "no security group %q", n.ECSSecurityGroupID)
		r.refuse(n.RemoteStateKey != "", "the network is literal or in a state")
	} else if n.RemoteStateBucket != "" || n.RemoteStateKey != "" || n.RemoteStateRegion != "" {
		r.object(n.RemoteStateBucket, n.RemoteStateKey)
		r.refuse(n.RemoteStateKey == "", "a state has a key")
		r.refuse(!slices.Contains(append(regions, ""), n.RemoteStateRegion), "no region %q", n.RemoteStateRegion)
	}
	if s := e.State; s != (stacks.State{}) {
		r.object(s.Bucket, cmp.Or(s.Key, "default"))
		r.refuse(!slices.Contains(append(regions, ""), s.Region), "no region %q", s.Region)
	}
	for i, email := range e.Notifications.Emails {
		local, domain, _ := strings.Cut(email, "@")
		r.refuse(local == "" || !strings.Contains(domain, ".") || strings.ContainsAny(email, " \n"), "no e-mail address %q",
			email)
		r.refuse(slices.Contains(e.Notifications.Emails[:i], email), "%s is subscribed already", email)
	}
	for i, role := range e.ReaderRoleNames {
		r.refuse(role == "" || len(role) > 64 || strings.Trim(role, letters+"+=,.@-_") != "", "no role %q", role)
		r.refuse(slices.Contains(e.ReaderRoleNames[:i], role), "role %s has the policy already", role)
	}
	_, err := time.Parse("2006-01-02", e.TokenDate)
	r.refuse(err != nil, "no date %q", e.TokenDate)
	_, err = time.Parse("2006-01-02", cmp.Or(e.RotationEndedFor, e.TokenDate))
	r.refuse(err != nil || e.RotationEndedFor > e.TokenDate, "no date of the past %q", e.RotationEndedFor)

	r.refuse(len(e.Groups) == 0, "nothing to deploy")
	urls := map[elasticache.SSMParameter]bool{}
	for _, p := range e.Groups {
		for _, url := range p.URLNames() {
			r.refuse(urls[url], "parameter %s exists already", url)
			urls[url] = true
		}
		r.group(e, p)
	}
}

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

// regions are of the partition aws, of which the test has some.
var regions = []string{"eu-west-1", "eu-west-2", "mx-central-1"}

// resourceID: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html
func resourceID(kind, id string) bool {
	hex, ok := strings.CutPrefix(id, kind+"-")
	return ok && (len(hex) == 8 || len(hex) == 17) && strings.Trim(hex, "0123456789abcdef") == ""
}

// object: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html and object-keys.html; Terraform
// takes no slash around a key.
func (r *rules) object(bucket, key string) {
	_, err := netip.ParseAddr(bucket)
	r.refuse(len(bucket) < 3 || len(bucket) > 63 ||
		strings.Trim(bucket, "abcdefghijklmnopqrstuvwxyz0123456789.-") != "" || strings.Trim(bucket, ".-") != bucket ||
		strings.Contains(bucket, "..") || err == nil || strings.HasPrefix(bucket, "xn--") ||
		strings.HasSuffix(bucket, "-s3alias"), "no bucket %q", bucket)
	r.refuse(len(key) > 1024 || strings.Trim(key, "/") != key, "no object %q", key)
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
	id := e.Project + "-" + e.Name + "-" + cmp.Or(p.Name, "redis")
	r.refuse(len(id) > 40 || strings.Trim(id, letters+"-") != "" || strings.Contains(id, "--") ||
		strings.HasSuffix(id, "-") || !unicode.IsLetter(rune(id[0])), "no replication group %q", id)
	// A name has three parts, and no part is empty. ElastiCache makes names lower-case, other services do not.
	r.refuse(e.Project == "" || e.Name == "" || strings.ToLower(id) != id, "no name in lower case %q", id)
	r.refuse(strings.HasPrefix(id, "aws") || strings.HasPrefix(id, "ssm") || strings.HasPrefix(id, "sg-"),
		"reserved name %q", id)
}

// shape: the API reference as above, and https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheNodes.SupportedTypes.html
func (r *rules) shape(e stacks.Environment, p elasticache.GroupProps) {
	shards := cmp.Or(p.Shards, 1)
	r.refuse(shards < 1 || p.Replicas < 0 || p.Replicas > 5 || shards*(1+p.Replicas) > 500,
		"no group of %d shards with %d replicas", shards, p.Replicas)
	r.refuse(!p.ClusterMode && shards != 1, "shards without cluster mode")
	subnets := len(e.Network.PrivateSubnetIDs)
	r.refuse(p.Replicas > 0 && !p.DisableMultiAZ && subnets == 1, "Multi-AZ in one subnet")
	port := cmp.Or(p.Port, 6379)
	r.refuse(port < 1 || port > 65535, "no port %d", port)
	// A worker of Celery does not start on a group in cluster mode.
	r.refuse(p.ClusterMode && p.Role != elasticache.Cache, "Celery in cluster mode")
	r.refuse(!slices.Contains([]elasticache.Role{"", elasticache.Shared, elasticache.Broker, elasticache.Cache}, p.Role),
		"no role %q", p.Role)
	r.refuse(!slices.Contains([]string{"", "5.0.6", "6.0", "6.2", "6.x", "7.0", "7.1"}, p.EngineVersion), "no version %q",
		p.EngineVersion)
	// The generator's node types, of which m1 runs no Redis of today.
	r.refuse(!slices.Contains([]string{"", "cache.t4g.micro", "cache.t2.micro", "cache.r6gd.xlarge", "cache.r7g.16xlarge",
		"cache.m5.24xlarge", "cache.m7g.large", "cache.r6g.xlarge"}, p.NodeType), "no node type %q", p.NodeType)
	for name, id := range p.ClientSecurityGroupIDs {
		r.refuse(!resourceID("sg", id) || id == e.Network.ECSSecurityGroupID, "no new security group %q", id)
		// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpRange.html
		r.refuse(len("Redis from "+name) > 255, "a rule's description of more than 255 characters")
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
	}
	for i, arn := range p.SnapshotARNs {
		path, ok := strings.CutPrefix(arn, "arn:aws:s3:::")
		_, key, _ := strings.Cut(path, "/")
		r.refuse(!ok || key == "" || strings.Contains(arn, ",") || slices.Contains(p.SnapshotARNs[:i], arn),
			"no new RDB file %q", arn)
	}
	name := strings.TrimPrefix(p.SnapshotName, "automatic.")
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
	r.topics(e, actions)
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
		"maxmemory-policy":          strings.HasSuffix(value, "-lru"),
		"timeout":                   number == 0 && err == nil || from(20, 1<<62),
		"tcp-keepalive":             from(0, 1<<62),
		"databases":                 from(1, 10000),
		"activedefrag":              yesNo,
		"activerehashing":           yesNo && p.EngineVersion == "6.2",
		"reserved-memory-percent":   from(0, 100),
		"notify-keyspace-events":    strings.Trim(value, "KEg$lshzxeAtdmn") == "",
		"slowlog-max-len":           from(0, 1<<62),
		"min-replicas-to-write":     from(0, 1<<62),
		"acl-pubsub-default":        value == "resetchannels" || value == "allchannels",
		"hash-max-listpack-entries": from(0, 1<<62) && p.EngineVersion != "6.2",
	}[name]
	r.refuse(!ok, "no parameter %s %q", name, value)
}
