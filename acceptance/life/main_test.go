// Package life takes stacks through their whole life on a simulated AWS, with the real Terraform and the real provider:
// created, changed, interrupted, destroyed.
package life

import (
	"flag"
	"fmt"
	"log"
	"os"
	"testing"

	"github.com/aws/jsii-runtime-go"
	"github.com/paperwurks/elasticache-redis/acceptance/internal/simaws"
	"github.com/paperwurks/elasticache-redis/acceptance/internal/tf"
)

var (
	sandbox *tf.Sandbox
	aws     *simaws.AWS
)

// All tests of the package share one sandbox, one simulated AWS and one Node.
func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	flag.Parse()
	// The provider spends most of a change waiting: more changes at a time than the machine has processors.
	err := flag.Set("test.parallel", "8")
	if err != nil {
		log.Fatal(err)
	}
	if sandbox, err = tf.NewSandbox(); err != nil {
		log.Fatal(err)
	}
	defer sandbox.Close()
	defer jsii.Close()
	if tf.Has("node", simaws.Program) {
		if aws, err = simaws.Start(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		defer aws.Close()
	}
	return m.Run()
}
