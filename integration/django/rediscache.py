"""Django's own Redis cache, which also serves an ElastiCache group with cluster mode enabled."""

import re

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

    def delete_pattern(self, pattern, itersize):
        client, deleted, keys = self.get_client(write=True), 0, []
        for key in client.scan_iter(match=pattern, count=itersize):  # of every shard
            keys.append(key)
            if len(keys) == itersize:
                deleted, keys = deleted + client.unlink(*keys), []
        return deleted + (client.unlink(*keys) if keys else 0)


class RedisCache(redis.RedisCache):
    """The BACKEND to name in CACHES, for groups in either mode. With the lock and delete_pattern of django-redis."""

    def __init__(self, server, params):
        super().__init__(server, params)
        self._class = RedisCacheClient

    def lock(self, key, version=None, timeout=None, sleep=0.1, blocking_timeout=None, thread_local=True):
        """A lock that one holder has at a time: `with cache.lock("report", timeout=60):`. Without a timeout it never expires."""
        key = self.make_and_validate_key(key, version=version)
        return self._cache.get_client(key, write=True).lock(
            key, timeout=timeout, sleep=sleep, blocking_timeout=blocking_timeout, thread_local=thread_local)

    def delete_pattern(self, pattern, version=None, itersize=1000):
        """Deletes the keys that match, such as "user:*", and returns how many. It looks at every key of the cache."""
        prefix = re.sub(r"([\\*?\[\]])", r"\\\1", self.key_prefix)
        version = self.version if version is None else version
        return self._cache.delete_pattern(self.key_func(pattern, prefix, version), itersize)
