package terraform

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-exec/tfexec"
	tfjson "github.com/hashicorp/terraform-json"
	"github.com/paperwurks/elasticache-redis/internal/fixtures"
)

// plan is what Terraform is going to do, and what is expected of it.
type plan struct {
	*tfjson.Plan
	want expected
}

// checks are made on every plan.
var checks = []struct {
	name  string
	check func(*testing.T, plan)
}{
	{"resources", checkResources},
	{"names", checkNames},
	{"default tags", checkTags},
	{"environments table", checkGroups},
	{"promises", checkPromises},
	{"parameter groups", checkParameterGroups},
	{"logs", checkLogs},
	{"alarms", checkAlarms},
	{"SSM parameters", checkSSM},
	{"outputs", checkOutputs},
	{"passwords", checkPasswords},
	{"private subnets", checkSubnets},
	{"security groups", checkSecurityGroups},
}

// TestPlan takes every stack, and one on Valkey with users, through init, validate, plan and show, and checks the plan.
func TestPlan(t *testing.T) {
	sandbox.Require(t, "node")
	const prod = 1 // both cluster modes
	dirs := synthesize(t, append(fixtures.Environments(), fixtures.WithUsers()[prod]))
	t.Parallel()
	for stack, dir := range dirs {
		t.Run(stack, func(t *testing.T) {
			t.Parallel()
			terraform, err := sandbox.Init(t, dir)
			if err != nil {
				t.Fatal(err)
			}
			want, known := expectations[stack]
			if !known {
				want.subnets = 2 // an environment of the user's own, which Terraform must take all the same
			}
			t.Run("validate", func(t *testing.T) { checkValid(t, terraform) })
			p := plan{newPlan(t, terraform, newNetwork(want.subnets)), want}
			checkActions(t, p)
			if !known {
				return
			}
			for _, c := range checks {
				t.Run(c.name, func(t *testing.T) { c.check(t, p) })
			}
		})
	}
}

func newPlan(t *testing.T, terraform *tfexec.Terraform, variables network) *tfjson.Plan {
	t.Helper()
	if _, err := terraform.Plan(t.Context(), variables.options(tfexec.Out("plan"))...); err != nil {
		t.Fatal(err)
	}
	plan, err := terraform.ShowPlanFile(t.Context(), "plan")
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

// changes are the changes of the resources of a type.
func (p plan) changes(kind string) []*tfjson.ResourceChange {
	return slices.DeleteFunc(
		slices.Clone(p.ResourceChanges),
		func(c *tfjson.ResourceChange) bool { return c.Type != kind },
	)
}

// after, unknown and sensitive are the planned attributes of a resource: their values, those whose value is known only
// after apply, and those that Terraform hides.
func after(c *tfjson.ResourceChange) map[string]any { return c.Change.After.(map[string]any) }

func unknown(c *tfjson.ResourceChange) map[string]any { return c.Change.AfterUnknown.(map[string]any) }

func sensitive(c *tfjson.ResourceChange) map[string]any {
	return c.Change.AfterSensitive.(map[string]any)
}

// groupID is the replication group that a resource belongs to, by the resource's name.
func (p plan) groupID(name string) string {
	for id := range p.want.groups {
		if strings.HasPrefix(name, id) {
			return id
		}
	}
	return ""
}

// references are what an argument of a resource refers to.
func (p plan) references(address, argument string) []string {
	for _, resource := range p.Config.RootModule.Resources {
		if expression := resource.Expressions[argument]; resource.Address == address && expression != nil {
			return expression.References
		}
	}
	return nil
}

// blockReferences are what an argument in a resource's block refers to.
func (p plan) blockReferences(address, block, argument string) []string {
	for _, resource := range p.Config.RootModule.Resources {
		if blocks := resource.Expressions[block]; resource.Address == address && blocks != nil {
			return blocks.NestedBlocks[0][argument].References
		}
	}
	return nil
}

func checkValid(t *testing.T, terraform *tfexec.Terraform) {
	result, err := terraform.Validate(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range result.Diagnostics {
		t.Errorf("%s: %s: %s", d.Severity, d.Summary, d.Detail)
	}
}

func checkActions(t *testing.T, p plan) {
	for _, c := range p.ResourceChanges {
		if !c.Change.Actions.Create() {
			t.Errorf("%s: %v, want create", c.Address, c.Change.Actions)
		}
	}
}

func checkResources(t *testing.T, p plan) {
	counts := map[string]int{}
	for _, c := range p.ResourceChanges {
		counts[c.Type]++
	}
	equal(t, "resources by type", counts, p.want.resources)
}

func checkNames(t *testing.T, p plan) {
	for _, c := range p.ResourceChanges {
		attribute, ok := nameAttribute[c.Type]
		if !ok {
			t.Errorf("%s: which attribute names a %s?", c.Address, c.Type)
		}
		if name, _ := after(c)[attribute].(string); attribute != "" && !strings.Contains(name, "paperwurks") {
			t.Errorf("%s: %s is %q, want a name that is known and names the project", c.Address, attribute, name)
		}
	}
}

func checkTags(t *testing.T, p plan) {
	for _, c := range p.ResourceChanges {
		if _, tagged := after(c)["tags"]; !tagged || !strings.HasPrefix(c.Type, "aws_") {
			continue
		}
		tags, _ := after(c)["tags_all"].(map[string]any)
		equal(t, c.Address, slices.Sorted(maps.Keys(tags)), []string{"Environment", "ManagedBy", "Project"})
	}
}

func checkGroups(t *testing.T, p plan) {
	var ids []string
	for _, c := range p.changes("aws_elasticache_replication_group") {
		id := after(c)["replication_group_id"].(string)
		checkAttributes(t, c, p.want.groups[id].attributes)
		checkAttributes(t, c, p.want.engine)
		ids = append(ids, id)
	}
	slices.Sort(ids)
	equal(t, "groups", ids, slices.Sorted(maps.Keys(p.want.groups)))
}

func checkPromises(t *testing.T, p plan) {
	for name, attributes := range promises {
		t.Run(name, func(t *testing.T) {
			for _, c := range p.changes("aws_elasticache_replication_group") {
				checkAttributes(t, c, attributes)
			}
		})
	}
}

func checkAttributes(t *testing.T, c *tfjson.ResourceChange, want map[string]any) {
	t.Helper()
	for name, value := range want {
		equal(t, c.Address+"."+name, fmt.Sprint(after(c)[name]), fmt.Sprint(value))
	}
}

func checkParameterGroups(t *testing.T, p plan) {
	for _, c := range p.changes("aws_elasticache_parameter_group") {
		family := p.want.family()
		equal(t, c.Address+".family", after(c)["family"], family)
		name := fmt.Sprint(after(c)["name"])
		if !regexp.MustCompile(`^paperwurks-[a-z-]+-` + family + `-[0-9a-f]{8}$`).MatchString(name) {
			t.Errorf("%s.name = %s, want the group's id, %s and 8 digits", c.Address, name, family)
		}
		values := map[string]string{}
		for _, parameter := range after(c)["parameter"].([]any) {
			parameter := parameter.(map[string]any)
			values[parameter["name"].(string)] = parameter["value"].(string)
		}
		equal(t, c.Address, values, p.want.groups[p.groupID(after(c)["name"].(string))].parameters)
	}
}

func checkLogs(t *testing.T, p plan) {
	logGroups := map[any]bool{}
	for _, c := range p.changes("aws_cloudwatch_log_group") {
		logGroups[after(c)["name"]] = true
	}
	for _, c := range p.changes("aws_elasticache_replication_group") {
		types := map[any]bool{}
		for _, delivery := range after(c)["log_delivery_configuration"].([]any) {
			delivery := delivery.(map[string]any)
			types[delivery["log_type"]] = true
			equal(t, c.Address+" log format", delivery["log_format"], "json")
			if !logGroups[delivery["destination"]] {
				t.Errorf("%s: delivers to %v, which is no other log's group of the plan", c.Address, delivery["destination"])
			}
			delete(logGroups, delivery["destination"])
		}
		equal(t, c.Address+" log types", types, map[any]bool{"slow-log": true, "engine-log": true})
	}
}

func checkAlarms(t *testing.T, p plan) {
	for _, c := range p.changes("aws_cloudwatch_metric_alarm") {
		name := after(c)["alarm_name"].(string)
		id := p.groupID(name)
		if after(c)["metric_name"] != "CPUCreditBalance" { // which AWS publishes every five minutes
			equal(t, name+" period", after(c)["period"], float64(p.want.groups[id].alarmPeriod))
		}
		if name == id+"-cpu-high" {
			checkAttributes(t, c, map[string]any{"metric_name": "CPUUtilization", "statistic": "Average", "threshold": 75})
		}
		if after(c)["metric_name"] == "QueueLength" { // which the application publishes
			environment := id[len("paperwurks-"):strings.LastIndex(id, "-")]
			queue := strings.TrimPrefix(name, id+"-queue-length-high-")
			checkAttributes(t, c, map[string]any{"namespace": "paperwurks/Celery",
				"dimensions": map[string]any{"Environment": environment, "Queue": queue}})
			continue
		}
		dimensions := p.references(c.Address, "dimensions")
		if !slices.ContainsFunc(
			dimensions,
			func(reference string) bool { return strings.HasSuffix(reference, ".member_clusters") },
		) {
			t.Errorf("%s: dimensions refer to %v, want a node of member_clusters", name, dimensions)
		}
	}
}

func checkSSM(t *testing.T, p plan) {
	types := map[string]string{}
	for _, c := range p.changes("aws_ssm_parameter") {
		types[after(c)["name"].(string)] = after(c)["type"].(string)
		if sensitive(c)["value"] != true {
			t.Errorf("%s: the plan shows its value", c.Address)
		}
	}
	equal(t, "SSM parameters", types, p.want.ssm)
}

func checkOutputs(t *testing.T, p plan) {
	equal(t, "outputs", slices.Sorted(maps.Keys(p.PlannedValues.Outputs)), p.want.outputs)
	for name, output := range p.PlannedValues.Outputs {
		if output.Sensitive {
			t.Errorf("output %s is a secret", name)
		}
	}
}
