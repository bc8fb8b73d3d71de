"""What pip installs as rediscache. Whoever copies rediscache.py and settings.py does not need this file."""

from .rediscache import RedisCache as RedisCache
