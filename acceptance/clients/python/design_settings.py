"""The Celery and Django settings of the design document, but for where the URLs come from."""

import os

CELERY_BROKER_URL = os.environ["REDIS_BROKER_URL"]
CELERY_RESULT_BACKEND = os.environ["REDIS_RESULT_URL"]
CELERY_BROKER_USE_SSL = {"ssl_cert_reqs": "required", "ssl_ca_certs": os.environ["SSL_CERT_FILE"]}

CACHES = {
    "default": {
        "BACKEND": "django_redis.cache.RedisCache",
        "LOCATION": os.environ["REDIS_CACHE_URL"],
        "OPTIONS": {
            "CLIENT_CLASS": "django_redis.client.DefaultClient",
            "CONNECTION_POOL_KWARGS": {"ssl_cert_reqs": "required"},
        },
    }
}
