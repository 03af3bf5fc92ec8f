"""A child process, seen from inside: confined, it serves its parent's requests, with messages over standard input and output."""

from __future__ import annotations

import os
from collections.abc import Callable

from analytics.documents.channel import Channel
from analytics.documents.confinement import confine
from analytics.standard_streams import reserve_standard_streams

OUT_OF_MEMORY = 77  # exit status of a child that ran out of memory
READY = b"ready"  # its first message


def serve(channel: Channel, memory: int, answer: Callable[[Channel], None]) -> None:
    """Call ``answer``, which receives a request and answers it, until the parent closes the channel; with so many bytes of memory."""
    confine(memory)
    try:
        channel.send(READY)
        while True:
            answer(channel)
    except (EOFError, OSError):
        return
    except MemoryError:  # the state of the process is unreliable now
        os._exit(OUT_OF_MEMORY)


def parents_channel() -> Channel:
    """Standard input and output, for messages alone: what a library prints or reads goes to ``os.devnull`` from now on."""
    return Channel(*reserve_standard_streams())
