"""A child process that works on untrusted content, seen from its parent. Messages go over the child's standard input and output.

Not every system can wait for a pipe with a timeout, and on Windows such a wait ignores Ctrl-C. So a thread talks with the child. Whoever
waits for the thread can be interrupted, and kills a child that is late, which ends the thread's own wait.
"""

from __future__ import annotations

import math
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import TypeVar, cast

from analytics.documents import limits
from analytics.documents.channel import Channel
from analytics.documents.confinement import TIMED_OUT, detached_popen_args
from analytics.documents.model import Reason
from analytics.documents.serving import OUT_OF_MEMORY, READY

_ROOT = Path(__file__).parents[2]
_LOOK = 0.1  # seconds between two looks at the clock and at ``stop``; on Windows, also at Ctrl-C
T = TypeVar("T")
Conversation = Callable[[Channel], T]  # exchanges messages with the child and returns what they say


class DiedError(Exception):
    """The child process is no longer usable."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


class NotYetError(Exception):
    """The child is still working."""


class Worker:
    """A child process that has one conversation at a time."""

    def __init__(self, module: Sequence[str]) -> None:
        """Start a Python process with the options ``module``; ``wait_until_ready`` comes first. Raises OSError."""
        self.process = subprocess.Popen(
            [sys.executable, *module],
            cwd=_ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            **detached_popen_args(),
        )
        incoming, outgoing = self.process.stdout, self.process.stdin
        assert incoming is not None
        assert outgoing is not None
        self._talker = _Talker(Channel(incoming, outgoing))
        self._talker.start()
        self._is_ready = False
        self.begin(_hears_ready, limits.MAX_SECONDS_TO_BEGIN)

    def wait_until_ready(self) -> None:
        """Wait for a process that has just been started. Raises OSError if it does not begin."""
        if self._is_ready:
            return
        try:
            self.result()
            self._is_ready = True
        except DiedError as died:
            self.end()
            raise OSError(f"a confined process does not begin: {died.reason}") from died

    def is_alive(self) -> bool:
        """Whether the process is still running."""
        return self.process.poll() is None

    def talk(self, conversation: Conversation[T], seconds: float) -> T:
        """The result of ``conversation``. Raises DiedError if that takes longer than ``seconds`` or the process ends."""
        self.begin(conversation, seconds)
        return cast(T, self.result())

    def begin(self, conversation: Conversation[object], seconds: float) -> None:
        """Begin a conversation that may take so many seconds; ``result`` waits for its end."""
        self._deadline = time.monotonic() + seconds
        self._talker.conversations.put(conversation)

    def result(self, patience: float = math.inf, stop: Event | None = None) -> object:
        """The result of the conversation. Raises DiedError if its time is over or the process ends.

        Raises NotYetError after ``patience`` seconds, or if ``stop`` is set; the conversation goes on.
        """
        until = time.monotonic() + patience
        while True:
            try:
                result = self._talker.results.get(timeout=_LOOK)
                break
            except Empty:
                now = time.monotonic()
                if now > self._deadline:
                    self.process.kill()
                    raise DiedError("timeout") from None
                if now > until or (stop and stop.is_set()):
                    raise NotYetError from None
        if isinstance(result, EOFError | OSError):
            raise DiedError(self._cause()) from result
        if isinstance(result, Exception):
            raise result
        return result

    def _cause(self) -> Reason:
        """Why the process closed its pipes."""
        self.process.kill()
        status = self.process.wait()
        if status == TIMED_OUT:
            return "timeout"
        return (
            "memory" if status in (OUT_OF_MEMORY, -signal.SIGABRT) else "crashed"
        )  # libraries in C++ and Rust abort when they get no memory

    def end(self) -> None:
        """Kill the process and close its pipes."""
        self.process.kill()
        self.process.wait()
        self._talker.conversations.put(None)


def _hears_ready(channel: Channel) -> None:
    if channel.receive(len(READY)) != READY:
        raise DiedError("crashed")


class _Talker(Thread):
    """Has the conversations, and puts the result of each, or the exception that it raised, into ``results``."""

    def __init__(self, channel: Channel) -> None:
        super().__init__(daemon=True, name="talker")
        self.conversations: SimpleQueue[Conversation[object] | None] = SimpleQueue()
        self.results: SimpleQueue[object] = SimpleQueue()
        self._channel = channel

    def run(self) -> None:
        while conversation := self.conversations.get():
            try:
                result = conversation(self._channel)
            except Exception as error:  # raised again where the result is awaited
                result = error
            self.results.put(result)
            del conversation, result  # they may be large, and the next may come much later
        self._channel.close()
