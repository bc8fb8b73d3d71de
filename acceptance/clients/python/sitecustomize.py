"""ElastiCache's DNS: the names in HOSTS_FILE, read at every look-up; a name with several addresses has them in turn."""

import collections
import itertools
import os
import socket

resolve = socket.getaddrinfo
turns = collections.defaultdict(itertools.count)


def getaddrinfo(host, *args, **kwargs):
    with open(os.environ["HOSTS_FILE"]) as lines:
        addresses = [address for address, name in map(str.split, lines) if name == host]
    if not addresses:
        return resolve(host, *args, **kwargs)
    first = next(turns[host]) % len(addresses)
    return [found for a in addresses[first:] + addresses[:first] for found in resolve(a, *args, **kwargs)]


socket.getaddrinfo = getaddrinfo
