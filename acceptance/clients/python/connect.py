"""Connects with each URL as Celery's broker, its result backend and Django's cache do: connect.py FILE.

Each line of the file is a case: environment variables, as JSON, in place of those of this process. The line "case"
comes before the outcomes of each, which are one a line.
"""

import json
import os
import sys

# Imported once, for the processes of all cases: settings.py reads the URLs where it is imported.
import celery.backends.redis  # noqa: F401
import django.core.cache.backends.redis
import kombu.transport.redis  # noqa: F401


def connect():
    from tasks import app

    from django.core.cache import cache

    django.setup()

    def broker():
        with app.connection_for_write() as connection:
            connection.ensure_connection(max_retries=0, timeout=5)
            connection.default_channel.client.ping()

    for name, use in [
        ("broker", broker),
        ("result", lambda: app.backend.client.ping()),
        ("cache", lambda: cache.get("a")),
    ]:
        try:
            use()
            print(name, "connected")
        except Exception as error:
            print(name, "refused:", type(error).__name__, " ".join(str(error).split()))


for case in open(sys.argv[1]):
    print("case", flush=True)
    child = os.fork()
    if not child:
        os.environ.update(json.loads(case))
        connect()
        sys.stdout.flush()
        os._exit(0)
    os.waitpid(child, 0)
