// Command random is a stand-in for the provider hashicorp/random, which the acceptance tests use only where the real
// one can't be downloaded. It has the two resources of the stacks, with the schema of version 3.7.2.
package main

import (
	"context"
	"log"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

func main() {
	options := providerserver.ServeOpts{Address: "registry.terraform.io/hashicorp/random", ProtocolVersion: 5}
	if err := providerserver.Serve(context.Background(), func() provider.Provider { return random{} },
		options); err != nil {
		log.Fatal(err)
	}
}

type random struct{}

func (random) Metadata(_ context.Context, _ provider.MetadataRequest, response *provider.MetadataResponse) {
	response.TypeName = "random"
}

func (random) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}

func (random) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {}

func (random) DataSources(context.Context) []func() datasource.DataSource { return nil }

func (random) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{
		func() resource.Resource { return password{} },
		func() resource.Resource { return id{} },
	}
}
