"""Fills queues that no worker serves, while one message is taken and not acknowledged: its length does not count it."""

from queue_length import lengths
from tasks import add, app

QUEUES = ["celery", "mail", "empty"]

for _ in range(3):
    add.apply_async((1, 1), queue="celery")
for priority in (0, 3, 6, 9, 9):
    add.apply_async((1, 1), queue="mail", priority=priority)
with app.connection_for_read() as connection, connection.channel() as channel:
    assert channel.basic_get("celery"), "there is no message to take"
    assert lengths(app, QUEUES) == {"celery": 2, "mail": 5, "empty": 0}, lengths(app, QUEUES)
# The channel is closed, so the message is back.
assert lengths(app, QUEUES) == {"celery": 3, "mail": 5, "empty": 0}, lengths(app, QUEUES)
