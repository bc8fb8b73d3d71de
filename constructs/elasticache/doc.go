// Package elasticache defines ElastiCache for Redis groups for Celery and Django: private, encrypted, monitored.
//
// A stack with the aws and random providers needs one call for a group:
//
//	token := password.NewPassword(stack, jsii.String("token"),
//		&password.PasswordConfig{Length: jsii.Number(32), Special: jsii.Bool(false)})
//	redis := elasticache.NewRedis(stack, "redis", elasticache.RedisProps{
//		Project: "shop", Environment: "prod", Role: elasticache.Cache,
//		VPCID: "vpc-…", SubnetIDs: []string{"subnet-…"}, ClientSecurityGroupIDs: map[string]string{"web": "sg-…"},
//		AuthToken: *token.Result(),
//	})
//
// The folder examples of the repository has whole apps: a cache in an existing stack, a KMS key and an alarm topic of
// your own, two groups in one stack. Terraform's JSON comes from `go run .` there.
//
// [RedisProps] says what can be set; the zero value of a field is its default, and [RedisProps.Validate] reports all
// that AWS would refuse, and what would lose queues.
package elasticache
