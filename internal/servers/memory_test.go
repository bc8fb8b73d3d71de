package servers

import (
	"strings"
	"testing"
)

func TestMaxmemory(t *testing.T) {
	for _, test := range []struct {
		name, nodeType string
		parameters     map[string]string
		want           int64
	}{
		{"a quarter is reserved by default", "cache.t4g.micro", nil, 402653184},
		{"the last size of a family", "cache.r7g.16xlarge", nil, 337500562842},
		{"reserved-memory-percent", "cache.t4g.micro", map[string]string{"reserved-memory-percent": "50"}, 268435456},
		{"reserved-memory, in bytes", "cache.t4g.micro", map[string]string{"reserved-memory": "36870912"}, 500000000},
		{"more reserved than there is", "cache.t4g.micro", map[string]string{"reserved-memory": "536870913"}, 0},
		{"an unknown type", "cache.z9.large", nil, 0},
		{"a size that the family has not", "cache.t4g.large", nil, 0},
	} {
		if got := maxmemory(test.nodeType, test.parameters); got != test.want {
			t.Errorf("%s: %s has %d bytes for data, want %d", test.name, test.nodeType, got, test.want)
		}
	}
}

// TestNodeMemoryGrows finds a size that was left out of a row, or typed wrong.
func TestNodeMemoryGrows(t *testing.T) {
	for _, row := range nodeMemory {
		sizes := strings.Fields(row.sizes)
		if len(sizes) != len(row.bytes) {
			t.Fatalf("%s has %d sizes and %d numbers", row.families, len(sizes), len(row.bytes))
		}
		for i := 1; i < len(sizes); i++ {
			if ratio := float64(row.bytes[i]) / float64(row.bytes[i-1]); ratio < 1.2 || ratio > 3.1 {
				t.Errorf("%s: %s has %.1f times the memory of %s", row.families, sizes[i], ratio, sizes[i-1])
			}
		}
	}
}

func TestCheckMemory(t *testing.T) {
	for _, size := range []string{"0", "2097152", "2mb", "64mb", "64MB", "1g", "2048kb", "3000k", "999999999999gb"} {
		if err := CheckMemory(size); err != nil {
			t.Errorf("%s: %v", size, err)
		}
	}
	for _, size := range []string{
		"", "64 mb", "64tb", "-1", "1.5gb", "mb", "1234567890123", "1", "64", "1mb", "2m", "2047kb",
	} {
		err := CheckMemory(size)
		if err == nil || !strings.Contains(err.Error(), `got "`+size+`"`) {
			t.Errorf("%q: got %v, want a refusal that tells the value", size, err)
		}
	}
}
