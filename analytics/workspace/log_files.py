"""The two SQLite files of the annotation log: their tables, checksums and chain, and what can still be read of a damaged one.

Every row has a checksum of its own, so that single lines survive damage. The lines also form a chain: each has a hash of its cells and the
hash of the line before, so that the last hash stands for the whole log.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from analytics.claims.ids import current_id
from analytics.workspace.connections import connected, for_reading
from analytics.workspace.sealed import columns_of, seal
from analytics.workspace.trouble import DamagedError, as_os_error

_T = TypeVar("_T")
_SCHEMA = """
CREATE TABLE IF NOT EXISTS given (doc_id TEXT PRIMARY KEY, metadata TEXT NOT NULL, seal INTEGER);
CREATE TABLE IF NOT EXISTS log (number INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, who TEXT NOT NULL, about TEXT NOT NULL,
    "column" TEXT NOT NULL, value TEXT NOT NULL, act TEXT NOT NULL DEFAULT '', undoes TEXT NOT NULL DEFAULT '', seal INTEGER, chain TEXT);
CREATE INDEX IF NOT EXISTS log_about ON log (about);
"""
# Columns missing from logs of earlier versions, where every line was an act of its own and none could be undone.
_LATER = ("act", "undoes")
LOGGED = 'number, at, who, about, "column", value, act, undoes'
GIVEN = "doc_id, metadata"
_ABOUT = LOGGED.split(", ").index("about")
# Rows that the copy lacks: line numbers rise, and a replaced row of ``given`` gets a new, higher rowid.
CATCH_UP = f"""
INSERT INTO copy.log ({LOGGED}, seal, chain) SELECT {LOGGED}, seal, chain FROM main.log
    WHERE number > (SELECT coalesce(max(number), 0) FROM copy.log);
INSERT OR REPLACE INTO copy.given (rowid, {GIVEN}, seal) SELECT rowid, {GIVEN}, seal FROM main.given
    WHERE rowid > (SELECT coalesce(max(rowid), 0) FROM copy.given);
"""


@dataclass(frozen=True, slots=True)
class LogHead:
    """The number of lines of a log, and the last hash of its chain; a log without lines has none."""

    lines: int = 0
    chain: str = ""

    def __str__(self) -> str:
        return f"{self.lines} {self.chain}".strip()

    @classmethod
    def parsed(cls, text: str) -> LogHead:
        """Inverse of ``str``; an empty text is an empty log. Raises ValueError."""
        lines, _, chain = text.partition(" ")
        return cls(int(lines or 0), chain)


# --- lines -------------------------------------------------------------------------------------


def append(db: sqlite3.Connection, lines: Iterable[tuple[Any, ...]]) -> None:
    """Append lines to the log, given as its columns without the number."""
    now = head(db)
    number, chain = now.lines, now.chain
    for cells in lines:
        number += 1
        row = (number, *cells)
        chain = _linked(chain, row)
        db.execute(f"INSERT INTO log ({LOGGED}, seal, chain) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (*row, seal(*row), chain))


def give(db: sqlite3.Connection, rows: Iterable[tuple[str, str]]) -> None:
    """Store rows of metadata; a row replaces an earlier one of the same article."""
    db.executemany(f"INSERT OR REPLACE INTO given ({GIVEN}, seal) VALUES (?, ?, ?)", [(*row, seal(*row)) for row in rows])


def sound_lines(db: sqlite3.Connection) -> Iterator[tuple[Any, ...]]:
    """The lines of the log. Raises DamagedError if one is missing or damaged, or the chain is broken."""
    chain = ""
    for place, (*cells, sealed, linked) in enumerate(db.execute(f"SELECT {LOGGED}, seal, chain FROM log ORDER BY rowid"), start=1):
        chain = _linked(chain, cells)
        if cells[0] != place or sealed != seal(*cells) or linked != chain:
            raise DamagedError("log")
        yield tuple(cells)


def last_line_of(db: sqlite3.Connection, about: str, *, only: Sequence[str] = (), but: Sequence[str] = ()) -> tuple[Any, ...] | None:
    """The cells of the last line about a claim, an article or a name; None if there is none.

    ``only`` limits the lines to those of some columns; ``but`` leaves out those of some columns.
    """
    limit = f"AND {_in(only)} " * bool(only) + f"AND NOT {_in(but)} " * bool(but)
    found: tuple[Any, ...] | None = db.execute(
        f"SELECT {LOGGED} FROM log WHERE about = ? {limit}ORDER BY number DESC LIMIT 1", (about, *only, *but)
    ).fetchone()
    return found


def last_lines(db: sqlite3.Connection, *, but: Sequence[str]) -> list[tuple[Any, ...]]:
    """The cells of the last line about each claim, article and name, leaving out lines of the columns ``but``."""
    last = f"SELECT max(number) FROM log WHERE NOT {_in(but)} GROUP BY about"
    return db.execute(f"SELECT {LOGGED} FROM log WHERE number IN ({last})", tuple(but)).fetchall()


def _in(columns: Sequence[str]) -> str:
    return f'"column" IN ({", ".join("?" * len(columns))})'


def sound_metadata(db: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """The rows of metadata. Raises DamagedError if one is damaged."""
    for *cells, sealed in db.execute(f"SELECT {GIVEN}, seal FROM given ORDER BY rowid"):
        if sealed != seal(*cells):
            raise DamagedError("given")
        yield cells[0], cells[1]


def head(db: sqlite3.Connection) -> LogHead:
    """The end of the log."""
    found = db.execute("SELECT number, chain FROM log ORDER BY number DESC LIMIT 1").fetchone()
    return LogHead(*found) if found else LogHead()


def includes(db: sqlite3.Connection, earlier: LogHead) -> bool:
    """Whether the log once ended as ``earlier``, and has only grown since."""
    found = db.execute("SELECT chain FROM log WHERE number = ?", (earlier.lines,)).fetchone()
    return not earlier.lines or found == (earlier.chain,)


def line_with(db: sqlite3.Connection, seal: str) -> tuple[int, str] | None:
    """Number and time of the line whose hash in the chain begins with ``seal``."""
    found: tuple[int, str] | None = db.execute(
        "SELECT number, at FROM log WHERE chain GLOB ? ORDER BY number LIMIT 1", (f"{seal}*",)
    ).fetchone()
    return found


def last(db: sqlite3.Connection, name: str = "main") -> int:
    """Number of the last line in the database of this name."""
    return int(db.execute(f"SELECT coalesce(max(number), 0) FROM {name}.log").fetchone()[0])


def _linked(before: str, cells: Iterable[object]) -> str:
    return sha256("\0".join([before, *map(str, cells)]).encode("utf-8", "surrogatepass")).hexdigest()


def _chain_up(db: sqlite3.Connection) -> None:
    """Compute the chain of all lines."""
    chain, links = "", list[tuple[str, int]]()
    for cells in db.execute(f"SELECT {LOGGED} FROM log ORDER BY number").fetchall():
        chain = _linked(chain, cells)
        links.append((chain, cells[0]))
    db.executemany("UPDATE log SET chain = ? WHERE number = ?", links)


# --- files -------------------------------------------------------------------------------------


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """Connect for queries; a file of an earlier version that cannot be written is brought up to date in memory. Raises OSError."""
    with closing(for_reading(path)) as db, as_os_error(path):
        if _is_current(db):
            yield db
            return
        if not columns_of(db, "log"):
            raise DamagedError(path.name)
        with closing(sqlite3.connect(":memory:", isolation_level=None)) as copy:
            db.backup(copy)
            _bring_up_to_date(copy)
            yield copy


def answer(path: Path, question: Callable[[sqlite3.Connection], _T]) -> _T:
    """The answer of one file. Raises DamagedError; OSError."""
    with reading(path) as db:
        return question(db)


def whole_lines(path: Path) -> dict[int, tuple[Any, ...]]:
    """Readable, undamaged log lines of a file, by number; read from both ends, to get past a damaged page."""
    return {row[0]: row for row in _whole_rows(path, "log", LOGGED)}


def whole_metadata(path: Path) -> dict[str, tuple[Any, ...]]:
    """Readable, undamaged rows of metadata tables in a file, by doc_id."""
    return {row[0]: row for row in _whole_rows(path, "given", GIVEN)}


def _whole_rows(path: Path, table: str, columns: str) -> Iterator[tuple[Any, ...]]:
    for way in ("ASC", "DESC"):
        with suppress(OSError), reading(path) as db:
            for *cells, sealed in db.execute(f"SELECT {columns}, seal FROM {table} ORDER BY rowid {way}"):
                if sealed == seal(*cells):
                    yield tuple(cells)


def unsealed(path: Path) -> int:
    """Number of metadata rows whose checksum does not match. Raises OSError."""
    with reading(path) as db:
        return sum(sealed != seal(*cells) for *cells, sealed in db.execute(f"SELECT {GIVEN}, seal FROM given"))


def both(path: Path) -> tuple[Path, Path]:
    """The annotation file and its copy."""
    return path, path.with_name(f"{path.stem}.copy{path.suffix}")


def holds_something(file: Path) -> bool:
    """Whether a file is there and not empty."""
    return file.exists() and file.stat().st_size > 0


def make(path: Path) -> None:
    """Create the file with its tables; a file of an earlier version gets the columns it lacks. Raises OSError."""
    with closing(connected(path, create=True)) as db, as_os_error(path):
        if not _is_current(db):
            _bring_up_to_date(db)


def add_letters(path: Path) -> None:
    """Add the letter to ids that lack it, from before ids had one. Raises OSError."""
    with closing(connected(path)) as db, as_os_error(path):
        db.execute("BEGIN IMMEDIATE")
        for number, *cells in db.execute(f"SELECT {LOGGED} FROM log").fetchall():
            cells[_ABOUT - 1] = current_id(cells[_ABOUT - 1])
            db.execute("UPDATE log SET about = ?, seal = ? WHERE number = ?", (cells[_ABOUT - 1], seal(number, *cells), number))
        for rowid, doc_id, metadata in db.execute(f"SELECT rowid, {GIVEN} FROM given").fetchall():
            lettered = current_id(doc_id)
            db.execute("UPDATE given SET doc_id = ?, seal = ? WHERE rowid = ?", (lettered, seal(lettered, metadata), rowid))
        _chain_up(db)
        db.execute("COMMIT")


def _is_current(db: sqlite3.Connection) -> bool:
    return "chain" in columns_of(db, "log")


def _bring_up_to_date(db: sqlite3.Connection) -> None:
    """Make the tables, or add the columns that they lack; all or nothing. Raises sqlite3.Error."""
    db.execute("BEGIN IMMEDIATE")
    for statement in _SCHEMA.split(";"):
        db.execute(statement)
    for column in _LATER:  # each is looked for: another process or an earlier version may have added some
        if column not in columns_of(db, "log"):
            db.execute(f"ALTER TABLE log ADD COLUMN {column} TEXT NOT NULL DEFAULT ''")
    for table, columns in (("log", LOGGED), ("given", GIVEN)):
        if "seal" not in columns_of(db, table):
            db.execute(f"ALTER TABLE {table} ADD COLUMN seal INTEGER")
            rows = db.execute(f"SELECT {columns}, rowid FROM {table}").fetchall()
            db.executemany(f"UPDATE {table} SET seal = ? WHERE rowid = ?", [(seal(*cells), rowid) for *cells, rowid in rows])
    if not _is_current(db):
        db.execute("ALTER TABLE log ADD COLUMN chain TEXT")
        _chain_up(db)
    db.execute("CREATE INDEX IF NOT EXISTS log_act ON log (act)")
    db.execute("COMMIT")
