package elasticache

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

func (p GroupProps) checkEngine(r *report) {
	r.oneOf([]string{string(RedisOSS), string(Valkey)}, "Engine", string(p.Engine))
	r.require(defaultVersions[p.Engine] == "" || p.engineVersion() != engineVersion{}, "EngineVersion",
		"must be one of "+allowedVersions(), p.EngineVersion)
	r.require(!p.ClusterMode || !p.queues(), "ClusterMode",
		"must be off for role "+string(p.Role)+", because Celery has no Redis Cluster transport "+
			"and its workers die at start with CROSSSLOT", p.ClusterMode)
	for _, name := range sortedKeys(p.Parameters) {
		p.checkParameter(r, name, p.Parameters[name])
	}
}

// refusesParameter says why the group can't have a parameter, whatever its value; "" where it can.
func (p GroupProps) refusesParameter(name string) string {
	switch name {
	case "cluster-enabled":
		return "must not be set, it follows from ClusterMode"
	case "rename-commands":
		return "must not be set, because Celery, Django and AWS need the commands under their names"
	}
	family := p.engineVersion().family
	rule, ok := parameterRules[name]
	switch {
	case ok && (family == "" || rule.families == nil || slices.Contains(rule.families, family)):
		return ""
	case family == "":
		return "must be a parameter that can be changed"
	}
	return "must be a parameter of " + family + " that can be changed, see " +
		"`aws elasticache describe-engine-default-parameters --cache-parameter-group-family " + family + "`"
}

func (p GroupProps) checkParameter(r *report, name, value string) {
	field := "Parameters[" + name + "]"
	if why := p.refusesParameter(name); why != "" {
		r.require(false, field, why, value)
		return
	}
	rule := parameterRules[name]
	if name == "databases" {
		rule.min, rule.reason = p.databases()
	}
	if isReference(value) {
		return
	}
	reason := ""
	if rule.reason != "" {
		reason = ", because " + rule.reason
	}
	number, err := strconv.ParseInt(value, 10, 64)
	if err == nil && strconv.FormatInt(number, 10) != value {
		err = strconv.ErrSyntax // "+5" and "05", which ElastiCache does not take
	}
	switch {
	case name == "notify-keyspace-events":
		r.require(keyspaceForm.MatchString(value), field, "must be of the letters K E g $ l s h z x e A t d m n", value)
	case rule.values != nil:
		r.require(slices.Contains(rule.values, value), field, "must be one of "+strings.Join(rule.values, ", ")+reason, value)
	case rule.max == math.MaxInt64:
		r.require(err == nil && number >= rule.min, field,
			fmt.Sprintf("must be an integer of at least %d", rule.min)+reason, value)
	default:
		r.require(err == nil && rule.min <= number && number <= rule.max, field,
			fmt.Sprintf("must be an integer from %d to %d", rule.min, rule.max)+reason, value)
	}
	switch {
	case name == "maxmemory-policy" && p.queues():
		r.require(!strings.HasPrefix(value, "allkeys-"), field,
			"must not be allkeys-* for role "+string(p.Role)+", which would evict Celery's queues", value)
	case name == "timeout" && p.queues():
		r.require(value == "0", field,
			"must be 0 for role "+string(p.Role)+", because Celery's publishers fail on connections closed when idle", value)
	case name == "timeout":
		r.require(number == 0 || number >= 20, field, "must be 0 or at least 20", value)
	case name == "min-replicas-to-write":
		r.require(number <= int64(p.Replicas), field,
			fmt.Sprintf("must be at most Replicas, which is %d, or the primary refuses every write", p.Replicas), value)
	}
}
