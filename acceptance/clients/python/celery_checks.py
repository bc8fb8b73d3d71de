"""Checks of a running worker: celery_checks.py NAME…"""

import time

import celery.exceptions
import checks
import redis
from celery import chain, chord, group
from celery.result import GroupResult
from tasks import add, app, fail, flaky, gated, note, noted, now, queue, reader, remember, total, until

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
    ttl = reader(app.conf.result_backend).ttl(app.backend.get_key_for_task(failed.id))
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
    # If the worker was killed while it held the lock of this search, the others can't search for five minutes.
    until(lambda: len(noted("late.started")) == 2, "the task of the killed worker runs again", 480)
    note("late.open", "now")
    assert app.AsyncResult(noted("late.id")[0]).get(WAIT) == "late"


def reconnect():
    """Every client of the broker loses its connections, this one too: its next call goes through."""
    assert add.delay(1, 1).get(WAIT) == 2
    note("reconnect.connected", "now")
    until(lambda: noted("reconnect.killed"), "the connections are closed")
    sent = add.delay(2, 2)
    # Not get(): Celery misses a result that arrives after it looked for one and before it has subscribed again.
    until(sent.ready, "the task runs")
    assert sent.result == 4
    ping()


def control():
    """What people and tools such as Flower do with a worker and its queues."""
    inspect = app.control.inspect(timeout=1)
    for question in (inspect.active, inspect.stats):
        until(question, "a worker answers")
    app.control.rate_limit("tasks.add", "100/s")
    app.control.add_consumer("extra", reply=True)
    assert add.apply_async((1, 2), queue="extra").get(WAIT) == 3
    app.control.cancel_consumer("extra", reply=True)
    with app.connection_for_write() as connection:
        channel = connection.default_channel
        for _ in range(3):
            add.apply_async((1, 2), queue="unserved")
        assert channel.queue_declare("unserved", passive=True).message_count == 3
        channel.basic_get("unserved", no_ack=True)
        channel.basic_reject(channel.basic_get("unserved").delivery_tag, requeue=True)
        assert channel.queue_purge("unserved") == 2
        channel.queue_delete("unserved")
        events = []

        def stop(event):
            events.append(event)
            receiver.should_stop = True

        receiver = app.events.Receiver(connection, handlers={"*": stop})
        receiver.capture(timeout=WAIT, wakeup=True)
        assert events, "no event of a worker arrived"
    assert app.control.purge() == 0


def groups():
    """Results that are kept as a group, chords whose results have no order, and results that never expire."""
    numbers = group(add.s(1, 1), add.s(2, 2))()
    numbers.save()
    assert numbers.get(WAIT) == [2, 4]
    restored = GroupResult.restore(numbers.id)
    assert restored.results == numbers.results
    restored.forget()
    restored.delete()
    backend = app.backend
    backend.add_to_chord("chord", numbers[0])
    backend.delete(backend.get_key_for_group("chord", ".t"))
    backend.expires = None
    backend.set(backend.get_key_for_task("kept"), b"{}")
    backend.delete(backend.get_key_for_task("kept"))
    key = backend.get_key_for_group("chord", ".j")
    with backend.client.pipeline() as pipeline:  # as with result_chord_ordered False
        assert pipeline.rpush(key, "x").llen(key).lrange(key, 0, 1).delete(key).execute()[1:3] == [1, [b"x"]]


if __name__ == "__main__":
    checks.run(globals())
