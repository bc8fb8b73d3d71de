// Command examples is an app of somebody else's: it imports the construct from outside, with a stack for each way to
// use it.
package main

import (
	"github.com/aws/jsii-runtime-go"
	awsprovider "github.com/cdktf/cdktf-provider-aws-go/aws/v19/provider"
	"github.com/cdktf/cdktf-provider-random-go/random/v11/password"
	randomprovider "github.com/cdktf/cdktf-provider-random-go/random/v11/provider"
	"github.com/hashicorp/terraform-cdk-go/cdktf"
)

const region = "eu-west-2"

func main() {
	app := cdktf.NewApp(nil)
	define(app)
	app.Synth()
}

func define(app cdktf.App) {
	newExistingStack(app)
	newOwnKeyStack(app)
	newTwoGroupsStack(app)
	newOwnTopicStack(app)
}

// newStack is a stack with the two providers that the construct needs.
func newStack(app cdktf.App, id string) cdktf.TerraformStack {
	stack := cdktf.NewTerraformStack(app, jsii.String(id))
	awsprovider.NewAwsProvider(stack, jsii.String("aws"), &awsprovider.AwsProviderConfig{Region: jsii.String(region)})
	randomprovider.NewRandomProvider(stack, jsii.String("random"), nil)
	// The bindings ask for the one version they were generated from; later patches work as well.
	stack.AddOverride(jsii.String("terraform.required_providers.aws.version"), "~> 5.99")
	stack.AddOverride(jsii.String("terraform.required_providers.random.version"), "~> 3.6")
	return stack
}

// newToken is a group's AUTH token: letters and digits, which every URL and every client takes.
func newToken(stack cdktf.TerraformStack, id string) string {
	token := password.NewPassword(
		stack,
		jsii.String(id),
		&password.PasswordConfig{Length: jsii.Number(32), Special: jsii.Bool(false)},
	)
	return *token.Result()
}
