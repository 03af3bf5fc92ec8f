"""User annotations on the extracted data: metadata of articles and corrections of claims, in an append-only log.

Stored in a SQLite file of its own (WAL) that no ingest rewrites: annotations survive when every part is replaced. They cannot be
recomputed, so every row carries a checksum and is also kept in a second file, which is read when the first is damaged.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4
from zlib import crc32

from analytics.claims.ids import current_id
from analytics.documents import names_of
from analytics.workspace.catalog import connected, is_whole
from analytics.workspace.corrections import ACCEPTED, CLEARED, METADATA, OF_ARTICLES, REMOVED, InvalidValueError, fit
from analytics.workspace.trouble import DamagedError, as_os_error, may_write
from extractors.model import SourceText

__all__ = ["METADATA", "Annotations", "Entry", "InvalidValueError", "Metadata", "packed", "standing", "with_annotations"]

_T = TypeVar("_T")
_SCHEMA = """
CREATE TABLE IF NOT EXISTS given (doc_id TEXT PRIMARY KEY, metadata TEXT NOT NULL, seal INTEGER);
CREATE TABLE IF NOT EXISTS log (number INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, who TEXT NOT NULL, about TEXT NOT NULL,
    "column" TEXT NOT NULL, value TEXT NOT NULL, act TEXT NOT NULL DEFAULT '', undoes TEXT NOT NULL DEFAULT '', seal INTEGER);
CREATE INDEX IF NOT EXISTS log_about ON log (about);
"""
# Columns missing from logs of earlier versions, where every line was an act of its own and none could be undone.
_LATER = ("act", "undoes")
LOGGED = 'number, at, who, about, "column", value, act, undoes'
GIVEN = "doc_id, metadata"
# Rows that the copy lacks: line numbers rise, and a replaced row of ``given`` gets a new, higher rowid.
_CATCH_UP = f"""
INSERT INTO copy.log ({LOGGED}, seal) SELECT {LOGGED}, seal FROM main.log WHERE number > (SELECT coalesce(max(number), 0) FROM copy.log);
INSERT OR REPLACE INTO copy.given (rowid, {GIVEN}, seal) SELECT rowid, {GIVEN}, seal FROM main.given
    WHERE rowid > (SELECT coalesce(max(rowid), 0) FROM copy.given);
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log: at time ``at``, ``who`` sets ``column`` of an article or a claim (``about``, its id) to ``value``.

    ``column`` may also be a verdict or a removal, see ``corrections``. Values set together share one ``act``. An act that undoes another
    names it in ``undoes`` and holds the restored values; an empty value means as extracted.
    """

    at: str
    who: str
    about: str
    column: str
    value: str
    act: str = ""
    undoes: str = ""


def standing(log: Iterable[Entry]) -> dict[str, dict[str, Entry]]:
    """The current entry of each column of each claim, without undone acts: claim_id → column → entry.

    The order is that of the log, not of ``at``, since a clock may be set back.
    """
    entries = [entry for entry in log if entry.column not in (*OF_ARTICLES, CLEARED)]
    struck = {entry.undoes for entry in entries if entry.undoes}
    stands: dict[str, dict[str, Entry]] = {}
    for entry in entries:
        if not entry.undoes and entry.act not in struck:
            words = stands.setdefault(entry.about, {})
            words.pop(entry.column, None)
            words[entry.column] = entry
    return stands


class Annotations:
    """The annotation log and the metadata tables that users supplied."""

    def __init__(self, path: Path) -> None:
        self._path, self._copy = both(path)
        self.harmed: set[str] = set()  # files found to be damaged
        if may_write(path.parent):
            with suppress(DamagedError):  # the first query reports it or uses the copy
                if holds_something(path) or not holds_something(self._copy):
                    make(path)
                if not self._copy.exists():
                    make(self._copy)
                    with self._writing():
                        pass

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """Hold the log's write lock; at the end the copy receives what it lacks, in the same transaction. Raises OSError."""
        with closing(connected(self._path)) as db, as_os_error(self._path):
            db.execute("ATTACH ? AS copy", (str(self._copy),))
            db.execute("BEGIN IMMEDIATE")
            yield _having(db, _last(db, "copy"))
            for statement in _CATCH_UP.split(";"):
                db.execute(statement)
            db.execute("COMMIT")

    def _ask(self, question: Callable[[sqlite3.Connection], _T]) -> _T:
        """Query the main file or, if it is damaged, its copy. Raises OSError."""
        most = 0
        with suppress(OSError):  # the copy first: lines reach the main file before the copy
            most = _answer(self._copy, lambda db: _last(db, "main"))
        try:
            return _answer(self._path, lambda db: question(_having(db, most)))
        except DamagedError:
            answer = _answer(self._copy, question)
            self.harmed.add(self._path.name)
            return answer

    def letter_ids(self) -> None:
        """Migrate ids without the letter prefix, in both files. Raises OSError."""
        for path in (self._path, self._copy):
            with closing(connected(path)) as db, as_os_error(path):
                db.execute("BEGIN IMMEDIATE")
                for table, columns in (("log", LOGGED), ("given", GIVEN)):
                    names = columns.replace('"', "").split(", ")
                    about = names.index("about" if "about" in names else "doc_id")
                    rows = [(list(cells), rowid) for *cells, rowid in db.execute(f"SELECT {columns}, rowid FROM {table}").fetchall()]
                    for cells, rowid in rows:
                        cells[about] = current_id(cells[about])
                        db.execute(f"UPDATE {table} SET {names[about]} = ?, seal = ? WHERE rowid = ?", (cells[about], seal(*cells), rowid))
                db.execute("COMMIT")

    # --- metadata ------------------------------------------------------------------------------

    def give(self, rows: Mapping[str, str]) -> None:
        """Store metadata from users' tables, packed, by doc_id; a later table replaces an earlier one. Raises OSError."""
        if rows:
            with self._writing() as db:
                sealed = ((doc_id, metadata, seal(doc_id, metadata)) for doc_id, metadata in rows.items())
                db.executemany(f"INSERT OR REPLACE INTO given ({GIVEN}, seal) VALUES (?, ?, ?)", sealed)

    def metadata(self, table: Mapping[str, SourceText] | None = None) -> Metadata:
        """All current article metadata from users; ``table`` is the metadata table of this run, by source. Raises OSError."""
        given = dict(self._ask(lambda db: list(_sealed(db, "given", GIVEN))))
        by_hand: dict[str, dict[str, str]] = {}
        for entry in self.log():
            if entry.column in METADATA:
                by_hand.setdefault(entry.about, {})[entry.column] = entry.value
        return Metadata({source: packed(row) for source, row in (table or {}).items()}, given, by_hand)

    # --- the log -------------------------------------------------------------------------------

    def say(self, who: str, about: str, values: Mapping[str, str], act: str = "") -> bool:
        """Append ``values`` (column → value) to the log as one act; returns whether it is new.

        ``act`` is an id chosen by the caller: an act already in the log is not repeated. An article (``about`` is a doc_id) has metadata
        and can be removed; a name can be ``cleared``; a claim has all other columns. Raises UnfitError, and appends nothing, if ``who`` is blank, a column does not
        exist, or a value does not fit its column. Raises OSError.
        """
        for column, value in values.items():
            if column != CLEARED and (column in OF_ARTICLES) == ("-" in about):
                raise InvalidValueError(column, value)
            fit(column, value)
        act = act or uuid4().hex
        entries = [Entry(_now(), _named(who), about, column, value, act, "") for column, value in values.items()]
        with self._writing() as db:
            return _has_no(act, db) and _add(entries, db)

    def undo(self, who: str, act: str = "") -> str:
        """Undo the latest act of ``who`` on a claim that is not undone yet; returns the claim_id.

        Returns an empty string if there is no such act, or if the log already has ``act``. Later values from other users stay. Raises
        UnfitError if ``who`` is blank; OSError.
        """
        who, act = _named(who), act or uuid4().hex
        with self._writing() as db:
            log = _entries(db)
            back = {entry.undoes for entry in log}
            mine = [
                entry
                for entry in log
                if entry.who == who and entry.column not in (*OF_ARTICLES, CLEARED) and not entry.undoes and entry.act not in back
            ]
            if not mine or not _has_no(act, db):
                return ""
            last = [entry for entry in mine if entry.act == mine[-1].act]
            stands = standing(entry for entry in log if entry.act != last[0].act).get(last[0].about, {})
            values = {entry.column: stands[entry.column].value if entry.column in stands else "" for entry in last}
            _add([Entry(_now(), who, last[0].about, column, value, act, last[0].act) for column, value in values.items()], db)
            return last[0].about

    def log(self) -> Iterator[Entry]:
        """All entries, oldest first. Raises DamagedError if both files are damaged; OSError."""
        yield from self._ask(_entries)

    def last(self) -> int:
        """Number of the latest line that changes a table; ``accepted`` changes none. Raises OSError."""
        query = 'SELECT coalesce(max(number), 0) FROM log WHERE "column" <> ?'
        return self._ask(lambda db: int(db.execute(query, (ACCEPTED,)).fetchone()[0]))

    def corrections(self) -> dict[str, dict[str, str]]:
        """Current values of claims that users corrected, added or rejected: claim_id → column → value. Raises OSError."""
        corrections = {
            claim_id: {column: entry.value for column, entry in stands.items() if column != ACCEPTED}
            for claim_id, stands in standing(self.log()).items()
        }
        return {claim_id: values for claim_id, values in corrections.items() if values}

    def removed(self) -> dict[str, Entry]:
        """Articles that users removed, by doc_id in order of removal, with the entry that removed each. Raises OSError."""
        said: dict[str, Entry] = {}
        for entry in self.log():
            if entry.column == REMOVED:
                said.pop(entry.about, None)
                said[entry.about] = entry
        return {doc_id: entry for doc_id, entry in said.items() if entry.value == "1"}

    def cleared(self) -> dict[str, Entry]:
        """Names that users said are no innovations, in order, with the entry that said so. Raises OSError."""
        said: dict[str, Entry] = {}
        for entry in self.log():
            if entry.column == CLEARED:
                said.pop(entry.about, None)
                said[entry.about] = entry
        return {name: entry for name, entry in said.items() if entry.value == "1"}

    def faults(self) -> Iterator[tuple[str, int | None]]:
        """Damaged files, each with the number of missing or damaged lines (None if SQLite's own structure is damaged).

        If a writer died between its two commits, the copy lacks the last lines until the next entry; this is not a fault. Raises OSError.
        """
        kept = {path: whole_lines(path) for path in (self._path, self._copy)}
        last = {self._path: max(max(lines, default=0) for lines in kept.values()), self._copy: max(kept[self._copy], default=0)}
        for path, lines in kept.items():
            try:
                if wrong := last[path] - len(lines) + _unsealed(path):
                    yield path.name, wrong
                elif not is_whole(path):
                    yield path.name, None
            except DamagedError:
                yield path.name, None


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _named(who: str) -> str:
    """``who`` without surrounding spaces. Raises UnfitError if it is blank or not printable."""
    if not who.strip() or not who.isprintable():
        raise InvalidValueError("who", who, "who")
    return who.strip()


def _entries(db: sqlite3.Connection) -> Sequence[Entry]:
    """The log. Raises DamagedError if a line is damaged or missing."""
    entries = list[Entry]()
    for place, (number, at, who, about, column, value, act, undoes) in enumerate(_sealed(db, "log", LOGGED), start=1):
        if number != place:
            raise DamagedError("log")
        entries.append(Entry(at, who, about, column, value, act or f"line {number}", undoes))
    return entries


def _has_no(act: str, db: sqlite3.Connection) -> bool:
    return db.execute("SELECT 1 FROM log WHERE act = ?", (act,)).fetchone() is None


def _add(entries: Sequence[Entry], db: sqlite3.Connection) -> bool:
    rows = [
        (_last(db, "main") + place, entry.at, entry.who, entry.about, entry.column, entry.value, entry.act, entry.undoes)
        for place, entry in enumerate(entries, start=1)
    ]
    db.executemany(f"INSERT INTO log ({LOGGED}, seal) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", [(*row, seal(*row)) for row in rows])
    return True


def _having(db: sqlite3.Connection, most: int) -> sqlite3.Connection:
    """Return ``db``. Raises DamagedError if its log ends before line ``most``."""
    if _last(db, "main") < most:
        raise DamagedError("log")
    return db


def _last(db: sqlite3.Connection, name: str) -> int:
    return int(db.execute(f"SELECT coalesce(max(number), 0) FROM {name}.log").fetchone()[0])


# --- checksums, and the copy ---------------------------------------------------------------------


def seal(*cells: object) -> int:
    """CRC-32 of a row; SQLite keeps no checksums, so it would not notice a flipped bit in a value."""
    return crc32("\0".join(map(str, cells)).encode("utf-8", "surrogatepass"))


def _sealed(db: sqlite3.Connection, table: str, columns: str) -> Iterator[tuple[Any, ...]]:
    """Rows of a table. Raises DamagedError if a checksum does not match."""
    for *cells, sealed in db.execute(f"SELECT {columns}, seal FROM {table} ORDER BY rowid"):
        if sealed != seal(*cells):
            raise DamagedError(table)
        yield tuple(cells)


def whole_lines(path: Path) -> dict[int, tuple[Any, ...]]:
    """Readable, undamaged log lines of a file, by number; read from both ends, to get past a damaged page."""
    return {row[0]: row for row in _whole_rows(path, "log", LOGGED)}


def whole_metadata(path: Path) -> dict[str, tuple[Any, ...]]:
    """Readable, undamaged rows of metadata tables in a file, by doc_id."""
    return {row[0]: row for row in _whole_rows(path, "given", GIVEN)}


def _whole_rows(path: Path, table: str, columns: str) -> Iterator[tuple[Any, ...]]:
    for way in ("ASC", "DESC"):
        with suppress(OSError), closing(connected(path)) as db, as_os_error(path):
            for *cells, sealed in db.execute(f"SELECT {columns}, seal FROM {table} ORDER BY rowid {way}"):
                if sealed == seal(*cells):
                    yield tuple(cells)


def _unsealed(path: Path) -> int:
    """Number of metadata rows whose checksum does not match."""
    with closing(connected(path)) as db, as_os_error(path):
        return sum(sealed != seal(*cells) for *cells, sealed in db.execute(f"SELECT {GIVEN}, seal FROM given"))


def _answer(path: Path, question: Callable[[sqlite3.Connection], _T]) -> _T:
    with closing(connected(path)) as db, as_os_error(path):
        return question(db)


def both(path: Path) -> tuple[Path, Path]:
    """The annotation file and its copy."""
    return path, path.with_name(f"{path.stem}.copy{path.suffix}")


def holds_something(file: Path) -> bool:
    """Whether a file is there and not empty."""
    return file.exists() and file.stat().st_size > 0


def make(path: Path) -> None:
    """Create the file with its tables; a file of an earlier version gets the columns it lacks. Raises OSError."""
    with closing(connected(path, create=True)) as db, as_os_error(path):
        db.executescript(_SCHEMA)
        if "seal" not in _columns(db, "log"):
            db.execute("BEGIN IMMEDIATE")
            _bring_up_to_date(db)
            db.execute("COMMIT")
        db.execute("CREATE INDEX IF NOT EXISTS log_act ON log (act)")


def _columns(db: sqlite3.Connection, table: str) -> set[str]:
    return {name for _, name, *_ in db.execute(f"PRAGMA table_info({table})")}


def _bring_up_to_date(db: sqlite3.Connection) -> None:
    """Add missing columns; checks each, since another process or an earlier version may have added some."""
    for column in _LATER:
        if column not in _columns(db, "log"):
            db.execute(f"ALTER TABLE log ADD COLUMN {column} TEXT NOT NULL DEFAULT ''")
    for table, columns in (("log", LOGGED), ("given", GIVEN)):
        if "seal" in _columns(db, table):
            continue
        db.execute(f"ALTER TABLE {table} ADD COLUMN seal INTEGER")
        rows = db.execute(f"SELECT {columns}, rowid FROM {table}").fetchall()
        db.executemany(f"UPDATE {table} SET seal = ? WHERE rowid = ?", [(seal(*cells), rowid) for *cells, rowid in rows])


@dataclass(frozen=True, slots=True)
class Metadata:
    """Article metadata from users: the table of this run by source (relative path or file name), earlier tables and manual edits by doc_id.

    Manual edits override tables. A value emptied by hand falls back to the table's or the article's own.
    """

    table: Mapping[str, str]
    given: Mapping[str, str]
    by_hand: Mapping[str, Mapping[str, str]]

    def about(self, articles: Iterable[tuple[str, str]]) -> Metadata:
        """A smaller copy for these ``(source, doc_id)`` pairs, to send to a worker; doc_id is empty if not known yet."""
        known = list(articles)
        names = {name for source, _ in known for name in names_of(source)} & self.table.keys()
        ids = {doc_id for _, doc_id in known} & self.given.keys()
        return Metadata({name: self.table[name] for name in names}, {doc_id: self.given[doc_id] for doc_id in ids}, self.by_hand)

    def said(self, source: str) -> str:
        """Packed metadata of a source in this run's table; empty if there is none."""
        return self.table.get(self.row_of(source), "")

    def row_of(self, source: str) -> str:
        """The name under which this run's table has metadata of a source: its path, its file name, or that without suffix; empty if none."""
        return next((name for name in names_of(source) if self.table.get(name)), "")

    def of(self, source: str, doc_id: str) -> str:
        """Packed metadata of one article, manual edits over tables; empty if there is none."""
        table = self.said(source) or self.given.get(doc_id, "")
        both = {**(json.loads(table) if table else {}), **{name: value for name, value in self.by_hand.get(doc_id, {}).items() if value}}
        return json.dumps(both, ensure_ascii=False, sort_keys=True) if both else ""


def with_annotations(text: SourceText, given: str) -> SourceText:
    """``text`` with the result of ``Metadata.of`` applied."""
    if not given:
        return text
    said = json.loads(given)
    changes = {name: value for name, value in said.items() if name != "published_on"}
    published = date.fromisoformat(said["published_on"]) if said.get("published_on") else text.published_on
    return replace(text, **changes, published_on=published)


def packed(row: SourceText) -> str:
    """A row of a metadata table as JSON with sorted keys; empty if it has no values."""
    values = {
        "title": row.title,
        "publisher": row.publisher,
        "url": row.url,
        "published_on": row.published_on.isoformat() if row.published_on else "",
    }
    said = {name: value for name, value in values.items() if value}
    return json.dumps(said, ensure_ascii=False, sort_keys=True) if said else ""
