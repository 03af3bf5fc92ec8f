"""A child process that reads files, seen from its parent. The child (see ``child``) gets no file: it asks for pieces of ours, and answers.

Messages go over the child's standard input and output. A wait on a pipe cannot be given a timeout on every system, so a thread kills a
child that is late, which ends every wait.
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock, Thread
from typing import IO

from analytics.documents import limits
from analytics.documents.answers import FAILED, OUT_OF_MEMORY, READ, Answer, Wanted, unpacked
from analytics.documents.channel import Channel
from analytics.documents.confinement import TIMED_OUT, apart
from analytics.documents.model import Reason

_ROOT = Path(__file__).parents[2]
_LOOK = 0.1  # seconds between two looks at the deadline


class DiedError(Exception):
    """The child process is no longer usable."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason


class Worker:
    """A child process that reads files, one at a time."""

    def __init__(self, module: Sequence[str]) -> None:
        """Start a Python process with the options ``module``. Raises OSError if it does not begin."""
        self.process = subprocess.Popen(
            [sys.executable, *module],
            cwd=_ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            **apart(),
        )
        incoming, outgoing = self.process.stdout, self.process.stdin
        assert incoming is not None
        assert outgoing is not None
        self._channel = Channel(incoming, outgoing)
        self._watchdog = _Watchdog(self.process)
        self._watchdog.start()
        self._stream: IO[bytes] | None = None
        try:
            self.answer(limits.MAX_SECONDS_TO_BEGIN)
        except DiedError as died:
            self.end()
            raise OSError(f"the process that reads files does not begin: {died.reason}") from died

    def is_alive(self) -> bool:
        """Whether the process is still running."""
        return self.process.poll() is None

    def ask(self, stream: IO[bytes], request: dict[str, object]) -> None:
        """Request that ``stream``, a file, be read from its start. Raises DiedError if the process is gone."""
        self._stream = stream
        size = os.fstat(stream.fileno()).st_size
        with self._watchdog.within(limits.MAX_SECONDS), self._dying():
            self._channel.send(json.dumps({"size": size, **request}).encode())

    def answer(self, seconds: float) -> Answer:
        """The next answer; until it comes, the child gets the pieces of the file that it wants.

        Raises DiedError if no answer arrives within ``seconds``, it is too long or invalid, or the process has ended.
        """
        with self._watchdog.within(seconds), self._dying():
            while isinstance(answer := self._received(), Wanted):
                self._channel.send(_piece(self._stream, answer))
        return answer

    def _received(self) -> Answer | Wanted:
        try:
            content = self._channel.receive(limits.MAX_ANSWER)
        except ValueError as error:
            raise DiedError("too_large") from error
        try:
            return unpacked(content)
        except (ValueError, LookupError, TypeError) as error:  # the process is corrupted or taken over
            raise DiedError("crashed") from error

    @contextmanager
    def _dying(self) -> Iterator[None]:
        """Translate the errors of a channel whose other end is gone."""
        try:
            yield
        except (EOFError, OSError) as error:
            raise DiedError(self._cause()) from error

    def _cause(self) -> Reason:
        """Why the process closed its pipes."""
        self.process.kill()
        status = self.process.wait()
        if self._watchdog.has_killed or status == TIMED_OUT:
            return "timeout"
        return "memory" if status == OUT_OF_MEMORY else "crashed"

    def end(self) -> None:
        """Kill the process and close its pipes."""
        self.process.kill()
        self.process.wait()
        self._channel.close()


def _piece(stream: IO[bytes] | None, wanted: Wanted) -> bytes:
    """The bytes that the child wants, or fewer: none at the end of the file, or if nothing is being read."""
    if stream is None:
        return READ
    try:
        stream.seek(wanted.offset)
        return READ + stream.read(wanted.size)
    except OSError:
        return FAILED


class _Watchdog(Thread):
    """Kills a process that is late."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        super().__init__(daemon=True, name="watchdog")
        self.has_killed = False
        self._process, self._deadline, self._lock = process, math.inf, Lock()

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """The process is killed if the block takes longer than ``seconds``."""
        with self._lock:
            self._deadline = time.monotonic() + seconds
        try:
            yield
        finally:
            with self._lock:
                self._deadline = math.inf

    def run(self) -> None:
        while self._process.poll() is None:
            time.sleep(_LOOK)
            with self._lock:
                if time.monotonic() > self._deadline:
                    self.has_killed = True
                    self._process.kill()
