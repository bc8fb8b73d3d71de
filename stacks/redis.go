package stacks

import (
	"cmp"
	"maps"
	"slices"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	awsprovider "github.com/cdktf/cdktf-provider-aws-go/aws/v19/provider"
	"github.com/cdktf/cdktf-provider-random-go/random/v11/password"
	randomprovider "github.com/cdktf/cdktf-provider-random-go/random/v11/provider"
	"github.com/hashicorp/terraform-cdk-go/cdktf"
	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
)

// NewRedisStack defines the stack of one environment: its state, providers, network, key, topics, groups, dashboard and
// outputs.
func NewRedisStack(scope constructs.Construct, e Environment) cdktf.TerraformStack {
	stack := cdktf.NewTerraformStack(scope, jsii.String(e.StackName()))
	newState(stack, e)
	newProviders(stack, e)
	accountID := newAccountID(stack)
	keyARN := newKey(stack, e, accountID)
	s := surroundings{
		network:       newNetwork(stack, e),
		topics:        newTopics(stack, e, accountID, keyARN),
		pageTopicARNs: e.Notifications.PageTopicARNs,
		keyARN:        keyARN,
	}
	tokens := constructs.NewConstruct(stack, jsii.String("auth-token"))
	var groups []*elasticache.Redis
	for i, props := range e.Groups {
		props = props.WithDefaults()
		s.authToken = ""
		if !props.Users {
			s.authToken = newAuthToken(tokens, e, props)
		}
		redis := elasticache.NewRedis(stack, props.Name, e.complete(props, s))
		for _, role := range e.ReaderRoleNames {
			redis.GrantRead(elasticache.IAMRole{Name: role})
		}
		newGroupOutputs(stack, redis, outputPrefix(i, props))
		groups = append(groups, redis)
	}
	dashboard := elasticache.NewDashboard(stack, "dashboard", elasticache.DashboardProps{
		Name:   e.Project + "-" + e.Name + "-redis",
		Region: e.Region,
		Groups: groups,
	})
	newOutputs(stack, groups, dashboard)
	return stack
}

// surroundings are what the environment provides to its groups: values, or references to them.
type surroundings struct {
	network
	topics
	pageTopicARNs []string
	keyARN        string
	authToken     string
}

func newProviders(stack cdktf.TerraformStack, e Environment) {
	tags := map[string]*string{}
	for key, value := range e.defaultTags() {
		tags[key] = jsii.String(value)
	}
	config := &awsprovider.AwsProviderConfig{
		Region:      jsii.String(e.Region),
		DefaultTags: []*awsprovider.AwsProviderDefaultTags{{Tags: &tags}},
	}
	if e.Account != "" {
		config.AllowedAccountIds = jsii.Strings(e.Account)
	}
	awsprovider.NewAwsProvider(stack, jsii.String("aws"), config)
	randomprovider.NewRandomProvider(stack, jsii.String("random"), nil)
	// The bindings pin the versions they were generated from. Users get every later release of the same major version.
	stack.AddOverride(jsii.String("terraform.required_providers.aws"),
		map[string]string{"source": "hashicorp/aws", "version": "~> 5.99"})
	stack.AddOverride(jsii.String("terraform.required_providers.random"),
		map[string]string{"source": "hashicorp/random", "version": "~> 3.6"})
}

// defaultTags are set on every resource of the stack.
func (e Environment) defaultTags() map[string]string {
	tags := e.ownTags()
	maps.Copy(tags, e.Tags)
	return tags
}

// ownTags say whose a resource is. No other tags may replace them.
func (e Environment) ownTags() map[string]string {
	return map[string]string{"Project": e.Project, "Environment": e.Name, "ManagedBy": "cdktf"}
}

// newAuthToken makes a group's token: 32 letters and digits, which every URL and every client takes. Another date makes
// another token.
func newAuthToken(scope constructs.Construct, e Environment, props elasticache.GroupProps) string {
	token := password.NewPassword(scope, jsii.String(props.Name), &password.PasswordConfig{
		Length:  jsii.Number(32),
		Special: jsii.Bool(false),
		Keepers: &map[string]*string{"date": jsii.String(e.TokenDate)},
	})
	return *token.Result()
}

// tokenStrategy accepts the old token beside the new one, until RotationEndedFor ends the rotation.
func (e Environment) tokenStrategy() string {
	if e.RotationEndedFor == e.TokenDate {
		return "SET"
	}
	return "ROTATE"
}

// userDates are the dates whose users exist: until the rotation ends, those of the one before, too.
func (e Environment) userDates() []string {
	dates := []string{e.RotationEndedFor, e.TokenDate}
	return slices.Compact(slices.DeleteFunc(dates, func(date string) bool { return date == "" }))
}

// complete adds what the environment provides to a group.
func (e Environment) complete(group elasticache.GroupProps, s surroundings) elasticache.RedisProps {
	if group.ExistingSubnetGroupName != "" {
		s.privateSubnetIDs = nil
	}
	if group.DisableSecurityGroup {
		s.vpcID = ""
	} else {
		clients := map[string]string{}
		maps.Copy(clients, group.ClientSecurityGroupIDs)
		clients["ecs"] = s.ecsSecurityGroupID
		group.ClientSecurityGroupIDs = clients
	}
	if !group.DisableAlarms {
		group.AlarmActionARNs = slices.Concat([]string{s.topics.alarms}, group.AlarmActionARNs)
		group.PageActionARNs = slices.Concat(s.pageTopicARNs, group.PageActionARNs)
	}
	group.NotificationTopicARN = cmp.Or(group.NotificationTopicARN, s.topics.events)
	if e.CustomerKey {
		group.KMSKeyARN = cmp.Or(group.KMSKeyARN, s.keyARN)
		if !group.DisableLogs {
			group.LogKMSKeyARN = cmp.Or(group.LogKMSKeyARN, s.keyARN)
		}
		if !group.DisableSSMParameters {
			group.SSMKMSKeyARN = cmp.Or(group.SSMKMSKeyARN, s.keyARN)
		}
	}
	props := elasticache.RedisProps{
		Project:                 e.Project,
		Environment:             e.Name,
		VPCID:                   s.vpcID,
		SubnetIDs:               s.privateSubnetIDs,
		AuthToken:               s.authToken,
		AuthTokenUpdateStrategy: e.tokenStrategy(),
		GroupProps:              group.WithDefaults(),
	}
	if group.Users {
		props.AuthToken, props.UserDates = "", e.userDates()
	}
	return props
}
