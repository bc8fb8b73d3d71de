"""What a cache holds before and after its server is replaced: move_checks.py NAME."""

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")

import django
from django.core.cache import cache

django.setup()
ENTRIES = 500


def fill():
    cache.set_many({f"moved-{i}": i for i in range(ENTRIES)}, timeout=3600)


def kept():
    """Every entry is there, and its expiry too; a new one is taken."""
    lost = [i for i in range(ENTRIES) if cache.get(f"moved-{i}") != i]
    assert not lost, f"lost cache entries: {lost}"
    assert cache.touch("moved-0", 3600) and not cache.add("moved-0", "other")
    cache.set("after", "the move")
    assert cache.get("after") == "the move"


if __name__ == "__main__":
    globals()[sys.argv[1]]()
