//go:build linux

package clients

// accessUsers are the users of a group for all jobs, in the order of the table.
var accessUsers = []string{"broker", "result", "cache", "reader"}

// anywhere is a row for which the database does not matter.
const anywhere = -1

// accessRow is what a group of commands does, where, and who may call them. The others may not. A user who may not go
// to the database may not call them there.
type accessRow struct {
	does     string
	database int
	commands []string
	may      string
}

// accessRows are every command that a client of the tests calls, and those that none of them may call.
var accessRows = []accessRow{
	{"greet the server, name the connection", anywhere, []string{"PING", "CLIENT SETNAME worker"},
		"broker result cache reader"},
	{"call several commands at once", anywhere, []string{"MULTI", "EXEC"}, "broker result cache"},
	{"go to another database", anywhere, []string{"SELECT 1"}, "broker result reader"},

	{"queue a message, take one", 1, []string{"LPUSH queue a", "RPUSH queue a", "RPOP queue", "BRPOP queue 0.01"},
		"broker"},
	{"ask for a queue's length", 1, []string{"LLEN queue", "EXISTS queue"}, "broker reader"},
	{"empty a queue", 1, []string{"DEL queue"}, "broker"},
	{"note what is unacknowledged", 1, []string{"HSET hash a b", "HDEL hash a", "ZADD index 1 a", "ZREM index a"},
		"broker"},
	{"read what is unacknowledged", 1, []string{"HGET hash a", "ZREVRANGEBYSCORE index 9 0"}, "broker reader"},
	{"bind a queue", 1, []string{"SADD binding a", "SREM binding a", "SET mutex a", "WATCH hash"}, "broker"},
	{"read the bindings", 1, []string{"SMEMBERS binding", "GET mutex"}, "broker reader"},
	{"send and hear events and remote control", anywhere, []string{"PUBLISH /1.channel a", "PSUBSCRIBE /1.channel"},
		"broker"},
	{"list the keys of the queues' database", 1, []string{"SCAN 0", "RANDOMKEY", "DBSIZE"}, "reader"},

	{"read a result", 2, []string{"GET celery-task-meta-1"}, "broker result reader"},
	{"read several results", 2, []string{"MGET celery-task-meta-1 celery-task-meta-2"}, "result reader"},
	{"write or delete a result", 2, []string{"SET celery-task-meta-1 a", "DEL celery-task-meta-1"}, "broker result"},
	{"write a result that expires", 2, []string{"SETEX celery-task-meta-1 9 a", "EXPIRE celery-task-meta-1 9"}, "result"},
	{"count a chord's results", 2, []string{"ZADD celery-taskset-meta-1.j 1 a", "RPUSH celery-taskset-meta-1.k a"},
		"broker result"},
	{"count those of a chord that grows", 2, []string{"INCRBY celery-taskset-meta-1.t 1"}, "result"},
	{"read a chord's results", 2, []string{"ZCOUNT celery-taskset-meta-1.j 0 9", "ZRANGE celery-taskset-meta-1.j 0 9",
		"LRANGE celery-taskset-meta-1.k 0 9"}, "result reader"},
	{"ask how many there are", 2, []string{"LLEN celery-taskset-meta-1.k"}, "broker result reader"},
	{"tell that a result is there", anywhere, []string{"PUBLISH celery-task-meta-1 a"}, "broker result"},
	{"wait for a result", anywhere, []string{"SUBSCRIBE celery-task-meta-1"}, "result"},
	{"stop waiting", anywhere, []string{"UNSUBSCRIBE celery-task-meta-1"}, "broker result"},

	{"read an entry of the cache", 0, []string{"GET :1:a", "EXISTS :1:a"}, "broker cache reader"},
	{"write or delete an entry", 0, []string{"SET :1:a b", "DEL :1:a"}, "broker cache"},
	{"read several, and when they expire", 0, []string{"MGET :1:a", "TTL :1:a", "PTTL :1:a", "SCAN 0"}, "cache reader"},
	{"write several, count, expire, delete", 0, []string{"MSET :1:a 1", "INCRBY :1:a 1", "EXPIRE :1:a 9",
		"PEXPIRE :1:a 9000", "EXPIREAT :1:a 9999999999", "PEXPIREAT :1:a 9999999999999", "PERSIST :1:a", "UNLINK :1:a"},
		"cache"},
	{"write django-redis's sets and hashes", 0, []string{"SADD :1:s a", "HSET :1:h a b", "ZADD :1:z 1 a"}, "broker cache"},
	{"read the sets and hashes", 0, []string{"SCARD :1:s", "HLEN :1:h", "ZCARD :1:z"}, "cache reader"},
	{"empty the cache: `cache.clear()`", 0, []string{"FLUSHDB"}, "cache"},
	{"run a lock's script", anywhere, []string{"SCRIPT LOAD return", "EVALSHA 63143b6f8007b98c53ca2149822777b3566f9241 0"},
		"broker cache"},
	{"run any script, with the user's own rights", anywhere, []string{"EVAL return 0"}, "cache"},
	{"find the nodes of a cluster, and its mode", anywhere, []string{"CLUSTER SLOTS", "INFO"}, "cache reader"},

	{"see who is connected, and what is slow", anywhere, []string{"CLIENT LIST", "SLOWLOG GET", "SLOWLOG LEN",
		"LATENCY LATEST", "CLUSTER INFO"}, "reader"},
	{"see what needs the memory", 1, []string{"MEMORY USAGE queue", "TYPE queue", "OBJECT ENCODING queue"}, "reader"},

	{"empty the queues' database", 1, []string{"FLUSHDB"}, ""},
	{"empty the results' database", 2, []string{"FLUSHDB"}, ""},
	{"empty every database", anywhere, []string{"FLUSHALL"}, ""},
	{"reach another database without SELECT", anywhere, []string{"SWAPDB 0 1", "MOVE celery-task-meta-1 1",
		"COPY celery-task-meta-1 celery-task-meta-2 DB 1"}, ""},
	{"the same by a script", anywhere, []string{"EVAL redis.call('SELECT',1) 0"}, ""},
	{"stop the server while it looks", anywhere, []string{"KEYS *", "SORT queue"}, ""},
	{"rename or copy what is there", anywhere, []string{"RENAME celery-task-meta-1 celery-task-meta-2",
		"RESTORE celery-task-meta-1 0 a"}, ""},
	{"change the server", anywhere, []string{"CONFIG GET maxmemory", "CONFIG SET maxmemory 0", "DEBUG SLEEP 0",
		"SHUTDOWN NOSAVE", "MODULE LIST", "SAVE", "BGSAVE", "REPLICAOF NO ONE", "FAILOVER", "CLUSTER RESET"}, ""},
	{"change the users", anywhere, []string{"ACL LIST", "ACL SETUSER another on", "ACL DELUSER another", "ACL LOG"}, ""},
	{"watch, hold up or cut off others", anywhere, []string{"MONITOR", "CLIENT KILL ID 1", "CLIENT PAUSE 1",
		"SLOWLOG RESET", "LATENCY RESET"}, ""},
	{"change the scripts of all", anywhere, []string{"SCRIPT FLUSH", "SCRIPT KILL", "FUNCTION FLUSH"}, ""},
}
