"""Why a workspace cannot be read or written, as a code with a message for users."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import disk_usage
from tempfile import TemporaryFile
from typing import Literal

# ``full``: no space on the disk. ``read_only``: writing is not permitted. ``busy``: another process holds the write lock too long.
# ``newer``: a later version made it.
Trouble = Literal["full", "read_only", "busy", "damaged", "newer", "other"]
CANNOT_WRITE: tuple[Trouble, ...] = ("full", "read_only")
_TROUBLES: dict[int, Trouble] = {
    errno.ENOSPC: "full", errno.EDQUOT: "full", errno.EFBIG: "full",
    errno.EROFS: "read_only", errno.EACCES: "read_only", errno.EPERM: "read_only",
    errno.EBUSY: "busy",
}  # fmt: skip
_PRIMARY = 0xFF  # mask for SQLite's primary result code; the higher bits give details
_ROOM = 1 << 16  # bytes free, below which a disk counts as full: what SQLite needs to open a database
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
    """A file of the workspace (``name``) is missing or damaged; ``repair`` is the remedy."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name}: damaged")
        self.name = name


class NewerFormatError(OSError):
    """A later version made the workspace; ``format`` is the number of its format."""

    def __init__(self, format_: int) -> None:
        super().__init__(f"format {format_}")
        self.format = format_


def trouble(error: OSError) -> Trouble:
    """Classify an error by its type and errno."""
    if isinstance(error, NewerFormatError):
        return "newer"
    return "damaged" if isinstance(error, DamagedError) else _TROUBLES.get(error.errno or 0, "other")


def may_write(path: Path) -> bool:
    """Whether this process may write to an existing folder or file; false even for root on a read-only disk."""
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def why_read_only(folder: Path) -> Trouble | None:
    """Why nothing can be written to a folder, as far as can be told without trying; None if it seems that it can be."""
    if not may_write(folder):
        return "read_only"
    return "full" if disk_usage(folder).free < _ROOM else None


def _reason_for_failed_write(path: Path) -> int:
    """The errno of a write beside ``path`` at its length, for SQLite keeps none: a quota and a limit of size stop that one, too."""
    length = max((file.stat().st_size for file in (path, path.with_name(f"{path.name}-wal")) if file.exists()), default=0)
    try:
        with TemporaryFile(dir=path.parent, buffering=0) as file:
            file.seek(length)
            left = _ROOM
            while left:
                left -= file.write(bytes(left)) or 0
    except OSError as error:
        return error.errno or errno.EIO
    return errno.EIO


@contextmanager
def as_os_error(path: Path) -> Iterator[None]:
    """Convert SQLite errors in the block: trouble with the machine becomes OSError with an errno, anything else DamagedError.

    IntegrityError and ProgrammingError pass unchanged.
    """
    try:
        yield
    except (sqlite3.OperationalError, sqlite3.DatabaseError) as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
        if isinstance(error, sqlite3.IntegrityError | sqlite3.ProgrammingError):
            raise
        number = _ERRNOS.get(code) or _ERRNOS.get(code & _PRIMARY)
        if number == errno.EIO and path.exists() and may_write(path.parent):
            number = _reason_for_failed_write(path)
        if number and code not in _DAMAGES and path.exists():
            raise OSError(number, os.strerror(number), str(path)) from error
        raise DamagedError(path.name) from error  # our SQL is fixed: a missing table or column means damage
