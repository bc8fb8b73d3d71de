"""Django's own Redis cache, which also serves an ElastiCache group with cluster mode enabled."""

from django.core.cache.backends import redis
from redis.cluster import RedisCluster


class Cluster(RedisCluster):
    """A Redis Cluster whose mget takes keys of several slots, as Django's get_many asks for."""

    mget = RedisCluster.mget_nonatomic


# A Cluster per URL, or None where cluster mode is disabled. Django makes a cache per thread, and under ASGI per request,
# each of which would discover the cluster again.
clusters = {}


class RedisCacheClient(redis.RedisCacheClient):
    """Asks the server once which mode it is in, and follows the cluster's redirections where it is enabled."""

    def cluster(self):
        url = self._servers[0]
        if url not in clusters:
            enabled = super().get_client(write=True).info("cluster")["cluster_enabled"]
            # The configuration endpoint outlives every single node, so later discoveries start there too.
            clusters[url] = Cluster(url=url, dynamic_startup_nodes=False, **self._pool_options) if enabled else None
        return clusters[url]

    def get_client(self, key=None, *, write=False):
        return self.cluster() or super().get_client(key, write=write)

    def set_many(self, data, timeout):
        if not self.cluster():
            super().set_many(data, timeout)
        elif timeout == 0:
            self.delete_many(data)
        else:
            with self.cluster().pipeline() as pipeline:
                for key, value in data.items():
                    pipeline.set(key, self._serializer.dumps(value), ex=timeout)
                pipeline.execute()


class RedisCache(redis.RedisCache):
    """The BACKEND to name in CACHES, for groups in either mode."""

    def __init__(self, server, params):
        super().__init__(server, params)
        self._class = RedisCacheClient
