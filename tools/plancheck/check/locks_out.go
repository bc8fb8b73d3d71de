package check

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// What changes in place mean for the clients of a group.
const (
	// https://github.com/hashicorp/terraform-provider-aws/issues/45518
	notSafe = "with version 5 of the provider, a move between AUTH and RBAC on a live group is not safe: " +
		"see docs/users.md"
	otherUsers = "the clients of the group log in as users of the other user group"
	lockOut    = "running tasks have the users that it takes away, and only new tasks would get the ones that it adds: " +
		"end the last rotation first, see docs/users.md"
	undone = "it takes the newest users away, whom tasks may have: go on with the rotation, see docs/users.md"
	taken  = "running tasks may have the users that it takes away: keep the Role, or move to a second group, " +
		"see docs/users.md"
	// Terraform takes a token that AWS refuses for given, and publishes it in the next apply.
	skipsRotate = "it ends a rotation that has not begun: AWS takes SET only for the token that ROTATE gave before, and " +
		"running tasks have the old one. Change TokenDate alone: see docs/operations.md#rotate-the-token"
)

// userDate is the end of a user's id, of which each rotation makes a new one.
var userDate = regexp.MustCompile(`\d{8}$`)

// locksOut says what a change in place means for the clients of a group: of its way to log in, and of its users.
func (c change) locksOut(kind string) (means string, field Field) {
	if !slices.Contains(c.Actions, "update") {
		return "", Field{}
	}
	switch kind {
	case "aws_elasticache_replication_group":
		before, after, field := c.values("user_group_ids")
		switch {
		case c.givesTokenWithSet():
			return skipsRotate, c.field([]any{"auth_token"})
		case (len(before) > 0) != (len(after) > 0 || field.After == unknown):
			return notSafe, field
		case len(before) > 0 && field.Before != field.After:
			return otherUsers, field
		}
	case "aws_elasticache_user_group":
		before, after, field := c.values("user_ids")
		gone := func(id any) bool { return !slices.Contains(after, id) }
		added := func(id any) bool { return !slices.Contains(before, id) }
		newest, newestLeft := newestDate(before), newestDate(after)
		takesNewest := newest != "" && slices.ContainsFunc(before, func(id any) bool {
			return gone(id) && strings.HasSuffix(fmt.Sprint(id), newest)
		})
		switch {
		case !slices.ContainsFunc(before, gone):
		case takesNewest && newestLeft == newest:
			return taken, field
		case slices.ContainsFunc(after, added) || field.After == unknown:
			return lockOut, field
		case takesNewest:
			return undone, field
		}
	}
	return "", Field{}
}

// newestDate is the newest date of the users, "" where none has a date.
func newestDate(users []any) string {
	newest := ""
	for _, id := range users {
		newest = max(newest, userDate.FindString(fmt.Sprint(id)))
	}
	return newest
}

// givesTokenWithSet says whether a group that has a token gets another one that ROTATE did not give it before.
func (c change) givesTokenWithSet() bool {
	token, strategy := []any{"auth_token"}, []any{"auth_token_update_strategy"}
	before, _ := at(c.Before, token).(string)
	changed := at(c.AfterUnknown, token) == true || at(c.After, token) != before
	return before != "" && changed && at(c.After, strategy) == "SET"
}

// values are an attribute's values before and after, where it is a set.
func (c change) values(attribute string) (before, after []any, field Field) {
	path := []any{attribute}
	before, _ = at(c.Before, path).([]any)
	after, _ = at(c.After, path).([]any)
	return before, after, c.field(path)
}
