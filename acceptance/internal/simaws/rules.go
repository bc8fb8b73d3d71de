package simaws

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var (
	groupID      = regexp.MustCompile(`^[a-z](-?[a-z0-9])*$`)
	token        = regexp.MustCompile(`^[A-Za-z0-9!&#$^<>-]{16,128}$`)
	nodeType     = regexp.MustCompile(`^cache\.[a-z0-9]+\.[a-z0-9]+$`)
	snapshotTime = regexp.MustCompile(`^(\d\d):(\d\d)-(\d\d):(\d\d)$`)
	maintenance  = regexp.MustCompile(
		`^(mon|tue|wed|thu|fri|sat|sun):(\d\d):(\d\d)-(mon|tue|wed|thu|fri|sat|sun):(\d\d):(\d\d)$`,
	)
	days = []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}
)

// checkCreate makes the checks that only a new group needs.
func (e *elastiCache) checkCreate(g *replicationGroup, values url.Values) *fault {
	_, subnetGroupErr := e.findSubnetGroup(values)
	snapshot := values.Get("SnapshotName")
	switch {
	case e.groups[g.id] != nil:
		return invalid("ReplicationGroupAlreadyExists", "Replication group %s already exists.", g.id)
	case !groupID.MatchString(g.id) || len(g.id) > 40:
		return invalid("InvalidParameterValue", "The parameter ReplicationGroupId is not a valid identifier: %s", g.id)
	case subnetGroupErr != nil:
		return subnetGroupErr
	case snapshot != "" && !e.snapshots[snapshot]:
		return invalid("SnapshotNotFoundFault", "Snapshot %s not found", snapshot)
	case values.Has("NumNodeGroups") && values.Has("NumCacheClusters"):
		return invalid("InvalidParameterCombination", "NumNodeGroups and NumCacheClusters exclude each other")
	case strings.HasPrefix(values.Get("CacheNodeType"), "cache.t2."):
		return invalid("InvalidParameterValue", "T2 nodes can't be created any more: %s", values.Get("CacheNodeType"))
	case len(g.tokens) > 0 && !g.inTransit:
		return invalid("InvalidParameterCombination", "an AUTH token needs encryption in transit")
	case g.userGroup != "" && (len(g.tokens) > 0 || !g.inTransit):
		return invalid("InvalidParameterCombination", "users need encryption in transit, and no AUTH token beside them")
	case g.kmsKey != "" && !g.atRest:
		return invalid("InvalidParameterCombination", "a KMS key needs encryption at rest")
	}
	if g.userGroup != "" {
		if _, err := e.findUserGroup(g.userGroup); err != nil {
			return err
		}
	}
	if len(g.tokens) > 0 {
		if err := checkToken(g.tokens[0]); err != nil {
			return err
		}
	}
	if err := e.checkZones(g); err != nil {
		return err
	}
	return e.checkKey(g.kmsKey)
}

// checkZones checks the zones that a new group is to be in.
func (e *elastiCache) checkZones(g *replicationGroup) *fault {
	if nodes := g.shards * (g.replicas + 1); len(g.zones) > 0 && len(g.zones) != nodes {
		return invalid("InvalidParameterValue", "%d availability zones for %d nodes", len(g.zones), nodes)
	}
	for _, zone := range g.zones {
		inZone := func(s subnet) bool { return s.Zone == zone }
		if !slices.ContainsFunc(e.subnetGroups[g.subnetGroup].Subnets, inZone) {
			return invalid("InvalidParameterCombination", "%s has no subnet in %s", g.subnetGroup, zone)
		}
	}
	return nil
}

func checkToken(value string) *fault {
	if !token.MatchString(value) {
		return invalid("InvalidParameterValue", "Invalid AuthToken provided.") // the value stays secret
	}
	return nil
}

func (e *elastiCache) checkKey(arn string) *fault {
	if arn == "" {
		return nil
	}
	err := e.account.askJSON(
		"kms",
		"TrentService.DescribeKey",
		fmt.Sprintf(`{"KeyId":%q}`, arn),
		func([]byte) error { return nil },
	)
	if err != nil {
		return invalid("InvalidKMSKeyFault", "%s", err)
	}
	return nil
}

// check makes the checks that every group must pass, new or changed.
func (e *elastiCache) check(g *replicationGroup) *fault {
	parameters := e.parameterGroups[g.later.parameterGroup]
	if parameters == nil {
		return invalid("CacheParameterGroupNotFound", "CacheParameterGroup %s not found.", g.later.parameterGroup)
	}
	if err := g.later.checkEngine(parameters.Family); err != nil {
		return err
	}
	switch {
	case g.clusterMode != (parameters.parameters["cluster-enabled"] == "yes"):
		return invalid(
			"InvalidParameterCombination",
			"cluster-enabled of %s is at odds with the cluster mode",
			parameters.Name,
		)
	case !nodeType.MatchString(g.later.nodeType):
		return invalid("InvalidParameterValue", "Invalid Cache Node Type: %s", g.later.nodeType)
	case g.later.multiAZ && !g.later.failover:
		return invalid("InvalidParameterCombination", "Multi-AZ needs automatic failover")
	case g.now.failover && !g.clusterMode && g.replicas == 0:
		return invalid("InvalidParameterCombination", "automatic failover needs a replica")
	case g.later.multiAZ && g.replicas == 0:
		return invalid("InvalidParameterCombination", "Multi-AZ needs a replica")
	case g.clusterMode && !g.later.failover:
		return invalid(
			"InvalidParameterCombination",
			"Redis with cluster mode enabled cannot be created with auto failover turned off.",
		)
	case g.networkType != "dual_stack" && g.ipDiscovery != g.networkType:
		return invalid("InvalidParameterCombination", "IP discovery %s on a network of %s", g.ipDiscovery, g.networkType)
	case g.replicas > 5:
		return invalid("InvalidParameterValue", "%d replicas, and at most 5 are allowed", g.replicas)
	case g.shards > 500 || g.shards*(g.replicas+1) > 500:
		return invalid("NodeQuotaForClusterExceeded", "%d shards of %d nodes", g.shards, g.replicas+1)
	case g.retention < 0 || g.retention > 35:
		return invalid("InvalidParameterValue", "SnapshotRetentionLimit %d is not within 0 and 35", g.retention)
	case strings.HasPrefix(g.later.nodeType, "cache.t1.") && g.retention > 0:
		return invalid("InvalidParameterCombination", "%s takes no snapshots", g.later.nodeType)
	}
	if err := checkWindows(g.maintenanceWindow, g.snapshotWindow); err != nil {
		return err
	}
	return e.checkNeighbours(g)
}

// checkNeighbours checks that what the group refers to in other services is there.
func (e *elastiCache) checkNeighbours(g *replicationGroup) *fault {
	groups := url.Values{"Action": {"DescribeSecurityGroups"}}
	for i, id := range g.securityGroups {
		groups.Set("GroupId."+strconv.Itoa(i+1), id)
	}
	var found struct {
		VPCs []string `xml:"securityGroupInfo>item>vpcId"`
	}
	if err := e.account.ask("ec2", groups, &found); err != nil {
		return invalid("InvalidParameterValue", "%s", err)
	}
	vpc := e.subnetGroups[g.subnetGroup].VPC
	if slices.ContainsFunc(found.VPCs, func(other string) bool { return other != vpc }) {
		return invalid("InvalidParameterCombination", "the security groups are not all in %s", vpc)
	}
	if g.topic != "" {
		var topic struct {
			Entries []struct {
				Key   string `xml:"key"`
				Value string `xml:"value"`
			} `xml:"GetTopicAttributesResult>Attributes>entry"`
		}
		if err := e.account.ask("sns", url.Values{"Action": {"GetTopicAttributes"}, "TopicArn": {g.topic}},
			&topic); err != nil {
			return invalid("InvalidParameterValue", "%s", err)
		}
		for _, entry := range topic.Entries {
			if entry.Key == "KmsMasterKeyId" && entry.Value != "" {
				return invalid("InvalidParameterValue", "ElastiCache can't publish to the encrypted topic %s", g.topic)
			}
		}
	}
	return e.checkLogs(g.logs)
}

func (e *elastiCache) checkLogs(logs []logDelivery) *fault {
	seen := map[string]bool{}
	for _, d := range logs {
		if seen[d.LogGroup] {
			return invalid("InvalidParameterValue", "two logs go to %s", d.LogGroup)
		}
		seen[d.LogGroup] = true
		var isThere bool
		err := e.account.askJSON(
			"logs",
			"Logs_20140328.DescribeLogGroups",
			fmt.Sprintf(`{"logGroupNamePrefix":%q}`, d.LogGroup),
			func(body []byte) error {
				isThere = strings.Contains(string(body), strconv.Quote(d.LogGroup))
				return nil
			},
		)
		if err != nil || !isThere {
			return invalid("InvalidParameterValue", "no log group %s (%v)", d.LogGroup, err)
		}
	}
	return nil
}

// checkWindows compares minutes of the week, in which a snapshot window comes seven times.
func checkWindows(maintenanceWindow, snapshotWindow string) *fault {
	m := maintenance.FindStringSubmatch(maintenanceWindow)
	s := snapshotTime.FindStringSubmatch(snapshotWindow)
	if m == nil || s == nil {
		return invalid(
			"InvalidParameterValue",
			"malformed window: maintenance %q, snapshot %q",
			maintenanceWindow,
			snapshotWindow,
		)
	}
	const day, week = 24 * 60, 7 * 24 * 60
	from := slices.Index(days, m[1])*day + clock(m[2], m[3])
	length := (slices.Index(days, m[4])*day + clock(m[5], m[6]) - from + week) % week
	snapshotFrom := clock(s[1], s[2])
	snapshotLength := (clock(s[3], s[4]) - snapshotFrom + day) % day
	if length < 60 || snapshotLength < 60 {
		return invalid(
			"InvalidParameterValue",
			"a window is shorter than 60 minutes: %s, %s",
			maintenanceWindow,
			snapshotWindow,
		)
	}
	for minute := from; minute < from+length; minute++ {
		if (minute%day-snapshotFrom+day)%day < snapshotLength {
			return invalid(
				"InvalidParameterCombination",
				"The snapshot window %s and maintenance window %s must not overlap.",
				snapshotWindow,
				maintenanceWindow,
			)
		}
	}
	return nil
}

func clock(hours, minutes string) int {
	h, _ := strconv.Atoi(hours)
	m, _ := strconv.Atoi(minutes)
	return h*60 + m
}
