// Command floor synthesizes an app without anything in it: what Go, jsii and cdktf cost before the first resource.
package main

import "github.com/hashicorp/terraform-cdk-go/cdktf"

func main() {
	cdktf.NewApp(nil).Synth()
}
