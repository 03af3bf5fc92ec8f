"""``python -m analytics.documents.child DESCRIPTOR``: the child process that reads files for ``confined``, with requests over a pipe.

It receives open files one at a time and writes no files. Reading goes in steps: the file itself and, for an archive, each file in it,
numbered in reading order. Each step is announced before its file is opened, so that the parent can tell which file killed the process.
Linux enforces all limits; macOS has no limit on memory.
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

# Seconds until the process ends itself. A waiting parent ends it sooner; this covers a parent that has gone.
_LONGEST = limits.MAX_SECONDS + 10


def main() -> None:
    """Serve requests until the parent closes the pipe."""
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
    except MemoryError:  # the state of the process is unreliable now
        os._exit(OUT_OF_MEMORY)


def _confine() -> None:
    """Limit the memory of this process, and forbid writing files and core dumps."""
    for kind, bound in ((resource.RLIMIT_AS, limits.MAX_MEMORY), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
        with suppress(ValueError):  # not supported by the system, or already lower
            resource.setrlimit(kind, (bound, bound))


def _read(connection: Connection, stream: BinaryIO, request: dict[str, Any]) -> None:
    """Send everything that ``stream`` yields, then None."""
    signal.alarm(_LONGEST)
    for answer in chain(read_stream(stream, **request), [None]):
        signal.alarm(0)  # time spent waiting for the parent does not count
        connection.send_bytes(packed(answer))
        signal.alarm(_LONGEST)
    signal.alarm(0)


if __name__ == "__main__":
    main()
