package elasticache

import (
	"fmt"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/elasticachereplicationgroup"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/ssmparameter"
	"github.com/hashicorp/terraform-cdk-go/cdktf"
)

// SSMParameter is the last part of the name of a published SSM parameter.
type SSMParameter string

// The parameters that a group can publish. The URLs depend on its role, the endpoints on its cluster mode and replicas.
const (
	// URLParameter is the same as BrokerURLParameter.
	URLParameter SSMParameter = "url"
	// BrokerURLParameter holds CELERY_BROKER_URL.
	BrokerURLParameter SSMParameter = "broker-url"
	// ResultURLParameter holds CELERY_RESULT_BACKEND.
	ResultURLParameter SSMParameter = "result-url"
	// CacheURLParameter holds the LOCATION of the Django cache.
	CacheURLParameter SSMParameter = "cache-url"
	// ReaderURLParameter holds the URL of the user that may only read; with Users.
	ReaderURLParameter SSMParameter = "reader-url"
	// AuthTokenParameter holds the AUTH token; not with Users.
	AuthTokenParameter SSMParameter = "auth-token"
	// PortParameter holds the TCP port.
	PortParameter SSMParameter = "port"
	// PrimaryEndpointParameter holds the host name for writes; not in cluster mode.
	PrimaryEndpointParameter SSMParameter = "primary-endpoint"
	// ReaderEndpointParameter holds the host name over the replicas; not in cluster mode or without replicas.
	ReaderEndpointParameter SSMParameter = "reader-endpoint"
	// ConfigurationEndpointParameter holds the host name for clients that speak Redis Cluster; in cluster mode only.
	ConfigurationEndpointParameter SSMParameter = "configuration-endpoint"
)

// url is a connection URL that an application reads.
type url struct {
	name SSMParameter
	// user is who logs in with it, in a group with Users.
	user user
	// database keeps Celery's messages, its results and the cache apart: cache.clear() is FLUSHDB. With Users the URL
	// names the user's database instead.
	database    int
	description string
}

var (
	celeryURLs = []url{
		{URLParameter, brokerUser, 0, "Redis URL of the Celery broker, as broker-url"},
		{BrokerURLParameter, brokerUser, 0, "Redis URL of the Celery broker (CELERY_BROKER_URL)"},
		{ResultURLParameter, resultUser, 1, "Redis URL of the Celery result backend (CELERY_RESULT_BACKEND)"},
	}
	cacheURLs = []url{
		{CacheURLParameter, cacheUser, 2, "Redis URL of the Django cache (CACHES LOCATION)"},
	}
)

// urlQuery makes every client check the server's certificate and host name. This is the one spelling that Celery's
// broker, its result backend, django-redis and Django's own cache all accept.
const urlQuery = "ssl_cert_reqs=required&ssl_check_hostname=true"

// urlFolder is where applications find the URLs, whichever group serves them.
const urlFolder = "redis"

// ssmParameters are the resources of the published parameters.
type ssmParameters map[SSMParameter]ssmparameter.SsmParameter

// published is one parameter: /<project>/<environment>/<folder>/<name>.
type published struct {
	folder                   string
	name                     SSMParameter
	kind, value, description string
}

// The types of SSM parameters in use.
const (
	plain  = "String"
	secret = "SecureString"
)

// newSSMParameters publishes what is the group's own in its folder, and its role's URLs in the folder "redis".
//
// The URLs are below the stack and not the group, so that a URL keeps its address when another group takes it over:
// Terraform then changes the parameter's value. Otherwise it would create a name that is not yet deleted.
func newSSMParameters(
	scope constructs.Construct, p RedisProps, group elasticachereplicationgroup.ElasticacheReplicationGroup,
	users users, urls constructs.Construct,
) ssmParameters {
	parameters := ssmParameters{}
	if p.DisableSSMParameters {
		return parameters
	}
	folder := constructs.NewConstruct(scope, jsii.String("ssm"))
	// A changed token, or a new user, is published when AWS has accepted it.
	accepted := []cdktf.ITerraformDependable{group}
	if p.Users {
		accepted = append(accepted, users.group)
	}
	for _, parameter := range ownParameters(p, group, users) {
		parameters[parameter.name] = newSSMParameter(folder, string(parameter.name), p, accepted, parameter)
	}
	for _, u := range p.urls() {
		if id := urlID(p, u); urls.Node().TryFindChild(jsii.String(id)) == nil {
			parameters[u.name] = newSSMParameter(urls, id, p, accepted,
				published{urlFolder, u.name, secret, redisURL(p, users, group, u), u.description})
		}
	}
	return parameters
}

// ownParameters are what the group publishes of itself.
func ownParameters(
	p RedisProps, group elasticachereplicationgroup.ElasticacheReplicationGroup, users users,
) []published {
	id := p.ReplicationGroupID()
	login := published{p.Name, AuthTokenParameter, secret, p.AuthToken, p.Engine.shortName() + " AUTH token of " + id}
	if p.Users {
		url := redisURL(p, users, group, url{user: readerUser})
		login = published{p.Name, ReaderURLParameter, secret, url, "Redis URL of " + id + " for reading only"}
	}
	own := []published{login, {p.Name, PortParameter, plain, fmt.Sprint(p.Port), "TCP port of " + id}}
	host := *clientEndpoint(p, group)
	if p.ClusterMode {
		own = append(own, published{p.Name, ConfigurationEndpointParameter, plain, host, "Cluster mode endpoint of " + id})
	} else {
		own = append(own, published{p.Name, PrimaryEndpointParameter, plain, host, "Primary write endpoint of " + id})
	}
	if p.hasReaderEndpoint() {
		reader := *group.ReaderEndpointAddress()
		own = append(own, published{p.Name, ReaderEndpointParameter, plain, reader, "Read-only endpoint of " + id})
	}
	return own
}

func newSSMParameter(
	scope constructs.Construct, id string, p RedisProps, accepted []cdktf.ITerraformDependable, parameter published,
) ssmparameter.SsmParameter {
	config := &ssmparameter.SsmParameterConfig{
		Name:        jsii.String(ssmParameterName(p, parameter.folder, parameter.name)),
		Description: jsii.String(parameter.description),
		Type:        jsii.String(parameter.kind),
		Value:       jsii.String(parameter.value),
		Tags:        tags(p.Tags),
		DependsOn:   &accepted,
	}
	if parameter.kind == secret {
		config.KeyId = optional(p.SSMKMSKeyARN)
	}
	return ssmparameter.NewSsmParameter(scope, jsii.String(id), config)
}

func ssmParameterName(p RedisProps, folder string, name SSMParameter) string {
	return "/" + p.Project + "/" + p.Environment + "/" + folder + "/" + string(name)
}

// clientEndpoint is where applications connect. It follows from the declared mode: the other mode's endpoint is null.
func clientEndpoint(p RedisProps, group elasticachereplicationgroup.ElasticacheReplicationGroup) *string {
	if p.ClusterMode {
		return group.ConfigurationEndpointAddress()
	}
	return group.PrimaryEndpointAddress()
}

// databases is how many databases the URLs of the group's role need, and why.
func (p GroupProps) databases() (count int64, reason string) {
	count = 1
	if p.ClusterMode {
		return count, ""
	}
	for _, u := range roleRules[p.Role].urls {
		count = max(count, int64(p.database(u))+1)
	}
	return count, fmt.Sprintf("the URLs of role %s name databases up to %d", p.Role, count-1)
}

// database is the one that a URL of the group names. Cluster mode has database 0 only, and so has a cache with Users.
func (p GroupProps) database(u url) int {
	switch {
	case p.ClusterMode, p.Users && !p.queues():
		return 0
	case p.Users:
		return u.user.database
	}
	return u.database
}

func redisURL(
	p RedisProps, users users, group elasticachereplicationgroup.ElasticacheReplicationGroup, u url,
) string {
	name, password := "", p.AuthToken
	if p.Users {
		name, password = u.user.on(users.date), users.passwords[u.user]
	}
	return fmt.Sprintf("rediss://%s:%s@%s:%d/%d?%s", name, *cdktf.Fn_Urlencode(jsii.String(password)),
		*clientEndpoint(p, group), p.Port, p.database(u), urlQuery)
}
