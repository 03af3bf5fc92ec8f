"""``python -m analytics.documents.child DESCRIPTOR``: the process that reads files, started by ``confined`` and told what over a pipe.

It takes one file after the other, already open, and writes none. What it reads is a step: the file itself, and where that is an archive
each file in it, numbered in the order of reading; each is announced before it is opened, so that it is known what a process died of.
Linux holds it to all of its limits; macOS knows no bound on memory.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from contextlib import suppress
from itertools import chain
from multiprocessing.connection import Connection
from multiprocessing.reduction import recv_handle
from typing import Any, BinaryIO

from analytics.documents import limits
from analytics.documents.answers import OUT_OF_MEMORY, packed
from analytics.documents.reader import read_stream

# Seconds after which it ends by itself. Who waits for an answer ends it sooner: this is for when nobody waits any more.
_LONGEST = limits.MAX_SECONDS + 10


def main() -> None:
    """Read until the other side is gone."""
    _confine()
    connection = Connection(int(sys.argv[1]))
    connection.send_bytes(packed(None))
    try:
        while True:
            descriptor = recv_handle(connection)
            request = json.loads(connection.recv_bytes())
            with open(descriptor, "rb") as stream:
                _read(connection, stream, request)
    except (EOFError, ConnectionError):
        return
    except MemoryError:  # what is left is not to be trusted
        os._exit(OUT_OF_MEMORY)


def _confine() -> None:
    for kind, bound in ((resource.RLIMIT_AS, limits.MAX_MEMORY), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
        with suppress(ValueError):  # a system that does not know it, or holds it lower already
            resource.setrlimit(kind, (bound, bound))


def _read(connection: Connection, stream: BinaryIO, request: dict[str, Any]) -> None:
    """Send what ``stream`` gives, then nothing."""
    signal.alarm(_LONGEST)
    for answer in chain(read_stream(stream, **request), [None]):
        signal.alarm(0)  # to wait until it is taken is no work
        connection.send_bytes(packed(answer))
        signal.alarm(_LONGEST)
    signal.alarm(0)


if __name__ == "__main__":
    main()
