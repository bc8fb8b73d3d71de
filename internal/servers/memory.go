package servers

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// sizes are the names of the node types of a family, in the order of the table below.
const (
	tSizes  = "micro small medium"
	gSizes  = "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge"
	m4Sizes = "large xlarge 2xlarge 4xlarge 10xlarge"
	r4Sizes = "large xlarge 2xlarge 4xlarge 8xlarge 16xlarge"
	r5Sizes = "large xlarge 2xlarge 4xlarge 12xlarge 24xlarge"
)

// nodeMemory is the maxmemory of the node types, in bytes.
// https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/ParameterGroups.Engine.html#ParameterGroups.Redis.NodeSpecific
var nodeMemory = []struct {
	families, sizes string
	bytes           []int64
}{
	{"t2", tSizes, []int64{581959680, 1665138688, 3461349376}},
	{"t3 t4g", tSizes, []int64{536870912, 1471026299, 3317862236}},
	{"m4", m4Sizes, []int64{6892593152, 15328501760, 31889126359, 65257290629, 166047614239}},
	{"m5", r5Sizes, []int64{6854542746, 13891921715, 27966669210, 56116178125, 168715971994, 337500562842}},
	{
		"m6g m7g",
		gSizes,
		[]int64{6854542746, 13891921715, 27966669210, 56116178125, 111325552312, 168715971994, 225000375228},
	},
	{"m8g", gSizes, []int64{7294178820, 15222495510, 31866224640, 65856864256, 133838143488, 201819422720, 269800701952}},
	{"r4", r4Sizes, []int64{13201781556, 26898228839, 54197537997, 108858546586, 218255432090, 437021573120}},
	{"r5", r5Sizes, []int64{14037181030, 28261849702, 56711183565, 113609865216, 341206346547, 682485973811}},
	{
		"r6g r7g",
		gSizes,
		[]int64{14037181030, 28261849702, 56711183565, 113609865216, 225000375228, 341206346547, 450000750456},
	},
	{
		"r8g",
		gSizes,
		[]int64{15222495510, 31866224640, 65856864256, 133838143488, 269800701952, 405763260416, 541725818880},
	},
	{"c7gn", gSizes, []int64{3317862236, 6854542746, 13891921715, 27966669210, 56116178125, 84357985997, 113609865216}},
	{"c8gn", gSizes, []int64{3330020474, 7294178820, 15222495510, 31866224640, 65856864256, 99847503872, 133838143488}},
}

// reservedPercent is the part of its memory that a node keeps from the data by default.
// https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/redis-memory-management.html
const reservedPercent = 25

// maxmemory is what a node of the type has for data, in bytes, with the group's parameters; 0 for an unknown type.
func maxmemory(nodeType string, parameters map[string]string) int64 {
	var size int64
	for _, row := range nodeMemory {
		for family := range strings.FieldsSeq(row.families) {
			for i, name := range strings.Fields(row.sizes) {
				if nodeType == "cache."+family+"."+name {
					size = row.bytes[i]
				}
			}
		}
	}
	if reserved, err := strconv.ParseInt(parameters["reserved-memory"], 10, 64); err == nil && reserved > 0 {
		return max(0, size-reserved)
	}
	percent, err := strconv.ParseInt(parameters["reserved-memory-percent"], 10, 64)
	if err != nil {
		percent = reservedPercent
	}
	return size * (100 - percent) / 100
}

var memoryForm = regexp.MustCompile(`^([0-9]{1,12})([kmg]b?)?$`)

// leastMemory is twice what an empty server with some connections takes, in bytes. With less it refuses every write.
const leastMemory = 2 << 20

// CheckMemory refuses what is no size for maxmemory, or too little for a server. 0 is no limit.
func CheckMemory(size string) error {
	match := memoryForm.FindStringSubmatch(strings.ToLower(size))
	if match == nil {
		return fmt.Errorf("MEMORY must be a size such as 64mb, got %q", size)
	}
	number, _ := strconv.ParseInt(match[1], 10, 64) // of up to 12 digits
	units := map[string]int64{"": 1, "k": 1e3, "kb": 1 << 10, "m": 1e6, "mb": 1 << 20, "g": 1e9, "gb": 1 << 30}
	if unit := units[match[2]]; number > 0 && number < (leastMemory+unit-1)/unit {
		return fmt.Errorf("MEMORY must be 0, which is no limit, or at least 2mb, got %q", size)
	}
	return nil
}
