package simaws

import (
	"net/url"
	"slices"
)

// engineVersion is a version that ElastiCache runs.
type engineVersion struct {
	engine, version, family string
	// release is what describing a node answers.
	release string
}

// engineVersions are ordered: a group goes down the list, from Redis OSS to Valkey too, and never up.
// https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/engine-versions.html
var engineVersions = []engineVersion{
	{"redis", "5.0.6", "redis5.0", "5.0.6"},
	{"redis", "6.0", "redis6.x", "6.0.5"},
	{"redis", "6.2", "redis6.x", "6.2.6"},
	{"redis", "7.0", "redis7", "7.0.7"},
	{"redis", "7.1", "redis7", "7.1.0"},
	{"valkey", "7.2", "valkey7", "7.2.6"},
	{"valkey", "8.0", "valkey8", "8.0.1"},
	{"valkey", "8.1", "valkey8", "8.1.0"},
	{"valkey", "8.2", "valkey8", "8.2.0"},
	{"valkey", "9.0", "valkey9", "9.0.0"},
	{"valkey", "9.1", "valkey9", "9.1.0"},
}

// families are the parameter group families.
func families() []string {
	var names []string
	for _, v := range engineVersions {
		names = append(names, v.family)
	}
	return slices.Compact(names)
}

// row is the place of the settings' engine and version in the list, or -1.
func (s settings) row() int {
	return slices.IndexFunc(engineVersions, func(v engineVersion) bool {
		return v.engine == s.engine && v.version == s.engineVersion
	})
}

// release is the whole version that the nodes run.
func (s settings) release() string { return engineVersions[s.row()].release }

// checkEngine refuses a pair of engine and version that there is not, and a parameter group of another family.
func (s settings) checkEngine(family string) *fault {
	row := s.row()
	if row < 0 {
		return invalid("InvalidParameterCombination", "Cannot find version %s for %s", s.engineVersion, s.engine)
	}
	if want := engineVersions[row].family; want != family {
		return invalid("InvalidParameterCombination",
			"Expected a parameter group of family %s but found one of family %s", want, family)
	}
	return nil
}

// checkUpgrade refuses a call that changes the engine without a version, and every way back.
func (s settings) checkUpgrade(to settings, values url.Values) *fault {
	if s.engine != to.engine && !values.Has("EngineVersion") {
		return invalid("InvalidParameterCombination", "a change of the engine needs an EngineVersion")
	}
	if to.row() >= 0 && to.row() < s.row() {
		return invalid("InvalidParameterCombination", "the engine can't be changed from %s %s to %s %s",
			s.engine, s.engineVersion, to.engine, to.engineVersion)
	}
	return nil
}
