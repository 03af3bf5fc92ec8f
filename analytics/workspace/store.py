"""A workspace: a folder with articles, the claims extracted from them, and user annotations."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from analytics.documents.outcomes import FileReport
from analytics.search.postings import Postings
from analytics.workspace import search_index, upkeep
from analytics.workspace.changes import changing, compared
from analytics.workspace.corrections import ADDED, METADATA, matches_text, unpacked_claim
from analytics.workspace.faults import Fault, fault_of, faults, faults_of_annotations, faults_of_files, faults_of_rows
from analytics.workspace.id_upgrade import add_letters
from analytics.workspace.log_files import LogHead
from analytics.workspace.manifest import Arrival, ManifestTransaction, PartEntry, Reread
from analytics.workspace.opening import SEARCH, NotAWorkspaceError, open_files
from analytics.workspace.outlines import sentences_and_tables
from analytics.workspace.parts import (
    DOCUMENT_SCHEMA,
    FETCHED,
    OF_ARTICLE,
    OUTLINE,
    RESCUED,
    Part,
    extractor_version,
    files_of,
    joined,
    path_of,
    read_part,
)
from analytics.workspace.snapshot import Snapshot, added_in, claims_in, doc_of, read_links, read_snapshot
from analytics.workspace.trouble import DamagedError, Trouble, why_read_only
from extractors.model import Article, SourceText

__all__ = ["Generation", "NotAWorkspaceError", "Status", "Workspace"]


@dataclass(frozen=True, slots=True)
class Status:
    """Counts for a workspace; ``removed`` documents are not part of the others, ``bytes`` is the size of the parts.

    ``outdated`` counts parts made by another extractor version. ``unlinked`` is true if reprints were not detected since the last change.
    ``unindexed`` counts documents that the search index lacks. ``log`` is the end of the annotation log.
    ``faults`` are those that the manifest and the annotations show by themselves; files are not read.
    """

    documents: int
    removed: int
    claims: int
    innovations: int
    parts: int
    outdated: int
    bytes: int
    corrections: int
    reprints: int
    unlinked: bool
    unindexed: int
    outcomes: Mapping[str, int]
    log: LogHead
    faults: tuple[Fault, ...]


class Generation(NamedTuple):
    """Cache keys: ``parts`` changes with any part or reprint, ``annotations`` with any annotation."""

    parts: str
    annotations: str


class Workspace:
    """A workspace on disk. It may be opened many times and in many processes, and needs no closing."""

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        """Open ``folder``; with ``create``, a missing or empty folder becomes a workspace.

        Raises NotAWorkspaceError; DamagedError if the manifest or the annotations are missing or damaged; OSError.
        """
        self.folder = folder
        self._parts, self.manifest, self.annotations = open_files(folder, create)
        self.read_only: Trouble | None = why_read_only(folder) or self.manifest.unwritable or self.annotations.unwritable
        if self.writable:
            with suppress(DamagedError):  # a damaged workspace is shown and repaired under its old ids
                add_letters(self._parts, self.manifest, self.annotations)

    @property
    def writable(self) -> bool:
        """Whether this process may write to it; otherwise ``read_only`` has the reason."""
        return self.read_only is None

    # --- writing -------------------------------------------------------------------------------

    def commit(self, part: Part, lines: Sequence[FileReport], given: Mapping[str, str], replaces: str = "") -> list[FileReport]:
        """Add ``part`` with the outcomes of its files, or replace the part ``replaces``; returns the final outcomes.

        A document already in the workspace is skipped, and its line says ``unchanged`` (same file), ``duplicate`` (another file) or
        ``removed`` (by a user). If the same file has changed but its text has not, the new document replaces the old. ``given`` is the
        metadata applied to each document, by doc_id.

        If ``replaces`` is no longer active, another process has done the work: nothing changes, and the result is empty. A document of
        ``replaces`` that ``part`` lacks (its extraction failed) keeps its old rows. Raises OSError.
        """
        with changing(self._parts, self.manifest) as changes:
            transaction = changes.transaction
            if replaces and replaces not in {listed.name for listed in transaction.parts()}:
                return []
            known = {doc_id: found for doc_id in part.doc_ids() if (found := transaction.document(doc_id)) and found[0] != replaces}
            gone = transaction.removed()
            final = list(lines) if replaces else [_settled(line, known, gone, transaction) for line in lines]
            anew = {line.doc_id for line in final if line.outcome == "read"} & known.keys()
            for name in sorted({known[doc_id][0] for doc_id in anew}):
                changes.take_out(name, anew)
            fresh, reread = part.without(known.keys() - anew), Reread()
            if replaces:
                before = changes.read(replaces)
                if not transaction.listed(replaces).made_by.endswith(RESCUED):
                    reread = compared(before.without(set(before.doc_ids()) - set(part.doc_ids())), part)
                fresh = joined([fresh, before.without(part.doc_ids())])
                given = dict(transaction.given(replaces)) | dict(given)
                transaction.retire(replaces)
            transaction.arrive([] if replaces else set(fresh.doc_ids()) - anew, reread)
            changes.add(fresh, given, extractor_version())
            transaction.record(
                line for line in final if line.outcome == "read" or not (replaces or line.outcome in ("unchanged", "removed"))
            )
        return final

    def settle_removals(self) -> None:
        """Shelve documents that users removed, and restore those they put back. Raises OSError.

        Nothing is deleted: removed documents are kept in parts of their own, which are not active.
        """
        wanted = self.annotations.removed().keys()
        with changing(self._parts, self.manifest) as changes:
            gone = changes.transaction.removed()
            leaving = {doc_id: found[0] for doc_id in wanted - gone.keys() if (found := changes.transaction.document(doc_id))}
            for homes, shelved in ((leaving, True), ({doc_id: gone[doc_id] for doc_id in gone.keys() - wanted}, False)):
                for name in sorted(set(homes.values())):
                    changes.divide(name, {doc_id for doc_id, home in homes.items() if home == name}, shelved=shelved)

    def clear_leftovers(self) -> None:
        """Delete what killed writers left, and parts that others replaced an hour ago; see ``upkeep``. Raises DamagedError; OSError."""
        upkeep.clear_leftovers(self._parts, self.manifest)

    def merge_small_parts(self) -> None:
        """Merge small parts. Raises DamagedError; OSError."""
        upkeep.merge_small_parts(self._parts, self.manifest)

    def link_reprints(self) -> None:
        """Detect reprints over all parts, unless nothing changed since the last time. Raises DamagedError; OSError."""
        upkeep.link_reprints(self._parts, self.manifest)

    def index_texts(self) -> None:
        """Add the texts to the search index that it lacks; see ``search_index``. Raises OSError."""
        search_index.add_missing(self.folder / SEARCH, self._parts, self.manifest)

    def stale(self) -> dict[str, frozenset[str]]:
        """Documents to re-extract, by part: all of a part from another extractor version, and those whose metadata from users changed."""
        metadata, today = self.annotations.metadata(), extractor_version()
        with self.manifest.reading() as transaction:
            outdated = {listed.name: listed.made_by != today for listed in transaction.parts()}
            found: dict[str, set[str]] = {}
            for doc_id, part, source, given in transaction.documents():
                if part in outdated and (outdated[part] or metadata.of(source, doc_id) != given):
                    found.setdefault(part, set()).add(doc_id)
        return {part: frozenset(found[part]) for part in sorted(found)}

    # --- reading -------------------------------------------------------------------------------

    def snapshot(self) -> Snapshot:
        """A snapshot of the active, undamaged parts. A part replaced later keeps its files for an hour, for users of the snapshot. Raises
        OSError.
        """
        return read_snapshot(self._parts, self.manifest, self.annotations)

    def generation(self) -> Generation:
        """A cache key that changes with any part, reprint or annotation; cheap to compute. Raises OSError."""
        with self.manifest.reading() as transaction:
            return Generation(transaction.generation(), str(self.annotations.last()))

    def articles(self, snapshot: Snapshot | None = None) -> pa.Table:
        """One row per article of ``snapshot`` (default: all active parts): its metadata, encoding and doubt. Raises OSError."""
        paths = snapshot.documents if snapshot else self.active_paths("documents")
        tables = [pq.read_table(path, columns=list(OF_ARTICLE)) for path in paths]
        return pa.concat_tables([pa.schema([DOCUMENT_SCHEMA.field(name) for name in OF_ARTICLE]).empty_table(), *tables])

    def article(self, doc_id: str) -> Article | None:
        """One article with its sentences; None if the id is unknown or the article is removed. Raises as ``document`` does."""
        row = self.document(doc_id)
        if row is None or doc_id in self.annotations.removed():
            return None
        sentences, tables = sentences_and_tables(row["raw"], row.get(OUTLINE) or "")
        stated = {name: row[name] for name in ("source", *METADATA)}
        return Article(doc_id, raw=row["raw"], sentences=sentences, tables=tables, fetched_on=row.get(FETCHED), **stated)

    def text(self, doc_id: str) -> SourceText | None:
        """The text of one article, removed or not, with its metadata; None if the id is unknown. Raises as ``document`` does."""
        row = self.document(doc_id)
        if row is None:
            return None
        return SourceText(raw=row["raw"], fetched_on=row.get(FETCHED), **{name: row[name] for name in ("source", *METADATA)})

    def texts(self, doc_ids: Collection[str]) -> dict[str, str]:
        """The source texts of some articles, removed or not, by doc_id; unknown ids are left out. Cheaper than ``text`` for each. Raises as
        ``document`` does.
        """
        with self.manifest.reading() as transaction:
            homes = transaction.homes_of(doc_ids)
            listed = [transaction.listed(name) for name in sorted(set(homes.values()))]
        found = dict[str, str]()
        for part in listed:
            path = path_of(self._parts, part.name, "documents")
            if fault_of(path, part.documents_hash):
                raise DamagedError(path.name)
            wanted = [doc_id for doc_id, home in homes.items() if home == part.name]
            rows = pq.read_table(path, columns=["doc_id", "raw"], filters=[("doc_id", "in", wanted)])
            found |= dict(zip(rows["doc_id"].to_pylist(), rows["raw"].to_pylist(), strict=True))
        return found

    def holds(self, id_: str) -> bool:
        """Whether an article with this doc_id, or a claim with this claim_id, exists. Raises OSError."""
        return self.claim(id_) is not None if "-" in id_ else self.document(id_) is not None

    def claim(self, claim_id: str) -> dict[str, Any] | None:
        """One claim as extracted or as added by a user; None if the id is unknown. Raises DamagedError if its part is damaged; OSError."""
        with self.manifest.reading() as transaction:
            found = transaction.document(doc_of(claim_id))
            if found and (harm := faults_of_files(self._parts, transaction.listed(found[0]))):
                raise DamagedError(harm[0].file)
        homes = {doc_of(claim_id): found[0]} if found else {}
        added = added_in(self._parts, homes, {claim_id: self.annotations.corrections().get(claim_id, {})})
        return added.get(claim_id) or next(claims_in(self._parts, homes, [claim_id]), None)

    def arrivals(self, since: str) -> list[Arrival]:
        """What ingests brought after a moment (ISO 8601 in UTC, or its beginning), in order. Raises OSError.

        Articles from before arrivals were recorded, or from before a repair that had to make a new manifest, came at no known moment.
        """
        with self.manifest.reading() as transaction:
            return transaction.arrivals(since)

    def part(self, name: str) -> Part:
        """One part as written. Raises DamagedError if it is not listed or is damaged; OSError."""
        with self.manifest.reading() as transaction:
            return read_part(self._parts, transaction.listed(name))

    def active_paths(self, table: str) -> tuple[Path, ...]:
        """Paths of one table of all active parts. Raises OSError."""
        with self.manifest.reading() as transaction:
            return self._paths(transaction.parts(), table)

    def document(self, doc_id: str) -> dict[str, Any] | None:
        """The ``documents`` row of one article; None if the id is unknown. Raises DamagedError if its part is damaged; OSError."""
        with self.manifest.reading() as transaction:
            found = transaction.document(doc_id)
            listed = transaction.listed(found[0]) if found else None
        if listed is None:
            return None
        path = path_of(self._parts, listed.name, "documents")
        if fault_of(path, listed.documents_hash):
            raise DamagedError(path.name)
        row: dict[str, Any] = pq.read_table(path, filters=[("doc_id", "=", doc_id)]).to_pylist()[0]
        return row

    def index_files(self) -> tuple[Path, ...]:
        """The files of the search index; a cache key for ``indexes``. A writer may replace them at any time."""
        return search_index.index_files(self.folder / SEARCH)

    def indexes(self, files: Sequence[Path]) -> tuple[Postings, ...]:
        """The indexes in ``files``, without damaged ones. Raises OSError."""
        return tuple(search_index.open_sound(files).values())

    def texts_beyond(self, known: Collection[str]) -> Iterator[tuple[str, str]]:
        """The texts, folded for search, of active articles that are not ``known``, by doc_id. Raises OSError."""
        return search_index.texts_beyond(self._parts, self.manifest, known)

    def status(self) -> Status:
        """Counts for the workspace. Raises OSError."""
        with self.manifest.reading() as transaction:
            listed, outcomes, reprints, removed = (
                transaction.parts(),
                transaction.outcomes(),
                transaction.derived(upkeep.REPRINTS),
                len(transaction.removed()),
            )
            homes = transaction.homes()
        indexed = {doc_id for each in self.indexes(self.index_files()) for doc_id in each.doc_ids}
        today = extractor_version()
        return Status(
            documents=sum(part.documents for part in listed),
            removed=removed,
            claims=sum(part.claims for part in listed),
            innovations=sum(part.innovations for part in listed),
            parts=len(listed),
            outdated=sum(part.made_by != today for part in listed),
            bytes=sum(path.stat().st_size for part in listed for path in files_of(self._parts, part.name).values() if path.exists()),
            corrections=len(self.annotations.corrections()),
            reprints=links.num_rows if (links := read_links(self._parts, reprints, (), [])) else 0,
            unlinked=bool(listed) and (reprints is None or reprints[2] != upkeep.made_of(listed)),
            unindexed=sum(len(homes.get(part.name, {}).keys() - indexed) for part in listed),
            outcomes=outcomes,
            log=self.annotations.head(),
            faults=(
                *faults_of_rows(self.manifest.path.name, self.manifest.flaws()),
                *faults_of_annotations(self.annotations),
            ),
        )

    def _paths(self, listed: Sequence[PartEntry], table: str) -> tuple[Path, ...]:
        return tuple(path_of(self._parts, part.name, table) for part in listed)

    def verify(self) -> Iterator[Fault]:
        """Check everything and yield each fault; reads every file. Raises OSError.

        Faults are missing or damaged files, files that differ from the manifest, parts it lacks, figures that do not match their text, and
        repeated ids.
        """
        yield from faults(self._parts, self.manifest, self.annotations, alone=self.writable)
        yield from search_index.index_faults(self.folder / SEARCH)
        with suppress(DamagedError):  # already reported above
            for claim_id, values in self.annotations.corrections().items():
                document = self.document(doc_of(claim_id)) if ADDED in values else None
                if document and not matches_text(unpacked_claim(values[ADDED]), claim_id, document["raw"]):
                    yield Fault("people.sqlite", "text", claim_id)


def _settled(line: FileReport, known: Mapping[str, tuple[str, str]], gone: Collection[str], transaction: ManifestTransaction) -> FileReport:
    """The final outcome of a file just read, given the texts already in the workspace."""
    if line.doc_id in gone:
        return replace(line, outcome="removed", detail="", figures=0)
    if line.outcome != "read" or line.doc_id not in known:
        return line
    contents, first = transaction.known(line.source), known[line.doc_id][1]
    if contents.get(line.digest) == line.doc_id:
        return replace(line, outcome="unchanged", figures=0)
    return line if first == line.source else line.repeating(first)
