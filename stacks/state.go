package stacks

import (
	"cmp"

	"github.com/aws/jsii-runtime-go"
	"github.com/hashicorp/terraform-cdk-go/cdktf"
)

// State says where Terraform keeps a stack's state: in S3 with its own lock file when a bucket is named, and otherwise
// in the project's folder, which every user of the machine can read. The state holds the AUTH tokens: encrypt the
// bucket and limit who reads it. It must not be the networking stack's state or another environment's.
type State struct {
	// Bucket is the S3 bucket. Default: local state.
	Bucket string
	// Key is the state's key in the bucket. Default: "<project>/<stack>/terraform.tfstate".
	Key string
	// Region is the bucket's region. Default: the environment's.
	Region string
}

func newState(stack cdktf.TerraformStack, e Environment) {
	if e.State.Bucket == "" {
		cdktf.NewLocalBackend(stack, &cdktf.LocalBackendConfig{
			// Terraform runs in cdktf.out/stacks/<stack>: keep the state out of what synthesis writes.
			Path: jsii.String("../../../terraform." + e.StackName() + ".tfstate"),
		})
		return
	}
	cdktf.NewS3Backend(stack, &cdktf.S3BackendConfig{
		Bucket:  jsii.String(e.State.Bucket),
		Key:     jsii.String(e.stateKey()),
		Region:  jsii.String(cmp.Or(e.State.Region, e.Region)),
		Encrypt: jsii.Bool(true),
	})
	stack.AddOverride(jsii.String("terraform.backend.s3.use_lockfile"), true)
}

func (e Environment) stateKey() string {
	return cmp.Or(e.State.Key, e.Project+"/"+e.StackName()+"/terraform.tfstate")
}
