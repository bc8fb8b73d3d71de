package synthesized

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/paperwurks/elasticache-redis/internal/input"
)

// Dir is where synthesis writes the stacks, below the project's folder.
const Dir = "cdktf.out/stacks"

// Read returns the cdk.tf.json of a stack in the folder of the synthesized stacks.
func Read(stacks fs.FS, stack string) ([]byte, error) {
	name := fmt.Sprintf("no stack %q in", stack)
	if stack == "" {
		name = "the stack's name is empty; want one in"
	}
	text, err := fs.ReadFile(stacks, path.Join(stack, "cdk.tf.json"))
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrInvalid) {
		found, _ := fs.Glob(stacks, "*/cdk.tf.json")
		for i := range found {
			found[i] = path.Dir(found[i])
		}
		return nil, fmt.Errorf(
			"%s %s, which has [%s]; `make synth` writes them",
			name,
			Dir,
			strings.Join(found, ", "),
		)
	}
	return text, err
}

// Stack is what a synthesized stack says of its groups. The keys of its maps are the names of Terraform's resources.
type Stack struct {
	Groups          map[string]*Group          `json:"aws_elasticache_replication_group"`
	ParameterGroups map[string]*ParameterGroup `json:"aws_elasticache_parameter_group"`
	SSM             map[string]*SSMParameter   `json:"aws_ssm_parameter"`
	Passwords       map[string]*Password       `json:"random_password"`
	Users           map[string]*User           `json:"aws_elasticache_user"`
	UserGroups      map[string]*UserGroup      `json:"aws_elasticache_user_group"`
}

// Group is a replication group.
type Group struct {
	ID                   string   `json:"replication_group_id"`
	Engine               string   `json:"engine"`
	EngineVersion        string   `json:"engine_version"`
	NodeType             string   `json:"node_type"`
	Port                 int      `json:"port"`
	AuthToken            string   `json:"auth_token"`
	UserGroups           []string `json:"user_group_ids"`
	TLS                  bool     `json:"transit_encryption_enabled"`
	NumCacheClusters     int      `json:"num_cache_clusters"`
	NumNodeGroups        int      `json:"num_node_groups"`
	ReplicasPerNodeGroup int      `json:"replicas_per_node_group"`
	ParameterGroup       string   `json:"parameter_group_name"`
	Comment              struct {
		Metadata struct{ Path string }
	} `json:"//"`
}

// ParameterGroup is a group's parameters.
type ParameterGroup struct {
	Family    string
	Parameter []Parameter
}

// Parameter is one parameter of a group's engine.
type Parameter struct{ Name, Value string }

// SSMParameter is a published value, a template that Terraform renders.
type SSMParameter struct{ Name, Value string }

// Password is a token, or a user's password, that Terraform makes.
type Password struct{ Length int }

// Parse reads a cdk.tf.json.
func Parse(text []byte) (*Stack, error) {
	var content struct{ Resource Stack }
	if err := input.JSON(text, &content); err != nil {
		return nil, fmt.Errorf("not a synthesized stack: %w", err)
	}
	if len(content.Resource.Groups) == 0 {
		return nil, errors.New("no replication group in it")
	}
	for name, group := range content.Resource.Groups {
		if !group.TLS || len(content.Resource.Logins(group)) == 0 || content.Resource.parameters(group) == nil {
			return nil, fmt.Errorf(
				"%s must have transit_encryption_enabled, a parameter group of the stack, and as auth_token "+
					"or as the passwords of the users in its user_group_ids a random_password each",
				name,
			)
		}
	}
	return &content.Resource, nil
}

// ClusterMode says that the group has node groups; Terraform has no other switch.
func (g *Group) ClusterMode() bool { return g.NumNodeGroups > 0 }

// Shape is the number of the group's shards, and of the replicas of each.
func (g *Group) Shape() (shards, replicas int) {
	if g.ClusterMode() {
		return g.NumNodeGroups, g.ReplicasPerNodeGroup
	}
	return 1, g.NumCacheClusters - 1
}

// Name is the group's name among the groups of its stack, which its construct has.
func (g *Group) Name() string { return path.Base(path.Dir(g.Comment.Metadata.Path)) }

// Parameters are the group's parameters by name.
func (s *Stack) Parameters(g *Group) map[string]string {
	values := map[string]string{}
	for _, p := range s.parameters(g).Parameter {
		values[p.Name] = p.Value
	}
	return values
}

// Family is the family of the group's parameter group, such as redis7.
func (s *Stack) Family(g *Group) string { return s.parameters(g).Family }

// SetParameter gives a parameter of the group another value.
func (s *Stack) SetParameter(g *Group, name, value string) {
	group := s.parameters(g)
	group.Parameter = append(
		slices.DeleteFunc(group.Parameter, func(p Parameter) bool { return p.Name == name }),
		Parameter{name, value},
	)
}

func (s *Stack) parameters(g *Group) *ParameterGroup {
	return s.ParameterGroups[Referred(g.ParameterGroup)]
}

// variables are the environment variables in which applications find the URLs, by the last part of an SSM parameter's
// name. The name of a group's reader-url begins with the group's.
var variables = map[string]string{
	"broker-url": "REDIS_BROKER_URL",
	"result-url": "REDIS_RESULT_URL",
	"cache-url":  "REDIS_CACHE_URL",
	"reader-url": "%s_READER_URL",
}

// URL is a connection URL that the stack publishes.
type URL struct {
	// Kind is the last part of the SSM parameter's name: broker-url, result-url, cache-url or reader-url.
	Kind string
	// Variable is the environment variable in which applications find it.
	Variable string
	// User is the name of the user who logs in with it; "" with an AUTH token.
	User string
	// Group is the resource name of the group it leads to.
	Group string

	template string
}

// URLs are the connection URLs that the stack publishes, in the order of their kinds.
func (s *Stack) URLs() []URL {
	var urls []URL
	for _, parameter := range s.SSM {
		kind := path.Base(parameter.Name)
		if variables[kind] == "" {
			continue
		}
		url := URL{Kind: kind, Variable: variables[kind], User: userOf(parameter.Value), template: parameter.Value}
		if strings.Contains(url.Variable, "%s") {
			folder := strings.ToUpper(path.Base(path.Dir(parameter.Name)))
			url.Variable = fmt.Sprintf(url.Variable, strings.ReplaceAll(folder, "-", "_"))
		}
		for _, part := range reference.FindAllStringSubmatch(parameter.Value, -1) {
			if s.Groups[part[2]] != nil {
				url.Group = part[2]
			}
		}
		urls = append(urls, url)
	}
	slices.SortFunc(urls, func(a, b URL) int { return strings.Compare(a.Kind+a.Variable, b.Kind+b.Variable) })
	return urls
}

// Render replaces what the URL refers to, as Terraform does once the groups exist: the password of its user or the
// token of its group, and the endpoint of the group's mode. As on AWS, a group has no other. After a rotation the user
// has another name than in the stack.
func (s *Stack) Render(url URL, user, password, endpoint string) (string, error) {
	group := s.Groups[url.Group]
	if group == nil {
		return "", fmt.Errorf("%s leads to no group of the stack", url.Kind)
	}
	address := "primary_endpoint_address"
	if group.ClusterMode() {
		address = "configuration_endpoint_address"
	}
	values := map[[3]string]string{
		{"random_password", s.password(group, url.User), "result"}: password,
		{"aws_elasticache_replication_group", url.Group, address}:  endpoint,
	}
	var problem error
	template := strings.Replace(url.template, "://"+url.User+":", "://"+user+":", 1)
	text := reference.ReplaceAllStringFunc(template, func(found string) string {
		value, ok := values[[3]string(reference.FindStringSubmatch(found)[1:])]
		if !ok {
			problem = fmt.Errorf("%s: a group of this mode has no %s", url.Kind, found)
		}
		return value
	})
	if problem == nil && strings.Contains(text, "${") {
		problem = fmt.Errorf("%s: can't render %s", url.Kind, url.template)
	}
	return text, problem
}

// A token is of letters and digits, which urlencode leaves as they are.
var reference = regexp.MustCompile(`\$\{(?:urlencode\()?(\w+)\.([\w-]+)\.(\w+)\)?\}`)

// Referred is the resource that a reference names.
func Referred(text string) string {
	if part := reference.FindStringSubmatch(text); part != nil {
		return part[2]
	}
	return ""
}
