// Package imports writes the import blocks with which a stack adopts what exists already.
package imports

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/paperwurks/elasticache-redis/internal/input"
)

// idAttributes are the attributes by which resources are imported: of those that hold data or applications' settings,
// and whose name AWS gives once. The others are made anew beside the old ones, or CloudWatch and SNS take them over by
// name.
var idAttributes = map[string]string{
	"aws_cloudwatch_log_group":          "name",
	"aws_elasticache_replication_group": "replication_group_id",
	"aws_elasticache_subnet_group":      "name",
	"aws_kms_alias":                     "name",
	"aws_ssm_parameter":                 "name",
}

// Block is an import block: the resource's address in the stack, and what is imported to it.
// https://developer.hashicorp.com/terraform/language/block/import
type Block struct {
	To string `json:"to"`
	ID string `json:"id"`
}

// Blocks reads a stack's cdk.tf.json and returns a block for every resource that exists, in order of their addresses.
// It asks exists for the type of the resource and its id, in the form that Terraform imports.
func Blocks(stack []byte, exists func(kind, id string) (bool, error)) ([]Block, error) {
	var synthesized struct {
		Resource map[string]map[string]map[string]any
	}
	if err := input.JSON(stack, &synthesized); err != nil {
		return nil, fmt.Errorf("not a synthesized stack: %w", err)
	}
	var blocks []Block
	for _, kind := range slices.Sorted(maps.Keys(idAttributes)) {
		resources := synthesized.Resource[kind]
		for _, name := range slices.Sorted(maps.Keys(resources)) {
			id, ok := resources[name][idAttributes[kind]].(string)
			if !ok {
				return nil, fmt.Errorf("%s.%s has no %s", kind, name, idAttributes[kind])
			}
			found, err := exists(kind, id)
			if err != nil {
				return nil, err
			}
			if found {
				blocks = append(blocks, Block{kind + "." + name, id})
			}
		}
	}
	return blocks, nil
}

// File is the content of the file that Terraform reads beside cdk.tf.json.
func File(blocks []Block) ([]byte, error) {
	content, err := json.MarshalIndent(map[string][]Block{"import": blocks}, "", "  ")
	return append(content, '\n'), err
}
