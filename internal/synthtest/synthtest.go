// Package synthtest synthesizes stacks for tests and reads the JSON that Terraform gets.
//
// Node takes one call at a time: no test that synthesizes may run in parallel with another.
package synthtest

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/aws/jsii-runtime-go"
	awsprovider "github.com/cdktf/cdktf-provider-aws-go/aws/v19/provider"
	randomprovider "github.com/cdktf/cdktf-provider-random-go/random/v11/provider"
	"github.com/hashicorp/terraform-cdk-go/cdktf"
	"github.com/paperwurks/elasticache-redis/constructs/elasticache"
	"github.com/paperwurks/elasticache-redis/stacks"
)

// Main is the TestMain of a package that synthesizes: Node starts once for all its tests.
func Main(m *testing.M) {
	// Synthesis needs no Terraform: cdktf's checks of its version, which some constructs make, fail.
	os.Setenv("TERRAFORM_BINARY_NAME", "terraform-is-not-needed")
	code := m.Run()
	jsii.Close()
	os.Exit(code)
}

// Synth synthesizes the stacks that define adds to an app, and returns the named one.
func Synth(t *testing.T, name string, define func(cdktf.App)) Document {
	t.Helper()
	app := cdktf.NewApp(&cdktf.AppConfig{Outdir: jsii.String(t.TempDir())})
	define(app)
	app.Synth()
	file, err := os.ReadFile(filepath.Join(*app.Outdir(), "stacks", name, "cdk.tf.json"))
	if err != nil {
		t.Fatal(err)
	}
	d := Document{File: file}
	if err := json.Unmarshal(file, &d); err != nil {
		t.Fatal(err)
	}
	return d
}

// Environment synthesizes an environment's stack.
func Environment(t *testing.T, e stacks.Environment) Document {
	t.Helper()
	return Synth(t, e.StackName(), func(app cdktf.App) { stacks.NewRedisStack(app, e) })
}

// Group synthesizes one group outside any environment, and whatever use adds to its stack; use may be nil.
func Group(t *testing.T, props elasticache.RedisProps, use func(cdktf.TerraformStack, *elasticache.Redis)) Document {
	t.Helper()
	return Synth(t, "test", func(app cdktf.App) {
		stack := cdktf.NewTerraformStack(app, jsii.String("test"))
		awsprovider.NewAwsProvider(stack, jsii.String("aws"),
			&awsprovider.AwsProviderConfig{Region: jsii.String("eu-west-2")})
		randomprovider.NewRandomProvider(stack, jsii.String("random"), nil)
		redis := elasticache.NewRedis(stack, "redis", props)
		if use != nil {
			use(stack, redis)
		}
	})
}
