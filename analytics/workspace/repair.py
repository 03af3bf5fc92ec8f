"""Repair of a damaged workspace: texts are verified by their ids, claims are recomputed from the texts.

Unusable files are moved to a folder of the workspace and reported, never deleted. Recovered texts become active at once. Their claims
follow with the next ingest, because recovered parts are marked as made by another extractor version.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa
import pyarrow.parquet as pq

from analytics.claims.ids import current_id
from analytics.workspace import log_files
from analytics.workspace.annotations import Annotations
from analytics.workspace.atomic import make_folder, move, sync_folder
from analytics.workspace.connections import connected, for_reading, foreign_journal, is_whole, write_out
from analytics.workspace.corrections import METADATA
from analytics.workspace.faults import fault_of, faults_of_files, faults_of_part, unlisted
from analytics.workspace.log_files import LogHead, both, holds_something, make, whole_lines, whole_metadata
from analytics.workspace.manifest import HEAD, Manifest, ManifestTransaction, PartEntry
from analytics.workspace.opening import MANIFEST, MARKER, PARTS, PEOPLE, SET_ASIDE_FOLDER, NotAWorkspaceError, is_unmarked, new_manifest
from analytics.workspace.parts import (
    DOCUMENT_SCHEMA,
    KEPT,
    LATER,
    RESCUED,
    SCHEMAS,
    Part,
    files_of,
    forget_hashes,
    name_of,
    note,
    note_of,
    read_part,
    seal_of,
    settle,
    write_part,
)
from analytics.workspace.trouble import as_os_error
from extractors.ids import doc_id_of

# ``rebuilt``: the figures of ``n`` articles are recomputed from their texts. ``listed``: a part on disk is active again. ``manifest``: it
# was replaced. ``log``: ``n`` annotation lines are in both files again. ``reprints``: they are detected again. ``marker``: the file
# that marks the folder as a workspace was made. ``aside``: the file ``name`` was moved to ``set-aside/``. ``rows``: ``n`` damaged rows of the manifest were deleted from it. ``listed_anew``: ``n`` documents of a part
# are listed again. ``lost``: the article from source ``name`` must be read again. ``words``: ``n`` annotation lines are lost.
Kind = Literal["rebuilt", "listed", "manifest", "log", "reprints", "marker", "rows", "listed_anew", "aside", "lost", "words"]
LOSSES: Collection[Kind] = ("lost", "words")


@dataclass(frozen=True, slots=True)
class RepairStep:
    """One action of the repair, or one loss; see ``Kind`` for ``name`` and ``n``."""

    kind: Kind
    name: str
    n: int = 1


def repair(folder: Path) -> list[RepairStep]:
    """Repair a workspace; returns actions and losses. Run an ingest afterwards, and let no other process write meanwhile.

    Raises NotAWorkspaceError, OSError.
    """
    if not ((folder / MARKER).exists() or is_unmarked(folder)):
        raise NotAWorkspaceError(str(folder))
    forget_hashes()
    make_folder(folder / PARTS)
    return [*_marker(folder), *_journals(folder), *_annotations(folder), *_manifest(folder), *_parts(folder)]


def _marker(folder: Path) -> Iterator[RepairStep]:
    """Make the marker file anew."""
    if not (folder / MARKER).exists():
        (folder / MARKER).touch()
        sync_folder(folder)
        yield RepairStep("marker", MARKER)


def _journals(folder: Path) -> Iterator[RepairStep]:
    """Set aside the journals that no writer of Youju left."""
    for database in (folder / MANIFEST, *both(folder / PEOPLE)):
        if journal := foreign_journal(database):
            yield from _set_aside(folder, journal)


def _set_aside(folder: Path, *paths: Path) -> Iterator[RepairStep]:
    """Move files to ``set-aside/``, one after the other. A power failure must not bring a database's log back without the database: SQLite
    would read it into the new one.
    """
    for path in paths:
        if path.exists():
            free = _free(folder, path.name)
            move(path, free)
            yield RepairStep("aside", f"{SET_ASIDE_FOLDER}/{free.name}")


def _copied_aside(folder: Path, database: Path) -> Iterator[RepairStep]:
    """Copy a SQLite file as it is now to ``set-aside/``."""
    free = _free(folder, database.name)
    with closing(for_reading(database)) as db, closing(sqlite3.connect(free)) as copy, as_os_error(free):
        db.backup(copy)
    yield RepairStep("aside", f"{SET_ASIDE_FOLDER}/{free.name}")


def _free(folder: Path, name: str) -> Path:
    """A new path in ``set-aside/``: a number is appended if the name is taken."""
    aside = folder / SET_ASIDE_FOLDER
    make_folder(aside)
    return next(place for n in range(1_000_000) if not (place := aside / (f"{name}.{n}" if n else name)).exists())


def _database(path: Path) -> tuple[Path, ...]:
    """A SQLite file with its ``-wal`` and ``-shm`` files."""
    return path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")


# --- annotations -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Log:
    """What can be read of an annotation log: its lines, renumbered, and its metadata; the files they stand in; the highest line number."""

    rows: Sequence[tuple[Any, ...]]
    given: Mapping[str, tuple[Any, ...]]
    files: Sequence[Path]
    last: int


def _annotations(folder: Path) -> Iterator[RepairStep]:
    """Rebuild the annotation log and its copy from the undamaged lines of both, or of a repair that was stopped."""
    file, copy = both(folder / PEOPLE)
    begun = folder / f"{PEOPLE}.new"
    is_sound = file.exists() and copy.exists() and not begun.exists() and not list(Annotations(file).faults())
    log = _read_log(file, copy, begun)
    known = _known_head(folder)
    is_continued = _is_continued(log.files, known)
    if not is_sound:
        _write_log(folder / f"{PEOPLE}.part", log.rows, log.given.values(), begun)
        yield from _set_aside(folder, *_database(file), *_database(copy))
        move(begun, file)
        Annotations(file)  # creates the copy
        yield RepairStep("log", PEOPLE, len(log.rows))
    expected = max(known.lines, log.last)
    at_least = 0 if is_continued and (is_sound or expected) else 1
    if lost := max(expected - len(log.rows), at_least):
        yield RepairStep("words", PEOPLE, lost)


def _read_log(file: Path, copy: Path, begun: Path) -> _Log:
    """Read the log from its two files, or from ``begun`` if a repair was stopped while it replaced them: it had read all that was there."""
    lines = {number: row for path in (copy, file) for number, row in whole_lines(path).items()}
    given = {doc_id: row for path in (copy, file) for doc_id, row in whole_metadata(path).items()}
    # Numbers close up after a lost line; an act from an early version was named by its line number, and keeps that name.
    rows = [_without_number(lines[number]) for number in sorted(lines)]
    earlier = [_without_number(row) for _, row in sorted(whole_lines(begun).items())]
    if begun.exists() and set(rows) <= set(earlier):
        rows, given, files = earlier, whole_metadata(begun) | given, [begun]
    else:
        files = [file, copy]
    return _Log(rows, given, files, max(lines, default=0))


def _without_number(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return (*row[1:6], row[6] or f"line {row[0]}", row[7])


def _write_log(path: Path, rows: Iterable[tuple[Any, ...]], given: Iterable[tuple[Any, ...]], target: Path) -> None:
    """Write an annotation log at ``path``, and rename it to ``target`` when it is complete."""
    path.unlink(missing_ok=True)
    make(path)
    with closing(connected(path)) as db, as_os_error(path):
        db.execute("BEGIN")
        log_files.append(db, rows)
        log_files.give(db, given)
        db.execute("COMMIT")
    write_out(path)
    move(path, target)


def _known_head(folder: Path) -> LogHead:
    """The end of the log as the manifest knows it; a damaged manifest knows nothing."""
    with suppress(OSError):
        if holds_something(folder / MANIFEST):
            return Annotations(folder / PEOPLE, Manifest(folder / MANIFEST)).known_head()
    return LogHead()


def _is_continued(logs: Iterable[Path], known: LogHead) -> bool:
    """Whether a readable one of these logs continues the known one: otherwise, an older log was put in its place. True if none is readable."""
    answers = list[bool]()
    for log in logs:
        with suppress(OSError):
            answers.append(log_files.answer(log, lambda db: log_files.includes(db, known)))
    return any(answers) or not answers


# --- the manifest and the parts --------------------------------------------------------------------


def _manifest(folder: Path) -> Iterator[RepairStep]:
    """Replace a damaged or missing manifest with an empty one; ``take_in`` then lists the parts on disk."""
    manifest = folder / MANIFEST
    if holds_something(manifest) and is_whole(manifest):
        return
    yield from _set_aside(folder, *_database(manifest))
    new_manifest(folder)
    yield RepairStep("manifest", MANIFEST)


class _Mending:
    """Repair of the parts, within one transaction of the manifest."""

    def __init__(self, parts: Path, transaction: ManifestTransaction, annotations: Annotations) -> None:
        self._parts, self._ledger, self._metadata = parts, transaction, annotations.metadata()
        self.steps: list[RepairStep] = []
        self.useless: list[Path] = []  # files that are unused once the transaction is committed
        self.written: list[str] = []

    def mend_rows(self) -> None:
        """Delete damaged rows of the manifest, and list the documents anew that it lacks or has in a part that it does not list."""
        flaws = self._ledger.flaws()
        if n := self._ledger.delete_damaged():
            self.steps.append(RepairStep("rows", MANIFEST, n))
        self._ledger.state_format()
        settled = {doc_id for documents in self._counting().values() for doc_id in documents}
        for listed in (*self._ledger.parts(), *self._ledger.shelved()):
            if listed.name in flaws.short and not faults_of_files(self._parts, listed):
                missing = [row for row in self._given(listed) if row[0] not in settled]
                self._ledger.settle_in((doc_id, listed.name, source, given) for doc_id, source, given in missing)
                if missing:
                    self.steps.append(RepairStep("listed_anew", listed.name, len(missing)))

    def mend_listed(self) -> None:
        """Replace every damaged part with one made of its readable texts."""
        homes, shelf = self._ledger.homes(), {listed.name for listed in self._ledger.shelved()}
        for listed in (*self._ledger.parts(), *self._ledger.shelved()):
            home = homes.get(listed.name, {})
            found = list(faults_of_part(self._parts, listed, home))
            if not found or any(fault.cause == "unreadable" for fault in found):
                continue
            rows = [row for row in _texts(self._parts, listed.name) if row["doc_id"] in home]
            self._ledger.drop(listed.name)
            self._take(rows, listed.name, listed.made_by, shelved=listed.name in shelf)

    def mend_reprints(self, kind: str = "reprints") -> None:
        """Unlist a damaged reprints file, so that reprints are detected again."""
        derived = self._ledger.derived(kind)
        if derived and fault_of(path := self._parts / derived[0], derived[1]):
            self._ledger.underive(kind)
            self.useless.append(path)
            self.steps.append(RepairStep("reprints", derived[0]))

    def take_in(self) -> None:
        """List the unlisted parts on disk, newest first: if two contain the same article, the newer one was active."""
        strange = unlisted(self._parts, self._ledger.names())
        written = {name: max(path.stat().st_mtime_ns for path in paths) for name, paths in strange.items()}
        for name in sorted(strange, key=lambda name: (-written[name], name)):
            known = {doc_id for documents in self._counting().values() for doc_id in documents}
            listed = _noted(self._parts, name)
            if listed and not list(faults_of_part(self._parts, listed, texts := _doc_ids(self._parts, name))) and known.isdisjoint(texts):
                self._ledger.add(listed, self._given(listed))
                self.steps.append(RepairStep("listed", name, listed.documents))
            else:
                self._take([row for row in _texts(self._parts, name) if row["doc_id"] not in known], name, name.partition("-")[0])

    def take_back(self) -> None:
        """Take the texts that are missing from retired parts, which are kept for a while."""
        for name in self._ledger.retired():
            missing = set(self._missing())
            if rows := [row for row in _texts(self._parts, name) if row["doc_id"] in missing]:
                self._ledger.drop(name)
                self._take(rows, name, name.partition("-")[0])

    def give_up(self) -> None:
        """Report articles whose texts are lost."""
        gone = self._missing()
        self.steps += [RepairStep("lost", source) for source in sorted(self._ledger.lose(gone))]

    def _missing(self) -> list[str]:
        """Documents whose part is not listed."""
        known = {doc_id for documents in self._counting().values() for doc_id in documents}
        return [doc_id for doc_id, _, _, _ in self._ledger.documents() if doc_id not in known]

    def _counting(self) -> dict[str, dict[str, str]]:
        there = {listed.name for listed in (*self._ledger.parts(), *self._ledger.shelved())}
        return {name: documents for name, documents in self._ledger.homes().items() if name in there}

    def _take(self, rows: Sequence[Mapping[str, Any]], name: str, made_by: str, *, shelved: bool = False) -> None:
        """Write a part of these texts for the next ingest to extract; the files of the old part become unused."""
        self.useless += [*files_of(self._parts, name).values(), note_of(self._parts, name)]
        if not rows:
            return
        part = Part(
            pa.Table.from_pylist(list(rows), DOCUMENT_SCHEMA), SCHEMAS["claims"].empty_table(), SCHEMAS["innovations"].empty_table()
        )
        made_by = f"{made_by}{RESCUED}"
        listed = write_part(self._parts, name_of(part, made_by), part, made_by)
        self._ledger.add(listed, ((row["doc_id"], row["source"], "") for row in rows))
        if shelved:
            self._ledger.shelve(listed.name)
        self.written.append(listed.name)
        self.steps.append(RepairStep("rebuilt", name, len(rows)))

    def _given(self, listed: PartEntry) -> Iterator[tuple[str, str, str]]:
        """Documents of a part with their applied metadata; empty, which triggers re-extraction, if users' metadata differs."""
        for row in read_part(self._parts, listed).documents.to_pylist():
            said = self._metadata.of(row["source"], row["doc_id"])
            laid = said and all(str(row[name] or "") == value for name, value in json.loads(said).items())
            yield row["doc_id"], row["source"], said if laid else ""


def _parts(folder: Path) -> Iterator[RepairStep]:
    parts, manifest = folder / PARTS, Manifest(folder / MANIFEST)
    flawed = manifest.flaws()
    with manifest.repairing() as transaction:
        if flawed.rows:
            yield from _copied_aside(folder, manifest.path)
        mending = _Mending(parts, transaction, Annotations(folder / PEOPLE))
        mending.mend_rows()
        mending.mend_listed()
        mending.mend_reprints()
        mending.take_in()
        mending.take_back()
        mending.give_up()
        transaction.state(HEAD, str(Annotations(folder / PEOPLE).head()))
    settle(parts, mending.written)
    yield from mending.steps
    yield from _set_aside(folder, *mending.useless)


def _texts(parts: Path, name: str) -> list[dict[str, Any]]:
    """Readable, verified documents of a part: the text by its id, the file's metadata by the checksum in the note."""
    seals = note(parts, name).get("seals", {})
    found = list[dict[str, Any]]()
    path = files_of(parts, name)["documents"]
    with suppress(OSError, pa.ArrowException), pq.ParquetFile(path, page_checksum_verification=True) as file:
        for group in range(file.num_row_groups):
            with suppress(OSError, ValueError, pa.ArrowException):
                found += file.read_row_group(group, columns=[name for name in KEPT if name in file.schema_arrow.names]).to_pylist()
    interim = {"sketch": list[int]()}
    return [
        {**LATER, **row, **interim, **{name: row[f"file_{name}"] for name in METADATA}}
        for row in found
        if doc_id_of(row["raw"]) == current_id(row["doc_id"]) and seals.get(row["doc_id"]) in (None, seal_of(row))
    ]


def _doc_ids(parts: Path, name: str) -> list[str]:
    return [row["doc_id"] for row in _texts(parts, name)]


def _noted(parts: Path, name: str) -> PartEntry | None:
    """A part's manifest entry, from its note."""
    with suppress(KeyError, TypeError):
        return PartEntry(**note(parts, name)["listed"])
    return None
