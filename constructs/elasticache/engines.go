package elasticache

import "slices"

// engine is one row of the table of engine versions.
type engine struct {
	// version is what EngineVersion takes. Versions of two engines never overlap, so it names the engine too.
	version string
	// name is the API's name of the engine.
	name string
	// family is the parameter group family.
	family string
	// staysAtVersion says that AWS must not install minor versions by itself: Terraform could go back only by replacing
	// the group.
	staysAtVersion bool
	// statesTransitMode says whether AWS takes transit_encryption_mode. Versions without it always require encryption in
	// transit once it is on.
	statesTransitMode bool
}

// engines are the versions that a group can run.
//
// The families: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/ParameterGroups.Engine.html
var engines = []engine{
	{version: "6.2", name: "redis", family: "redis6.x"},
	// AWS would make a 7.0 a 7.1 in a maintenance window.
	{version: "7.0", name: "redis", family: "redis7", staysAtVersion: true, statesTransitMode: true},
	{version: "7.1", name: "redis", family: "redis7", statesTransitMode: true},
}

// engineVersions are the versions in the order of the table.
func engineVersions() []string {
	var versions []string
	for _, e := range engines {
		versions = append(versions, e.version)
	}
	return versions
}

// engine is the row of the group's version, and the zero row for a version that is not in the table.
func (p GroupProps) engine() engine {
	i := slices.IndexFunc(engines, func(e engine) bool { return e.version == p.EngineVersion })
	if i < 0 {
		return engine{}
	}
	return engines[i]
}
