package simaws

import "slices"

// What tests do to replication groups and snapshots, and ask of them, beside the calls that Terraform makes.

// PassMaintenanceWindow makes the changes that wait for the maintenance window.
func (a *Account) PassMaintenanceWindow() {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, g := range a.cache.groups {
		g.now = g.later
	}
}

// Tokens are the AUTH tokens that a replication group accepts.
func (a *Account) Tokens(replicationGroupID string) []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	if g := a.cache.groups[replicationGroupID]; g != nil {
		return g.tokens
	}
	return nil
}

// LogsIn says whether a replication group accepts a user.
func (a *Account) LogsIn(replicationGroupID, name, password string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	g := a.cache.groups[replicationGroupID]
	if g == nil || a.cache.userGroups[g.userGroup] == nil {
		return false
	}
	return slices.ContainsFunc(a.cache.userGroups[g.userGroup].Users, func(id string) bool {
		u := a.cache.users[id]
		return u.Name == name && slices.Contains(u.passwords, password)
	})
}

// WriteData writes into every replication group, as clients do.
func (a *Account) WriteData() {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, g := range a.cache.groups {
		g.hasData = true
	}
}

// EmptyGroups are the replication groups that were made since WriteData.
func (a *Account) EmptyGroups() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	var ids []string
	for id, g := range a.cache.groups {
		if !g.hasData {
			ids = append(ids, id)
		}
	}
	return ids
}

// AddSubnetGroup puts a cache subnet group with the account's subnets into the account.
func (a *Account) AddSubnetGroup(name string) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	subnets, vpc, err := a.cache.findSubnets(a.Subnets)
	if err != nil {
		return err
	}
	arn := a.cache.arn("subnetgroup", name)
	a.cache.subnetGroups[name] = &subnetGroup{Name: name, VPC: vpc, ARN: arn, Subnets: subnets}
	return nil
}

// AddSnapshot puts a snapshot into the account.
func (a *Account) AddSnapshot(name string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.cache.snapshots[name] = true
}

// Snapshots are the names of the account's snapshots.
func (a *Account) Snapshots() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	var names []string
	for name := range a.cache.snapshots {
		names = append(names, name)
	}
	return names
}
