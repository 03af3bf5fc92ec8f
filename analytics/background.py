"""Work that would hold up every reader of the server, done in a process of its own.

Python runs one thread at a time, so a second of comparing conflicts in one session is a second of waiting in all others. ``multiprocessing``
cannot be used: Streamlit puts the page in place of ``__main__``, which a process that it starts would run. So this is a plain child process,
with pickled messages over its standard input and output; it ends when its parent does.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from pathlib import Path
from threading import Lock, Thread
from typing import IO, Any, Generic, ParamSpec, TypeVar, cast

from analytics.standard_streams import reserve_standard_streams

_ROOT = Path(__file__).parents[1]
P = ParamSpec("P")
T = TypeVar("T")


class WorkerDiedError(Exception):
    """The process ended twice while it did the same work."""


class BackgroundProcess:
    """A process that does one piece of work at a time; started when first needed, and again if it ends. Thread-safe."""

    def __init__(self) -> None:
        self._turn = Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def submit(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Do ``work`` in the process. It must be a function of a module; it, its arguments and its result are pickled.

        The future raises what ``work`` raises, or WorkerDiedError.
        """
        future: Future[T] = Future()
        Thread(target=self._settle, args=(future, (work, args, kwargs)), daemon=True, name="background").start()
        return future

    def _settle(self, future: Future[T], task: tuple[object, ...]) -> None:
        try:
            with self._turn:
                done, result = self._answer(pickle.dumps(task))
        except Exception as error:  # raised where the result is wanted
            future.set_exception(error)
            return
        if done:
            future.set_result(result)
        else:
            future.set_exception(result)

    def _answer(self, task: bytes) -> tuple[bool, Any]:
        """Whether the work was done, and its result or error. A process that ended is replaced once."""
        for _ in range(2):
            process = self._running()
            assert process.stdin is not None
            assert process.stdout is not None
            try:
                process.stdin.write(task)
                process.stdin.flush()
                return cast(tuple[bool, Any], pickle.load(process.stdout))
            except (OSError, EOFError, pickle.UnpicklingError):
                process.kill()
                process.wait()
        raise WorkerDiedError

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            command = [sys.executable, "-m", __name__]
            self._process = subprocess.Popen(command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        return self._process


WORKER = BackgroundProcess()  # the one that all sessions share


class ResultCache(Generic[T]):
    """The latest ``most`` answers by key, each worked out once, however many sessions ask. Thread-safe."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, Lock()
        self._known: OrderedDict[Hashable, Future[T]] = OrderedDict()

    def get(self, key: Hashable, begin: Callable[[], Future[T]]) -> Future[T]:
        """The answer for a key, begun on the first call. One that failed is begun anew by the next call."""
        with self._lock:
            future = self._known.pop(key, None) or begin()
            if not (future.done() and future.exception()):
                self._known[key] = future
            while len(self._known) > self._most:
                self._known.popitem(last=False)
            return future


def at_once(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
    """``work`` done here and now, for what is too small to be sent to another process."""
    future: Future[T] = Future()
    try:
        future.set_result(work(*args, **kwargs))
    except Exception as error:  # raised where the result is wanted
        future.set_exception(error)
    return future


def _serve(incoming: IO[bytes], outgoing: IO[bytes]) -> None:
    """Do what the parent asks for until it ends."""
    while True:
        try:
            work, args, kwargs = pickle.load(incoming)
        except EOFError:
            return
        try:
            answer = True, work(*args, **kwargs)
        except Exception as error:  # raised in the parent
            answer = False, error
        outgoing.write(pickle.dumps(answer))
        outgoing.flush()


if __name__ == "__main__":
    _serve(*reserve_standard_streams())
