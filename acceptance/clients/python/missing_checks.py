"""Without URLs the demo project is read and checked, as an image's build does; what uses a URL names its variable."""

import demo
import django
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

django.setup()
call_command("check")
for variable, use in [
    ("REDIS_BROKER_URL", lambda: demo.add.delay(2, 3)),
    ("REDIS_RESULT_URL", lambda: demo.app.backend.client.ping()),
    ("REDIS_CACHE_URL", lambda: cache.get("a")),
]:
    try:
        use()
    except ImproperlyConfigured as error:
        assert str(error).startswith(f"{variable} is not set"), error
    else:
        raise AssertionError(f"{variable} is missing, and nobody says so")
