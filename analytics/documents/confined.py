"""``read``: the articles of one file, each as soon as it is read. Problems are reported, never raised.

Untrusted content is parsed in a child process (see ``worker``), which reads file after file. When the child crashes or runs out of
memory, the current step is tried once more in a new child, since an earlier file may have damaged the first. A second failure, a
timeout or an oversized answer is reported for that step; the rest of the archive and the next files are still read.

The child is started as a program. A fork would inherit locks held by other threads, and Dask's workers may not start
``multiprocessing`` children.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, BinaryIO

from analytics.documents import limits
from analytics.documents.alike import summed_up
from analytics.documents.channel import Channel
from analytics.documents.child_messages import FAILED, READ, ChildMessage, PieceRequest, decode
from analytics.documents.model import Document, Reason, Step, Unreadable, UnreadableError
from analytics.documents.oldword import convert_old_word
from analytics.documents.opening import open_file
from analytics.documents.pool import Pool
from analytics.documents.worker import Conversation, DiedError, Worker

_PIECE = 1_000_000  # bytes copied at a time
_READERS = Pool(["-m", "analytics.documents.child"], kept=2)  # while one reads an archive lazily, others read other files


def prepare() -> None:
    """Start the process that reads files, without waiting for it: it takes a second to begin."""
    _READERS.prepare()


def read(path: Path, source: str) -> Iterator[Document | Unreadable]:
    """The articles in the file ``path``; ``source`` is its source name (see ``find``).

    Problems with the file or its content are yielded as ``Unreadable``. A link is followed only to a file inside the folder that
    ``source`` is relative to. Raises OSError if no child process can be started.
    """
    try:
        stream = open_file(path, source)
    except UnreadableError as error:
        yield error.report
        return
    with stream:
        converted = convert_old_word(stream, source)
        if converted is None:
            yield from summed_up(_Reading(stream, source).items(), source)
        else:
            yield from read_copy(converted, source)


def read_copy(stream: BinaryIO, source: str, charset: str = "") -> Iterator[Document | Unreadable]:
    """The articles in ``stream``, which came from a file named ``source`` elsewhere. The stream is copied to a temporary file first.

    ``charset`` is the encoding declared by the sender, empty if none. Problems are yielded as ``Unreadable``. Raises OSError like ``read``.
    """
    with TemporaryFile() as copy:
        if reason := _copied(stream, copy):
            yield Unreadable(source, reason)
        else:
            yield from summed_up(_Reading(copy, source, charset=charset).items(), source)


def _copied(stream: BinaryIO, copy: IO[bytes]) -> Reason | None:
    """Copy ``stream``, which may be endless, to ``copy``. Returns the reason if that fails, else None."""
    try:
        while piece := stream.read(_PIECE):
            if copy.tell() + len(piece) > limits.MAX_TOTAL:
                return "too_large"
            copy.write(piece)
        copy.flush()
    except OSError:
        return "disk"
    return None


def read_bytes(source: str, content: bytes, charset: str = "") -> Iterator[Document | Unreadable]:
    """The articles in ``content``, which came from a file named ``source``; parameters and errors as in ``read_copy``."""
    converted = convert_old_word(BytesIO(content), source)
    return read_copy(converted or BytesIO(content), source, charset)


def read_about_files(source: str, content: bytes) -> Iterator[Document | Unreadable]:
    """The metadata about other files in ``content``, a table named ``source``.

    Each file gives a document without text, with the file's name as its source. Problems are yielded as ``Unreadable``. Raises OSError like
    ``read``.
    """
    with TemporaryFile() as copy:
        if reason := _copied(BytesIO(content), copy):
            yield Unreadable(source, reason)
        else:
            yield from _Reading(copy, source, about_files=True).items()


# --- one file ----------------------------------------------------------------------------------


class _Reading:
    """Reads one file, with as many child processes as it takes.

    The file, or each file in an archive, is a step (see ``child``). A replacement process continues at the current step, without those to
    avoid.
    """

    def __init__(self, stream: IO[bytes], source: str, *, charset: str = "", about_files: bool = False) -> None:
        self._stream, self._source = stream, source
        self._asked = {"source": source, "charset": charset, "about_files": about_files}
        self._step, self._given = Step(0, source), 0  # the current step, and how many of its items were yielded
        self._avoided: list[int] = []
        self._tried = -1  # the step that has killed one process
        self._deaths, self._waited = 0, 0.0

    def items(self) -> Iterator[Document | Unreadable]:
        """The articles of the file, and reports of what could not be read."""
        while True:
            worker = _READERS.take()
            try:
                yield from self._answers(worker)
            except DiedError as died:
                worker.end()
                yield from self._blamed(died.reason)
                if self._is_over():
                    return
            except BaseException:  # the caller stopped early
                worker.end()
                raise
            else:
                _READERS.give_back(worker)
                return

    def _answers(self, worker: Worker) -> Iterator[Document | Unreadable]:
        """The items of the file, without those that an earlier process has already sent."""
        repeated = self._given
        request = json.dumps({**self._asked, "size": self._size(), "begin": self._step.number, "avoid": self._avoided}).encode()
        answer = self._answer_to(request, worker)
        while answer is not None:
            if isinstance(answer, Step):
                if answer != self._step:
                    self._step, self._given, repeated = answer, 0, 0
            elif repeated:
                repeated -= 1
            else:
                self._given += 1
                yield answer
            answer = self._next_answer(worker)

    def _size(self) -> int:
        return os.fstat(self._stream.fileno()).st_size

    def _answer_to(self, request: bytes, worker: Worker) -> ChildMessage:
        def conversation(channel: Channel) -> ChildMessage:
            channel.send(request)
            return _answer(channel, self._stream)

        return self._timed(worker, conversation)

    def _next_answer(self, worker: Worker) -> ChildMessage:
        return self._timed(worker, lambda channel: _answer(channel, self._stream))

    def _timed(self, worker: Worker, conversation: Conversation[ChildMessage]) -> ChildMessage:
        """The result of ``conversation``; its time counts towards the limit for the file."""
        began = time.monotonic()
        try:
            return worker.talk(conversation, min(limits.MAX_SECONDS, limits.MAX_SECONDS_A_FILE - self._waited))
        finally:
            self._waited += time.monotonic() - began

    def _blamed(self, reason: Reason) -> Iterator[Unreadable]:
        """What to report after the process died: nothing at the first crash in a step, which is tried again; then the step; at last the whole file."""
        self._deaths += 1
        if reason in ("crashed", "memory") and self._tried != self._step.number:
            self._tried = self._step.number
        else:
            self._avoided.append(self._step.number)
            yield Unreadable(self._step.place, reason)
        if self._is_over() and self._step.number:
            yield Unreadable(self._source, reason)

    def _is_over(self) -> bool:
        """Whether to give up: the file itself was blamed, too many processes died, or the time is used up."""
        return 0 in self._avoided or self._deaths == limits.MAX_DEATHS or self._waited >= limits.MAX_SECONDS_A_FILE


def _answer(channel: Channel, stream: IO[bytes]) -> ChildMessage:
    """The next answer; until it comes, the child gets the pieces of the file that it wants.

    Raises DiedError if the answer is too long or invalid; EOFError and OSError if the child is gone.
    """
    while isinstance(answer := _received(channel), PieceRequest):
        channel.send(_piece(stream, answer))
    return answer


def _received(channel: Channel) -> ChildMessage | PieceRequest:
    try:
        content = channel.receive(limits.MAX_ANSWER)
    except ValueError as error:
        raise DiedError("too_large") from error
    try:
        return decode(content)
    except (ValueError, LookupError, TypeError) as error:  # the process is corrupted or taken over
        raise DiedError("crashed") from error


def _piece(stream: IO[bytes], wanted: PieceRequest) -> bytes:
    """The bytes that the child wants, or fewer at the end of the file."""
    try:
        stream.seek(wanted.offset)
        return READ + stream.read(wanted.size)
    except OSError:
        return FAILED
