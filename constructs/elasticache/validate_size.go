package elasticache

import (
	"fmt"
	"slices"
	"strings"
)

func (p GroupProps) checkSize(r *report) {
	if !isReference(p.NodeType) {
		p.checkNodeType(r)
	}
	r.between(1, maxNodes, "Shards", "", p.Shards)
	r.require(p.ClusterMode || p.Shards <= 1, "Shards", "must be 1 with cluster mode off", p.Shards)
	r.between(0, maxReplicas, "Replicas", "", p.Replicas)
	r.require(p.Shards > maxNodes || p.NodeCount() <= maxNodes, "Shards and Replicas",
		fmt.Sprintf("must make at most %d nodes", maxNodes), p.NodeCount())
}

func (p GroupProps) checkNodeType(r *report) {
	parts := strings.Split(p.NodeType, ".")
	if len(parts) != 3 || parts[0] != "cache" {
		r.require(false, "NodeType", "must be of the form cache.<family>.<size>, such as cache.t4g.micro", p.NodeType)
		return
	}
	family, size := parts[1], parts[2]
	if family == "r6gd" {
		r.require(false, "NodeType", "must not be of the family r6gd, whose data tiering is not supported", p.NodeType)
		return
	}
	r.require(family != "t2" || p.ID != "", "NodeType",
		"must not be of the family t2 in a new group, because AWS creates no T2 nodes any more; set ID if the group exists",
		p.NodeType)
	sizes, ok := nodeSizes[family]
	if !ok {
		r.require(false, "NodeType", "must be of one of the families "+strings.Join(sortedKeys(nodeSizes), ", "), p.NodeType)
		return
	}
	r.require(slices.Contains(sizes, size), "NodeType",
		"must be of one of "+family+"'s sizes "+strings.Join(sizes, ", "), p.NodeType)
}
