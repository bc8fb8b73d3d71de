package synthesized

import "strings"

// User is a user of a group with Users.
type User struct {
	Name   string `json:"user_name"`
	Access string `json:"access_string"`
	Mode   struct {
		Passwords []string `json:"passwords"`
	} `json:"authentication_mode"`
}

// UserGroup has the users of a group.
type UserGroup struct {
	Users []string `json:"user_ids"`
}

// Login is what clients log in with: an AUTH token, or a user's name and password.
type Login struct {
	// User is the user's name. "" is the AUTH token, which is the default user's password.
	User string
	// Access is the user's access string.
	Access string
	// Length is the number of the password's characters.
	Length int

	// password is the name of its random_password.
	password string
}

// Logins are the group's AUTH token, or its users. There is none where the stack has not all that they are made of.
func (s *Stack) Logins(g *Group) []Login {
	if len(g.UserGroups) == 0 {
		return s.withPassword(nil, Login{}, g.AuthToken)
	}
	var logins []Login
	for _, id := range g.UserGroups {
		group := s.UserGroups[Referred(id)]
		if group == nil {
			return nil
		}
		for _, id := range group.Users {
			user := s.Users[Referred(id)]
			if user == nil || len(user.Mode.Passwords) != 1 {
				return nil
			}
			before := len(logins)
			login := Login{User: user.Name, Access: user.Access}
			if logins = s.withPassword(logins, login, user.Mode.Passwords[0]); len(logins) == before {
				return nil
			}
		}
	}
	return logins
}

// withPassword appends the login, if its password is one of the stack's.
func (s *Stack) withPassword(logins []Login, login Login, reference string) []Login {
	login.password = Referred(reference)
	password := s.Passwords[login.password]
	if password == nil {
		return logins
	}
	login.Length = password.Length
	return append(logins, login)
}

// password is the name of the random_password that the user of a URL to the group has.
func (s *Stack) password(g *Group, user string) string {
	for _, login := range s.Logins(g) {
		if login.User == user {
			return login.password
		}
	}
	return ""
}

// userOf is the user's name in a URL, before it is rendered.
func userOf(template string) string {
	_, rest, _ := strings.Cut(template, "://")
	user, _, _ := strings.Cut(rest, ":")
	return user
}
