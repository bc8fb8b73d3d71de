"""A project on the published settings, for a server of `make local`: a task; the cache is Django's."""
import os

import celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")
app = celery.Celery("demo")
app.config_from_object("django.conf:settings", namespace="CELERY")


@app.task
def add(x, y):
    return x + y
