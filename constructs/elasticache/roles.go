package elasticache

import "slices"

// Role says what a replication group is for. It decides what Redis may evict, whether cluster mode may be on, and which
// connection URLs the group publishes.
type Role string

const (
	// Shared is for Celery and the Django cache on one group: cluster mode off, volatile-ttl.
	Shared Role = "shared"
	// Broker is for Celery's queues and results only: cluster mode off, noeviction.
	Broker Role = "broker"
	// Cache is for data that can be computed again: cluster mode on or off, allkeys-lru.
	Cache Role = "cache"
)

// roleRule is what follows from a Role.
type roleRule struct {
	// maxmemoryPolicy is what Redis does when its memory is full.
	maxmemoryPolicy string
	// queues says that the group holds Celery's queues. Losing a queue loses tasks.
	queues bool
	// urls are the connection URLs that the group publishes.
	urls []url
}

// roleRules has a rule for each role.
//
// volatile-ttl evicts the keys that expire first: cache entries before results, and never a queue, which has no expiry.
// volatile-lru, AWS's default, evicts results as readily as cache entries. allkeys-* evicts the queues themselves.
var roleRules = map[Role]roleRule{
	Shared: {maxmemoryPolicy: "volatile-ttl", queues: true, urls: slices.Concat(celeryURLs, cacheURLs)},
	Broker: {maxmemoryPolicy: "noeviction", queues: true, urls: celeryURLs},
	Cache:  {maxmemoryPolicy: "allkeys-lru", urls: cacheURLs},
}
