"""The application: Celery configured by integration/django/settings.py, and the tasks the checks need."""

import os
import pathlib
import time
from urllib.parse import urlsplit

import celery
import redis

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")
app = celery.Celery("tasks")
app.config_from_object("django.conf:settings", namespace="CELERY")

NOTES = pathlib.Path(os.environ["NOTES"])


def note(file, line):
    """Writes a line where no Redis can lose it."""
    with open(NOTES / file, "a") as lines:
        lines.write(f"{line}\n")


def noted(file):
    path = NOTES / file
    return path.read_text().split() if path.exists() else []


def until(condition, what, seconds=90):
    """Waits until the condition holds, and returns its value."""
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {seconds} s in vain: {what}")
        time.sleep(0.05)
    return value


def reader(url):
    """A client of the URL's database that only reads: as the group's reader, where the group has users."""
    for name, of_reader in os.environ.items():
        if name.endswith("_READER_URL") and urlsplit(of_reader).hostname == urlsplit(url).hostname:
            url = urlsplit(of_reader)._replace(path=urlsplit(url).path).geturl()
    return redis.Redis.from_url(url)


@app.task
def add(x, y):
    return x + y


@app.task
def total(numbers):
    return sum(numbers)


@app.task
def fail():
    raise ValueError("as expected")


@app.task(bind=True)
def queue(self):
    return self.request.delivery_info["routing_key"]


@app.task(bind=True)
def flaky(self):
    """Succeeds at the third try."""
    if self.request.retries < 2:
        raise self.retry(countdown=1)
    return self.request.retries


@app.task
def now():
    return time.time()


@app.task
def remember(file, line):
    note(file, line)
    return line


@app.task
def gated(gate):
    """Notes that it has started, and ends when the gate is opened."""
    note(f"{gate}.started", os.getpid())
    until(lambda: noted(f"{gate}.open"), f"gate {gate} opens", 600)
    return gate
