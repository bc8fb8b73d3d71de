package stacks_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/paperwurks/elasticache-redis/internal/fixtures"
	"github.com/paperwurks/elasticache-redis/internal/synthtest"
)

// The alarm topic is encrypted and takes this account's alarms only, whatever the groups are called; the event topic
// can't be.
func TestTopics(t *testing.T) {
	e := fixtures.CacheAndBroker()
	e.Notifications.Emails = []string{"ops@example.com"}
	d := synthtest.Environment(t, e)
	topics := d.By("aws_sns_topic", "name")
	d.RefersTo(t, topics["paperwurks-prod-redis-alarms"]["kms_master_key_id"], "aws_kms_key", "arn")
	topics["paperwurks-prod-redis-events"].Want(t, "events", map[string]any{"kms_master_key_id": nil})

	const account = "${data.aws_caller_identity.account.account_id}"
	for _, r := range d.All("aws_sns_topic_policy") {
		topic := fmt.Sprint(d.RefersTo(t, r["arn"], "aws_sns_topic", "arn")["name"])
		statements := synthtest.ParsePolicy(t, r["policy"]).Statement
		if len(statements) != 1 || !slices.Equal(statements[0].Action, []string{"sns:Publish"}) ||
			!slices.Equal(statements[0].Resource, []string{fmt.Sprint(r["arn"])}) {
			t.Fatalf("%s: %v", topic, statements)
		}
		principal, condition := "map[Service:cloudwatch.amazonaws.com]", map[string]map[string]string{
			"StringEquals": {"aws:SourceAccount": account},
			"ArnLike":      {"aws:SourceArn": "arn:aws:cloudwatch:eu-west-2:" + account + ":alarm:*"},
		}
		if topic == "paperwurks-prod-redis-events" {
			principal, condition = "map[AWS:*]", map[string]map[string]string{"StringEquals": {"aws:SourceOwner": account}}
		}
		if fmt.Sprint(statements[0].Principal) != principal || fmt.Sprint(statements[0].Condition) != fmt.Sprint(condition) {
			t.Errorf("%s lets %v publish if %v", topic, statements[0].Principal, statements[0].Condition)
		}
	}
	for _, subscription := range d.All("aws_sns_topic_subscription") {
		subscription.Want(t, "subscription", map[string]any{"protocol": "email", "endpoint": "ops@example.com"})
	}
	if got := len(d.All("aws_sns_topic_subscription")); got != 2 {
		t.Errorf("%d subscriptions, want one for each topic", got)
	}
	for _, group := range d.All("aws_elasticache_replication_group") {
		policy := d.RefersTo(t, group["notification_topic_arn"], "aws_sns_topic_policy", "arn")
		d.RefersTo(t, policy["arn"], "aws_sns_topic", "arn").Want(t, "events",
			map[string]any{"name": "paperwurks-prod-redis-events"})
	}
}
