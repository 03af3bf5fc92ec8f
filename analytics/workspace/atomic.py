"""Files that appear whole or not at all, whatever is killed when, and though the disk be full."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO


@contextmanager
def appearing(path: Path) -> Iterator[BinaryIO]:
    """A file to write that takes the place of ``path``, synced, at the end; on any error what was there stays. Raises OSError.

    It is written beside ``path`` under a name that nobody else has, so that several may write one table at once: the last to end stands
    there, whole (a writer that is killed leaves its ``.tmp`` behind). A link is followed and stays a link; what is no regular file (a pipe, a device) is written straight.
    """
    target = path.resolve()
    if target.exists() and not target.is_file():
        with target.open("wb") as file:
            yield file
        return
    beside = target.with_name(f"{target.name}.{token_hex(8)}.tmp")
    try:
        with beside.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            beside.chmod(target.stat().st_mode & 0o7777)
        beside.replace(target)
    except OSError as error:
        error.filename = str(path)  # the name that people know; where writing fails the system gives none
        raise
    finally:
        beside.unlink(missing_ok=True)  # on a full disk above all: it takes the room that is wanted


def sync_folder(folder: Path) -> None:
    """Make renames in a folder outlast a crash of the machine."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
