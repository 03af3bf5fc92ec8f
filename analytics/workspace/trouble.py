"""Why a workspace could not be read or written, as a code that people have words for."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

# ``full``: no room on the disk. ``read_only``: nothing may be written there. ``busy``: another process writes and does not end.
Trouble = Literal["full", "read_only", "busy", "damaged", "other"]
_TROUBLES: dict[int, Trouble] = {
    errno.ENOSPC: "full", errno.EDQUOT: "full", errno.EFBIG: "full",
    errno.EROFS: "read_only", errno.EACCES: "read_only", errno.EPERM: "read_only",
    errno.EBUSY: "busy",
}  # fmt: skip
_PRIMARY = 0xFF  # of SQLite's codes; the rest of the bits say more
_DAMAGES = {sqlite3.SQLITE_IOERR_SHORT_READ, sqlite3.SQLITE_IOERR_CORRUPTFS}
_ERRNOS = {
    sqlite3.SQLITE_IOERR_SHMSIZE: errno.ENOSPC,
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_READONLY: errno.EROFS,
    sqlite3.SQLITE_BUSY: errno.EBUSY,
    sqlite3.SQLITE_CANTOPEN: errno.EIO,
    sqlite3.SQLITE_IOERR: errno.EIO,
}


class DamagedError(OSError):
    """A file of the workspace is missing or not as it was written: ``repair`` is what to do. ``name`` is the file's."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name}: damaged")
        self.name = name


def trouble(error: OSError) -> Trouble:
    """What kind of trouble an error is."""
    return "damaged" if isinstance(error, DamagedError) else _TROUBLES.get(error.errno or 0, "other")


def may_write(path: Path) -> bool:
    """Whether this process may write there (a folder, or a file that is there); root may not on a disk mounted read-only."""
    return os.access(path, os.W_OK, effective_ids=True)


@contextmanager
def as_os_error(path: Path) -> Iterator[None]:
    """SQLite's errors as what they are: trouble of the machine's with the file, or damage to it. Raises OSError."""
    try:
        yield
    except (sqlite3.OperationalError, sqlite3.DatabaseError) as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
        if isinstance(error, sqlite3.IntegrityError | sqlite3.ProgrammingError):
            raise
        number = _ERRNOS.get(code) or _ERRNOS.get(code & _PRIMARY)
        if number and code not in _DAMAGES and path.exists():
            raise OSError(number, os.strerror(number), str(path)) from error
        raise DamagedError(path.name) from error  # our own questions are right: a table or column that is not there was there once
