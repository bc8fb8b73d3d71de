package stacks_test

import (
	"errors"
	"flag"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
	"github.com/paperwurks/elasticache-redis/internal/generate"
	"github.com/paperwurks/elasticache-redis/stacks"
)

var seed = flag.Uint64("seed", 1, "of the generated environments")

// stricter are the rules of this project where AWS would take the value, by the start of a problem.
var stricter = regexp.MustCompile(`^(` + strings.Join([]string{
	`AlarmPeriodSeconds must be 60 or 300`, // the dashboard's charts have the same period
	`AlarmThresholds`, `DisabledAlarms`,    // an alarm that can't go off, or none
	`ClientSecurityGroupIDs\[.+\] must have a name of lower-case letters`,
	`ClientSecurityGroupIDs\[ecs\] must not be set`,
	`EngineVersion must be one of 6.2, 7.0, 7.1 with Engine redis, or one of 7.2, 8.1, 8.2, 9.0, 9.1 with`,
	`Name must (be lower-case letters|not be one of account|be unique in)`,
	`Groups must have one with neither DisableURLs nor`,
	`(Project|Environment|Name) must be at most 40`,
	`(State.Key|Network.RemoteStateKey) must (be a key|not end with .tflock)`, // a URL, and a lock's name
	`Tags\[(Project|Environment|ManagedBy)\]`,                                 // they would be replaced
	`.+ must not name a topic of the environment itself`,
	`TokenDate must be a date from 2017`,
	`RotationEndedFor must be set where a group has Users`, // the users of the date before it would be lost
	`Users must be off for Redis 6.2`,
	`Protected must not be set together`,
	`.+ must not be set together with Disable(Alarms|Logs|SSMParameters)`,
	`ExistingSubnetGroupName must (be 1 to 255|not be default)`, // AWS takes capitals, and Terraform would see a change
	`MaintenanceWindow must be shorter than 144 hours`,
	`NodeType must not be of the family r6gd`,
	`Parameters\[(databases|maxmemory-policy|min-replicas-to-write|reserved-memory-percent|timeout)\]`,
	`SnapshotRetentionDays must not be set together with DisableSnapshots`,
	`QueueNames must (not be set for role cache|be names of 1 to 196)`,
}, "|") + `)`)

// TestValidateKnowsAWSsRules compares Validate with a second account of what AWS takes, on environments near the
// limits.
func TestValidateKnowsAWSsRules(t *testing.T) {
	const cases = 5000
	accepted := 0
	for i := range cases {
		environments := generate.Near(*seed, i)
		broken := brokenRules(environments)
		err := stacks.Validate(environments)
		if err == nil {
			accepted++
			if len(broken) > 0 {
				t.Errorf("seed %d, case %d: accepted, but AWS refuses it: %s\n%+v", *seed, i, strings.Join(broken, "; "),
					environments)
			}
			continue
		}
		problems := err.(interface{ Unwrap() []error }).Unwrap()
		for _, problem := range problems {
			checkNamesField(t, problem)
		}
		isStricter := func(problem error) bool { return stricter.MatchString(errors.Unwrap(problem).Error()) }
		if len(broken) == 0 && !slices.ContainsFunc(problems, isStricter) {
			t.Errorf("seed %d, case %d: refused, but AWS takes it: %v", *seed, i, err)
		}
	}
	t.Logf("seed %d: %d of %d accepted", *seed, accepted, cases)
	if accepted < cases/4 || accepted > cases*3/4 {
		t.Errorf("seed %d: %d of %d accepted, want a quarter to three quarters", *seed, accepted, cases)
	}
}

// TestValidateTakesWhatIsUnusual refuses none of many environments that few people have, and that are right.
func TestValidateTakesWhatIsUnusual(t *testing.T) {
	const cases = 5000
	for i := range cases {
		environments := generate.Unusual(*seed, i)
		if err := stacks.Validate(environments); err != nil {
			t.Errorf("seed %d, case %d: %v\n%+v", *seed, i, err, environments)
		}
		if broken := brokenRules(environments); len(broken) > 0 {
			t.Errorf("seed %d, case %d: not right, as AWS refuses it: %s", *seed, i, strings.Join(broken, "; "))
		}
		if t.Failed() {
			return
		}
	}
}

// checkNamesField checks that a problem names fields that there are.
func checkNamesField(t *testing.T, err error) {
	t.Helper()
	var problem elasticache.Problem
	if !errors.As(err, &problem) {
		t.Fatalf("not a problem of a field: %v", err)
	}
	for _, field := range regexp.MustCompile(`, | and `).Split(problem.Field, -1) {
		field, _, _ = strings.Cut(field, "[")
		field, _, _ = strings.Cut(field, " ")
		if !slices.ContainsFunc(structs, func(s any) bool { return hasField(reflect.TypeOf(s), strings.Split(field, ".")) }) {
			t.Errorf("%v: there is no field %q", err, field)
		}
	}
}

var structs = []any{stacks.Environment{}, elasticache.RedisProps{}, struct{ Environments int }{}}

func hasField(kind reflect.Type, path []string) bool {
	field, ok := kind.FieldByName(path[0])
	return ok && (len(path) == 1 || hasField(field.Type, path[1:]))
}
