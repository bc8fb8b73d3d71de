"""Checks of the Django cache: cache_checks.py NAME…"""

import os
import threading
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")

import checks
import django
import redis
import rediscache
from django.conf import settings
from django.core.cache import cache, caches
from tasks import add, app, until

django.setup()
KEYS = [f"key-{i}" for i in range(100)]  # of many slots, and so on every shard


def ttl(key):
    return caches["default"]._cache.get_client(key).ttl(cache.make_and_validate_key(key))


def single():
    assert cache.get("a") is None and cache.get("a", "default") == "default"
    cache.set("a", {"pickled": [1, None, "ü"]})
    assert cache.get("a") == {"pickled": [1, None, "ü"]} and "a" in cache
    assert 0 < ttl("a") <= settings.CACHES["default"]["TIMEOUT"]
    assert cache.add("a", 2) is False and cache.add("b", 2) is True
    assert cache.incr("b", 40) == 42 and cache.decr("b") == 41 and cache.get("b") == 41
    try:
        raise AssertionError(f"incr of a missing key returned {cache.incr('missing')}")
    except ValueError:
        pass
    assert cache.touch("a", 1000) and 900 < ttl("a") <= 1000 and not cache.touch("missing")
    assert cache.get_or_set("c", lambda: "computed") == "computed" == cache.get("c")
    assert cache.set("d", 1, version=2) is None and cache.get("d") is None and cache.get("d", version=2) == 1
    assert cache.delete("a") and not cache.delete("a") and cache.get("a") is None
    cache.set("brief", 1, timeout=1)
    until(lambda: cache.get("brief") is None, "an entry expires")
    cache.set("b", 1, timeout=0)
    assert cache.get("b") is None, "an entry with timeout 0 is still there"


def many():
    assert cache.set_many({key: key.upper() for key in KEYS}, timeout=600) == []
    assert cache.get_many([*KEYS, "missing"]) == {key: key.upper() for key in KEYS}
    assert all(500 < ttl(key) <= 600 for key in KEYS), "set_many lost a timeout"
    cache.set_many({"forever": 1}, timeout=None)
    assert ttl("forever") == -1
    cache.delete_many(KEYS[1:])
    assert list(cache.get_many(KEYS)) == KEYS[:1]
    cache.set_many({KEYS[0]: 1}, timeout=0)
    assert cache.get_many(KEYS) == {}


def locks():
    """Of many threads, each with a cache object of its own, one holds the lock at a time."""
    holders, together = [], []

    def work():
        for _ in range(5):
            until(lambda: cache.add("lock", threading.get_ident(), timeout=60), "the lock is free")
            holders.append(1)
            together.append(len(holders))
            cache.incr("count")
            holders.pop()
            cache.delete("lock")

    cache.set("count", 0)
    threads = [threading.Thread(target=work) for _ in range(8)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert together == [1] * 40 and cache.get("count") == 40, (together, cache.get("count"))


def lock():
    """cache.lock of ten threads: one holds it at a time, and nobody takes or releases another's."""
    holders, together = [], []

    def work():
        for _ in range(3):
            with cache.lock("mutex", timeout=60, sleep=0.01):
                holders.append(1)
                together.append(len(holders))
                time.sleep(0.001)
                holders.pop()

    threads = [threading.Thread(target=work) for _ in range(10)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert together == [1] * 30, together
    held = cache.lock("mutex", timeout=60)
    assert held.acquire() and not cache.lock("mutex", timeout=60).acquire(blocking=False)
    assert not cache.lock("mutex", blocking_timeout=0.1).acquire(), "a second holder"
    held.release()
    brief = cache.lock("mutex", timeout=0.5)
    assert brief.acquire()
    assert cache.lock("mutex", timeout=60, blocking_timeout=90).acquire(), "a lock outlived its timeout"
    try:
        brief.release()
        raise AssertionError("who lost a lock released its next holder's")
    except redis.exceptions.LockError:
        pass


def pattern():
    """cache.delete_pattern finds keys on every shard, of its version, and leaves the others."""
    cache.set_many({f"user:{i}": i for i in range(250)})
    cache.set_many({"users": 1, "user:0": 2}, version=2)
    cache.set("other", 1)
    assert cache.delete_pattern("user:*", itersize=100) == 250
    assert cache.delete_pattern("user:*") == 0
    assert cache.get("other") == 1 and cache.get("user:0", version=2) == 2 and cache.get("users", version=2) == 1
    assert cache.delete_pattern("user?", version=2) == 1 and cache.get("user:0", version=2) == 2
    prefixed = type(caches["default"])(settings.CACHES["default"]["LOCATION"], {"KEY_PREFIX": "a*[b]"})
    prefixed.set("x", 1)
    cache.set("x", 1)
    assert prefixed.delete_pattern("*") == 1 and cache.get("x") == 1


def sessions():
    from importlib import import_module

    store = import_module(settings.SESSION_ENGINE).SessionStore
    session = store()
    session["user"] = 7
    session.create()
    assert store(session.session_key)["user"] == 7
    old = session.session_key
    session.cycle_key()
    assert not store().exists(old) and store(session.session_key)["user"] == 7
    session.flush()
    assert store(old).get("user") is None


def clear():
    """cache.clear() empties the cache on every shard, and leaves Celery's messages and results alone."""
    sent = [add.apply_async((i, i), queue="unserved") for i in range(20)]
    done = add.delay(1, 2)
    assert done.get(90) == 3
    cache.set_many({key: 1 for key in KEYS})
    assert cache.clear() and cache.get_many(KEYS) == {}
    with app.connection_for_read() as connection:
        left = connection.default_channel.client.llen("unserved")
        assert left == len(sent), f"cache.clear() left {left} of {len(sent)} queued messages"
        connection.default_channel.client.delete("unserved")
    assert app.AsyncResult(done.id).result == 3, "cache.clear() deleted a result"


def django_redis():
    """The methods of django-redis, on a cache of its own."""
    from datetime import datetime, timedelta

    from django_redis.cache import RedisCache

    other = RedisCache(settings.CACHES["default"]["LOCATION"], {"OPTIONS": {}})
    assert other.set("a", 1, nx=True) and other.incr("a") == 2 and other.decr("a") == 1
    other.set("number", 2**62)
    try:
        other.incr("number", 2**62)
    except OverflowError:
        pass
    later = datetime.now() + timedelta(hours=1)
    for expire in (other.expire, other.pexpire):
        assert expire("a", 100_000)
    assert other.expire_at("a", later) and other.pexpire_at("a", later)
    assert 3500 < other.ttl("a") <= 3600 and 3_500_000 < other.pttl("a") <= 3_600_000
    assert other.touch("a", 50) and other.persist("a") and other.ttl("a") is None
    other.incr_version("a")
    other.set_many({"x": 1, "y": 2})
    assert other.get_many(["x", "y"]) == {"x": 1, "y": 2} and other.delete_many(["x"]) == 1 and other.has_key("y")
    assert set(other.iter_keys("*")) >= {"y"} and other.delete_pattern("y*") == 1
    lock = other.lock("lock", timeout=10)
    assert lock.acquire() and lock.extend(5) and lock.reacquire()
    lock.release()
    other.clear()


def first_contacts():
    """Whichever node the endpoint leads to at first, a replica too, the cache works."""
    import sitecustomize
    from urllib.parse import urlsplit

    host = urlsplit(settings.CACHES["default"]["LOCATION"]).hostname
    with open(os.environ["HOSTS_FILE"]) as lines:
        nodes = sum(line.split()[1] == host for line in lines)
    for node in range(nodes):
        rediscache.clusters.clear()
        sitecustomize.turns[host] = iter(range(node, 1000))
        fresh = caches.create_connection("default")
        fresh.set_many({key: node for key in KEYS})
        assert fresh.get_many(KEYS) == {key: node for key in KEYS}


def topology():
    """Prints what the client found: its mode, and the numbers of primaries and replicas."""
    cache.get("a")
    cluster = caches["default"]._cache.cluster()
    print(f"{len(cluster.get_primaries())} {len(cluster.get_replicas())}" if cluster else "disabled")


if __name__ == "__main__":
    checks.run(globals())
