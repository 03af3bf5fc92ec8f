"""User annotations on the extracted data: metadata of articles, corrections of claims, tags, remarks and saved views, in an append-only log.

Stored in a SQLite file of its own (WAL) that no ingest rewrites: annotations survive when every part is replaced. They cannot be
recomputed, so every row carries a checksum and is also kept in a second file, which is read when the first is damaged.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import astuple
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

from analytics.workspace import log_files
from analytics.workspace.connections import connected, is_whole
from analytics.workspace.corrections import (
    ACCEPTED,
    METADATA,
    OF_ARTICLES,
    OF_NAMES,
    REMOVED,
    InvalidValueError,
    parse_cell,
)
from analytics.workspace.log_entries import (
    UNVERSIONED_COLUMNS,
    Entry,
    LogPosition,
    Marked,
    SavedView,
    cleared_in,
    corrections_in,
    current_claim_entries,
    current_entries,
    marks_in,
    references_in,
    rules_in,
    undoable,
    views_in,
)
from analytics.workspace.log_files import LogHead
from analytics.workspace.manifest import HEAD, Manifest
from analytics.workspace.metadata import Metadata, packed
from analytics.workspace.trouble import CANNOT_WRITE, DamagedError, Trouble, as_os_error, may_write, trouble
from extractors.model import SourceText

__all__ = ["METADATA", "Annotations", "InvalidValueError", "LogHead", "StaleRevisionError"]

_T = TypeVar("_T")
_PATIENCE = 2.0  # seconds to wait for the manifest after a line is safe
_ABOUT = 3  # of the cells of a line


class StaleRevisionError(Exception):
    """Somebody else acted first: the revision that an act was made on is not the current one. Carries the entry that came between."""

    def __init__(self, last: Entry | None) -> None:
        super().__init__(last.about if last else "")
        self.last = last


class Annotations:
    """The annotation log and the metadata tables that users supplied."""

    def __init__(self, path: Path, manifest: Manifest | None = None) -> None:
        """Open the log at ``path``, creating it if needed. ``manifest`` remembers where the log ended."""
        self.path, self._copy = log_files.both(path)
        self._manifest = manifest
        self.harmed: set[str] = set()  # files found to be damaged
        self.unwritable: Trouble | None = None  # why they can only be read, if that was found here
        if may_write(path.parent):
            try:
                self._make()
            except DamagedError:
                pass  # the first query reports it or uses the copy
            except OSError as error:
                if trouble(error) not in CANNOT_WRITE or not path.exists():
                    raise
                self.unwritable = trouble(error)

    def _make(self) -> None:
        """Create the files that are missing, and bring those of an earlier version up to date. Raises OSError."""
        if log_files.holds_something(self.path) or not log_files.holds_something(self._copy):
            log_files.make(self.path)
        if log_files.holds_something(self._copy):
            log_files.make(self._copy)
        elif not self._copy.exists():
            log_files.make(self._copy)
            with self._writing():
                pass

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """Hold the log's write lock; at the end the copy receives what it lacks, in the same transaction, and the manifest the new end.

        Raises DamagedError if the log is not the one that the manifest knows; OSError.
        """
        with closing(connected(self.path)) as db, as_os_error(self.path):
            db.execute("ATTACH ? AS copy", (str(self._copy),))
            db.execute("BEGIN IMMEDIATE")
            if not log_files.includes(db, self.known_head()):
                raise DamagedError(self.path.name)
            yield _having(db, log_files.last(db, "copy"))
            for statement in log_files.CATCH_UP.split(";"):
                db.execute(statement)
            db.execute("COMMIT")
        self._remember()

    def known_head(self) -> LogHead:
        """The end of the log as the manifest knows it. Raises OSError."""
        if self._manifest is None:
            return LogHead()
        with self._manifest.reading() as transaction, suppress(ValueError):
            return LogHead.parsed(transaction.fact(HEAD))
        return LogHead()

    def _remember(self) -> None:
        """Tell the manifest the end of the log. If that fails, the next line does it: what is written stays written."""
        if self._manifest is not None:
            with suppress(OSError), self._manifest.writing(wait=_PATIENCE) as transaction:
                transaction.state(HEAD, str(self.head()))

    def head(self) -> LogHead:
        """The end of the log. Raises OSError."""
        return self._ask(log_files.head)

    def includes(self, earlier: LogHead) -> bool:
        """Whether the log once ended as ``earlier`` and has only grown since. Raises OSError."""
        return self._ask(lambda db: log_files.includes(db, earlier))

    def missing(self) -> int:
        """Number of lines that the manifest expects, if the log does not continue that state: an older copy was put in its place. Otherwise 0.

        Raises OSError.
        """
        known = self.known_head()
        return 0 if self.includes(known) else known.lines

    def _ask(self, question: Callable[[sqlite3.Connection], _T]) -> _T:
        """Query the main file or, if it is damaged, its copy. Raises OSError."""
        most = 0
        with suppress(OSError):  # the copy first: lines reach the main file before the copy
            most = log_files.answer(self._copy, log_files.last)
        try:
            return log_files.answer(self.path, lambda db: question(_having(db, most)))
        except DamagedError:
            found = log_files.answer(self._copy, question)
            self.harmed.add(self.path.name)
            return found

    def add_letters(self) -> None:
        """Add the letter to ids that lack it, in both files. Raises OSError."""
        for path in (self.path, self._copy):
            log_files.add_letters(path)

    # --- metadata ------------------------------------------------------------------------------

    def give(self, rows: Mapping[str, str]) -> None:
        """Store metadata from users' tables, packed, by doc_id; a later table replaces an earlier one. Raises OSError."""
        if rows:
            with self._writing() as db:
                log_files.give(db, rows.items())

    def metadata(self, table: Mapping[str, SourceText] | None = None) -> Metadata:
        """All current article metadata from users; ``table`` is the metadata table of this run, by source. Raises OSError."""
        given = dict(self._ask(lambda db: list(log_files.sound_metadata(db))))
        by_hand: dict[str, dict[str, str]] = {}
        for entry in self.log():
            if entry.column in METADATA:
                by_hand.setdefault(entry.about, {})[entry.column] = entry.value
        return Metadata({source: packed(row) for source, row in (table or {}).items()}, given, by_hand)

    # --- the log -------------------------------------------------------------------------------

    def annotate(self, who: str, about: str, values: Mapping[str, str], act: str = "", expected_revision: str | None = None) -> bool:
        """Append ``values`` (column → value) to the log as one act; returns whether it is new.

        ``act`` is an id chosen by the caller: an act already in the log is not repeated. ``expected_revision`` is the revision of ``about`` that the
        act was made on (empty: nothing was said about it yet); None means any. An article (``about`` is a doc_id) has metadata and can be
        removed; a name can be ``cleared`` or be that of a ``view``; claims and articles have tags and a remark, whose revision is another; a
        claim has all other columns. Appends nothing and raises StaleRevisionError if the revision is
        another one now, InvalidValueError if ``who`` is blank, a column does not exist, or a value does not fit its column. Raises OSError.
        """
        for column, value in values.items():
            if column not in (*OF_NAMES, *UNVERSIONED_COLUMNS) and (column in OF_ARTICLES) == ("-" in about):
                raise InvalidValueError(column, value)
            parse_cell(column, value)
        act = act or uuid4().hex
        entries = [Entry(_now(), _named(who), about, column, value, act, "") for column, value in values.items()]
        with self._writing() as db:
            if not _has_no(act, db):
                return False
            _check(about, expected_revision, db, aside=any(column in UNVERSIONED_COLUMNS for column in values))
            return _add(entries, db)

    def add_rules(self, who: str, values: Mapping[str, Mapping[str, str]], expected_revisions: Mapping[str, str] | None = None) -> str:
        """Append rules for nouns and names (``OF_NAMES``; noun → column → value) as one act; returns its id.

        ``expected_revisions`` has the revision of each noun that the act was made on (absent: nothing was said about it); None means any. Appends nothing
        and raises StaleRevisionError if one of them is another now, InvalidValueError if ``who`` is blank or a value does not fit. Raises OSError.
        """
        for about, said in values.items():
            for column, value in said.items():
                if column not in OF_NAMES or not about.strip() or not about.isprintable():
                    raise InvalidValueError(column, about)
                parse_cell(column, value)
        who, at, act = _named(who), _now(), uuid4().hex
        with self._writing() as db:
            for about in values:
                _check(about, None if expected_revisions is None else expected_revisions.get(about, ""), db)
            _add([Entry(at, who, about, column, value, act, "") for about, said in values.items() for column, value in said.items()], db)
        return act

    def undo_rules(self, who: str, act: str) -> bool:
        """Undo an act of ``rule`` as a whole, whoever did it; returns whether there is such an act that was not undone before.

        Later rules stay. Raises InvalidValueError if ``who`` is blank; OSError.
        """
        who = _named(who)
        with self._writing() as db:
            log = [entry for entry in _entries(db) if entry.column in OF_NAMES]
            undone = [entry for entry in log if entry.act == act and not entry.undoes]
            if not undone or any(entry.undoes == act for entry in log):
                return False
            before = current_entries(entry for entry in log if entry.act != act)
            values = [before[entry.about][entry.column].value if entry.column in before.get(entry.about, {}) else "" for entry in undone]
            at, anew = _now(), uuid4().hex
            return _add(
                [Entry(at, who, entry.about, entry.column, value, anew, act) for entry, value in zip(undone, values, strict=True)], db
            )

    def undo(self, who: str, act: str = "", of: str = "", expected_revision: str | None = None) -> str:
        """Undo the latest act of ``who`` on a claim that is not undone yet; returns the claim_id.

        ``of`` is the id of the act to undo, if it must be that one, and ``expected_revision`` the revision of its claim (None: any). Returns an empty
        string if there is no such act, or if the log already has ``act``. Later values from other users stay. Raises StaleRevisionError if the
        claim has another revision now; InvalidValueError if ``who`` is blank; OSError.
        """
        who, act = _named(who), act or uuid4().hex
        with self._writing() as db:
            log = _entries(db)
            mine = [entry for entry in undoable(log) if entry.who == who and of in ("", entry.act)]
            if not mine or not _has_no(act, db):
                return ""
            last = [entry for entry in mine if entry.act == mine[-1].act]
            _check(last[0].about, expected_revision, db)
            stands = current_claim_entries(entry for entry in log if entry.act != last[0].act).get(last[0].about, {})
            values = {entry.column: stands[entry.column].value if entry.column in stands else "" for entry in last}
            _add([Entry(_now(), who, last[0].about, column, value, act, last[0].act) for column, value in values.items()], db)
            return last[0].about

    def has(self, act: str) -> bool:
        """Whether the log has an act of this id. Raises OSError."""
        return self._ask(lambda db: not _has_no(act, db))

    def revision(self, about: str) -> str:
        """The revision of a claim, an article or a name (see ``revisions``); empty if nothing was said about it. Raises OSError."""
        last = self._ask(lambda db: _last_of(about, db, aside=False))
        return last.act if last else ""

    def revisions(self) -> dict[str, str]:
        """The revisions of everything that something was said about. Raises OSError."""
        return self._ask(lambda db: {cells[_ABOUT]: _entry(*cells).act for cells in log_files.last_lines(db, but=UNVERSIONED_COLUMNS)})

    def log(self) -> Iterator[Entry]:
        """All entries, oldest first. Raises DamagedError if both files are damaged; OSError."""
        yield from self._ask(_entries)

    def line_of(self, seal: str) -> LogPosition | None:
        """The line at which the chain had this hash, or one that begins so; None if there is none. Raises OSError."""
        found = self._ask(lambda db: log_files.line_with(db, seal))
        return LogPosition(*found) if found else None

    def last(self) -> int:
        """Number of the latest line that changes a table; ``accepted`` changes none. Raises OSError."""
        query = 'SELECT coalesce(max(number), 0) FROM log WHERE "column" <> ?'
        return self._ask(lambda db: int(db.execute(query, (ACCEPTED,)).fetchone()[0]))

    def corrections(self) -> dict[str, dict[str, str]]:
        """See ``corrections_in``. Raises OSError."""
        return corrections_in(self.log())

    def removed(self) -> dict[str, Entry]:
        """Articles that users removed, by doc_id in order of removal, with the entry that removed each. Raises OSError."""
        said: dict[str, Entry] = {}
        for entry in self.log():
            if entry.column == REMOVED:
                said.pop(entry.about, None)
                said[entry.about] = entry
        return {doc_id: entry for doc_id, entry in said.items() if entry.value == "1"}

    def references(self) -> frozenset[str]:
        """See ``references_in``. Raises OSError."""
        return references_in(self.log())

    def cleared(self) -> dict[str, Entry]:
        """See ``cleared_in``. Raises OSError."""
        return cleared_in(self.log())

    def marks(self) -> dict[str, Marked]:
        """See ``marks_in``. Raises OSError."""
        return marks_in(self.log())

    def views(self) -> dict[str, SavedView]:
        """See ``views_in``. Raises OSError."""
        return views_in(self.log())

    def rules(self) -> list[Entry]:
        """See ``rules_in``. Raises OSError."""
        return rules_in(self.log())

    def faults(self) -> Iterator[tuple[str, int | None]]:
        """Damaged files, each with the number of missing or damaged lines (None if SQLite's own structure is damaged).

        If a writer died between its two commits, the copy lacks the last lines until the next entry; this is not a fault. Raises OSError.
        """
        kept = {path: log_files.whole_lines(path) for path in (self.path, self._copy)}
        last = {self.path: max(max(lines, default=0) for lines in kept.values()), self._copy: max(kept[self._copy], default=0)}
        for path, lines in kept.items():
            try:
                if wrong := last[path] - len(lines) + log_files.unsealed(path):
                    yield path.name, wrong
                elif not is_whole(path):
                    yield path.name, None
            except DamagedError:
                yield path.name, None


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _named(who: str) -> str:
    """``who`` without surrounding spaces. Raises InvalidValueError if it is blank or not printable."""
    if not who.strip() or not who.isprintable():
        raise InvalidValueError("who", who, "who")
    return who.strip()


def _entries(db: sqlite3.Connection) -> Sequence[Entry]:
    """The log. Raises DamagedError if a line is damaged or missing."""
    return [_entry(*cells) for cells in log_files.sound_lines(db)]


def _entry(number: int, at: str, who: str, about: str, column: str, value: str, act: str, undoes: str) -> Entry:
    return Entry(at, who, about, column, value, act or f"line {number}", undoes)


def _last_of(about: str, db: sqlite3.Connection, *, aside: bool) -> Entry | None:
    """The last entry about a claim, an article or a name: of ``UNVERSIONED_COLUMNS``, or of all other columns."""
    cells = (
        log_files.last_line_of(db, about, only=UNVERSIONED_COLUMNS) if aside else log_files.last_line_of(db, about, but=UNVERSIONED_COLUMNS)
    )
    return _entry(*cells) if cells else None


def _check(about: str, expected_revision: str | None, db: sqlite3.Connection, *, aside: bool = False) -> None:
    """Raise StaleRevisionError if ``about`` has another revision than ``expected_revision``."""
    last = _last_of(about, db, aside=aside)
    if expected_revision is not None and expected_revision != (last.act if last else ""):
        raise StaleRevisionError(last)


def _has_no(act: str, db: sqlite3.Connection) -> bool:
    return db.execute("SELECT 1 FROM log WHERE act = ?", (act,)).fetchone() is None


def _add(entries: Sequence[Entry], db: sqlite3.Connection) -> bool:
    log_files.append(db, map(astuple, entries))
    return True


def _having(db: sqlite3.Connection, most: int) -> sqlite3.Connection:
    """Return ``db``. Raises DamagedError if its log ends before line ``most``."""
    if log_files.last(db) < most:
        raise DamagedError("log")
    return db
