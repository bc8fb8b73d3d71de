package simaws

import (
	"fmt"
	"net/url"
)

// What follows are the answers, as far as the provider reads them. It reads most settings of a group from its first
// cache cluster, and takes a missing field for a missing setting.

type describedGroup struct {
	Group groupAnswer `xml:"ReplicationGroup"`
}

type groupAnswer struct {
	ID                    string `xml:"ReplicationGroupId"`
	Description           string
	Status                string
	ARN                   string
	AutomaticFailover     string
	MultiAZ               string
	ClusterEnabled        bool
	ClusterMode           string
	DataTiering           string
	Engine                string
	IPDiscovery           string `xml:"IpDiscovery"`
	NetworkType           string
	KMSKeyID              string `xml:"KmsKeyId,omitempty"`
	SnapshotWindow        string
	SnapshotRetention     int           `xml:"SnapshotRetentionLimit"`
	Members               []string      `xml:"MemberClusters>ClusterId"`
	Shards                []shardAnswer `xml:"NodeGroups>NodeGroup"`
	UserGroups            []string      `xml:"UserGroupIds>member"`
	ConfigurationEndpoint *endpoint
	Logs                  []logDelivery `xml:"LogDeliveryConfigurations>LogDeliveryConfiguration"`
}

type shardAnswer struct {
	ID              string `xml:"NodeGroupId"`
	Status          string
	Slots           string    `xml:",omitempty"`
	PrimaryEndpoint *endpoint `xml:",omitempty"`
	ReaderEndpoint  *endpoint `xml:",omitempty"`
	Members         []member  `xml:"NodeGroupMembers>NodeGroupMember"`
}

type endpoint struct {
	Address string
	Port    int
}

type member struct {
	ClusterID string `xml:"CacheClusterId"`
	NodeID    string `xml:"CacheNodeId"`
	Zone      string `xml:"PreferredAvailabilityZone"`
}

func (e *elastiCache) describe(g *replicationGroup) groupAnswer {
	answer := groupAnswer{
		ID: g.id, Description: g.description, Status: "available", ARN: e.arn("replicationgroup", g.id),
		AutomaticFailover: enabled(
			g.now.failover,
		), MultiAZ: enabled(g.now.multiAZ), ClusterEnabled: g.clusterMode, ClusterMode: enabled(g.clusterMode),
		DataTiering: "disabled", Engine: g.now.engine, IPDiscovery: g.ipDiscovery, NetworkType: g.networkType,
		KMSKeyID:       g.kmsKey,
		SnapshotWindow: g.snapshotWindow, SnapshotRetention: g.retention, Logs: g.logs,
	}
	if g.userGroup != "" {
		answer.UserGroups = []string{g.userGroup}
	}
	if g.clusterMode {
		answer.ConfigurationEndpoint = g.endpoint("clustercfg")
	}
	for i := range g.shards {
		shard := shardAnswer{ID: fmt.Sprintf("%04d", i+1), Status: "available"}
		if g.clusterMode {
			shard.Slots = fmt.Sprintf("%d-%d", i*16384/g.shards, (i+1)*16384/g.shards-1)
		} else {
			shard.PrimaryEndpoint, shard.ReaderEndpoint = g.endpoint("master"), g.endpoint("replica")
		}
		for j := range g.replicas + 1 {
			id := fmt.Sprintf("%s-%03d", g.id, j+1)
			if g.clusterMode {
				id = fmt.Sprintf("%s-%s-%03d", g.id, shard.ID, j+1)
			}
			answer.Members = append(answer.Members, id)
			zone := Region + string(rune('a'+j%3))
			if j < len(g.zones) {
				zone = g.zones[j]
			}
			shard.Members = append(shard.Members, member{id, "0001", zone})
		}
		answer.Shards = append(answer.Shards, shard)
	}
	return answer
}

func (g *replicationGroup) endpoint(name string) *endpoint {
	return &endpoint{name + "." + g.id + ".sim.euw2.cache.amazonaws.com", g.port}
}

func enabled(is bool) string {
	if is {
		return "enabled"
	}
	return "disabled"
}

func (e *elastiCache) describeReplicationGroups(values url.Values) (any, *fault) {
	g, err := e.findGroup(values)
	if err != nil {
		return nil, err
	}
	return struct {
		Groups []groupAnswer `xml:"ReplicationGroups>ReplicationGroup"`
	}{[]groupAnswer{e.describe(g)}}, nil
}

type clusterAnswer struct {
	ID                       string `xml:"CacheClusterId"`
	ReplicationGroupID       string `xml:"ReplicationGroupId"`
	ARN                      string
	Status                   string `xml:"CacheClusterStatus"`
	NodeType                 string `xml:"CacheNodeType"`
	Engine                   string
	EngineVersion            string
	AutoMinorVersionUpgrade  bool
	NodeCount                int    `xml:"NumCacheNodes"`
	MaintenanceWindow        string `xml:"PreferredMaintenanceWindow"`
	SnapshotWindow           string
	SnapshotRetention        int    `xml:"SnapshotRetentionLimit"`
	SubnetGroup              string `xml:"CacheSubnetGroupName"`
	ParameterGroup           string `xml:"CacheParameterGroup>CacheParameterGroupName"`
	ParameterGroupStatus     string `xml:"CacheParameterGroup>ParameterApplyStatus"`
	AuthTokenEnabled         bool
	TransitEncryptionEnabled bool
	TransitEncryptionMode    string `xml:",omitempty"`
	AtRestEncryptionEnabled  bool
	IPDiscovery              string               `xml:"IpDiscovery"`
	NetworkType              string               `xml:"NetworkType"`
	SecurityGroups           []securityMembership `xml:"SecurityGroups>member"`
	Topic                    *topicAnswer         `xml:"NotificationConfiguration"`
	Nodes                    []node               `xml:"CacheNodes>CacheNode"`
}

type securityMembership struct {
	ID     string `xml:"SecurityGroupId"`
	Status string
}

type topicAnswer struct {
	ARN    string `xml:"TopicArn"`
	Status string `xml:"TopicStatus"`
}

type node struct {
	ID       string `xml:"CacheNodeId"`
	Status   string `xml:"CacheNodeStatus"`
	Endpoint *endpoint
	Zone     string `xml:"CustomerAvailabilityZone"`
}

func (e *elastiCache) describeCacheClusters(values url.Values) (any, *fault) {
	wanted := values.Get("CacheClusterId")
	var answer struct {
		Clusters []clusterAnswer `xml:"CacheClusters>CacheCluster"`
	}
	for _, g := range e.groups {
		for _, shard := range e.describe(g).Shards {
			for _, m := range shard.Members {
				if wanted == "" || wanted == m.ClusterID {
					answer.Clusters = append(answer.Clusters, e.describeCluster(g, m))
				}
			}
		}
	}
	if wanted != "" && answer.Clusters == nil {
		return nil, invalid("CacheClusterNotFound", "CacheCluster %s not found.", wanted)
	}
	return answer, nil
}

func (e *elastiCache) describeCluster(g *replicationGroup, m member) clusterAnswer {
	answer := clusterAnswer{
		ID: m.ClusterID, ReplicationGroupID: g.id, ARN: e.arn("cluster", m.ClusterID), Status: "available",
		NodeType: g.now.nodeType, Engine: g.now.engine, EngineVersion: g.now.release(),
		AutoMinorVersionUpgrade: g.autoMinorVersionUpgrade,
		NodeCount:               1, MaintenanceWindow: g.maintenanceWindow, SnapshotWindow: g.snapshotWindow,
		SnapshotRetention: g.retention,
		SubnetGroup:       g.subnetGroup, ParameterGroup: g.now.parameterGroup, ParameterGroupStatus: "in-sync",
		AuthTokenEnabled: len(g.tokens) > 0, TransitEncryptionEnabled: g.inTransit, AtRestEncryptionEnabled: g.atRest,
		IPDiscovery: g.ipDiscovery, NetworkType: g.networkType,
		Nodes: []node{{m.NodeID, "available", g.endpoint(m.ClusterID), m.Zone}},
	}
	if g.inTransit {
		answer.TransitEncryptionMode = "required"
	}
	for _, id := range g.securityGroups {
		answer.SecurityGroups = append(answer.SecurityGroups, securityMembership{id, "active"})
	}
	if g.topic != "" {
		answer.Topic = &topicAnswer{g.topic, "active"}
	}
	return answer
}
