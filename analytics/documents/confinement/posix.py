"""Limits on processes that the kernel enforces. Linux has all of them; macOS has none on memory."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

assert sys.platform != "win32"  # so that mypy looks no further where these names are missing

TIMED_OUT: int | None = -signal.SIGALRM  # exit status of a process that ``end_after`` has ended


def detached_popen_args() -> dict[str, Any]:
    """Arguments of ``Popen`` for a process that gets no Ctrl-C from our terminal."""
    return {"start_new_session": True}


def confine(memory: int) -> None:
    """Limit the address space of this process to ``memory`` bytes, and forbid it to write files and core dumps."""
    for kind, bound in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
        with suppress(ValueError):  # not supported by the system, or already lower
            resource.setrlimit(kind, (bound, bound))


def end_after(seconds: int) -> None:
    """End this process after ``seconds``, whatever it does then; 0 cancels that."""
    signal.alarm(seconds)


def started(command: Sequence[str], file_size: int) -> subprocess.Popen[bytes]:
    """Start a program without input and output, which may write no file of more than ``file_size`` bytes. Raises OSError."""

    def confined() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (file_size, file_size))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    nothing = subprocess.DEVNULL
    return subprocess.Popen(command, stdin=nothing, stdout=nothing, stderr=nothing, preexec_fn=confined, **detached_popen_args())


def end(process: subprocess.Popen[bytes]) -> None:
    """Kill what ``started`` has started, and all that it has started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def in_forks(forget: Callable[[], object]) -> None:
    """Call ``forget`` in every forked copy of this process."""
    os.register_at_fork(after_in_child=forget)
