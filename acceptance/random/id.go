package main

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"math/big"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
)

// id is random_id.
type id struct{ value }

func (id) Metadata(_ context.Context, _ resource.MetadataRequest, response *resource.MetadataResponse) {
	response.TypeName = "random_id"
}

func (id) Schema(_ context.Context, _ resource.SchemaRequest, response *resource.SchemaResponse) {
	response.Schema.Attributes = map[string]schema.Attribute{
		"keepers": keepers,
		"byte_length": schema.Int64Attribute{
			Required:      true,
			PlanModifiers: []planmodifier.Int64{int64planmodifier.RequiresReplace()},
		},
		"prefix": schema.StringAttribute{
			Optional:      true,
			PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
		},
	}
	for _, computed := range []string{"id", "b64_url", "b64_std", "hex", "dec"} {
		response.Schema.Attributes[computed] = schema.StringAttribute{Computed: true}
	}
}

func (id) Create(ctx context.Context, request resource.CreateRequest, response *resource.CreateResponse) {
	length := argument[int64](ctx, request, &response.Diagnostics, "byte_length")
	given := argument[*string](ctx, request, &response.Diagnostics, "prefix")
	if response.Diagnostics.HasError() || length < 1 {
		response.Diagnostics.AddError("no such id", "byte_length must be at least 1")
		return
	}
	prefix := ""
	if given != nil {
		prefix = *given
	}
	bytes := make([]byte, length)
	if _, err := rand.Read(bytes); err != nil {
		response.Diagnostics.AddError("no randomness", err.Error())
		return
	}
	url := base64.RawURLEncoding.EncodeToString(bytes)
	create(ctx, request, response, map[string]string{
		"id":      url,
		"b64_url": prefix + url,
		"b64_std": prefix + base64.StdEncoding.EncodeToString(bytes),
		"hex":     prefix + hex.EncodeToString(bytes),
		"dec":     prefix + new(big.Int).SetBytes(bytes).String(),
	})
}
