"""``read``: one file in, its articles out, each as soon as it is read; whatever is wrong is reported and never raised.

What a stranger made is parsed in a process of its own (see ``child``), which reads file after file. When it dies, hangs or answers
too much, what it was reading is tried once more in a fresh one, since a file before may have harmed it; then that is reported, and the
rest of its archive and the next files are read. The process is started as a program: a copy of this one would inherit its threads'
locks, and Dask's workers may have no children of the other kind.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from multiprocessing import Pipe
from multiprocessing.reduction import send_handle
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, BinaryIO

from analytics.documents import limits
from analytics.documents.answers import OUT_OF_MEMORY, unpacked
from analytics.documents.model import Document, Reason, Step, Unreadable, UnreadableError
from analytics.documents.oldword import modernised
from analytics.documents.opening import opened

_CHILD = ["-m", "analytics.documents.child"]
_ROOT = Path(__file__).parents[2]
_PIECE = 1_000_000  # bytes copied at a time
_KEPT = 2  # processes kept waiting: where an archive is read while its articles are worked on, other files are read as well


def read(path: Path, source: str) -> Iterator[Document | Unreadable]:
    """The articles in the file ``path``, which goes by the name ``source`` in its folder (see ``find``).

    Never raises for what is in the file or for what became of it. A link is read where it leads to a file inside the folder that
    ``source`` is relative to, and reported otherwise. Raises OSError where no process can be started.
    """
    try:
        stream = opened(path, source)
    except UnreadableError as error:
        yield error.report
        return
    with stream:
        converted = modernised(stream, source)
        if converted is None:
            yield from _Reading(stream, source).items()
        else:
            yield from read_copy(converted, source)


def read_copy(stream: BinaryIO, source: str, charset: str = "") -> Iterator[Document | Unreadable]:
    """The articles in ``stream``, which is no file of this machine but came from one named ``source``; it is copied first."""
    with TemporaryFile() as copy:
        if reason := _copied(stream, copy):
            yield Unreadable(source, reason)
        else:
            yield from _Reading(copy, source, charset=charset).items()


def _copied(stream: BinaryIO, copy: IO[bytes]) -> Reason | None:
    """What kept ``stream``, which may have no end, from being copied."""
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
    """The articles in ``content``, which came from a file named ``source``; its sender may have said in which ``charset`` its text is.
    Never raises for what is in it."""
    converted = modernised(BytesIO(content), source)
    return read_copy(converted or BytesIO(content), source, charset)


def read_about_files(source: str, content: bytes) -> Iterator[Document | Unreadable]:
    """What a table in ``content``, a file named ``source``, says of other files: a document without text for each, its source their name."""
    with TemporaryFile() as copy:
        if reason := _copied(BytesIO(content), copy):
            yield Unreadable(source, reason)
        else:
            yield from _Reading(copy, source, about_files=True).items()


# --- one file ----------------------------------------------------------------------------------


class _DiedError(Exception):
    """The process that reads is of no use any more."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason


class _Reading:
    """One file being read, by as many processes as it takes.

    The file, or each file in an archive, is a step (see ``child``). A process that goes on where another died passes over the steps
    before the one in hand and those it is to avoid.
    """

    def __init__(self, stream: BinaryIO, source: str, *, charset: str = "", about_files: bool = False) -> None:
        self._stream, self._source = stream, source
        self._asked = {"source": source, "charset": charset, "about_files": about_files}
        self._step, self._given = Step(0, source), 0  # what is in hand, and how many articles of it were given out
        self._avoided: list[int] = []
        self._tried = -1  # the step that a process has died of once
        self._deaths, self._waited = 0, 0.0

    def items(self) -> Iterator[Document | Unreadable]:
        """The file's articles, and what is to be reported."""
        while True:
            worker = _taken()
            try:
                yield from self._answers(worker)
            except _DiedError as died:
                worker.end()
                yield from self._blamed(died.reason)
                if self._is_over():
                    return
            except BaseException:  # nobody wants the rest
                worker.end()
                raise
            else:
                _give_back(worker)
                return

    def _answers(self, worker: _Worker) -> Iterator[Document | Unreadable]:
        repeated = self._given
        worker.ask(self._stream, {**self._asked, "begin": self._step.number, "avoid": self._avoided})
        while True:
            try:
                answer = unpacked(self._awaited(worker))
            except (ValueError, LookupError, TypeError) as error:  # it is no longer itself
                raise _DiedError("crashed") from error
            if answer is None:
                return
            if isinstance(answer, Step):
                if answer != self._step:
                    self._step, self._given, repeated = answer, 0, 0
            elif repeated:
                repeated -= 1
            else:
                self._given += 1
                yield answer

    def _awaited(self, worker: _Worker) -> bytes:
        began = time.monotonic()
        try:
            return worker.answer(min(limits.MAX_SECONDS, limits.MAX_SECONDS_A_FILE - self._waited))
        finally:
            self._waited += time.monotonic() - began

    def _blamed(self, reason: Reason) -> Iterator[Unreadable]:
        """What a death is put down to: nothing yet, the step in hand, or the whole file."""
        self._deaths += 1
        if reason in ("crashed", "memory") and self._tried != self._step.number:
            self._tried = self._step.number
        else:
            self._avoided.append(self._step.number)
            yield Unreadable(self._step.place, reason)
        if self._is_over() and self._step.number:
            yield Unreadable(self._source, reason)

    def _is_over(self) -> bool:
        """Whether no process is to go on: the file itself was blamed, or too many have died of it, or too long it took."""
        return 0 in self._avoided or self._deaths == limits.MAX_DEATHS or self._waited >= limits.MAX_SECONDS_A_FILE


# --- processes ---------------------------------------------------------------------------------


class _Worker:
    """A process that reads files, one at a time. Raises OSError where it does not begin."""

    def __init__(self) -> None:
        self._connection, theirs = Pipe()
        with closing(theirs):
            self._process = subprocess.Popen(
                [sys.executable, *_CHILD, str(theirs.fileno())],
                cwd=_ROOT,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C is for this process to answer
            )
        try:
            self.answer(limits.MAX_SECONDS_TO_BEGIN)
        except _DiedError as died:
            self.end()
            raise OSError(f"the process that reads files does not begin: {died.reason}") from died

    def is_alive(self) -> bool:
        """Whether it can be asked."""
        return self._process.poll() is None

    def ask(self, stream: BinaryIO, request: dict[str, object]) -> None:
        """Have ``stream`` read from its beginning."""
        stream.seek(0)
        try:
            send_handle(self._connection, stream.fileno(), self._process.pid)
            self._connection.send_bytes(json.dumps(request).encode())
        except OSError as error:
            raise _DiedError("crashed") from error

    def answer(self, seconds: float) -> bytes:
        """The next answer. Raises _DiedError where there is none so soon, or ever."""
        try:
            if not self._connection.poll(max(0, seconds)):
                raise _DiedError("timeout")
            return self._connection.recv_bytes(limits.MAX_ANSWER)
        except (EOFError, ConnectionError) as error:
            raise _DiedError(self._cause()) from error
        except OSError as error:  # an answer that is too long
            raise _DiedError("too_large") from error

    def _cause(self) -> Reason:
        """What a process ended of that closed its connection."""
        self._process.kill()
        causes: dict[int, Reason] = {OUT_OF_MEMORY: "memory", -signal.SIGALRM: "timeout"}
        return causes.get(self._process.wait(), "crashed")

    def end(self) -> None:
        """End it, whatever it does."""
        self._process.kill()
        self._process.wait()
        self._connection.close()


_waiting: list[_Worker] = []  # whoever reads takes one out, so no two threads share one


def _taken() -> _Worker:
    while _waiting:
        worker = _waiting.pop()
        if worker.is_alive():
            return worker
        worker.end()
    return _Worker()


def _give_back(worker: _Worker) -> None:
    if len(_waiting) < _KEPT:
        _waiting.append(worker)
    else:
        worker.end()


@atexit.register
def end_processes() -> None:
    """End the processes that wait for a file."""
    while _waiting:
        _waiting.pop().end()


os.register_at_fork(after_in_child=_waiting.clear)  # they answer the process that started them
