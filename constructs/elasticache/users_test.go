package elasticache_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
	"github.com/paperwurks/elasticache-redis/internal/fixtures"
	"github.com/paperwurks/elasticache-redis/internal/synthtest"
)

// What applications read of groups with Users: each URL has a user of its own and that user's database.
func TestUsersURLs(t *testing.T) {
	wants := map[string]map[string]string{
		"dev-users": {
			"/redis/url": "broker 1", "/redis/broker-url": "broker 1", "/redis/result-url": "result 2",
			"/redis/cache-url": "cache 0", "/redis/reader-url": "reader 1",
		},
		"prod-users": {
			"/redis/url": "broker 1", "/redis/broker-url": "broker 1", "/redis/result-url": "result 2",
			"/redis/cache-url": "cache 0", "/redis/reader-url": "reader 0", "/broker/reader-url": "reader 1",
		},
	}
	form := regexp.MustCompile(`^rediss://(\w+)-20261123:\$\{urlencode\((random_password\.\w+_users_2026-11-23_(\w+)_` +
		`password_[0-9A-F]{8}\.result)\)\}@\$\{.+\}:6379/(\d)\?ssl_cert_reqs=required&ssl_check_hostname=true$`)
	for _, e := range fixtures.WithUsers() {
		d := synthtest.Environment(t, e)
		urls := 0
		for name, parameter := range d.By("aws_ssm_parameter", "name") {
			short := strings.TrimPrefix(name, "/paperwurks/"+e.Name)
			if strings.HasSuffix(name, "auth-token") {
				t.Errorf("%s publishes %s, and has no token", e.Name, short)
			}
			if !strings.HasSuffix(name, "url") {
				continue
			}
			urls++
			match := form.FindStringSubmatch(fmt.Sprint(parameter["value"]))
			if match == nil || match[1] != match[3] || match[1]+" "+match[4] != wants[e.Name][short] {
				t.Errorf("%s%s = %v, want user and database %s", e.Name, short, parameter["value"], wants[e.Name][short])
			}
			if !strings.Contains(fmt.Sprint(parameter["depends_on"]), "aws_elasticache_user_group.") {
				t.Errorf("%s%s does not wait for its user: %v", e.Name, short, parameter["depends_on"])
			}
		}
		if urls != len(wants[e.Name]) {
			t.Errorf("%s publishes %d URLs, want %d", e.Name, urls, len(wants[e.Name]))
		}
	}
}

// A group with Users has their user group and no token. Nobody logs in as the default user.
func TestUsersOfAGroup(t *testing.T) {
	p := withUsers("2026-11-23")
	p.Engine = elasticache.Valkey // a move from Redis must leave the users as they are
	d := synthtest.Group(t, p, nil)
	group := d.Group(t, "paperwurks-test-redis")
	group.Want(t, "group", map[string]any{"auth_token": nil, "auth_token_update_strategy": nil})
	userGroup := d.RefersTo(t, group["user_group_ids"].([]any)[0], "aws_elasticache_user_group", "user_group_id")
	userGroup.Want(t, "user group", map[string]any{"engine": "redis", "user_group_id": "paperwurks-test-redis"})
	users := d.By("aws_elasticache_user", "user_name")
	if got := len(userGroup["user_ids"].([]any)); got != len(users) || got != 5 {
		t.Errorf("the user group has %d users, and there are %d, want 5", got, len(users))
	}
	passwords := map[string]bool{}
	for name, u := range users {
		on := name != "default"
		if access := fmt.Sprint(u["access_string"]); strings.HasPrefix(access, "on ") != on || strings.Contains(access, ">") {
			t.Errorf("%s: access string %q", name, access)
		}
		mode := u["authentication_mode"].(map[string]any)
		own := fmt.Sprint(mode["passwords"])
		if mode["type"] != "password" || passwords[own] || !strings.HasPrefix(own, "[${random_password.") {
			t.Errorf("%s logs in with %v %s", name, mode["type"], own)
		}
		passwords[own] = true
	}
}

// Until a rotation ends, the users of both dates exist, and the URLs have those of the new one. What is made for a date
// is the same in every step, so that no step changes a user.
func TestUsersInARotation(t *testing.T) {
	users := func(dates ...string) map[string]synthtest.Resource {
		return synthtest.Group(t, withUsers(dates...), nil).By("aws_elasticache_user", "user_name")
	}
	before, during, after := users("2026-11-23"), users("2026-11-23", "2027-02-20"), users("2027-02-20")
	if len(before) != 5 || len(during) != 9 || len(after) != 5 {
		t.Errorf("%d, %d and %d users, want 5, 9 and 5", len(before), len(during), len(after))
	}
	for name, u := range during {
		for _, other := range []synthtest.Resource{before[name], after[name]} {
			if other != nil {
				u.Want(t, name, other)
			}
		}
	}
	d := synthtest.Group(t, withUsers("2026-11-23", "2027-02-20"), nil)
	url := fmt.Sprint(d.By("aws_ssm_parameter", "name")["/paperwurks/test/redis/broker-url"]["value"])
	if !strings.Contains(url, "//broker-20270220:${") || strings.Contains(url, "2026") {
		t.Errorf("broker-url = %s, want the user of 2027-02-20", url)
	}
}

// AWS takes at most 40 characters: no group has an id that is too long for its users, and no two users have the same.
func TestUserIDs(t *testing.T) {
	form := regexp.MustCompile(`^[a-z]([a-z0-9]|-[a-z0-9])*$`)
	seen := map[string]string{}
	for _, name := range []string{"a", "a-b", "redis", strings.Repeat("a", 24), strings.Repeat("a", 23) + "b",
		strings.Repeat("a", 10) + "-" + strings.Repeat("b", 13)} {
		p := withUsers("2026-11-23")
		p.Name = name
		if err := p.Validate(); err != nil {
			t.Fatal(err)
		}
		for _, u := range synthtest.Group(t, p, nil).All("aws_elasticache_user") {
			id := fmt.Sprint(u["user_id"])
			if !form.MatchString(id) || len(id) > 40 || seen[id] != "" {
				t.Errorf("%s: user id %s, %d characters, of %q too", name, id, len(id), seen[id])
			}
			seen[id] = name
		}
	}
}

func withUsers(dates ...string) elasticache.RedisProps {
	p := fixtures.Group()
	p.AuthToken, p.Users, p.UserDates = "", true, slices.Clone(dates)
	return p
}
