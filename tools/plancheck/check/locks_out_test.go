package check

import "testing"

// TestLocksOut checks changes in place after which clients can't log in.
func TestLocksOut(t *testing.T) {
	for _, test := range []struct{ change, want string }{
		{`"type": "aws_elasticache_replication_group", "change": {"actions": ["update"],
			"before": {"user_group_ids": [], "auth_token": "secret"}, "after": {"user_group_ids": ["g"], "auth_token": null}}`,
			`g: update; user_group_ids [] -> ["g"]; ` + notSafe},
		{`"type": "aws_elasticache_replication_group", "change": {"actions": ["update"],
			"before": {"user_group_ids": ["g"]}, "after": {"user_group_ids": null, "auth_token": "secret"}}`,
			`g: update; user_group_ids ["g"] -> null; ` + notSafe},
		{`"type": "aws_elasticache_replication_group", "change": {"actions": ["update"],
			"before": {"user_group_ids": null}, "after": {}, "after_unknown": {"user_group_ids": true}}`,
			`g: update; user_group_ids null -> (known after apply); ` + notSafe},
		{`"type": "aws_elasticache_replication_group", "change": {"actions": ["update"],
			"before": {"user_group_ids": ["g"]}, "after": {"user_group_ids": ["g"]}}`, ""},
		{`"type": "aws_elasticache_replication_group", "change": {"actions": ["update"],
			"before": {"user_group_ids": ["theirs"]}, "after": {"user_group_ids": ["ours"]}}`,
			`g: update; user_group_ids ["theirs"] -> ["ours"]; ` + otherUsers},
		{`"type": "aws_elasticache_replication_group", "change": {"actions": ["update"],
			"before": {"user_group_ids": null}, "after": {"user_group_ids": []}}`, ""},
		{`"type": "aws_elasticache_replication_group", "change": {"actions": ["create"],
			"before": null, "after": {"user_group_ids": ["g"]}}`, ""},
		{`"type": "aws_elasticache_user_group", "change": {"actions": ["update"],
			"before": {"user_ids": ["off", "old"]}, "after": {"user_ids": ["off", "old", "new"]}}`, ""},
		{`"type": "aws_elasticache_user_group", "change": {"actions": ["update"],
			"before": {"user_ids": ["off", "old", "new"]}, "after": {"user_ids": ["off", "new"]}}`, ""},
		{`"type": "aws_elasticache_user_group", "change": {"actions": ["update"],
			"before": {"user_ids": ["off", "old"]}, "after": {"user_ids": ["off", "new"]}}`,
			`g: update; user_ids ["off","old"] -> ["off","new"]; ` + lockOut},
		{`"type": "aws_elasticache_replication_group", "change": {"actions": ["update"],
			"before": {"auth_token": "old", "auth_token_update_strategy": "SET"},
			"after": {"auth_token_update_strategy": "SET"},
			"after_unknown": {"auth_token": true}, "before_sensitive": {"auth_token": true}}`,
			`g: update; auth_token (sensitive) -> (known after apply); ` + skipsRotate},
		{`"type": "aws_elasticache_replication_group", "change": {"actions": ["update"],
			"before": {"auth_token": "old", "auth_token_update_strategy": "ROTATE"},
			"after": {"auth_token": "new", "auth_token_update_strategy": "SET"},
			"before_sensitive": {"auth_token": true}, "after_sensitive": {"auth_token": true}}`,
			`g: update; auth_token (sensitive) -> (sensitive); ` + skipsRotate},
		// A rotation begins, and ends.
		{`"type": "aws_elasticache_replication_group", "change": {"actions": ["update"],
			"before": {"auth_token": "old", "auth_token_update_strategy": "SET"},
			"after": {"auth_token_update_strategy": "ROTATE"}, "after_unknown": {"auth_token": true}}`, ""},
		{`"type": "aws_elasticache_replication_group", "change": {"actions": ["update"],
			"before": {"auth_token": "new", "auth_token_update_strategy": "ROTATE"},
			"after": {"auth_token": "new", "auth_token_update_strategy": "SET"}}`, ""},
		// A group that is adopted: an import reads no token.
		{`"type": "aws_elasticache_replication_group", "change": {"actions": ["update"],
			"before": {"auth_token": null}, "after": {"auth_token_update_strategy": "SET"},
			"after_unknown": {"auth_token": true}}`, ""},
		{`"type": "aws_elasticache_user_group", "change": {"actions": ["update"],
			"before": {"user_ids": ["off", "broker-20261123", "broker-20270221"]},
			"after": {"user_ids": ["off", "broker-20270221"]}}`, ""},
		{`"type": "aws_elasticache_user_group", "change": {"actions": ["update"],
			"before": {"user_ids": ["off", "broker-20261123", "broker-20270221"]},
			"after": {"user_ids": ["off", "broker-20261123"]}}`,
			`g: update; user_ids ["off","broker-20261123","broker-20270221"] -> ["off","broker-20261123"]; ` + undone},
		{`"type": "aws_elasticache_user_group", "change": {"actions": ["update"],
			"before": {"user_ids": ["off", "broker-20261123", "cache-20261123"]},
			"after": {"user_ids": ["off", "broker-20261123"]}}`,
			`g: update; user_ids ["off","broker-20261123","cache-20261123"] -> ["off","broker-20261123"]; ` + taken},
	} {
		checkChange(t, test.change, test.want)
	}
}
