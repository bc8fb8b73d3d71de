package generate_test

import (
	"reflect"
	"testing"

	"github.com/paperwurks/elasticache-redis/internal/generate"
	"github.com/paperwurks/elasticache-redis/stacks"
)

func TestValid(t *testing.T) {
	environments := generate.Valid(200)
	if err := stacks.Validate(environments); err != nil {
		t.Error(err)
	}
	if !reflect.DeepEqual(generate.Valid(20), environments[:20]) {
		t.Error("the first 20 of 200 differ from 20")
	}
}

func TestNear(t *testing.T) {
	const cases = 400
	valid := 0
	for i := range cases {
		environments := generate.Near(1, i)
		if !reflect.DeepEqual(generate.Near(1, i), environments) {
			t.Fatalf("case %d differs from one call to the next", i)
		}
		if stacks.Validate(environments) == nil {
			valid++
		}
	}
	if valid < cases/4 || valid > cases*3/4 {
		t.Errorf("%d of %d are valid, want a quarter to three quarters", valid, cases)
	}
}
