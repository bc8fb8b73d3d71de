"""Connects with each URL as Celery's broker, its result backend and Django's cache do; prints the outcomes, one a line."""

from tasks import app

import django
from django.core.cache import cache

django.setup()


def broker():
    with app.connection_for_write() as connection:
        connection.ensure_connection(max_retries=0, timeout=5)
        connection.default_channel.client.ping()


for name, connect in [
    ("broker", broker),
    ("result", lambda: app.backend.client.ping()),
    ("cache", lambda: cache.get("a")),
]:
    try:
        connect()
        print(name, "connected")
    except Exception as error:
        print(name, "refused:", type(error).__name__, " ".join(str(error).split()))
