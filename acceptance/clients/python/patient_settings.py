"""integration/django's settings with a cache that waits longer: a busy machine may not answer within two seconds."""

from settings import *  # noqa: F403
from settings import CACHES

CACHES["default"]["OPTIONS"].update(socket_connect_timeout=60, socket_timeout=60)
