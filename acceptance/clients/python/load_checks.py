"""A load that goes on while the servers change: load_checks.py NAME QUEUE."""

import collections
import json
import sys
import time

from tasks import app, gated, note, noted, reader, remember, until

WAIT = 300  # seconds: after a hang a worker keeps trying to store a result for some minutes


def publish(queue):
    """Queues tasks until told to stop; what the broker did not take is sent again, as every publisher must."""
    number = 0
    while not noted(f"{queue}.stop"):
        task = f"{queue}-{number}"
        began = time.monotonic()
        try:
            remember.apply_async((f"{queue}.ran", task), task_id=task, queue=queue)
        except Exception as error:
            print(repr(error))
            note(f"{queue}.refused", task)
        else:
            note(f"{queue}.taken", task)
            number += 1
        waited(f"{queue}.publish", began)
        # The first tasks fill the queue; the later ones show when the broker takes messages again.
        time.sleep(0.02 if number < 300 else 0.2)


def waited(file, began):
    note(f"{file}.seconds", round(time.monotonic() - began))


def use_cache(queue):
    """Writes and reads cache entries until told to stop, and notes how each ended and after how long."""
    from django.core.cache import cache

    number = 0
    while not noted(f"{queue}.stop"):
        number += 1
        began = time.monotonic()
        try:
            cache.set(f"{queue}-{number % 100}", number)
            outcome = "cached" if cache.get(f"{queue}-{number % 100}") == number else "wrong"
        except Exception as error:
            print(repr(error))
            outcome = "uncached"
        note(f"{queue}.{outcome}", number)
        waited(f"{queue}.cache", began)
        time.sleep(0.1)


def acknowledge(queue):
    """Reads the results that are there: whoever asked for them has been told."""
    for task in noted(f"{queue}.ran"):
        assert app.AsyncResult(task).get(WAIT) == task
        note(f"{queue}.acknowledged", task)


def occupy(queue):
    """Gives each of the worker's two processes a task that takes until its gate opens."""
    for _ in range(2):
        note(f"{queue}.gated", gated.apply_async((f"{queue}.gate",), queue=queue).id)
    until(lambda: len(noted(f"{queue}.gate.started")) == 2, "both processes are busy")


def drain(left, what):
    """Waits until nothing is left, for as long as it gets less: a slow machine takes its time."""
    least = left()
    while least:
        least = until(lambda: (now := left()) < least and [now], f"{what}, {least} left", 180)[0]


def settle(queue):
    """Waits until all is run, and prints what was lost on the way."""
    taken, acknowledged = noted(f"{queue}.taken"), noted(f"{queue}.acknowledged")
    drain(lambda: len(set(taken) - set(noted(f"{queue}.ran"))), "every task taken by the broker runs")
    for task in taken:
        assert app.AsyncResult(task).get(WAIT) == task
    for task in noted(f"{queue}.gated"):
        assert app.AsyncResult(task).get(WAIT) == f"{queue}.gate"

    broker = reader(app.conf.broker_url)

    def pending():
        return broker.llen(queue) + broker.hlen("unacked")

    drain(pending, "queue and unacknowledged messages are empty")
    times = collections.Counter(noted(f"{queue}.ran"))
    twice = sum(n > 1 for n in times.values()) + len(noted(f"{queue}.gate.started")) - len(noted(f"{queue}.gated"))
    longest = {file: max(map(int, noted(f"{queue}.{file}.seconds")), default=0) for file in ("publish", "cache")}
    print(json.dumps({
        "tasks taken": len(taken) + len(noted(f"{queue}.gated")),
        "tasks lost": len(set(taken) - set(times)),
        "tasks run twice": twice,
        "results acknowledged before": len(acknowledged),
        "acknowledged results lost": sum(app.AsyncResult(task).result != task for task in acknowledged),
        "publish attempts refused": len(noted(f"{queue}.refused")),
        "seconds of the longest publish": longest["publish"],
        "cache entries refused": len(noted(f"{queue}.uncached")),
        "wrong cache entries": len(noted(f"{queue}.wrong")),
        "seconds of the longest cache write and read": longest["cache"],
    }))


if __name__ == "__main__":
    globals()[sys.argv[1]](sys.argv[2])
