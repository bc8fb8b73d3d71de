package elasticache

import (
	"fmt"
	"slices"
	"strings"
)

// Engine is what a group's nodes run.
type Engine string

const (
	// RedisOSS is AWS's name of Redis up to 7.1, its last version on ElastiCache.
	RedisOSS Engine = "redis"
	// Valkey goes on from Redis 7.2. Its nodes cost a fifth less. A group moves to it in place, and never back.
	Valkey Engine = "valkey"
)

// Name is what AWS calls the engine: "Redis OSS" or "Valkey".
func (e Engine) Name() string {
	if e == Valkey {
		return "Valkey"
	}
	return "Redis OSS"
}

// shortName is the engine's name in descriptions of resources.
func (e Engine) shortName() string { return strings.TrimSuffix(e.Name(), " OSS") }

// engineVersion is one row of the table of engine versions.
type engineVersion struct {
	engine  Engine
	version string
	// family is the parameter group family.
	family string
	// staysAtVersion says that AWS must not install minor versions by itself: Terraform could go back only by replacing
	// the group.
	staysAtVersion bool
	// statesTransitMode says whether AWS takes transit_encryption_mode. Versions without it always require encryption in
	// transit once it is on.
	statesTransitMode bool
	// supportEnds is the last day of standard support; "" where AWS has announced none.
	supportEnds string
}

// engineVersions are the versions that a group can run, each engine's from the oldest to the newest.
//
// Valkey 8.0 is left out: its first releases answer UNSUBSCRIBE with NOSUB, which breaks Celery
// (https://github.com/valkey-io/valkey/issues/1228).
//
// The families: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/ParameterGroups.Engine.html
// The ends of support: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/extended-support.html
var engineVersions = []engineVersion{
	{engine: RedisOSS, version: "6.2", family: "redis6.x", supportEnds: "2027-01-31"},
	// AWS would make a 7.0 a 7.1 in a maintenance window.
	{engine: RedisOSS, version: "7.0", family: "redis7", staysAtVersion: true, statesTransitMode: true},
	{engine: RedisOSS, version: "7.1", family: "redis7", statesTransitMode: true},
	// AWS would make an 8.1 an 8.2, and adds minor versions all the time.
	{engine: Valkey, version: "7.2", family: "valkey7", staysAtVersion: true, statesTransitMode: true},
	{engine: Valkey, version: "8.1", family: "valkey8", staysAtVersion: true, statesTransitMode: true},
	{engine: Valkey, version: "8.2", family: "valkey8", staysAtVersion: true, statesTransitMode: true},
	{engine: Valkey, version: "9.0", family: "valkey9", staysAtVersion: true, statesTransitMode: true},
	{engine: Valkey, version: "9.1", family: "valkey9", staysAtVersion: true, statesTransitMode: true},
}

// defaultVersions are the versions of a group that names none. They stay as they are: a newer one would upgrade groups
// that did not ask for it.
var defaultVersions = map[Engine]string{RedisOSS: "7.1", Valkey: "8.1"}

// allowedVersions names the versions of each engine.
func allowedVersions() string {
	versions := map[Engine][]string{}
	for _, v := range engineVersions {
		versions[v.engine] = append(versions[v.engine], v.version)
	}
	return fmt.Sprintf("%s with Engine redis, or one of %s with Engine valkey",
		strings.Join(versions[RedisOSS], ", "), strings.Join(versions[Valkey], ", "))
}

// engineVersion is the row of the group's engine and version, and the zero row for a pair that is not in the table.
func (p GroupProps) engineVersion() engineVersion {
	i := slices.IndexFunc(engineVersions, func(v engineVersion) bool {
		return v.engine == p.Engine && v.version == p.EngineVersion
	})
	if i < 0 {
		return engineVersion{}
	}
	return engineVersions[i]
}

// StandardSupportEnds is the last day on which AWS supports the group's version at the standard price, for example
// "2027-01-31"; "" where AWS has announced none.
func (p GroupProps) StandardSupportEnds() string { return p.WithDefaults().engineVersion().supportEnds }
