package elasticache

import (
	"slices"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/elasticachereplicationgroup"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/securitygroup"
)

// Redis is a private, encrypted, monitored ElastiCache for Redis replication group with its subnet group, security
// group, parameter group, log groups, SSM parameters, alarms and a composite alarm over those that page.
//
// Its accessors return references for other resources to use. Their values are known when Terraform has deployed them.
// Clients must connect to an endpoint by its own host name: its certificate matches no other, such as a Route 53 one.
type Redis struct {
	constructs.Construct
	props         RedisProps
	ingress       constructs.Construct
	clients       []client
	securityGroup securitygroup.SecurityGroup
	group         elasticachereplicationgroup.ElasticacheReplicationGroup
	members       members
	ssm           ssmParameters
	// problems are those that validation of props does not find.
	problems []Problem
	alarms   []metricAlarm
	access   constructs.Construct
}

// NewRedis defines a replication group, and the other resources of [Redis], below scope.
//
// It reports problems of props when the app is synthesized, each with the path of the construct; call
// [RedisProps.Validate] to have them earlier. The id is part of every resource's address in Terraform's state: keep it.
func NewRedis(scope constructs.Construct, id string, props RedisProps) *Redis {
	r := &Redis{props: props.WithDefaults()}
	constructs.NewConstruct_Override(r, scope, jsii.String(id))
	r.Node().AddValidation(&validation{r})

	subnets := newSubnetGroup(r, r.props)
	r.securityGroup = newSecurityGroup(r, r.props)
	securityGroups := nodeSecurityGroupIDs(r.props, r.securityGroup)
	r.ingress = constructs.NewConstruct(r, jsii.String("ingress"))
	for _, name := range sortedKeys(r.props.ClientSecurityGroupIDs) {
		r.AllowFrom(name, r.props.ClientSecurityGroupIDs[name])
	}
	parameters := newParameterGroup(r, r.props)
	logs := newLogs(r, r.props)
	users := newUsers(r, r.props)
	r.group = newReplicationGroup(r, r.props, subnets, securityGroups, parameters, logs, users)
	urls, clashes := claimURLs(r, r.props)
	r.ssm = newSSMParameters(r, r.props, r.group, users, urls)
	r.members = newMembers(r.group)
	r.alarms = newMetricAlarms(r, r.props, r.members)
	if !r.props.DisableAlarms {
		newAtRisk(r, r.props, r.alarms)
	}
	r.problems = clashes
	r.access = constructs.NewConstruct(r, jsii.String("access"))
	return r
}

// AllowFrom lets another security group connect. The name identifies the rule. Names and ids must be unique, and the
// group must have a security group of its own, which is checked when the app is synthesized.
func (r *Redis) AllowFrom(name, securityGroupID string) {
	c := client{name, securityGroupID}
	named := func(other client) bool { return other.name == name }
	if r.securityGroup != nil && !slices.ContainsFunc(r.clients, named) {
		newIngressRule(r.ingress, r.props, r.securityGroup, c)
	}
	r.clients = append(r.clients, c)
}

// PrimaryEndpointAddress is the host name for writes; "" in cluster mode, which has none.
func (r *Redis) PrimaryEndpointAddress() string {
	return when(!r.props.ClusterMode, r.group.PrimaryEndpointAddress)
}

// ReaderEndpointAddress is the host name over the replicas for reads; "" without replicas and in cluster mode.
func (r *Redis) ReaderEndpointAddress() string {
	return when(r.props.hasReaderEndpoint(), r.group.ReaderEndpointAddress)
}

// ConfigurationEndpointAddress is the host name for clients that speak the Redis Cluster protocol; "" with cluster mode
// off, which has none.
func (r *Redis) ConfigurationEndpointAddress() string {
	return when(r.props.ClusterMode, r.group.ConfigurationEndpointAddress)
}

// SecurityGroupID is the id of the group's own security group; "" with DisableSecurityGroup.
func (r *Redis) SecurityGroupID() string {
	return when(r.securityGroup != nil, func() *string { return r.securityGroup.Id() })
}

// ReplicationGroupID is the id of the replication group.
func (r *Redis) ReplicationGroupID() string { return *r.group.Id() }

// SSMParameterName is the full name of a published parameter; "" for one that the group does not publish. It is known
// before deploy.
func (r *Redis) SSMParameterName(parameter SSMParameter) string {
	if _, ok := r.ssm[parameter]; !ok {
		return ""
	}
	folder := r.props.Name
	if slices.Contains(r.props.URLNames(), parameter) {
		folder = urlFolder
	}
	return ssmParameterName(r.props, folder, parameter)
}

// SlowLogGroupName is the name of the slow log's CloudWatch log group; "" with DisableLogs. It is known before deploy.
func (r *Redis) SlowLogGroupName() string { return r.logGroupName(slowLog) }

// EngineLogGroupName is the name of the engine log's CloudWatch log group; "" with DisableLogs. It is known before
// deploy.
func (r *Redis) EngineLogGroupName() string { return r.logGroupName(engineLog) }

func (r *Redis) logGroupName(logType string) string {
	return when(!r.props.DisableLogs, func() *string { return jsii.String(logGroupName(r.props, logType)) })
}

func when(exists bool, attribute func() *string) string {
	if !exists {
		return ""
	}
	return *attribute()
}
