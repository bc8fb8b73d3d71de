package elasticache

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/elasticacheuser"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/elasticacheusergroup"
	"github.com/cdktf/cdktf-provider-random-go/random/v11/password"
	"github.com/hashicorp/terraform-cdk-go/cdktf"
)

// user is what one client of a group may do there.
type user struct {
	// name is the start of the user's name on the server; its date follows.
	name string
	// access is the access string, as the server's own ACL LIST prints it: AWS may answer with either form.
	access string
	// database is the one that the user's URL names, except in cluster mode. A connection begins on database 0, and the
	// cache's user may not SELECT another: its FLUSHDB, which is cache.clear(), can't reach Celery's queues.
	database int
}

// The users of a group with Users. Their rights are the least with which the clients that acceptance/clients runs work;
// its access_test.go says of each command who may call it. Each access string is in the form in which the servers print
// it, and has no command that is only in some of Redis 7.0 and Valkey 7.2 to 9.1, because AWS refuses one that it does
// not know. So CLIENT SETINFO, which newer clients call, comes with its category.
var (
	// brokerUser may use every key and channel, because queues have the names that the application gives them. Its scripts
	// are kombu's lock around the unacknowledged messages.
	brokerUser = user{"broker", "on ~* &* -@all +@connection +@transaction -@dangerous +evalsha +script|load " +
		"+get +set +del +exists +llen +lpush +rpush +rpop +brpop +hget +hset +hdel +sadd +srem +smembers " +
		"+zadd +zrem +zrevrangebyscore +publish +psubscribe +unsubscribe", 1}
	// resultUser may use the keys and channels of results and groups only. Something may come before, by Celery's
	// global_keyprefix.
	resultUser = user{"result", "on ~*celery-task-meta-* ~*celery-taskset-meta-* resetchannels &*celery-task-meta-* " +
		"&*celery-taskset-meta-* -@all +@connection +@transaction -@dangerous +get +mget +set +setex +incrby +del +expire " +
		"+rpush +llen +lrange +zadd +zcount +zrange +publish +subscribe +unsubscribe", 2}
	// cacheUser has all that Django's cache and django-redis have methods for, but for keys(), which stops the server
	// while it looks. Its scripts are locks and django-redis's incr; they have no more rights than the user.
	cacheUser = user{"cache", "on ~* resetchannels -@all +@connection +@transaction +@string +@hash +@set +@sortedset " +
		"-@dangerous -select +evalsha +script|load +eval +del +unlink +exists +expire +pexpire +expireat +pexpireat " +
		"+persist +ttl +pttl +scan +flushdb +info +cluster|slots", 0}
	// readerUser is for people and for metrics.
	readerUser = user{"reader", "on ~* resetchannels -@all +@read +@connection -@dangerous +info +client|list " +
		"+slowlog|get +slowlog|len +latency|latest +cluster|slots +cluster|info", 1}
	// defaultUser is who connects without a user's name. Nobody knows its password.
	defaultUser = user{"default", "off resetchannels -@all", 0}
)

// users are the group's: one for each of its URLs, and the reader.
func (p GroupProps) users() []user {
	var users []user
	for _, u := range roleRules[p.Role].urls {
		if !slices.Contains(users, u.user) {
			users = append(users, u.user)
		}
	}
	return append(users, readerUser)
}

// users are a group's users; the zero value is a group with an AUTH token.
type users struct {
	group elasticacheusergroup.ElasticacheUserGroup
	// date is the newest, and passwords are its users'.
	date      string
	passwords map[user]string
}

// newUsers makes the users of each date, and the group of all of them; none for a group with an AUTH token.
//
// A rotation makes new users instead of giving the old ones another password. Terraform takes a changed password as set
// even where AWS refused it, and would publish it with the next deploy; a user that AWS refused does not exist.
func newUsers(scope constructs.Construct, p RedisProps) users {
	if !p.Users {
		return users{}
	}
	scope = constructs.NewConstruct(scope, jsii.String("users"))
	off, _ := newUser(scope, p, defaultUser, "")
	ids, all := []*string{off.UserId()}, users{passwords: map[user]string{}}
	for _, date := range p.knownUserDates() {
		scope := constructs.NewConstruct(scope, jsii.String(date))
		all.date = date
		for _, u := range p.users() {
			dated, password := newUser(scope, p, u, date)
			ids = append(ids, dated.UserId())
			all.passwords[u] = password
		}
	}
	all.group = elasticacheusergroup.NewElasticacheUserGroup(scope, jsii.String("user-group"),
		&elasticacheusergroup.ElasticacheUserGroupConfig{
			UserGroupId: jsii.String(p.ReplicationGroupID()),
			Engine:      jsii.String(userEngine),
			UserIds:     &ids,
			Tags:        tags(p.Tags),
		})
	return all
}

// knownUserDates are UserDates without those that synthesis is going to refuse.
func (p RedisProps) knownUserDates() []string {
	var dates []string
	for _, date := range p.UserDates {
		if isDate(date) && !slices.Contains(dates, date) {
			dates = append(dates, date)
		}
	}
	return dates
}

// userEngine is the engine of users and user groups. AWS takes such a group for Redis and for Valkey, so that a move to
// Valkey leaves the users alone.
// https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Clusters.RBAC.html
const userEngine = "redis"

// newUser makes a user with a password of 32 letters and digits, and returns the password too.
func newUser(scope constructs.Construct, p RedisProps, u user, date string) (elasticacheuser.ElasticacheUser, string) {
	scope = constructs.NewConstruct(scope, jsii.String(u.name))
	random := password.NewPassword(scope, jsii.String("password"), &password.PasswordConfig{
		Length:  jsii.Number(32),
		Special: jsii.Bool(false),
	})
	made := elasticacheuser.NewElasticacheUser(scope, jsii.String("user"), &elasticacheuser.ElasticacheUserConfig{
		UserId:       jsii.String(userID(p, u, date)),
		UserName:     jsii.String(u.on(date)),
		Engine:       jsii.String(userEngine),
		AccessString: jsii.String(u.access),
		AuthenticationMode: &elasticacheuser.ElasticacheUserAuthenticationMode{
			Type:      jsii.String("password"),
			Passwords: &[]*string{random.Result()},
		},
		Tags: tags(p.Tags),
		// The user group lets go of a user before AWS deletes it. The provider drops the users that the same call adds
		// otherwise: https://github.com/hashicorp/terraform-provider-aws/issues/49945
		Lifecycle: &cdktf.TerraformResourceLifecycle{CreateBeforeDestroy: jsii.Bool(true)},
	})
	return made, *random.Result()
}

// on is the user's name on the server, for example "broker-20261123". The default user has no date.
func (u user) on(date string) string {
	return strings.TrimSuffix(u.name+"-"+strings.ReplaceAll(date, "-", ""), "-")
}

// maxUserID is the longest id of a user, in characters.
// https://github.com/open-constructs/aws-cdk-library/blob/main/src/aws-elasticache/user.ts
const maxUserID = 40

// userID is "<group>-<user>-<date>". Where that is too long, a hash takes the place of the group's end.
func userID(p RedisProps, u user, date string) string {
	group, rest := p.ReplicationGroupID(), "-"+u.on(date)
	if len(group)+len(rest) > maxUserID {
		hash := fmt.Sprintf("-%x", sha256.Sum256([]byte(group)))[:9]
		group = strings.TrimRight(group[:maxUserID-len(rest)-len(hash)], "-") + hash
	}
	return group + rest
}
