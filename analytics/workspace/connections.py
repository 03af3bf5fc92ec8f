"""Connections to the workspace's SQLite files: in WAL mode for writing, and read-only where nothing can be written."""

from __future__ import annotations

import errno
import os
import sqlite3
from contextlib import closing
from pathlib import Path

from analytics.workspace.trouble import DamagedError, as_os_error, may_write, trouble

WAIT = 120.0  # seconds a writer waits for another: a part takes a fraction of one
_JOURNAL = bytes.fromhex("d9d505f920a163d7")  # begins a journal's header, and ends a journal that names a super-journal
_WITHOUT_LOCKS = "win32-none" if os.name == "nt" else "unix-none"


def connected(path: Path, *, create: bool = False, wait: float | None = None) -> sqlite3.Connection:
    """Connect for writing: synced commits, and up to ``wait`` seconds (default: ``WAIT``) for other writers.

    Raises DamagedError if the file is damaged, or missing without ``create``, or has a foreign journal; OSError if it cannot be
    written.
    """
    _refuse_journal(path)
    if not may_write(path.parent) or (path.exists() and not may_write(path)):
        raise PermissionError(13, os.strerror(13), str(path))
    with as_os_error(path):
        mode, wait = "rwc" if create else "rw", WAIT if wait is None else wait
        db = sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=wait, isolation_level=None)
        db.text_factory = _text
        try:
            if db.execute("PRAGMA journal_mode").fetchone() != ("wal",):
                db.execute("PRAGMA journal_mode=WAL")
            db.execute("PRAGMA synchronous=FULL")
        except sqlite3.Error:
            db.close()
            raise
        return db


def write_out(path: Path) -> None:
    """Bring what is in a database's write-ahead log into the file itself, so that it may be renamed. Raises DamagedError; OSError.

    Closing the last connection does so, too, but does not tell if it failed.
    """
    with closing(connected(path)) as db, as_os_error(path):
        if db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
            raise OSError(errno.EBUSY, os.strerror(errno.EBUSY), str(path))


def for_reading(path: Path) -> sqlite3.Connection:
    """Connect for queries, also where nothing can be written: a full disk, a read-only folder. Raises DamagedError; OSError."""
    try:
        return connected(path)
    except DamagedError:
        raise
    except OSError as error:
        if trouble(error) == "busy":
            raise
    _refuse_journal(path)
    with as_os_error(path):
        return _read_only(path)


def _read_only(path: Path) -> sqlite3.Connection:
    """Connect without writing anything. Raises sqlite3.Error.

    Without a write-ahead log, SQLite must be told that the file does not change. With one, SQLite shares an index of the log in another
    file. If that file is missing and cannot be made, the index is built in memory: SQLite does so for who needs no locks.
    """
    log = path.with_name(f"{path.name}-wal")
    ways = ("mode=ro", f"mode=ro&vfs={_WITHOUT_LOCKS}") if log.exists() and log.stat().st_size else ("immutable=1",)
    for way in ways:
        db = sqlite3.connect(f"{path.absolute().as_uri()}?{way}", uri=True, isolation_level=None)
        db.text_factory = _text
        try:
            if _WITHOUT_LOCKS in way:
                db.execute("PRAGMA locking_mode = EXCLUSIVE")
            db.execute("SELECT 1 FROM sqlite_master").fetchone()
            return db
        except sqlite3.OperationalError:
            db.close()
            if way == ways[-1]:
                raise
    raise AssertionError("no way to read")


def foreign_journal(path: Path) -> Path | None:
    """The rollback journal beside a database if it names a further file, which SQLite would delete. Raises OSError.

    Youju leaves no such journal: it never changes two databases at once. Source: https://www.sqlite.org/fileformat.html#the_rollback_journal
    """
    journal = path.with_name(f"{path.name}-journal")
    if not journal.is_file():
        return None
    with journal.open("rb") as file:
        file.seek(max(0, journal.stat().st_size - len(_JOURNAL)))
        return journal if file.read() == _JOURNAL else None


def _refuse_journal(path: Path) -> None:
    """Raises DamagedError if there is a foreign journal beside a database."""
    if journal := foreign_journal(path):
        raise DamagedError(journal.name)


def _text(content: bytes) -> str:
    """A text cell; damaged bytes become surrogates, which no seal covers, instead of ending the whole query."""
    return content.decode("utf-8", "surrogateescape")


def is_whole(path: Path) -> bool:
    """Whether SQLite's integrity check passes. Raises OSError if the file cannot be read."""
    try:
        with closing(for_reading(path)) as db, as_os_error(path):
            return bool(db.execute("PRAGMA integrity_check").fetchone() == ("ok",))
    except DamagedError:
        return False
