package main

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/mapplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// value is what both resources are: made once, kept in the state alone, and made anew when anything about it changes.
type value struct{}

// keepers replace the value when they change.
var keepers = schema.MapAttribute{
	Optional:      true,
	ElementType:   types.StringType,
	PlanModifiers: []planmodifier.Map{mapplanmodifier.RequiresReplace()},
}

func (value) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

// Update is never called, since every argument replaces the value; the framework asks for it.
func (value) Update(context.Context, resource.UpdateRequest, *resource.UpdateResponse) {}

func (value) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}

// create keeps the plan with the computed attributes filled in.
func create(
	ctx context.Context,
	request resource.CreateRequest,
	response *resource.CreateResponse,
	computed map[string]string,
) {
	response.State.Raw = request.Plan.Raw
	for name, value := range computed {
		response.Diagnostics.Append(response.State.SetAttribute(ctx, path.Root(name), value)...)
	}
}

// argument reads one argument of the plan.
func argument[T any](ctx context.Context, request resource.CreateRequest, problems *diag.Diagnostics, name string) T {
	var value T
	problems.Append(request.Plan.GetAttribute(ctx, path.Root(name), &value)...)
	return value
}
