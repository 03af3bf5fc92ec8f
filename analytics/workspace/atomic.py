"""Atomic writes: a file appears complete or not at all, even after a kill, a crash or a full disk."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO


@contextmanager
def atomic_write(path: Path) -> Iterator[BinaryIO]:
    """Yield a temporary file that atomically replaces ``path`` at the end; on any error the old file stays.

    The temporary file lies in the same folder under a random name; it is synced and then renamed. Concurrent writers do not mix: the last
    one wins. A killed writer leaves its ``.tmp`` file behind. A symbolic link is followed and stays a link. A pipe or device is written
    directly. Raises OSError.
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
        error.filename = str(path)  # the target: the error names the temporary file, or none if a write failed
        raise
    finally:
        beside.unlink(missing_ok=True)  # frees the space when the disk is full


def sync_folder(folder: Path) -> None:
    """Sync a folder, so that renames in it survive a crash of the machine. Raises OSError.

    Where folders cannot be opened, as on Windows, the file system's own journal has to do.
    """
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
