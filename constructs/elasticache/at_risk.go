package elasticache

import (
	"fmt"
	"slices"
	"strings"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/cloudwatchcompositealarm"
	"github.com/hashicorp/terraform-cdk-go/cdktf"
)

// atRisk is the name of the group's composite alarm.
const atRisk = "at-risk"

// maxChildren is how many alarms one composite alarm takes, and maxRule how many characters its rule may have.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
const (
	maxChildren = 100
	maxRule     = 10240
)

// newAtRisk makes the composite alarm that goes off when any paging alarm of the group does, so that one incident is
// one page. In a large group it has composite alarms as its children, each of up to a hundred alarms.
func newAtRisk(
	scope constructs.Construct, p RedisProps, alarms []metricAlarm,
) cloudwatchcompositealarm.CloudwatchCompositeAlarm {
	children, longest := pagingAlarmNames(alarms)
	// cdktf.NewDataResource would run Terraform to ask its version; synthesis needs no Terraform.
	trigger := cdktf.NewTerraformResource(scope, jsii.String(atRisk+"-members"), &cdktf.TerraformResourceConfig{
		TerraformResourceType: jsii.String("terraform_data"),
	})
	trigger.AddOverride(jsii.String("input"), map[string]any{"alarms": children})
	if size := min(maxChildren, maxRule/(longest+len("ALARM() OR "))); len(children) > size {
		var parts []string
		for part := range slices.Chunk(children, size) {
			name := fmt.Sprintf("%s-part-%d", atRisk, len(parts)+1)
			parts = append(parts, *newCompositeAlarm(scope, p, name, part, nil, trigger).AlarmName())
		}
		children = parts
	}
	return newCompositeAlarm(scope, p, atRisk, children, slices.Concat(p.AlarmActionARNs, p.PageActionARNs), trigger)
}

// pagingAlarmNames are references to the names of the alarms that put the group at risk, and the longest name's length.
func pagingAlarmNames(alarms []metricAlarm) (names []string, longest int) {
	for _, a := range alarms {
		if !a.doesNotPage {
			names = append(names, *a.resource.AlarmName())
			longest = max(longest, len(a.fullName))
		}
	}
	return names, longest
}

// newCompositeAlarm makes an alarm that goes off when any of its children does. Terraform replaces it when the trigger
// changes: CloudWatch refuses to delete an alarm that a composite alarm names, and Terraform would delete that alarm
// before it updates the composite alarm. A replaced composite alarm is deleted before its children.
func newCompositeAlarm(
	scope constructs.Construct, p RedisProps, name string, children, actions []string, trigger cdktf.TerraformResource,
) cloudwatchcompositealarm.CloudwatchCompositeAlarm {
	id := p.ReplicationGroupID()
	replace := []any{"terraform_data." + *trigger.FriendlyUniqueId()}
	alarm := cloudwatchcompositealarm.NewCloudwatchCompositeAlarm(scope, jsii.String(name),
		&cloudwatchcompositealarm.CloudwatchCompositeAlarmConfig{
			AlarmName:        jsii.String(id + "-" + name),
			AlarmDescription: jsii.String(id + " is at risk: one or more of its alarms went off. " + guide(atRisk)),
			AlarmRule:        jsii.String("ALARM(" + strings.Join(children, ") OR ALARM(") + ")"),
			AlarmActions:     jsii.Strings(actions...),
			OkActions:        jsii.Strings(actions...),
			Tags:             tags(p.Tags),
			Lifecycle:        &cdktf.TerraformResourceLifecycle{ReplaceTriggeredBy: &replace},
		})
	if *cdktf.App_Of(scope).HclOutput() {
		// cdktf quotes the items of the list, which Terraform refuses in HCL. It leaves alone what starts with a bracket.
		alarm.AddOverride(jsii.String("lifecycle.replace_triggered_by"), fmt.Sprintf("%s", replace))
	}
	return alarm
}
