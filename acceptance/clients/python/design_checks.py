"""What the design document's settings come to: the outcome of a result and of a cache of many keys, one a line."""

from tasks import app

import django
from django.core.cache import cache

django.setup()


def many_keys():
    cache.set_many({f"key-{i}": i for i in range(20)})
    assert len(cache.get_many([f"key-{i}" for i in range(20)])) == 20


for name, use in [("result", lambda: app.backend.client.ping()), ("cache", many_keys)]:
    try:
        use()
        print(name, "connected")
    except Exception as error:
        print(name, "refused:", type(error).__name__, " ".join(str(error).split()))
