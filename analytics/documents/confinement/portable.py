"""What can be limited everywhere: time. Windows has no simple limits on the memory of a process and on the files it writes."""

from __future__ import annotations

import faulthandler
import shutil
import subprocess
from collections.abc import Callable, Sequence
from typing import Any

TIMED_OUT: int | None = None  # ``end_after`` has no exit status of its own here


def detached_popen_args() -> dict[str, Any]:
    """Arguments of ``Popen`` for a process that gets no Ctrl-C from our terminal, and that opens no window."""
    flags = ("CREATE_NEW_PROCESS_GROUP", "CREATE_NO_WINDOW")
    return {"creationflags": sum(getattr(subprocess, flag, 0) for flag in flags)}


def confine(memory: int) -> None:
    """Nothing is limited here; the parent ends a process that takes too long."""


def end_after(seconds: int) -> None:
    """End this process after ``seconds``, whatever it does then; 0 cancels that."""
    if seconds:
        faulthandler.dump_traceback_later(seconds, exit=True)  # a thread in C, which needs no lock of the interpreter
    else:
        faulthandler.cancel_dump_traceback_later()


def started(command: Sequence[str], file_size: int) -> subprocess.Popen[bytes]:
    """Start a program without input and output; what it writes is not limited here. Raises OSError."""
    nothing = subprocess.DEVNULL
    return subprocess.Popen(command, stdin=nothing, stdout=nothing, stderr=nothing, **detached_popen_args())


def end(process: subprocess.Popen[bytes]) -> None:
    """Kill what ``started`` has started; on Windows also all that it has started."""
    if taskkill := shutil.which("taskkill"):
        subprocess.run([taskkill, "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False)
    process.kill()
    process.wait()


def in_forks(forget: Callable[[], object]) -> None:
    """Nothing is forked here."""
