"""Fills the servers past maxmemory, one job after the other: memory_checks.py NAME…"""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")

import checks
import django
from django.core.cache import cache
from tasks import add, app, gated, note, noted, reader, until

django.setup()
MEGABYTES = 24  # written to servers of 12
WAITING = 20


def queues():
    """What the broker holds: a message in hand, bindings, and waiting messages of two queues."""
    client = reader(app.conf.broker_url)
    return {
        "unacked": client.hlen("unacked"),
        "unacked_index": client.zcard("unacked_index"),
        "bindings": sorted(client.smembers("_kombu.binding.waiting") | client.smembers("_kombu.binding.celery.pidbox")),
        "waiting": client.llen("waiting"),
    }


def prepare():
    """Leaves 50 results, one message in a worker's hand, and 20 messages waiting."""
    for i in range(50):
        add.apply_async((i, i), task_id=f"result-{i}", queue="celery")
    until(lambda: all(app.AsyncResult(f"result-{i}").ready() for i in range(50)), "fifty results are there")
    gated.apply_async(("memory",), queue="celery")
    until(lambda: noted("memory.started"), "the task runs")
    # A worker acknowledges a message after it has stored the result.
    until(lambda: queues()["unacked"] == queues()["unacked_index"] == 1, "only that task is in a worker's hand")
    for i in range(WAITING):
        send(i)


def send(i, padding=""):
    """Queues a task for later; noted only when the broker has taken it."""
    app.send_task("tasks.remember", ("ran", i), {}, queue="waiting", headers={"padding": padding}, retry=False)
    note("taken", i)


def refused_with_oom(write):
    try:
        write()
        return False
    except Exception as error:
        # Newer redis-py leaves out the "OOM" before it.
        assert "command not allowed when used memory > 'maxmemory'" in str(error), repr(error)
        return True


def fill_cache():
    """Every write goes through, because older entries make room."""
    for i in range(MEGABYTES * 100):
        cache.set(f"fill-{i}", os.urandom(10_000))
    assert cache.get(f"fill-{MEGABYTES * 100 - 1}"), "the newest entry is gone"
    kept = sum(f"fill-{i}" in cache for i in range(0, MEGABYTES * 100, 10))
    assert kept < MEGABYTES * 10, "no entry was evicted"
    print(f"cache: {10 * kept} of {MEGABYTES * 100} entries kept")


def shared():
    """Cache entries make room; queues, bindings, the message in hand and the results stay."""
    prepare()
    before = queues()
    assert before["waiting"] == WAITING and before["unacked"] == 1 and before["bindings"], before
    fill_cache()
    after = queues()
    assert after == before, f"evicted from the queues: {before} became {after}"
    lost = [i for i in range(50) if app.AsyncResult(f"result-{i}").result != 2 * i]
    assert not lost, f"evicted results: {lost}"


def broker():
    """A full broker refuses new messages, and keeps every one that it took."""
    prepare()
    before = queues()
    sent = WAITING
    while not refused_with_oom(lambda: send(sent, "x" * 200_000)):
        sent += 1
        assert sent < 10_000, "the broker is never full"
    after = queues()
    assert after == {**before, "waiting": sent}, f"{before} became {after} with {sent} messages taken"
    lost = [i for i in range(50) if app.AsyncResult(f"result-{i}").result != 2 * i]
    assert not lost, f"lost results: {lost}"
    print(f"broker: {sent} messages taken and kept")


def drain():
    """Once there is room, every message that was taken is run, the one in hand too."""
    note("memory.open", "now")
    app.control.add_consumer("waiting", reply=True)
    until(lambda: sorted(noted("ran"), key=int) == noted("taken"), "every message taken is run", 180)
    until(lambda: queues()["unacked"] == 0, "every message is acknowledged")


if __name__ == "__main__":
    checks.run(globals())
