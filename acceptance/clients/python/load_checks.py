"""A load that goes on while the servers change: load_checks.py NAME QUEUE."""

import collections
import json
import sys
import time

from tasks import app, gated, note, noted, remember, until


def publish(queue):
    """Queues tasks until told to stop; what the broker did not take is sent again, as every publisher must."""
    number = 0
    while not noted(f"{queue}.stop"):
        task = f"{queue}-{number}"
        try:
            remember.apply_async((f"{queue}.ran", task), task_id=task, queue=queue)
        except Exception as error:
            print(repr(error))
            note(f"{queue}.refused", task)
        else:
            note(f"{queue}.taken", task)
            number += 1
            time.sleep(0.02)


def acknowledge(queue):
    """Reads the results that are there: whoever asked for them has been told."""
    for task in noted(f"{queue}.ran"):
        assert app.AsyncResult(task).get(90) == task
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
        assert app.AsyncResult(task).get(90) == task
    for task in noted(f"{queue}.gated"):
        assert app.AsyncResult(task).get(90) == f"{queue}.gate"

    def pending():
        with app.connection_for_read() as connection:
            client = connection.default_channel.client
            return client.llen(queue) + client.hlen("unacked")

    drain(pending, "queue and unacknowledged messages are empty")
    times = collections.Counter(noted(f"{queue}.ran"))
    twice = sum(n > 1 for n in times.values()) + len(noted(f"{queue}.gate.started")) - len(noted(f"{queue}.gated"))
    print(json.dumps({
        "tasks taken": len(taken) + len(noted(f"{queue}.gated")),
        "tasks lost": len(set(taken) - set(times)),
        "tasks run twice": twice,
        "results acknowledged before": len(acknowledged),
        "acknowledged results lost": sum(app.AsyncResult(task).result != task for task in acknowledged),
        "publish attempts refused": len(noted(f"{queue}.refused")),
    }))


if __name__ == "__main__":
    globals()[sys.argv[1]](sys.argv[2])
