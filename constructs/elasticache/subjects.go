package elasticache

import (
	"fmt"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/elasticachereplicationgroup"
	"github.com/hashicorp/terraform-cdk-go/cdktf"
)

// subject is what an alarm watches and a line of a chart shows: a node or a queue.
type subject struct {
	// id is that of the construct which has the subject's alarms.
	id string
	// suffix ends the names of its alarms.
	suffix string
	// label is what people read.
	label      string
	queue      bool
	namespace  string
	dimensions map[string]*string
}

// subjects are the group's nodes, and then its queues. A group that gains nodes keeps the alarms it has.
func subjects(p RedisProps, nodes members) []subject {
	var all []subject
	for node := range min(p.NodeCount(), maxNodes) { // a problem is reported after all is built
		s := subject{
			id: fmt.Sprintf("node-%d", node+1), label: fmt.Sprintf("node %d", node+1),
			namespace: "AWS/ElastiCache", dimensions: nodes.dimensions(node),
		}
		if node > 0 {
			s.suffix = fmt.Sprintf("-%03d", node+1)
		}
		all = append(all, s)
	}
	for _, queue := range p.MeasuredQueues() {
		all = append(all, subject{
			id: "queue-" + queue, suffix: "-" + queue, label: "queue " + queue, queue: true,
			// integration/django/queue_length.py publishes it. The group is no dimension: when another one takes over the
			// URLs, the queue goes on there.
			namespace:  p.Project + "/Celery",
			dimensions: map[string]*string{"Environment": jsii.String(p.Environment), "Queue": jsii.String(queue)},
		})
	}
	return all
}

// members are the ids of a group's nodes: how many there are is known before deploy, which they are after it.
type members struct{ sorted string }

func newMembers(group elasticachereplicationgroup.ElasticacheReplicationGroup) members {
	return members{*cdktf.Token_AsString(cdktf.Fn_Sort(group.MemberClusters()), nil)}
}

// dimensions point at one node. ElastiCache publishes its metrics per node and none under ReplicationGroupId alone:
// an alarm on that stays INSUFFICIENT_DATA for ever.
func (m members) dimensions(node int) map[string]*string {
	return map[string]*string{
		"CacheClusterId": jsii.String(fmt.Sprintf("${%s[%d]}", m.sorted, node)),
		"CacheNodeId":    jsii.String("0001"),
	}
}
