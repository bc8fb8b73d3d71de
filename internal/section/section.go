// Package section replaces the parts of documents that are generated.
package section

import (
	"fmt"
	"strings"
)

// Replace returns the text with other content between two markers, which stay. It fails where one is missing.
func Replace(text, begin, end, content string) (string, error) {
	before, rest, begins := strings.Cut(text, begin)
	_, after, ends := strings.Cut(rest, end)
	if !begins || !ends {
		return "", fmt.Errorf("must have the lines %s and %s", strings.TrimSpace(begin), strings.TrimSpace(end))
	}
	return before + begin + content + end + after, nil
}
