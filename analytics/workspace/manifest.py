"""The manifest: which parts are active, which part holds each document, and the outcome of every file.

One SQLite file in WAL mode. A writer holds its write lock from before a part's files are put in place until they are listed. So while the
lock is held, an unlisted file is the leftover of a killed writer, and a listed file is complete. The folder must be on a local disk:
SQLite's write-ahead log does not work over a network file system (https://www.sqlite.org/wal.html).

Every row carries a checksum (``sealed``). A reader leaves out the rows that do not match theirs, and ``flaws`` counts them; a writer stops.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import asdict, astuple, dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from analytics.claims.ids import current_id
from analytics.documents.outcomes import FileReport, Outcome
from analytics.workspace.connections import connected, for_reading
from analytics.workspace.manifest_schema import FORMAT, LETTERED, bring_up_to_date, format_of, is_current, state_format, tables_of
from analytics.workspace.sealed import Cells, columns_of
from analytics.workspace.trouble import CANNOT_WRITE, DamagedError, NewerFormatError, Trouble, as_os_error, may_write, trouble


@dataclass(frozen=True, slots=True)
class PartEntry:
    """Manifest entry of a part: its name, the extractor version that made it, row counts, and the SHA-256 of each file."""

    name: str
    made_by: str
    documents: int
    claims: int
    innovations: int
    documents_hash: str
    claims_hash: str
    innovations_hash: str


@dataclass(frozen=True, slots=True)
class ManifestFaults:
    """What is wrong in the manifest's rows.

    ``rows`` counts damaged rows by table. ``homeless`` gives the number of documents assigned to a part that is not listed, by part.
    ``short`` names listed parts whose stated number of documents differs from that of their document rows.
    """

    rows: Mapping[str, int]
    homeless: Mapping[str, int]
    short: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reread:
    """claim_ids of articles that were read again: figures found for the first time, no longer found, and found with other values."""

    found: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    otherwise: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Arrival:
    """What one commit brought at the moment ``at``: documents new to the workspace, and what was read otherwise.

    ``lines`` is the number of lines that people's log had then.
    """

    at: str
    lines: int
    documents: tuple[str, ...]
    reread: Reread


_NOTHING = Reread()
HEAD = "log"  # the fact about the end of people's log
ARRIVED, _ARRIVED_END = "arrived ", "arrived!"  # how the names of these facts begin, and what sorts behind them all
_ENTRY = len(fields(PartEntry))  # columns of ``parts`` that describe the part; its state follows
_RETIRED = _ENTRY
_HERE = "retired IS NULL AND shelved = 0"
_SHELF = "retired IS NULL AND shelved <> 0"
_OUTCOME, _DOC = ([field.name for field in fields(FileReport)].index(name) for name in ("outcome", "doc_id"))


class Manifest:
    """The manifest file; every call opens its own connection, so threads and processes may share it.

    ``unwritable`` is the reason why it can only be read, if that was found when it was opened.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.unwritable: Trouble | None = None
        if may_write(path.parent):
            try:
                self._make()
            except OSError as error:
                if trouble(error) not in CANNOT_WRITE or not path.exists():
                    raise
                self.unwritable = trouble(error)

    def _make(self) -> None:
        with closing(connected(self.path, create=True)) as db, as_os_error(self.path):
            if not is_current(db):
                bring_up_to_date(db)

    @contextmanager
    def writing(self, *, wait: float | None = None) -> Iterator[ManifestTransaction]:
        """Hold the workspace's only write lock; changes are committed together at the end, or not at all.

        Raises DamagedError if a row that is needed is damaged; OSError, also if another writer does not end within ``wait`` seconds.
        """
        with self._changing(wait, strict=True) as transaction:
            yield transaction

    @contextmanager
    def repairing(self) -> Iterator[ManifestTransaction]:
        """Like ``writing``, but damaged rows are left out. Raises OSError."""
        with self._changing(None, strict=False) as transaction:
            yield transaction

    @contextmanager
    def _changing(self, wait: float | None, *, strict: bool) -> Iterator[ManifestTransaction]:
        with closing(connected(self.path, wait=wait)) as db, as_os_error(self.path):
            db.execute("BEGIN IMMEDIATE")
            yield ManifestTransaction(db, self.path.name, strict=strict)
            db.execute("COMMIT")

    @contextmanager
    def reading(self) -> Iterator[ManifestTransaction]:
        """A consistent snapshot of the manifest, unaffected by concurrent writers; damaged rows are left out. Raises OSError.

        A manifest of an earlier version that cannot be written is brought up to date in memory.
        """
        with closing(for_reading(self.path)) as db, as_os_error(self.path):
            if is_current(db):
                db.execute("BEGIN")
                yield ManifestTransaction(db, self.path.name, strict=False)
                return
            if not columns_of(db, "parts"):
                raise DamagedError(self.path.name)
            with closing(sqlite3.connect(":memory:", isolation_level=None)) as copy:
                db.backup(copy)
                bring_up_to_date(copy)
                yield ManifestTransaction(copy, self.path.name, strict=False)

    def flaws(self) -> ManifestFaults:
        """Check every row. The result is kept until the file changes. Raises OSError."""
        log = self.path.with_name(f"{self.path.name}-wal")
        return _flaws(self, *((now.st_size, now.st_mtime_ns) for now in (path.stat() for path in (self.path, log) if path.exists())))

    def __hash__(self) -> int:
        return hash(self.path)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Manifest) and self.path == other.path


@lru_cache(16)
def _flaws(manifest: Manifest, *stamps: tuple[int, int]) -> ManifestFaults:
    with manifest.reading() as transaction:
        return transaction.flaws()


def _after(last: str) -> str:
    """The present moment, or the microsecond after ``last`` if the clock is not beyond it."""
    now = datetime.now(UTC)
    if last and now <= (before := datetime.fromisoformat(last)):
        now = before + timedelta(microseconds=1)
    return now.isoformat(timespec="microseconds")


def _arrival(at: str, content: Mapping[str, Any]) -> Arrival:
    reread = Reread(**{field.name: tuple(content.get(field.name, ())) for field in fields(Reread)})
    return Arrival(at, content.get("lines", 0), tuple(content["documents"]), reread)


class ManifestTransaction:
    """The manifest's contents within one transaction. ``strict``: a damaged row raises DamagedError; otherwise it is left out.

    Lookups of one document or one part always raise.
    """

    def __init__(self, db: sqlite3.Connection, name: str, *, strict: bool) -> None:
        self._db, self._name, self._strict, self._tables = db, name, strict, tables_of(db)
        self._parts, self._documents, self._files = (self._tables[name] for name in ("parts", "documents", "files"))
        self._derived, self._facts = self._tables["derived"], self._tables["facts"]
        if (made := format_of(self._facts)) > FORMAT:
            raise NewerFormatError(made)

    def _rows(self, table: str, where: str = "1", *values: object, strict: bool | None = None) -> Iterator[Cells]:
        """Rows that meet a condition; see the class for damaged ones."""
        for cells, sound in self._tables[table].rows(where, *values):
            if sound:
                yield cells
            elif self._strict if strict is None else strict:
                raise DamagedError(self._name)

    def flaws(self) -> ManifestFaults:
        """Check every row."""
        wrong = {name: table.damaged() for name, table in self._tables.items()}
        wrong["facts"] += format_of(self._facts) == 0
        holding = self._documents_by_part() if not wrong["documents"] else Counter(part for _, part, _, _ in self.documents())
        counted = {listed.name: listed.documents for listed in (*self.parts(), *self.shelved())}
        short = sorted(name for name, documents in counted.items() if holding[name] != documents)
        homeless = {name: n for name, n in sorted(holding.items()) if name not in counted}
        return ManifestFaults({name: n for name, n in wrong.items() if n}, homeless, tuple(short))

    def _documents_by_part(self) -> Counter[str]:
        """Number of documents by part, damaged rows included."""
        return Counter(dict(self._db.execute("SELECT part, count(*) FROM documents GROUP BY part")))

    # --- facts ---------------------------------------------------------------------------------

    def fact(self, name: str) -> str:
        """A fact about the workspace; empty if it is not known."""
        return next((value for _, value in self._rows("facts", "name = ?", name)), "")

    def state(self, name: str, value: str) -> None:
        """Store a fact."""
        self._facts.put([(name, value)])

    def state_format(self) -> None:
        """State that the manifest has the current format."""
        state_format(self._facts)

    def is_lettered(self) -> bool:
        """Whether ids already have the letter prefix."""
        return bool(self._db.execute("PRAGMA user_version").fetchone()[0] >= LETTERED)

    def letter(self) -> None:
        """Add the letter prefix to doc_ids of files, and delete documents of retired parts; the caller migrates the parts."""
        self._documents.delete("part IN (SELECT name FROM parts WHERE retired IS NOT NULL)")
        self._files.put([(*cells[:_DOC], current_id(cells[_DOC]), *cells[_DOC + 1 :]) for cells in list(self._rows("files"))])
        self._derived.delete("1")
        self._db.execute(f"PRAGMA user_version = {LETTERED}")

    # --- what came when ------------------------------------------------------------------------

    def arrive(self, doc_ids: Iterable[str], reread: Reread = _NOTHING) -> None:
        """Record that these documents came into the workspace now, or that figures were read otherwise than before.

        One fact, whose name has the moment, so that what is new is found by one range of the primary key. Moments rise even if the clock
        is set back.
        """
        arrived = sorted(doc_ids)
        if arrived or reread != _NOTHING:
            lines = int(self.fact(HEAD).partition(" ")[0] or 0)
            content = {"lines": lines, "documents": arrived} | (asdict(reread) if reread != _NOTHING else {})
            self._facts.put([(f"{ARRIVED}{_after(self.last_arrival())}", json.dumps(content))])

    def last_arrival(self) -> str:
        """The moment of the last arrival (ISO 8601, in UTC, to the microsecond); empty if none was recorded."""
        latest = self._rows("facts", "name > ? AND name < ? ORDER BY name DESC", ARRIVED, _ARRIVED_END)
        return next((str(name).removeprefix(ARRIVED) for name, _ in latest), "")

    def arrivals(self, since: str) -> list[Arrival]:
        """What came after the moment ``since`` (as ``last_arrival`` writes it, or the beginning of that), in order."""
        rows = self._rows("facts", "name > ? AND name < ? ORDER BY name", f"{ARRIVED}{since}", _ARRIVED_END)
        return [_arrival(name.removeprefix(ARRIVED), json.loads(content)) for name, content in rows]

    # --- parts ---------------------------------------------------------------------------------

    def parts(self) -> list[PartEntry]:
        """The active parts, by name."""
        return self._listed(_HERE)

    def shelved(self) -> list[PartEntry]:
        """The parts of documents that users removed: kept complete, but not active."""
        return self._listed(_SHELF)

    def retired(self) -> list[str]:
        """Names of the parts that others replaced."""
        return [cells[0] for cells in self._rows("parts", "retired IS NOT NULL ORDER BY name")]

    def _listed(self, where: str, *values: str, strict: bool | None = None) -> list[PartEntry]:
        return [PartEntry(*cells[:_ENTRY]) for cells in self._rows("parts", f"{where} ORDER BY name", *values, strict=strict)]

    def listed(self, name: str) -> PartEntry:
        """A part that is not retired. Raises DamagedError if there is none, since a document refers to it."""
        found = self._listed("retired IS NULL AND name = ?", name, strict=True)
        if not found:
            raise DamagedError(name)
        return found[0]

    def names(self) -> set[str]:
        """Names of all parts whose files are to be kept, including retired ones."""
        return {cells[0] for cells in self._rows("parts")}

    def add(self, part: PartEntry, documents: Iterable[tuple[str, str, str]]) -> None:
        """List a part and its documents, given as ``(doc_id, source, given)``; a document listed before moves to this part."""
        self._parts.put([(*astuple(part), None, 0)])
        rows = [(doc_id, part.name, source, given) for doc_id, source, given in documents]
        if any(current_id(doc_id) != doc_id for doc_id, *_ in rows):  # an old part recovered by repair
            self._db.execute("PRAGMA user_version = 0")
        self._documents.put(rows)

    def retire(self, name: str) -> None:
        """Deactivate a part; its files stay until it has ``expired``, for readers that still use them."""
        self._set(name, retired=time.time(), shelved=0)

    def shelve(self, name: str) -> None:
        """Deactivate a part because its documents were removed; it is kept."""
        self._set(name, retired=None, shelved=1)

    def _set(self, name: str, *, retired: float | None, shelved: int) -> None:
        self._parts.put([(*cells[:_ENTRY], retired, shelved) for cells in list(self._rows("parts", "name = ?", name, strict=True))])

    def removed(self) -> dict[str, str]:
        """Removed documents: doc_id → part."""
        shelf = {listed.name for listed in self.shelved()}
        return {doc_id: part for name in sorted(shelf) for doc_id, part, _, _ in self._rows("documents", "part = ?", name)}

    def expired(self, seconds: float) -> list[str]:
        """Names of parts that were retired more than ``seconds`` ago. If the clock was set back, the time starts again from now."""
        now = time.time()
        retired = {cells[0]: cells[_RETIRED] for cells in self._rows("parts", "retired IS NOT NULL")}
        for name in (name for name, since in retired.items() if since > now):
            self._set(name, retired=now, shelved=0)
        return sorted(name for name, since in retired.items() if since < now - seconds)

    def drop(self, name: str) -> None:
        """Delete the entry of a part."""
        self._parts.delete("name = ?", name)

    def delete_damaged(self) -> int:
        """Delete every row whose seal is wrong; returns their number."""
        return sum(table.delete_damaged() for table in self._tables.values())

    # --- documents -----------------------------------------------------------------------------

    def lose(self, doc_ids: Iterable[str]) -> list[str]:
        """Delete documents whose texts are lost, and record their files as refused, to be read again; returns their sources."""
        sources = list[str]()
        for doc_id in doc_ids:
            sources += [source for _, _, source, _ in self._rows("documents", "doc_id = ?", doc_id)]
            self._documents.delete("doc_id = ?", doc_id)
            lost = [
                replace(FileReport(*cells), outcome="refused", reason="lost", detail="", doc_id="")
                for cells in self._rows("files", "doc_id = ?", doc_id)
            ]
            self._files.put(map(astuple, lost))
        return sources

    def homes(self) -> dict[str, dict[str, str]]:
        """Documents by part: part name → doc_id → source."""
        homes: dict[str, dict[str, str]] = {}
        for doc_id, part, source, _ in self.documents():
            homes.setdefault(part, {})[doc_id] = source
        return homes

    def settle_in(self, documents: Iterable[tuple[str, str, str, str]]) -> None:
        """List documents, given as ``(doc_id, part, source, given)``, in parts that are listed already."""
        self._documents.put(documents)

    def documents(self) -> Iterator[Cells]:
        """Every document as ``(doc_id, part, source, given)``; ``given`` is the metadata applied to it at extraction."""
        yield from self._rows("documents")

    def given(self, part: str) -> Iterator[tuple[str, str]]:
        """The documents of a part as ``(doc_id, given)``."""
        for doc_id, _, _, given in self._rows("documents", "part = ?", part):
            yield doc_id, given

    def document(self, doc_id: str) -> tuple[str, str] | None:
        """Part and source of a document; None if the id is unknown. Raises DamagedError if its row is damaged."""
        return next(((part, source) for _, part, source, _ in self._rows("documents", "doc_id = ?", doc_id, strict=True)), None)

    def homes_of(self, doc_ids: Iterable[str]) -> dict[str, str]:
        """The part of each of these documents; unknown ids are left out."""
        rows = (row for doc_id in doc_ids for row in self._rows("documents", "doc_id = ?", doc_id))
        return {doc_id: part for doc_id, part, _, _ in rows}

    # --- files ---------------------------------------------------------------------------------

    def record(self, lines: Iterable[FileReport]) -> None:
        """Store outcomes of files. ``duplicate`` does not overwrite ``read``; a file that can be read now loses its earlier failures."""
        for line in lines:
            if line.outcome in ("read", "duplicate"):
                self._files.delete("source = ? AND outcome NOT IN ('read', 'duplicate')", line.source)
            before = {cells[_OUTCOME] for cells in self._rows("files", "source = ? AND digest = ?", line.source, line.digest)}
            if not (before == {"read"} and line.outcome == "duplicate"):
                self._files.put([astuple(line)])

    def known(self, source: str) -> dict[str, str]:
        """Contents under which a source is in the workspace: digest → doc_id."""
        lines = (FileReport(*cells) for cells in self._rows("files", "source = ? AND outcome IN ('read', 'duplicate')", source))
        return {line.digest: line.doc_id for line in lines}

    def lines(self, *outcomes: Outcome) -> Iterator[FileReport]:
        """Outcomes of files, sorted by name; with ``outcomes``, only those."""
        stored = () if "removed" in outcomes else outcomes
        where = f"outcome IN ({', '.join('?' * len(stored))})" if stored else "1"
        yield from (line for line in self._lines(where, *stored) if not outcomes or line.outcome in outcomes)

    def troubles(self) -> list[FileReport]:
        """Files that yielded nothing or were read with a doubt, sorted by name."""
        found = self._lines("outcome IN ('refused', 'empty') OR (outcome = 'read' AND doubt <> '')")
        return [line for line in found if line.outcome != "removed"]

    def lines_of(self, doc_id: str) -> list[FileReport]:
        """Outcomes of the files that contain a document's text, sorted by name."""
        return list(self._lines("doc_id = ?", doc_id))

    def outcomes(self) -> Mapping[str, int]:
        """Number of files per outcome."""
        return Counter(line.outcome for line in self._lines("1"))

    def _lines(self, where: str, *values: str) -> Iterator[FileReport]:
        """Files as recorded, except that the outcome is ``removed`` if the text was removed since."""
        gone = self.removed().keys()
        for cells in self._rows("files", f"({where}) ORDER BY source, digest", *values):
            line = FileReport(*cells)
            yield replace(line, outcome="removed") if line.doc_id in gone else line

    # --- derived files -------------------------------------------------------------------------

    def generation(self) -> str:
        """A cache key that changes with the parts and the files derived from them."""
        parts = self._db.execute("SELECT max(rowid), count(*), count(retired), total(shelved) FROM parts").fetchone()
        return f"{parts} {self._db.execute('SELECT * FROM derived').fetchall()}"

    def derived(self, kind: str) -> tuple[str, str, str] | None:
        """The file of this kind derived from all parts together (such as reprints), as ``(name, hash, made_of)``; None if there is none."""
        return next(((name, hash_, made_of) for _, name, hash_, made_of in self._rows("derived", "kind = ?", kind)), None)

    def all_derived(self) -> list[tuple[str, str, str]]:
        """Every derived file as ``(name, hash, made_of)``."""
        return [(name, hash_, made_of) for _, name, hash_, made_of in self._rows("derived")]

    def derive(self, kind: str, name: str, hash_: str, made_of: str) -> None:
        """List a derived file in place of the previous one of its kind."""
        self._derived.put([(kind, name, hash_, made_of)])

    def underive(self, kind: str) -> None:
        """Delete the entry of the derived file of this kind."""
        self._derived.delete("kind = ?", kind)
