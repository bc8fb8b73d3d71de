package simaws

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// replicationGroup is a replication group as ElastiCache keeps it.
type replicationGroup struct {
	id, description, subnetGroup, snapshotWindow, maintenanceWindow, topic, kmsKey string
	networkType, ipDiscovery                                                       string
	port, retention, shards, replicas                                              int
	clusterMode, autoMinorVersionUpgrade, atRest, inTransit                        bool
	securityGroups, zones                                                          []string
	logs                                                                           []logDelivery
	// tokens are the AUTH tokens that work, the newest last.
	tokens []string
	// userGroup has the group's users; "" is a group with a token.
	userGroup string
	// hasData says that clients wrote into the group; a group that replaces it is empty.
	hasData bool
	// now is in force; later is in force from the next maintenance window on.
	now, later settings
}

// settings are those that a change without ApplyImmediately leaves to the maintenance window.
type settings struct {
	nodeType, engine, engineVersion, parameterGroup string
	failover, multiAZ                               bool
}

type logDelivery struct {
	Type            string `xml:"LogType"`
	Format          string `xml:"LogFormat"`
	DestinationType string
	LogGroup        string `xml:"DestinationDetails>CloudWatchLogsDetails>LogGroup"`
	Status          string
}

func (e *elastiCache) createReplicationGroup(values url.Values) (any, *fault) {
	g := &replicationGroup{
		id:                      strings.ToLower(values.Get("ReplicationGroupId")),
		clusterMode:             values.Has("NumNodeGroups"),
		shards:                  max(1, number(values, "NumNodeGroups")),
		replicas:                max(number(values, "ReplicasPerNodeGroup"), number(values, "NumCacheClusters")-1),
		subnetGroup:             values.Get("CacheSubnetGroupName"),
		port:                    number(values, "Port"),
		kmsKey:                  values.Get("KmsKeyId"),
		zones:                   list(values, "PreferredCacheClusterAZs.AvailabilityZone"),
		networkType:             cmp.Or(values.Get("NetworkType"), "ipv4"),
		ipDiscovery:             "ipv4",
		atRest:                  values.Get("AtRestEncryptionEnabled") == "true",
		inTransit:               values.Get("TransitEncryptionEnabled") == "true",
		autoMinorVersionUpgrade: values.Get("AutoMinorVersionUpgrade") != "false",
		later:                   settings{engine: "redis"},
	}
	if g.networkType == "ipv6" {
		g.ipDiscovery = "ipv6"
	}
	if values.Has("AuthToken") {
		g.tokens = []string{values.Get("AuthToken")}
	}
	if groups := list(values, "UserGroupIds.member"); len(groups) > 0 {
		g.userGroup = groups[0]
	}
	if err := e.checkCreate(g, values); err != nil {
		return nil, err
	}
	g.modify(values)
	g.now = g.later
	if err := e.check(g); err != nil {
		return nil, err
	}
	e.groups[g.id] = g
	return describedGroup{e.describe(g)}, e.tagNew(e.arn("replicationgroup", g.id), values)
}

// modify takes over what a call says about settings that can change in place.
func (g *replicationGroup) modify(values url.Values) {
	for key, field := range map[string]*string{
		"ReplicationGroupDescription": &g.description,
		"SnapshotWindow":              &g.snapshotWindow,
		"PreferredMaintenanceWindow":  &g.maintenanceWindow,
		"NotificationTopicArn":        &g.topic,
		"IpDiscovery":                 &g.ipDiscovery,
		"CacheNodeType":               &g.later.nodeType,
		"Engine":                      &g.later.engine,
		"EngineVersion":               &g.later.engineVersion,
		"CacheParameterGroupName":     &g.later.parameterGroup,
	} {
		*field = cmp.Or(values.Get(key), *field)
	}
	for key, field := range map[string]*bool{
		"AutomaticFailoverEnabled": &g.later.failover,
		"MultiAZEnabled":           &g.later.multiAZ,
		"AutoMinorVersionUpgrade":  &g.autoMinorVersionUpgrade,
	} {
		if values.Has(key) {
			*field = values.Get(key) == "true"
		}
	}
	if values.Has("SnapshotRetentionLimit") {
		g.retention = number(values, "SnapshotRetentionLimit")
	}
	if ids := list(values, "SecurityGroupIds.SecurityGroupId"); ids != nil {
		g.securityGroups = ids
	}
	for _, delivery := range logDeliveries(values) {
		g.logs = slices.DeleteFunc(g.logs, func(d logDelivery) bool { return d.Type == delivery.Type })
		if delivery.LogGroup != "" {
			g.logs = append(g.logs, delivery)
		}
	}
}

func logDeliveries(values url.Values) []logDelivery {
	var deliveries []logDelivery
	for i := 1; ; i++ {
		prefix := fmt.Sprintf("LogDeliveryConfigurations.LogDeliveryConfigurationRequest.%d.", i)
		if !values.Has(prefix + "LogType") {
			return deliveries
		}
		deliveries = append(deliveries, logDelivery{
			values.Get(prefix + "LogType"), values.Get(prefix + "LogFormat"), values.Get(prefix + "DestinationType"),
			values.Get(prefix + "DestinationDetails.CloudWatchLogsDetails.LogGroup"), "active",
		})
	}
}

func number(values url.Values, key string) int {
	n, _ := strconv.Atoi(values.Get(key)) // 0 where it is missing
	return n
}

func (e *elastiCache) findGroup(values url.Values) (*replicationGroup, *fault) {
	id := strings.ToLower(values.Get("ReplicationGroupId"))
	if g := e.groups[id]; g != nil {
		return g, nil
	}
	return nil, invalid("ReplicationGroupNotFoundFault", "ReplicationGroup %s not found.", id)
}

func (e *elastiCache) modifyReplicationGroup(values url.Values) (any, *fault) {
	g, err := e.findGroup(values)
	if err != nil {
		return nil, err
	}
	changed := *g
	changed.tokens, changed.logs = slices.Clone(g.tokens), slices.Clone(g.logs)
	if err := changed.changeToken(values); err != nil {
		return nil, err
	}
	immediately := values.Get("ApplyImmediately") == "true"
	if len(logDeliveries(values)) > 0 && !immediately {
		return nil, invalid(
			"InvalidParameterValue",
			"To modify the log delivery configuration, set the apply-immediately parameter to true.",
		)
	}
	changed.modify(values)
	if err := g.now.checkUpgrade(changed.later, values); err != nil {
		return nil, err
	}
	if immediately {
		changed.now = changed.later
	}
	if err := e.check(&changed); err != nil {
		return nil, err
	}
	*g = changed
	return describedGroup{e.describe(g)}, nil
}

func (g *replicationGroup) changeToken(values url.Values) *fault {
	if !values.Has("AuthToken") {
		return nil
	}
	token := values.Get("AuthToken")
	switch strategy := values.Get("AuthTokenUpdateStrategy"); {
	case strategy == "SET" && len(g.tokens) > 0 && !slices.Contains(g.tokens, token):
		return invalid("InvalidParameterValue", "SET takes the token that ROTATE gave before")
	case strategy == "SET", strategy == "ROTATE" && len(g.tokens) == 0:
		g.tokens = []string{token}
	case strategy == "ROTATE":
		if last := g.tokens[len(g.tokens)-1]; last != token {
			g.tokens = []string{last, token}
		}
	default:
		return invalid("InvalidParameterValue", "AuthTokenUpdateStrategy must be SET or ROTATE")
	}
	return checkToken(token)
}

func (e *elastiCache) changeReplicaCount(values url.Values) (any, *fault) {
	g, err := e.findGroup(values)
	if err != nil {
		return nil, err
	}
	replicas := number(values, "NewReplicaCount")
	increases := values.Get("Action") == "IncreaseReplicaCount"
	switch {
	case values.Get("ApplyImmediately") != "true":
		return nil, invalid("InvalidParameterCombination", "the replica count changes immediately only")
	case increases != (replicas > g.replicas) || replicas == g.replicas:
		return nil, invalid("InvalidParameterValue", "NewReplicaCount %d, and there are %d", replicas, g.replicas)
	}
	changed := *g
	changed.replicas = replicas
	if err := e.check(&changed); err != nil {
		return nil, err
	}
	*g = changed
	return describedGroup{e.describe(g)}, nil
}

func (e *elastiCache) changeShardCount(values url.Values) (any, *fault) {
	g, err := e.findGroup(values)
	if err != nil {
		return nil, err
	}
	shards := number(values, "NodeGroupCount")
	removed := len(list(values, "NodeGroupsToRemove.NodeGroupToRemove"))
	switch {
	case !g.clusterMode:
		return nil, invalid("InvalidParameterCombination", "%s has cluster mode disabled", g.id)
	case values.Get("ApplyImmediately") != "true":
		return nil, invalid("InvalidParameterCombination", "the shard count changes immediately only")
	case max(0, g.shards-shards) != removed:
		return nil, invalid(
			"InvalidParameterCombination",
			"%d shards are to become %d, and %d are removed",
			g.shards,
			shards,
			removed,
		)
	}
	g.shards = shards
	return describedGroup{e.describe(g)}, nil
}

func (e *elastiCache) deleteReplicationGroup(values url.Values) (any, *fault) {
	g, err := e.findGroup(values)
	if err != nil {
		return nil, err
	}
	if name := values.Get("FinalSnapshotIdentifier"); name != "" {
		if e.snapshots[name] {
			return nil, invalid("SnapshotAlreadyExistsFault", "Snapshot with specified name already exists: %s", name)
		}
		e.snapshots[name] = true
	}
	delete(e.groups, g.id)
	return describedGroup{e.describe(g)}, nil
}
