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
type ssmParameters map[string]ssmparameter.SsmParameter

// newSSMParameters publishes the URLs under /<project>/<environment>/redis/, where applications find them whichever group
// serves them, and what is the group's own under /<project>/<environment>/<group>/.
func newSSMParameters(scope constructs.Construct, p RedisProps, group elasticachereplicationgroup.ElasticacheReplicationGroup) ssmParameters {
	scope = constructs.NewConstruct(scope, jsii.String("ssm"))
	parameters := ssmParameters{}
	publish := func(path, name, value, description string, secret bool) {
		config := &ssmparameter.SsmParameterConfig{
			Name:        jsii.String("/" + p.Project + "/" + p.Environment + "/" + path + "/" + name),
			Description: jsii.String(description),
			Type:        jsii.String("String"),
			Value:       jsii.String(value),
			Tags:        tags(p),
			// A changed token is published when the group accepts it.
			DependsOn: &[]cdktf.ITerraformDependable{group},
		}
		if secret {
			config.Type = jsii.String("SecureString")
			config.KeyId = optional(p.SSMKMSKeyARN)
		}
		parameters[name] = ssmparameter.NewSsmParameter(scope, jsii.String(name), config)
	}

	host := *clientEndpoint(p, group)
	for _, u := range jobs[p.Role].urls {
		publish("redis", u.name, redisURL(p, host, u.database), u.description, true)
	}
	publish(p.Name, "auth-token", p.AuthToken, "Redis AUTH token of "+p.ReplicationGroupID(), true)
	publish(p.Name, "port", fmt.Sprint(p.Port), "TCP port of "+p.ReplicationGroupID(), false)
	if p.ClusterMode {
		publish(p.Name, "configuration-endpoint", host, "Cluster mode endpoint of "+p.ReplicationGroupID(), false)
	} else {
		publish(p.Name, "primary-endpoint", host, "Primary write endpoint of "+p.ReplicationGroupID(), false)
	}
	if p.hasReaderEndpoint() {
		publish(p.Name, "reader-endpoint", *group.ReaderEndpointAddress(), "Read-only endpoint of "+p.ReplicationGroupID(), false)
	}
	return parameters
}

// clientEndpoint is where applications connect. It follows from the declared mode: the other mode's endpoint is null.
func clientEndpoint(p RedisProps, group elasticachereplicationgroup.ElasticacheReplicationGroup) *string {
	if p.ClusterMode {
		return group.ConfigurationEndpointAddress()
	}
	return group.PrimaryEndpointAddress()
}

// redisURL names the database, except in cluster mode, which has database 0 only.
func redisURL(p RedisProps, host string, database int) string {
	if p.ClusterMode {
		database = 0
	}
	token := *cdktf.Fn_Urlencode(jsii.String(p.AuthToken))
	return fmt.Sprintf("rediss://:%s@%s:%d/%d?%s", token, host, p.Port, database, urlQuery)
}
