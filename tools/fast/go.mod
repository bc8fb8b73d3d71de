module github.com/paperwurks/elasticache-redis/tools/fast

go 1.24.0
