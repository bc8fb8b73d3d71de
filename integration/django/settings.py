"""Django and Celery on the Redis URLs that the stack publishes: the same lines in every environment."""

import os
import socket

from django.core.exceptions import ImproperlyConfigured


class Missing:
    """A URL that is not set: an error when it is used, not when settings are read, so an image builds without Redis."""

    def __init__(self, variable):
        self._variable = variable

    def __repr__(self):
        return f"<{self._variable} is not set>"

    def __str__(self):
        raise ImproperlyConfigured(f"{self._variable} is not set: ECS sets it from an SSM parameter, `make local` in its env file")

    def __getattr__(self, name):
        if name.startswith("__"):  # what Python itself asks for
            raise AttributeError(name)
        return str(self)

    def __contains__(self, item):
        return str(self)

    def __getitem__(self, index):
        return str(self)


# ECS writes the SSM parameters broker-url, result-url and cache-url into these variables when it starts a task. TLS, host
# name check, token and database are part of each URL; an ssl dictionary beside them would be ignored or contradict them.
CELERY_BROKER_URL = os.environ.get("REDIS_BROKER_URL") or Missing("REDIS_BROKER_URL")
CELERY_RESULT_BACKEND = os.environ.get("REDIS_RESULT_URL") or Missing("REDIS_RESULT_URL")

# A primary that a failover took away says no goodbye: the kernel finds out after 30 + 3 * 10 seconds, not after 2 hours.
KEEPALIVE = {socket.TCP_KEEPIDLE: 30, socket.TCP_KEEPINTVL: 10, socket.TCP_KEEPCNT: 3}

CELERY_BROKER_TRANSPORT_OPTIONS = {
    # A message unacknowledged for so many seconds is delivered again: more than the longest task, countdown or ETA takes.
    "visibility_timeout": int(os.environ.get("CELERY_VISIBILITY_TIMEOUT", 3600)),
    "socket_connect_timeout": 5,
    "socket_timeout": 30,
    "socket_keepalive": True,
    "socket_keepalive_options": KEEPALIVE,
}
# A message leaves the broker when its task has ended, so a killed worker's tasks run again, and have to bear it.
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
# A worker reserves one message per process, so the others stay in the queue, for other workers and in order of priority.
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# Workers wait for the broker as long as a failover takes, and never give up.
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
# A publisher, often a web request, waits about 10 seconds before it raises kombu's OperationalError.
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 10, "interval_start": 0, "interval_step": 0.25, "interval_max": 1.5}

# Results expire, or they fill the broker. Where Redis must evict, it takes what expires first: cache before results.
CELERY_RESULT_EXPIRES = 86400
# A worker keeps trying to store a result for two minutes, longer than a failover takes.
CELERY_RESULT_BACKEND_TRANSPORT_OPTIONS = {
    "retry_policy": {"max_retries": 120, "interval_start": 0, "interval_step": 1, "interval_max": 1},
}
CELERY_RESULT_BACKEND_ALWAYS_RETRY = True
CELERY_REDIS_SOCKET_CONNECT_TIMEOUT = 5
CELERY_REDIS_SOCKET_TIMEOUT = 30
CELERY_REDIS_SOCKET_KEEPALIVE = True
CELERY_REDIS_RETRY_ON_TIMEOUT = True

CACHES = {
    "default": {
        # rediscache.py serves groups with cluster mode enabled and disabled.
        "BACKEND": "rediscache.RedisCache",
        "LOCATION": os.environ.get("REDIS_CACHE_URL") or Missing("REDIS_CACHE_URL"),
        # Every entry expires: one without a timeout could not be evicted from a group that also carries queues.
        "TIMEOUT": 300,
        "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 2},
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.cache"
