package elasticache

import (
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/cloudwatchloggroup"
)

// The log types of ElastiCache.
const (
	slowLog   = "slow-log"
	engineLog = "engine-log"
)

// logTypes are the logs that a group delivers. Each needs a log group of its own.
var logTypes = []string{slowLog, engineLog}

// logs are the log groups by log type.
type logs map[string]cloudwatchloggroup.CloudwatchLogGroup

func newLogs(scope constructs.Construct, p RedisProps) logs {
	scope = constructs.NewConstruct(scope, jsii.String("logs"))
	groups := logs{}
	if p.DisableLogs {
		return groups
	}
	for _, logType := range logTypes {
		groups[logType] = cloudwatchloggroup.NewCloudwatchLogGroup(scope, jsii.String(logType),
			&cloudwatchloggroup.CloudwatchLogGroupConfig{
				Name:            jsii.String(logGroupName(p, logType)),
				RetentionInDays: jsii.Number(p.LogRetentionDays),
				KmsKeyId:        optional(p.LogKMSKeyARN),
				Tags:            tags(p.Tags),
			})
	}
	return groups
}

func logGroupName(p RedisProps, logType string) string {
	return "/aws/elasticache/" + p.Project + "-" + p.Environment + "/" + p.Name + "/" + logType
}
