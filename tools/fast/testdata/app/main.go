// Command app is a small cdktf project that the tests make fast. It writes what each change of the copies could touch:
// resources of two providers, references within and between stacks, functions, an asset that is zipped, and a backend.
package main

import (
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/provider"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/snstopic"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/sqsqueue"
	"github.com/cdktf/cdktf-provider-random-go/random/v11/pet"
	randomprovider "github.com/cdktf/cdktf-provider-random-go/random/v11/provider"
	"github.com/hashicorp/terraform-cdk-go/cdktf"
)

func main() {
	defer jsii.Close()
	app := cdktf.NewApp(nil)
	topics := cdktf.NewTerraformStack(app, jsii.String("topics"))
	cdktf.NewS3Backend(topics, &cdktf.S3BackendConfig{Bucket: jsii.String("states"), Key: jsii.String("topics")})
	provider.NewAwsProvider(topics, jsii.String("aws"), &provider.AwsProviderConfig{Region: jsii.String("eu-west-2")})
	randomprovider.NewRandomProvider(topics, jsii.String("random"), nil)
	name := pet.NewPet(topics, jsii.String("name"), &pet.PetConfig{Length: jsii.Number(2)})
	asset := cdktf.NewTerraformAsset(topics, jsii.String("asset"), &cdktf.TerraformAssetConfig{
		Path: jsii.String("asset"), Type: cdktf.AssetType_ARCHIVE,
	})
	topic := snstopic.NewSnsTopic(topics, jsii.String("topic"), &snstopic.SnsTopicConfig{
		Name:        cdktf.Fn_Join(jsii.String("-"), &[]*string{jsii.String("a&b"), name.Id()}),
		DisplayName: cdktf.Token_AsString(cdktf.Fn_Lookup(&map[string]*string{"a": name.Id()}, jsii.String("a"), nil), nil),
		Tags:        &map[string]*string{"asset": asset.FileName(), "hash": asset.AssetHash()},
	})
	topic.AddOverride(jsii.String("lifecycle.prevent_destroy"), true)
	cdktf.NewTerraformOutput(topics, jsii.String("arn"), &cdktf.TerraformOutputConfig{Value: topic.Arn()})

	queues := cdktf.NewTerraformStack(app, jsii.String("queues"))
	provider.NewAwsProvider(queues, jsii.String("aws"), &provider.AwsProviderConfig{
		DefaultTags: &[]*provider.AwsProviderDefaultTags{{Tags: &map[string]*string{"topic": topic.Name()}}},
	})
	sqsqueue.NewSqsQueue(queues, jsii.String("queue"), &sqsqueue.SqsQueueConfig{
		FifoQueue: jsii.Bool(true), DelaySeconds: jsii.Number(5), Policy: topic.Arn(),
	})
	app.Synth()
}
