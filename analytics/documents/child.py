"""``python -m analytics.documents.child``: the child process that reads files for ``worker``, with messages over standard input and output.

It is given no file and writes none: it asks its parent for pieces of one file at a time. Reading goes in steps: the file itself and, for an
archive, each file in it, numbered in reading order. Each step is announced before its file is opened, so that the parent can tell which
file killed the process.
"""

from __future__ import annotations

import errno
import io
import json
import os
from itertools import chain
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from analytics.documents import limits
from analytics.documents.channel import Channel
from analytics.documents.child_messages import MAX_PIECE, READ, ChildMessage, PieceRequest, encode
from analytics.documents.confinement import end_after
from analytics.documents.reader import read_stream
from analytics.documents.serving import parents_channel, serve

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

# Seconds until the process ends itself. A waiting parent ends it sooner; this covers a parent that has gone.
_LONGEST = limits.MAX_SECONDS + 10
_MAX_REQUEST = 1_000_000  # bytes: names of files are shorter


def main(channel: Channel) -> None:
    """Serve requests until the parent closes the channel."""
    serve(channel, limits.MAX_MEMORY, _answer)


def _answer(channel: Channel) -> None:
    request = json.loads(channel.receive(_MAX_REQUEST))
    _read(_Parent(channel), **request)


class _Parent:
    """The parent process. Time spent waiting for it does not count."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel

    def tell(self, answer: ChildMessage) -> None:
        """Send an answer."""
        end_after(0)
        self._channel.send(encode(answer))
        end_after(_LONGEST)

    def piece(self, offset: int, size: int) -> bytes:
        """At most ``size`` bytes of the file at ``offset``; none at its end. Raises OSError if its disk has failed."""
        end_after(0)
        self._channel.send(encode(PieceRequest(offset, min(size, MAX_PIECE))))
        content = self._channel.receive(len(READ) + MAX_PIECE)
        end_after(_LONGEST)
        if not content.startswith(READ):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return content[len(READ) :]


class _ParentsFile(io.RawIOBase):
    """The file that the parent has open."""

    def __init__(self, parent: _Parent, size: int) -> None:
        self._parent, self._size, self._at = parent, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, into: WriteableBuffer) -> int:
        view = memoryview(into).cast("B")
        content = self._parent.piece(self._at, len(view))
        view[: len(content)] = content
        self._at += len(content)
        return len(content)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        if base + offset < 0:
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))  # as a real file does: the content states a false offset
        self._at = base + offset
        return self._at


def _read(parent: _Parent, size: int, **request: Any) -> None:
    """Send everything that the parent's file of ``size`` bytes yields, then None."""
    end_after(_LONGEST)
    with io.BufferedReader(_ParentsFile(parent, size), MAX_PIECE) as stream:
        for answer in chain(read_stream(cast(BinaryIO, stream), **request), [None]):
            parent.tell(answer)
    end_after(0)


if __name__ == "__main__":
    main(parents_channel())
