package elasticache

import (
	"slices"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/cloudwatchcompositealarm"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/elasticachereplicationgroup"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/securitygroup"
)

// Redis is a private, encrypted, monitored ElastiCache for Redis replication group with its subnet group, security
// group, parameter group, log groups, SSM parameters, alarms and a composite alarm over those that page.
//
// Its accessors return references for other resources to use. Their values are known when Terraform has deployed them.
type Redis struct {
	constructs.Construct
	props         RedisProps
	ingress       constructs.Construct
	clients       []client
	securityGroup securitygroup.SecurityGroup
	group         elasticachereplicationgroup.ElasticacheReplicationGroup
	members       members
	logs          logs
	ssm           ssmParameters
	clashes       []Problem
	alarms        alarms
	atRisk        cloudwatchcompositealarm.CloudwatchCompositeAlarm
	access        constructs.Construct
}

// NewRedis defines a replication group and all that surrounds it below scope.
//
// It reports problems of props when the app is synthesized, each with the path of the construct; call
// [RedisProps.Validate] to have them earlier. The id is part of every resource's address in Terraform's state: keep it.
func NewRedis(scope constructs.Construct, id string, props RedisProps) *Redis {
	r := &Redis{props: props.WithDefaults()}
	constructs.NewConstruct_Override(r, scope, jsii.String(id))
	r.Node().AddValidation(&validation{r})

	subnets := newSubnetGroup(r, r.props)
	r.securityGroup = newSecurityGroup(r, r.props)
	r.ingress = constructs.NewConstruct(r, jsii.String("ingress"))
	for _, name := range sortedKeys(r.props.ClientSecurityGroupIDs) {
		r.AllowFrom(name, r.props.ClientSecurityGroupIDs[name])
	}
	parameters := newParameterGroup(r, r.props)
	r.logs = newLogs(r, r.props)
	r.group = newReplicationGroup(r, r.props, subnets, r.securityGroup, parameters, r.logs)
	r.ssm, r.clashes = newSSMParameters(r, r.props, r.group)
	r.members = newMembers(r.group)
	r.alarms = newAlarms(r, r.props, r.members)
	r.atRisk = newAtRisk(r, r.props, r.alarms)
	r.access = constructs.NewConstruct(r, jsii.String("access"))
	return r
}

// AllowFrom admits another client security group. The name identifies the rule; names and ids may stand once only, which
// is checked when the app is synthesized.
func (r *Redis) AllowFrom(name, securityGroupID string) {
	c := client{name, securityGroupID}
	if !slices.ContainsFunc(r.clients, func(other client) bool { return other.name == name }) {
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

// Port is the TCP port.
func (r *Redis) Port() int { return r.props.Port }

// SecurityGroupID is the id of the group's own security group.
func (r *Redis) SecurityGroupID() string { return *r.securityGroup.Id() }

// ReplicationGroupID is the id of the replication group.
func (r *Redis) ReplicationGroupID() string { return *r.group.Id() }

// ReplicationGroupARN is the ARN of the replication group.
func (r *Redis) ReplicationGroupARN() string { return *r.group.Arn() }

// ParameterNames are the names of the published SSM parameters by their last part: "broker-url", "auth-token", "port". They
// are known before deploy.
func (r *Redis) ParameterNames() map[string]string {
	names := map[string]string{}
	for part, parameter := range r.ssm {
		names[part] = parameter.name
	}
	return names
}

// ParameterARNs are the ARNs of the published SSM parameters by their last part.
func (r *Redis) ParameterARNs() map[string]string { return arns(r.ssm) }

// LogGroupNames are the names of the log groups by log type: "slow-log" and "engine-log". They are known before deploy.
func (r *Redis) LogGroupNames() map[string]string {
	names := map[string]string{}
	for _, logType := range logTypes {
		names[logType] = logGroupName(r.props, logType)
	}
	return names
}

// LogGroupARNs are the ARNs of the log groups by log type.
func (r *Redis) LogGroupARNs() map[string]string { return arns(r.logs) }

// AlarmARNs are the ARNs of the alarms by their full name.
func (r *Redis) AlarmARNs() map[string]string { return arns(r.alarms) }

// AtRiskAlarmARN is the ARN of the composite alarm over the group's alarms, but replication-link-down.
func (r *Redis) AtRiskAlarmARN() string { return *r.atRisk.Arn() }

func when(exists bool, attribute func() *string) string {
	if !exists {
		return ""
	}
	return *attribute()
}
