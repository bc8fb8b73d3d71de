package elasticache

import (
	"fmt"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/elasticachereplicationgroup"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/ssmparameter"
	"github.com/hashicorp/terraform-cdk-go/cdktf"
)

// url is a connection URL an application reads.
type url struct {
	// name is the last part of the parameter's name.
	name string
	// database keeps Celery's messages, its results and the cache apart: cache.clear() is FLUSHDB.
	database    int
	description string
}

var (
	celeryURLs = []url{
		{"url", 0, "Redis URL of the Celery broker, as broker-url"},
		{"broker-url", 0, "Redis URL of the Celery broker (CELERY_BROKER_URL)"},
		{"result-url", 1, "Redis URL of the Celery result backend (CELERY_RESULT_BACKEND)"},
	}
	cacheURLs = []url{
		{"cache-url", 2, "Redis URL of the Django cache (CACHES LOCATION)"},
	}
)

// urlQuery makes every client check the server's certificate and host name. This is the one spelling that Celery's
// broker, its result backend, django-redis and Django's own cache all accept.
const urlQuery = "ssl_cert_reqs=required&ssl_check_hostname=true"

// ssmParameters are the published parameters by the last part of their names.
type ssmParameters map[string]namedParameter

// namedParameter knows its name, which is known before deploy.
type namedParameter struct {
	ssmparameter.SsmParameter
	name string
}

// published is one parameter: /<project>/<environment>/<folder>/<name>.
type published struct{ folder, name, kind, value, description string }

const (
	plain  = "String"
	secret = "SecureString"
)

// newSSMParameters publishes what is the group's own in its folder, and its role's URLs in the folder "redis", where
// applications find them whichever group serves them. It also returns what clashes with another group of the stack.
func newSSMParameters(scope constructs.Construct, p RedisProps, group elasticachereplicationgroup.ElasticacheReplicationGroup) (ssmParameters, []Problem) {
	id := p.ReplicationGroupID()
	host := *clientEndpoint(p, group)
	own := []published{
		{p.Name, "auth-token", secret, p.AuthToken, "Redis AUTH token of " + id},
		{p.Name, "port", plain, fmt.Sprint(p.Port), "TCP port of " + id},
	}
	if p.ClusterMode {
		own = append(own, published{p.Name, "configuration-endpoint", plain, host, "Cluster mode endpoint of " + id})
	} else {
		own = append(own, published{p.Name, "primary-endpoint", plain, host, "Primary write endpoint of " + id})
	}
	if p.hasReaderEndpoint() {
		own = append(own, published{p.Name, "reader-endpoint", plain, *group.ReaderEndpointAddress(), "Read-only endpoint of " + id})
	}
	parameters := ssmParameters{}
	folder := constructs.NewConstruct(scope, jsii.String("ssm"))
	for _, parameter := range own {
		parameters[parameter.name] = newSSMParameter(folder, parameter.name, p, group, parameter)
	}

	// Below the stack and not the group, so that a URL keeps its address when another group takes it over: Terraform then
	// changes the parameter's value, where it would otherwise create a name that is not yet deleted.
	folder, first := urlNamespace(scope)
	taken := func(id string) bool { return !first && folder.Node().TryFindChild(jsii.String(id)) != nil }
	var clashes []Problem
	token := *cdktf.Fn_Urlencode(jsii.String(p.AuthToken))
	for _, u := range p.urls() {
		id := p.Project + "-" + p.Environment + "-" + u.name
		if taken(id) {
			clashes = append(clashes, Problem{"Role", "must not serve " + u.name + ", which another group of the stack serves", string(p.Role)})
			continue
		}
		parameters[u.name] = newSSMParameter(folder, id, p, group, published{"redis", u.name, secret, redisURL(p, token, host, u.database), u.description})
	}
	// A group that serves no URL may still have another's name, so each leaves its own here.
	if mark := "group " + id; taken(mark) {
		clashes = append(clashes, Problem{"Project, Environment and Name", "must not make the replication group id of another group of the stack", id})
	} else {
		constructs.NewConstruct(folder, jsii.String(mark))
	}
	return parameters, clashes
}

func newSSMParameter(scope constructs.Construct, id string, p RedisProps, group elasticachereplicationgroup.ElasticacheReplicationGroup, parameter published) namedParameter {
	name := "/" + p.Project + "/" + p.Environment + "/" + parameter.folder + "/" + parameter.name
	config := &ssmparameter.SsmParameterConfig{
		Name:        jsii.String(name),
		Description: jsii.String(parameter.description),
		Type:        jsii.String(parameter.kind),
		Value:       jsii.String(parameter.value),
		Tags:        tags(p),
		// A changed token is published when the group accepts it.
		DependsOn: &[]cdktf.ITerraformDependable{group},
	}
	if parameter.kind == secret {
		config.KeyId = optional(p.SSMKMSKeyARN)
	}
	return namedParameter{ssmparameter.NewSsmParameter(scope, jsii.String(id), config), name}
}

// urlNamespace is the stack's construct that holds the URLs of all its groups, and whether this group is the first.
func urlNamespace(scope constructs.Construct) (folder constructs.Construct, first bool) {
	const id = "redis-urls"
	stack := cdktf.TerraformStack_Of(scope)
	if existing := stack.Node().TryFindChild(jsii.String(id)); existing != nil {
		return existing.(constructs.Construct), false
	}
	return constructs.NewConstruct(stack, jsii.String(id)), true
}

// clientEndpoint is where applications connect. It follows from the declared mode: the other mode's endpoint is null.
func clientEndpoint(p RedisProps, group elasticachereplicationgroup.ElasticacheReplicationGroup) *string {
	if p.ClusterMode {
		return group.ConfigurationEndpointAddress()
	}
	return group.PrimaryEndpointAddress()
}

// redisURL names the database, except in cluster mode, which has database 0 only.
func redisURL(p RedisProps, token, host string, database int) string {
	if p.ClusterMode {
		database = 0
	}
	return fmt.Sprintf("rediss://:%s@%s:%d/%d?%s", token, host, p.Port, database, urlQuery)
}
