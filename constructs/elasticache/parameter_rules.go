package elasticache

import "math"

// parameterRule is what a parameter takes: one of some values, or an integer.
type parameterRule struct {
	values   []string
	min, max int64
	// families are those that have the parameter; nil is every family.
	families []string
	// reason says why this project refuses a value that AWS would take.
	reason string
}

var (
	yesNo       = parameterRule{values: []string{"yes", "no"}}
	natural     = parameterRule{max: math.MaxInt64}
	positive    = parameterRule{min: 1, max: math.MaxInt64}
	percent     = parameterRule{min: 1, max: 100}
	cpuPercent  = parameterRule{min: 1, max: 75}
	redis6      = []string{"redis6.x"}
	from7       = []string{"redis7", "valkey7", "valkey8", "valkey9"}
	from8       = []string{"valkey8", "valkey9"}
	since7      = parameterRule{max: math.MaxInt64, families: from7}
	until6      = parameterRule{max: math.MaxInt64, families: redis6}
	yesNoSince7 = parameterRule{values: yesNo.values, families: from7}
	logLength   = parameterRule{max: 1024, families: from8}
	logSize     = parameterRule{max: math.MaxInt64, families: from8}
)

// parameterRules are the parameters that a caller may set, with what ElastiCache takes for each. cluster-enabled is not
// among them: it follows from ClusterMode. Nor is rename-commands: clients need the commands under their names.
//
// Valkey 7.2 has the parameters of Redis 7, and 8.1 adds commandlog-*.
// https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/ParameterGroups.Engine.html
var parameterRules = map[string]parameterRule{
	"acl-pubsub-default":                             {values: []string{"resetchannels", "allchannels"}},
	"acllog-max-len":                                 {min: 1, max: 10000},
	"active-defrag-cycle-max":                        cpuPercent,
	"active-defrag-cycle-min":                        cpuPercent,
	"active-defrag-ignore-bytes":                     {min: 10485760, max: 104857600},
	"active-defrag-max-scan-fields":                  {min: 1, max: 1000000},
	"active-defrag-threshold-lower":                  percent,
	"active-defrag-threshold-upper":                  percent,
	"active-expire-effort":                           {min: 1, max: 10},
	"activedefrag":                                   yesNo,
	"activerehashing":                                {values: yesNo.values, families: redis6},
	"client-output-buffer-limit-normal-hard-limit":   natural,
	"client-output-buffer-limit-normal-soft-limit":   natural,
	"client-output-buffer-limit-normal-soft-seconds": natural,
	"client-output-buffer-limit-pubsub-hard-limit":   natural,
	"client-output-buffer-limit-pubsub-soft-limit":   natural,
	"client-output-buffer-limit-pubsub-soft-seconds": natural,
	"client-query-buffer-limit":                      {min: 1048576, max: 1073741824},
	"close-on-replica-write": {values: []string{"yes"},
		reason: "after a failover clients would stay on the former primary"},
	"cluster-allow-pubsubshard-when-down": yesNoSince7,
	"cluster-allow-reads-when-down":       yesNo,
	"cluster-preferred-endpoint-type": {values: []string{"tls-dynamic"}, families: from7,
		reason: "clients verify host names, not IP addresses"},
	"cluster-require-full-coverage":    yesNo,
	"commandlog-large-reply-max-len":   logLength,
	"commandlog-large-request-max-len": logLength,
	"commandlog-reply-larger-than":     logSize,
	"commandlog-request-larger-than":   logSize,
	"databases":                        {min: 1, max: 10000},
	"hash-max-listpack-entries":        since7,
	"hash-max-listpack-value":          since7,
	"hash-max-ziplist-entries":         until6,
	"hash-max-ziplist-value":           until6,
	"hll-sparse-max-bytes":             {min: 1, max: 16000},
	"latency-tracking":                 yesNoSince7,
	"lazyfree-lazy-eviction":           yesNo,
	"lazyfree-lazy-expire":             yesNo,
	"lazyfree-lazy-server-del":         yesNo,
	"lazyfree-lazy-user-del":           yesNo,
	"lfu-decay-time":                   natural,
	"lfu-log-factor":                   positive,
	"list-compress-depth":              natural,
	"maxmemory-policy": {values: []string{"allkeys-lfu", "allkeys-lru", "allkeys-random", "noeviction",
		"volatile-lfu", "volatile-lru", "volatile-random", "volatile-ttl"}},
	"maxmemory-samples":         positive,
	"min-replicas-max-lag":      natural,
	"min-replicas-to-write":     natural,
	"notify-keyspace-events":    {},
	"proto-max-bulk-len":        {min: 1048576, max: 536870912},
	"repl-backlog-size":         {min: 16384, max: math.MaxInt64},
	"repl-backlog-ttl":          natural,
	"reserved-memory":           natural,
	"reserved-memory-percent":   {max: 99},
	"set-max-intset-entries":    natural,
	"slowlog-log-slower-than":   {min: -1, max: math.MaxInt64},
	"slowlog-max-len":           natural,
	"stream-node-max-bytes":     natural,
	"stream-node-max-entries":   natural,
	"tcp-keepalive":             natural,
	"timeout":                   natural,
	"tracking-table-max-keys":   {min: 1, max: 100000000},
	"zset-max-listpack-entries": since7,
	"zset-max-listpack-value":   since7,
	"zset-max-ziplist-entries":  until6,
	"zset-max-ziplist-value":    until6,
}
