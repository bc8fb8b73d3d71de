"""Checks of a running worker, one per call: celery_checks.py NAME."""

import sys
import time

import celery.exceptions
import redis
from celery import chain, chord, group
from tasks import add, app, fail, flaky, gated, note, noted, now, queue, remember, total, until

WAIT = 90  # seconds, for whatever takes milliseconds on an idle machine


def broker():
    return redis.Redis.from_url(app.conf.broker_url)


def results():
    assert add.delay(2, 3).get(WAIT) == 5
    failed = fail.delay()
    try:
        failed.get(WAIT)
        raise AssertionError("the task's exception did not arrive")
    except ValueError as error:
        assert str(error) == "as expected" and failed.state == "FAILURE", (error, failed.state)
    ttl = app.backend.client.ttl(app.backend.get_key_for_task(failed.id))
    assert 86400 - WAIT <= ttl <= 86400, f"the result expires in {ttl} s"
    failed.forget()
    assert app.AsyncResult(failed.id).state == "PENDING"


def queues():
    sent = {name: queue.apply_async(queue=name) for name in ("celery", "reports")}
    assert {name: result.get(WAIT) for name, result in sent.items()} == {"celery": "celery", "reports": "reports"}
    add.apply_async((1, 1), queue="unserved")
    assert broker().llen("unserved") == 1, "a queue without a worker did not keep its message"
    broker().delete("unserved")


def retries():
    assert flaky.delay().get(WAIT) == 2


def eta():
    sent = time.time()
    ran = now.apply_async(countdown=3).get(WAIT)
    assert ran >= sent + 3, f"ran {ran - sent:.2f} s after it was sent"


def canvas():
    assert group(add.s(i, i) for i in range(10))().get(WAIT) == [2 * i for i in range(10)]
    assert chord([add.s(i, i) for i in range(10)])(total.s()).get(WAIT) == 90
    assert chain(add.s(1, 2), add.s(3), add.s(4))().get(WAIT) == 10


def send_priorities():
    for priority in (9, 9, 6, 3, 0):
        remember.apply_async(("priorities", priority), queue="priorities", priority=priority)


def priorities():
    order = until(lambda: len(noted("priorities")) == 5 and noted("priorities"), "five tasks run")
    assert order == ["0", "3", "6", "9", "9"], order


def ping():
    answers = until(lambda: app.control.inspect(timeout=1).ping(), "a worker answers")
    assert answers == {"main@e2e": {"ok": "pong"}}, answers


def revoke():
    app.control.revoke("never")
    until(lambda: "never" in str(app.control.inspect(timeout=1).revoked()), "the worker knows of the revocation")
    refused(add.apply_async((1, 1), task_id="never"))
    running = gated.delay("revoked")
    until(lambda: noted("revoked.started"), "the task runs")
    running.revoke(terminate=True, signal="SIGKILL")
    refused(running)


def refused(result):
    try:
        raise AssertionError(f"a revoked task returned {result.get(WAIT)}")
    except celery.exceptions.TaskRevokedError:
        assert result.state == "REVOKED", result.state


def send_late():
    note("late.id", gated.apply_async(("late",), queue="late").id)
    until(lambda: noted("late.started"), "the task runs")


def late():
    until(lambda: len(noted("late.started")) == 2, "the task of the killed worker runs again", 240)
    note("late.open", "now")
    assert app.AsyncResult(noted("late.id")[0]).get(WAIT) == "late"


def reconnect():
    """Every client of the broker loses its connections, this one too: its next call goes through."""
    assert add.delay(1, 1).get(WAIT) == 2
    killer = broker()
    killed = sum(killer.execute_command("CLIENT", "KILL", "TYPE", kind) for kind in ("normal", "pubsub"))
    assert killed >= 4, f"only {killed} connections were there to be closed"
    assert add.delay(2, 2).get(WAIT) == 4
    ping()


if __name__ == "__main__":
    globals()[sys.argv[1]]()
