package stacks

import (
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/snstopic"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/snstopicpolicy"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/snstopicsubscription"
	"github.com/paperwurks/elasticache-redis/internal/iam"
)

// Notifications says who is told what. Every environment has two SNS topics, for alarms and for ElastiCache's events.
type Notifications struct {
	// Emails are subscribed to both topics. Each must confirm the mail that AWS sends. Default none.
	Emails []string
	// PageTopicARNs are existing SNS topics, a pager's for example. They are notified once for each incident: when a
	// group's composite alarm goes off and when it recovers; at most 4. Default none.
	PageTopicARNs []string
}

// topics are where the groups' alarms and events go.
type topics struct{ alarms, events string }

// newTopics makes the two topics. They are two because ElastiCache can't publish to an encrypted topic: it takes one,
// and then marks it inactive. Its events hold names and no data.
// https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/ElastiCacheSNS.html
func newTopics(scope constructs.Construct, e Environment, accountID, keyARN string) topics {
	scope = constructs.NewConstruct(scope, jsii.String("notifications"))
	alarms := iam.Allow("AlarmsPublish", []string{"sns:Publish"})
	alarms.Principal = map[string]string{"Service": "cloudwatch.amazonaws.com"}
	alarms.Condition = map[string]map[string]string{
		"StringEquals": {"aws:SourceAccount": accountID},
		"ArnLike":      {"aws:SourceArn": "arn:aws:cloudwatch:" + e.Region + ":" + accountID + ":alarm:*"},
	}
	// ElastiCache publishes in the name of the topic's owner, and knows no other condition.
	events := iam.Allow("ElastiCachePublishes", []string{"sns:Publish"})
	events.Principal = map[string]string{"AWS": "*"}
	events.Condition = map[string]map[string]string{"StringEquals": {"aws:SourceOwner": accountID}}
	return topics{
		alarms: newTopic(scope, e, "alarms", alarms, jsii.String(keyARN)),
		events: newTopic(scope, e, "events", events, nil),
	}
}

func newTopic(scope constructs.Construct, e Environment, id string, publish iam.Statement, keyARN *string) string {
	scope = constructs.NewConstruct(scope, jsii.String(id))
	topic := snstopic.NewSnsTopic(scope, jsii.String("topic"), &snstopic.SnsTopicConfig{
		Name:           jsii.String(e.Project + "-" + e.Name + "-redis-" + id),
		KmsMasterKeyId: keyARN,
	})
	publish.Resource = []string{*topic.Arn()}
	policy := snstopicpolicy.NewSnsTopicPolicy(scope, jsii.String("policy"), &snstopicpolicy.SnsTopicPolicyConfig{
		Arn:    topic.Arn(),
		Policy: jsii.String(iam.Policy{publish}.JSON()),
	})
	for _, email := range e.Notifications.Emails {
		snstopicsubscription.NewSnsTopicSubscription(scope, jsii.String(email),
			&snstopicsubscription.SnsTopicSubscriptionConfig{
				TopicArn: topic.Arn(),
				Protocol: jsii.String("email"),
				Endpoint: jsii.String(email),
			})
	}
	// By way of the policy, so that nothing publishes before it may.
	return *policy.Arn()
}
