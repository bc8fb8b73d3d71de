package stacks_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/paperwurks/elasticache-redis/internal/fixtures"
	"github.com/paperwurks/elasticache-redis/internal/synthtest"
)

func TestCustomerKey(t *testing.T) {
	e := fixtures.CacheAndBroker()
	const account = "${data.aws_caller_identity.account.account_id}"
	via := func(service string) string {
		return "map[AWS:arn:aws:iam::" + account + ":root] map[StringEquals:map[kms:CallerAccount:" + account +
			" kms:ViaService:" + service + ".eu-west-2.amazonaws.com]]"
	}
	users := map[string]string{
		"AlarmsPublish": "map[Service:cloudwatch.amazonaws.com] map[StringEquals:map[aws:SourceAccount:" + account + "]]",
		"ElastiCache":   via("elasticache"),
		"Parameters":    via("ssm"),
		"Logs": "map[Service:logs.eu-west-2.amazonaws.com] " +
			"map[ArnLike:map[kms:EncryptionContext:aws:logs:arn:arn:aws:logs:eu-west-2:" + account +
			":log-group:/aws/elasticache/paperwurks-prod/*]]",
	}
	sids := func(d synthtest.Document) string {
		var sids []string
		key := d.All("aws_kms_key")[0]
		key.Want(t, "key", map[string]any{"enable_key_rotation": true, "deletion_window_in_days": 30})
		for _, s := range synthtest.ParsePolicy(t, key["policy"]).Statement {
			sids = append(sids, s.Sid)
			switch {
			case s.Sid == "Administer":
				for _, action := range s.Action {
					uses := []string{"kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"}
					if strings.Contains(action, "*") || slices.Contains(uses, action) {
						t.Errorf("an administrator may %s", action)
					}
				}
			case fmt.Sprint(s.Principal, s.Condition) != users[s.Sid]:
				t.Errorf("%s lets %v use the key if %v\nwant %s", s.Sid, s.Principal, s.Condition, users[s.Sid])
			}
		}
		return strings.Join(sids, " ")
	}
	if got := sids(synthtest.Environment(t, e)); got != "Administer AlarmsPublish" {
		t.Errorf("without a customer key: %s", got)
	}
	e.CustomerKey = true
	d := synthtest.Environment(t, e)
	if got := sids(d); got != "Administer AlarmsPublish ElastiCache Parameters Logs" {
		t.Errorf("with a customer key: %s", got)
	}
	if !d.All("aws_kms_key")[0]["lifecycle"].(map[string]any)["prevent_destroy"].(bool) {
		t.Error("the key of a protected group may be destroyed")
	}
	if n := len(d.All("aws_elasticache_replication_group")); n != 2 || len(d.All("aws_cloudwatch_log_group")) != 2*n {
		t.Fatalf("%d groups, %d log groups", n, len(d.All("aws_cloudwatch_log_group")))
	}
	for _, group := range d.All("aws_elasticache_replication_group") {
		d.RefersTo(t, group["kms_key_id"], "aws_kms_key", "arn")
	}
	for _, log := range d.All("aws_cloudwatch_log_group") {
		d.RefersTo(t, log["kms_key_id"], "aws_kms_key", "arn")
	}
	secrets := 0
	for _, parameter := range d.All("aws_ssm_parameter") {
		if parameter["type"] == "SecureString" {
			d.RefersTo(t, parameter["key_id"], "aws_kms_key", "arn")
			secrets++
		}
	}
	if secrets != 6 {
		t.Errorf("%d SecureStrings, want two tokens and four URLs", secrets)
	}
}
