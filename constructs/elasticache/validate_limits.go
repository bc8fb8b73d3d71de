package elasticache

import (
	"fmt"
	"regexp"
	"strings"
)

var (
	// tokenForm is one or more references. The only texts in them are keys, as in ["token"], and the empty one.
	tokenForm = regexp.MustCompile(`^([$#]\{([^{}"\n]|[\w\])]\["[^"{}\n]*"\]|"")+\})+$`)
	// attributeForm is in a text that refers to something.
	attributeForm = regexp.MustCompile(`[A-Za-z_][\w-]*[.\[]`)

	nameForm   = regexp.MustCompile(`^[a-z]([a-z0-9]|-[a-z0-9])*$`)
	vpcForm    = regexp.MustCompile(`^vpc-([0-9a-f]{8}|[0-9a-f]{17})$`)
	subnetForm = regexp.MustCompile(`^subnet-([0-9a-f]{8}|[0-9a-f]{17})$`)
	// securityGroupForm takes the account of a group in a peered VPC of another account, too.
	securityGroupForm = regexp.MustCompile(`^(\d{12}/)?sg-([0-9a-f]{8}|[0-9a-f]{17})$`)
	// nodeSecurityGroupForm is of the account: the nodes' network interfaces are in it.
	nodeSecurityGroupForm = regexp.MustCompile(`^sg-([0-9a-f]{8}|[0-9a-f]{17})$`)
	// zoneForm takes local zones, such as us-west-2-lax-1a, too.
	zoneForm = regexp.MustCompile(`^[a-z]{2}(-[a-z]+)+-\d(-[a-z]+-\d)?[a-z]$`)
	// https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateCacheSubnetGroup.html
	subnetGroupForm = regexp.MustCompile(`^[a-z0-9 _.-]{1,255}$`)
	// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html
	securityGroupNameForm = regexp.MustCompile(`^[a-zA-Z0-9 ._:/()#,@\[\]+=&;!$*-]{1,255}$`)
	kmsKeyForm            = regexp.MustCompile(`^arn:aws(-[a-z]+)*:kms:[a-z0-9-]+:\d{12}:key/` +
		`([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32})$`)
	topicForm = regexp.MustCompile(`^arn:aws(-[a-z]+)*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$`)
	// actionForm is what a composite alarm can tell. A metric alarm could scale something, too.
	// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
	actionForm = regexp.MustCompile(`^arn:aws(-[a-z]+)*:(` + strings.Join([]string{
		`sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}`,
		`lambda:[a-z0-9-]+:\d{12}:function:[A-Za-z0-9_-]{1,64}(:(\$LATEST|[A-Za-z0-9_-]{1,128}))?`,
		`ssm:[a-z0-9-]+:\d{12}:opsitem:[1-4](#CATEGORY=[A-Za-z]+)?`,
		`ssm-incidents::\d{12}:response-plan/[A-Za-z0-9_-]{1,200}`,
		`aiops:[a-z0-9-]+:\d{12}:investigation-group[:/][A-Za-z0-9-]+`,
	}, "|") + `)$`)
	rdbForm = regexp.MustCompile(`^arn:aws(-[a-z]+)*:s3:::[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/` +
		`([^,\s{}*]*/)?[^,\s{}*/]+\.rdb$`)
	queueForm    = regexp.MustCompile(fmt.Sprintf(`^[A-Za-z0-9._-]{1,%d}$`, maxQueueName))
	keyspaceForm = regexp.MustCompile(`^[KEg$lshzxeAtdmn]*$`)
	tagForm      = regexp.MustCompile(`^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$`)
)

const (
	// https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html
	maxReplicationGroupID = 40
	maxReplicas           = 5
	maxNodes              = 500
	maxRetentionDays      = 35
	// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
	maxAlarmActions = 5
	// An alarm's name has at most 255 characters, and the queue's ends it.
	maxQueueName = 255 - maxReplicationGroupID - len("-queue-length-high-")
	// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SecurityGroupRule.html
	maxRuleDescription = 255
	// https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
	maxTags, maxTagKey, maxTagValue = 50, 128, 256

	minWindowMinutes = 60
	// A longer window than this ends before it starts, more likely than not.
	maxMaintenanceMinutes, longSnapshotMinutes = 6 * dayMinutes, dayMinutes / 2
)

// retentionDays are what CloudWatch Logs takes.
// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
var retentionDays = []int{
	1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
}

// nodeSizes are the node types that run Redis 6.2 and newer, by family.
// https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheNodes.SupportedTypes.html
var nodeSizes = map[string][]string{
	"t2":   {"micro", "small", "medium"},
	"t3":   {"micro", "small", "medium"},
	"t4g":  {"micro", "small", "medium"},
	"m4":   {"large", "xlarge", "2xlarge", "4xlarge", "10xlarge"},
	"m5":   {"large", "xlarge", "2xlarge", "4xlarge", "12xlarge", "24xlarge"},
	"m6g":  {"large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"},
	"m7g":  {"large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"},
	"r4":   {"large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "16xlarge"},
	"r5":   {"large", "xlarge", "2xlarge", "4xlarge", "12xlarge", "24xlarge"},
	"r6g":  {"large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"},
	"r7g":  {"large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"},
	"c7gn": {"large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"},
}
