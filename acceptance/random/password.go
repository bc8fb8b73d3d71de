package main

import (
	"context"
	"crypto/rand"
	"math/big"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64default"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
)

// password is random_password.
type password struct{ value }

// alphabets are what a password is made of: each has a switch of its name and a minimum, min_<name>.
var alphabets = []struct{ name, characters string }{
	{"lower", "abcdefghijklmnopqrstuvwxyz"},
	{"upper", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"},
	{"numeric", "0123456789"},
	{"special", "!@#$%&*()-_=+[]{}<>:?"},
}

func (password) Metadata(_ context.Context, _ resource.MetadataRequest, response *resource.MetadataResponse) {
	response.TypeName = "random_password"
}

func (password) Schema(_ context.Context, _ resource.SchemaRequest, response *resource.SchemaResponse) {
	replaceInt64 := []planmodifier.Int64{int64planmodifier.RequiresReplace()}
	response.Schema.Attributes = map[string]schema.Attribute{
		"keepers": keepers,
		"length":  schema.Int64Attribute{Required: true, PlanModifiers: replaceInt64},
		"override_special": schema.StringAttribute{
			Optional:      true,
			PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
		},
		"result": schema.StringAttribute{Computed: true, Sensitive: true},
		"id":     schema.StringAttribute{Computed: true},
	}
	for _, alphabet := range alphabets {
		response.Schema.Attributes[alphabet.name] = schema.BoolAttribute{
			Optional:      true,
			Computed:      true,
			Default:       booldefault.StaticBool(true),
			PlanModifiers: []planmodifier.Bool{boolplanmodifier.RequiresReplace()},
		}
		response.Schema.Attributes["min_"+alphabet.name] = schema.Int64Attribute{
			Optional:      true,
			Computed:      true,
			Default:       int64default.StaticInt64(0),
			PlanModifiers: replaceInt64,
		}
	}
}

func (password) Create(ctx context.Context, request resource.CreateRequest, response *resource.CreateResponse) {
	problems := &response.Diagnostics
	length := argument[int64](ctx, request, problems, "length")
	special := argument[*string](ctx, request, problems, "override_special")

	var all, result string
	for _, alphabet := range alphabets {
		characters := alphabet.characters
		if alphabet.name == "special" && special != nil {
			characters = *special
		}
		if argument[bool](ctx, request, problems, alphabet.name) {
			all += characters
		}
		result += pick(characters, argument[int64](ctx, request, problems, "min_"+alphabet.name))
	}
	missing := length - int64(len(result))
	if problems.HasError() || all == "" || length < 1 || missing < 0 {
		problems.AddError(
			"no such password",
			"length must be at least 1 and the sum of the minimums, and some characters must be allowed",
		)
		return
	}
	create(ctx, request, response, map[string]string{"id": "none", "result": shuffle(result + pick(all, missing))})
}

// pick returns n characters.
func pick(characters string, n int64) string {
	var picked []byte
	for range n {
		picked = append(picked, characters[below(len(characters))])
	}
	return string(picked)
}

func shuffle(s string) string {
	shuffled := []byte(s)
	for i := range shuffled {
		j := i + below(len(shuffled)-i)
		shuffled[i], shuffled[j] = shuffled[j], shuffled[i]
	}
	return string(shuffled)
}

// below returns a random number from 0 to n-1.
func below(n int) int {
	number, err := rand.Int(rand.Reader, big.NewInt(int64(n)))
	if err != nil {
		panic(err)
	}
	return int(number.Int64())
}
