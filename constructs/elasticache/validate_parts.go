package elasticache

// checkParts reports what is set for a part that the group is without, or for one that exists.
func (p RedisProps) checkParts(r *report) {
	existing := p.ExistingSubnetGroupName != ""
	for _, row := range []struct {
		disable         string
		disabled, isSet bool
		field           string
		value           any
	}{
		{"DisableAlarms", p.DisableAlarms, len(p.AlarmActionARNs) > 0, "AlarmActionARNs", p.AlarmActionARNs},
		{"DisableAlarms", p.DisableAlarms, len(p.PageActionARNs) > 0, "PageActionARNs", p.PageActionARNs},
		{"DisableAlarms", p.DisableAlarms, len(p.AlarmThresholds) > 0, "AlarmThresholds", p.AlarmThresholds},
		{"DisableAlarms", p.DisableAlarms, len(p.DisabledAlarms) > 0, "DisabledAlarms", p.DisabledAlarms},
		{"DisableSecurityGroup", p.DisableSecurityGroup, p.SecurityGroupName != "", "SecurityGroupName", p.SecurityGroupName},
		{"DisableSecurityGroup", p.DisableSecurityGroup, p.VPCID != "", "VPCID", p.VPCID},
		{"ExistingSubnetGroupName", existing, p.SubnetGroupName != "", "SubnetGroupName", p.SubnetGroupName},
		{"ExistingSubnetGroupName", existing, len(p.SubnetIDs) > 0, "SubnetIDs", p.SubnetIDs},
		{"DisableLogs", p.DisableLogs, p.LogRetentionDays != 0, "LogRetentionDays", p.LogRetentionDays},
		{"DisableLogs", p.DisableLogs, p.LogKMSKeyARN != "", "LogKMSKeyARN", p.LogKMSKeyARN},
		// Nothing else publishes the users' passwords.
		{"DisableSSMParameters", p.DisableSSMParameters, p.Users, "Users", p.Users},
		{"DisableSSMParameters", p.DisableSSMParameters, p.SSMKMSKeyARN != "", "SSMKMSKeyARN", p.SSMKMSKeyARN},
	} {
		r.require(!row.disabled || !row.isSet, row.field, "must not be set together with "+row.disable, row.value)
	}
}
