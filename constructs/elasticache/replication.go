package elasticache

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/elasticacheparametergroup"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/elasticachereplicationgroup"
	randomid "github.com/cdktf/cdktf-provider-random-go/random/v11/id"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/paperwurks/elasticache-redis/internal/input"
)

func newReplicationGroup(
	scope constructs.Construct, p RedisProps, subnetGroupName *string, securityGroupIDs *[]*string,
	parameters elasticacheparametergroup.ElasticacheParameterGroup, logs logs, users users,
) elasticachereplicationgroup.ElasticacheReplicationGroup {
	config := &elasticachereplicationgroup.ElasticacheReplicationGroupConfig{
		ReplicationGroupId: jsii.String(p.ReplicationGroupID()),
		Description: jsii.String(
			fmt.Sprintf("%s %s of %s %s", p.Engine.shortName(), p.Role, p.Project, p.Environment)),

		Engine:                  jsii.String(string(p.Engine)),
		EngineVersion:           jsii.String(p.EngineVersion),
		AutoMinorVersionUpgrade: jsii.String(strconv.FormatBool(p.autoMinorVersionUpgrade())),
		ParameterGroupName:      parameters.Name(),

		NodeType:                 jsii.String(p.NodeType),
		AutomaticFailoverEnabled: jsii.Bool(p.automaticFailover()),
		MultiAzEnabled:           jsii.Bool(p.MultiAZ()),

		SubnetGroupName:          subnetGroupName,
		SecurityGroupIds:         securityGroupIDs,
		Port:                     jsii.Number(p.Port),
		NetworkType:              optional(p.NetworkType),
		IpDiscovery:              optional(p.IPDiscovery),
		PreferredCacheClusterAzs: optionalList(p.PreferredAvailabilityZones),

		AtRestEncryptionEnabled:  jsii.String("true"),
		KmsKeyId:                 optional(p.KMSKeyARN),
		TransitEncryptionEnabled: jsii.Bool(true),
		TransitEncryptionMode:    transitEncryptionMode(p),

		MaintenanceWindow:       jsii.String(p.MaintenanceWindow),
		ApplyImmediately:        jsii.Bool(p.ApplyImmediately),
		NotificationTopicArn:    optional(p.NotificationTopicARN),
		SnapshotWindow:          snapshotWindow(p),
		SnapshotRetentionLimit:  jsii.Number(p.SnapshotRetentionDays),
		FinalSnapshotIdentifier: finalSnapshotIdentifier(scope, p),
		SnapshotName:            optional(p.SnapshotName),
		SnapshotArns:            optionalList(p.SnapshotARNs),

		LogDeliveryConfiguration: logDelivery(logs),
		Tags:                     tags(p.Tags),
		Lifecycle: &cdktf.TerraformResourceLifecycle{
			PreventDestroy: jsii.Bool(p.Protected),
			// A relic of EC2-Classic that an imported group brings along, and that would replace it.
			IgnoreChanges: jsii.Strings("security_group_names"),
		},
	}
	if p.Users {
		config.UserGroupIds = &[]*string{users.group.UserGroupId()}
	} else {
		config.AuthToken = jsii.String(p.AuthToken)
		config.AuthTokenUpdateStrategy = jsii.String(p.AuthTokenUpdateStrategy)
	}
	if p.ClusterMode {
		config.NumNodeGroups = jsii.Number(p.Shards)
		config.ReplicasPerNodeGroup = jsii.Number(p.Replicas)
	} else {
		config.NumCacheClusters = jsii.Number(p.NodeCount())
	}
	return elasticachereplicationgroup.NewElasticacheReplicationGroup(scope, jsii.String("replication-group"), config)
}

// transitEncryptionMode is "required" where AWS takes it.
func transitEncryptionMode(p RedisProps) *string {
	if !p.engineVersion().statesTransitMode {
		return nil
	}
	return jsii.String("required")
}

// finalSnapshotIdentifier names the snapshot taken when the group is destroyed. A snapshot outlives its group, so a
// group of the same id needs another name: the random part is made anew with the stack, and with every field whose
// change replaces the group. Engine and EngineVersion are none of them: they replace it for a step back only, which
// `make plan` refuses, and would rename the snapshot at each upgrade.
func finalSnapshotIdentifier(scope constructs.Construct, p RedisProps) *string {
	if p.SkipFinalSnapshot {
		return nil
	}
	keepers := map[string]*string{
		"replication_group_id": jsii.String(p.ReplicationGroupID()),
		"subnet_group_name":    jsii.String(p.subnetGroupName()),
		"kms_key_id":           jsii.String(p.KMSKeyARN),
		"port":                 jsii.String(strconv.Itoa(p.Port)),
		"snapshot_name":        jsii.String(p.SnapshotName),
		"snapshot_arns":        jsii.String(strings.Join(p.SnapshotARNs, ",")),
	}
	if p.NetworkType != "" { // a keeper of every group would rename every last snapshot
		keepers["network_type"] = jsii.String(p.NetworkType)
	}
	suffix := randomid.NewId(scope, jsii.String("final-snapshot"), &randomid.IdConfig{
		ByteLength: jsii.Number(4),
		Keepers:    &keepers,
	})
	name := p.ReplicationGroupID()
	name = strings.TrimRight(name[:min(len(name), input.MaxSnapshotName-len("-final-01234567"))], "-")
	return jsii.String(name + "-final-" + *suffix.Hex())
}

// snapshotWindow is nil without snapshots: AWS would compare it with the maintenance window all the same.
func snapshotWindow(p RedisProps) *string {
	if p.DisableSnapshots {
		return nil
	}
	return jsii.String(p.SnapshotWindow)
}

func logDelivery(logs logs) []*elasticachereplicationgroup.ElasticacheReplicationGroupLogDeliveryConfiguration {
	var delivery []*elasticachereplicationgroup.ElasticacheReplicationGroupLogDeliveryConfiguration
	for _, logType := range logTypes {
		group, ok := logs[logType]
		if !ok {
			continue
		}
		delivery = append(delivery, &elasticachereplicationgroup.ElasticacheReplicationGroupLogDeliveryConfiguration{
			LogType:         jsii.String(logType),
			LogFormat:       jsii.String("json"),
			DestinationType: jsii.String("cloudwatch-logs"),
			Destination:     group.Name(),
		})
	}
	return delivery
}
