"""Atomic writes: a file appears complete or not at all, even after a kill, a crash or a full disk, and then it is there to stay.

A sync of a file makes its content durable, not its name: for that, its folder is synced.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO


@contextmanager
def atomic_write(path: Path) -> Iterator[BinaryIO]:
    """Yield a temporary file that atomically replaces ``path`` at the end; on any error the old file stays.

    The temporary file lies in the same folder under a random name; it is synced and then renamed, and the folder synced. Concurrent writers
    do not mix: the last one wins. A killed writer leaves its ``.tmp`` file behind. A symbolic link is followed and stays a link. A pipe or device is written
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
        sync_folder(target.parent)
    except OSError as error:
        error.filename = str(path)  # the target: the error names the temporary file, or none if a write failed
        raise
    finally:
        beside.unlink(missing_ok=True)  # frees the space when the disk is full


def sync_folder(folder: Path) -> None:
    """Sync a folder, so that the names in it survive a power failure. Raises OSError.

    Where a folder cannot be synced (on Windows, on some network file systems, or if it may be written to but not read), the file system's
    own journal must suffice.
    """
    if not hasattr(os, "O_DIRECTORY"):
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
    except PermissionError:
        return
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(handle)


def make_folder(folder: Path) -> None:
    """Create a folder and its parents, unless they exist, and sync their names. Raises OSError."""
    if folder.is_dir():
        return
    make_folder(folder.absolute().parent)
    folder.mkdir(exist_ok=True)
    sync_folder(folder.absolute().parent)


def move(path: Path, target: Path) -> None:
    """Rename a file or folder, and sync the names. Raises OSError."""
    path.replace(target)
    for folder in {target.absolute().parent, path.absolute().parent}:
        sync_folder(folder)


def sync_tree(folder: Path) -> None:
    """Sync a folder with all that is in it. Raises OSError."""
    for path in folder.rglob("*"):
        if path.is_dir():
            sync_folder(path)
        else:
            with path.open("rb+") as file:
                os.fsync(file.fileno())
    sync_folder(folder)
