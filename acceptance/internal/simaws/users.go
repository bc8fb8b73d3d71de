package simaws

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// user is a user of RBAC.
type user struct {
	ID             string `xml:"UserId"`
	Name           string `xml:"UserName"`
	Status         string
	Engine         string
	AccessString   string
	UserGroups     []string `xml:"UserGroupIds>member"`
	Authentication authentication
	ARN            string
	passwords      []string
}

type authentication struct {
	Type          string
	PasswordCount int
}

// userGroup is a user group. A replication group has at most one.
type userGroup struct {
	ID                string `xml:"UserGroupId"`
	Status            string
	Engine            string
	Users             []string `xml:"UserIds>member"`
	ReplicationGroups []string `xml:"ReplicationGroups>member"`
	ARN               string
}

var (
	userID = regexp.MustCompile(`^[a-z]([a-z0-9]|-[a-z0-9])*$`)
	// accessString has no passwords, and not the rule that removes them.
	// https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Clusters.RBAC.html
	accessString = regexp.MustCompile(`^(on|off)( (~|&|[+-]@?|%R?W?~)\S+| resetchannels| resetkeys)*$`)
)

func (e *elastiCache) createUser(values url.Values) (any, *fault) {
	id := strings.ToLower(values.Get("UserId"))
	u := &user{
		ID: id, Name: values.Get("UserName"), Status: "active", Engine: strings.ToLower(values.Get("Engine")),
		AccessString: values.Get("AccessString"), ARN: e.arn("user", id),
	}
	switch {
	case e.users[id] != nil:
		return nil, invalid("UserAlreadyExists", "User %s already exists.", id)
	case !userID.MatchString(id) || len(id) > 40:
		return nil, invalid("InvalidParameterValue", "Invalid UserId: %s", id)
	case u.Name == "" || strings.ContainsAny(u.Name, " \t"):
		return nil, invalid("InvalidParameterValue", "Invalid UserName: %q", u.Name)
	}
	if err := u.change(values); err != nil {
		return nil, err
	}
	e.users[id] = u
	return *u, e.tagNew(u.ARN, values)
}

// change takes over what a call says about a user, and refuses it whole where AWS would.
func (u *user) change(values url.Values) *fault {
	access := u.AccessString
	if values.Has("AccessString") {
		access = values.Get("AccessString")
	}
	passwords := list(values, "AuthenticationMode.Passwords.member")
	switch {
	case !accessString.MatchString(access):
		return invalid("InvalidParameterValue", "Invalid access string: %s", access)
	case u.Engine != "redis" && u.Engine != "valkey":
		return invalid("InvalidParameterValue", "Invalid engine: %s", u.Engine)
	case len(passwords) == 0 && u.passwords == nil || len(passwords) > 2:
		return invalid("InvalidParameterValue", "a user has one or two passwords, got %d", len(passwords))
	}
	for _, password := range passwords {
		if len(password) < 16 || len(password) > 128 {
			return invalid("InvalidParameterValue", "a password has 16 to 128 characters, got %d", len(password))
		}
	}
	u.AccessString = access
	if len(passwords) > 0 {
		u.passwords, u.Authentication = passwords, authentication{"password", len(passwords)}
	}
	return nil
}

func (e *elastiCache) findUser(id string) (*user, *fault) {
	if u := e.users[strings.ToLower(id)]; u != nil {
		return u, nil
	}
	return nil, invalid("UserNotFound", "User %s not found.", id)
}

func (e *elastiCache) describeUsers(values url.Values) (any, *fault) {
	u, err := e.findUser(values.Get("UserId"))
	if err != nil {
		return nil, err
	}
	return struct {
		Users []user `xml:"Users>member"`
	}{[]user{*u}}, nil
}

func (e *elastiCache) modifyUser(values url.Values) (any, *fault) {
	u, err := e.findUser(values.Get("UserId"))
	if err != nil {
		return nil, err
	}
	return *u, u.change(values)
}

// deleteUser takes the user out of its groups, too.
func (e *elastiCache) deleteUser(values url.Values) (any, *fault) {
	u, err := e.findUser(values.Get("UserId"))
	if err != nil {
		return nil, err
	}
	if u.Name == "default" && len(u.UserGroups) > 0 {
		return nil, invalid("DefaultUserAssociatedToUserGroup", "%s is the default user of %s", u.ID, u.UserGroups[0])
	}
	for _, id := range u.UserGroups {
		e.userGroups[id].remove(u.ID)
	}
	delete(e.users, u.ID)
	return *u, nil
}

func (g *userGroup) remove(id string) {
	g.Users = slices.DeleteFunc(g.Users, func(other string) bool { return other == id })
}

func (e *elastiCache) createUserGroup(values url.Values) (any, *fault) {
	id := strings.ToLower(values.Get("UserGroupId"))
	if e.userGroups[id] != nil {
		return nil, invalid("UserGroupAlreadyExists", "User group %s already exists.", id)
	}
	if !userID.MatchString(id) || len(id) > 40 {
		return nil, invalid("InvalidParameterValue", "Invalid UserGroupId: %s", id)
	}
	g := &userGroup{
		ID: id, Status: "active", Engine: strings.ToLower(values.Get("Engine")), ARN: e.arn("usergroup", id),
	}
	if err := e.setUsers(g, list(values, "UserIds.member")); err != nil {
		return nil, err
	}
	e.userGroups[id] = g
	return *g, e.tagNew(g.ARN, values)
}

// setUsers gives a group its users: each name once, and a default user.
func (e *elastiCache) setUsers(g *userGroup, ids []string) *fault {
	var names []string
	for _, id := range ids {
		u, err := e.findUser(id)
		if err != nil {
			return err
		}
		if slices.Contains(names, u.Name) {
			return invalid("DuplicateUserName", "two users of %s have the name %s", g.ID, u.Name)
		}
		names = append(names, u.Name)
	}
	if g.Engine == "redis" && !slices.Contains(names, "default") {
		return invalid("DefaultUserRequired", "User group needs to contain a user with the user name default.")
	}
	g.Users = ids
	for _, u := range e.users {
		u.UserGroups = slices.DeleteFunc(u.UserGroups, func(id string) bool { return id == g.ID })
		if slices.Contains(ids, u.ID) {
			u.UserGroups = append(u.UserGroups, g.ID)
		}
	}
	return nil
}

func (e *elastiCache) findUserGroup(id string) (*userGroup, *fault) {
	g := e.userGroups[strings.ToLower(id)]
	if g == nil {
		return nil, invalid("UserGroupNotFound", "User group %s not found.", id)
	}
	g.ReplicationGroups = nil
	for _, group := range e.groups {
		if group.userGroup == g.ID {
			g.ReplicationGroups = append(g.ReplicationGroups, group.id)
		}
	}
	return g, nil
}

func (e *elastiCache) describeUserGroups(values url.Values) (any, *fault) {
	g, err := e.findUserGroup(values.Get("UserGroupId"))
	if err != nil {
		return nil, err
	}
	return struct {
		Groups []userGroup `xml:"UserGroups>member"`
	}{[]userGroup{*g}}, nil
}

// modifyUserGroup refuses to remove a user that is not there, together with the users that it would add.
func (e *elastiCache) modifyUserGroup(values url.Values) (any, *fault) {
	g, err := e.findUserGroup(values.Get("UserGroupId"))
	if err != nil {
		return nil, err
	}
	ids := slices.Concat(g.Users, list(values, "UserIdsToAdd.member"))
	for _, id := range list(values, "UserIdsToRemove.member") {
		if !slices.Contains(g.Users, id) {
			return nil, invalid("InvalidParameterValue", "User %s is not in user group %s", id, g.ID)
		}
		ids = slices.DeleteFunc(ids, func(other string) bool { return other == id })
	}
	return *g, e.setUsers(g, ids)
}

func (e *elastiCache) deleteUserGroup(values url.Values) (any, *fault) {
	g, err := e.findUserGroup(values.Get("UserGroupId"))
	switch {
	case err != nil:
		return nil, err
	case len(g.ReplicationGroups) > 0:
		return nil, invalid("InvalidUserGroupState", "User group %s is in use by %s", g.ID, g.ReplicationGroups[0])
	}
	delete(e.userGroups, g.ID)
	for _, u := range e.users {
		u.UserGroups = slices.DeleteFunc(u.UserGroups, func(id string) bool { return id == g.ID })
	}
	return *g, nil
}
