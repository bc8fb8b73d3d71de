module github.com/paperwurks/elasticache-redis/acceptance

go 1.24.0
