// Package synthesized reads what the commands in tools need of a stack's cdk.tf.json.
package synthesized

import (
	"fmt"

	"github.com/paperwurks/elasticache-redis/internal/input"
)

// Region is the region of the stack's AWS provider.
func Region(stack []byte) (string, error) {
	var content struct {
		Provider struct {
			AWS []struct{ Region string }
		}
	}
	if err := input.JSON(stack, &content); err != nil {
		return "", fmt.Errorf("not a synthesized stack: %w", err)
	}
	if len(content.Provider.AWS) != 1 {
		return "", fmt.Errorf("not a synthesized stack: want one aws provider, got %d", len(content.Provider.AWS))
	}
	return content.Provider.AWS[0].Region, nil
}
