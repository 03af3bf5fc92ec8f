"""Folders for temporary files, which do not outlast the process that made them: not even one that was killed.

Each folder has a lock that ends with its process. Whoever makes a folder deletes those beside it whose lock is free. Nothing else is deleted:
a folder counts only with the name and the lock that this module gives, for it lies among the user's own.
"""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Self
from weakref import finalize

_PREFIX, _LOCK = ".youju-tmp-", ".youju-lock"
_NEW = 60.0  # seconds: the lock of a newer folder may not be taken yet
_PAUSE = 60.0  # seconds between two sweeps of one folder by this process
_swept: dict[Path, float] = {}


class TemporaryFolder:
    """A new folder at ``path``, which only this user can read; deleted at the end of a ``with`` block, or with this object.

    It lies in ``parent``, by default the system's folder for temporary files. Raises OSError.
    """

    def __init__(self, parent: Path | None = None) -> None:
        beside = parent or Path(tempfile.gettempdir())
        _sweep(beside)
        self.path = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=beside))
        lock = sqlite3.connect(self.path / _LOCK, isolation_level=None, check_same_thread=False)
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            lock.close()
            try:
                _try_to_write(self.path)
            finally:
                shutil.rmtree(self.path, ignore_errors=True)
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(self.path)) from error
        self._end = finalize(self, _delete, self.path, lock, os.getpid())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()


def _try_to_write(folder: Path) -> None:
    """Raises OSError with the cause that SQLite does not tell: a full disk, a quota."""
    with tempfile.TemporaryFile(dir=folder, buffering=0) as file:
        file.write(bytes(1 << 16))
        os.fsync(file.fileno())


def _delete(folder: Path, lock: sqlite3.Connection, owner: int) -> None:
    if os.getpid() == owner:  # not in a forked child
        lock.close()
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(beside: Path) -> None:
    """Delete this user's folders in ``beside`` whose process has ended, unless that was done a moment ago."""
    if time.monotonic() - _swept.get(beside, float("-inf")) < _PAUSE:
        return
    _swept[beside] = time.monotonic()
    with os.scandir(beside) as entries:
        mine = [Path(entry.path) for entry in entries if entry.name.startswith(_PREFIX) and _is_mine(entry)]
    for folder in mine:
        if _is_left(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _is_mine(entry: os.DirEntry[str]) -> bool:
    try:
        owner = entry.stat(follow_symlinks=False).st_uid
    except OSError:  # just deleted
        return False
    return entry.is_dir(follow_symlinks=False) and (not hasattr(os, "getuid") or owner == os.getuid())


def _is_left(folder: Path) -> bool:
    """Whether the process of a folder has ended: its lock is free."""
    lock = folder / _LOCK
    try:
        if time.time() - lock.stat().st_mtime < _NEW:
            return False
        with closing(sqlite3.connect(f"{lock.absolute().as_uri()}?mode=rw", uri=True, timeout=0, isolation_level=None)) as db:
            db.execute("BEGIN EXCLUSIVE")
    except (OSError, sqlite3.Error):
        return False
    return True
