"""A workspace: a folder with articles, the claims extracted from them, and user annotations."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from analytics.claims.ids import current_id, with_current_ids
from analytics.claims.rows import ArticleRow, columns_of
from analytics.documents.outcomes import Line
from analytics.workspace.atomic import sync_folder
from analytics.workspace.catalog import Listed, ManifestTransaction
from analytics.workspace.corrections import ADDED, METADATA, REJECTED, added_claim, corrected, matches_text, unpacked_claim
from analytics.workspace.faults import Fault, fault_of, faults, faults_of_files
from analytics.workspace.near_duplicates import find_reprints
from analytics.workspace.opening import NotAWorkspaceError, opened
from analytics.workspace.parts import (
    DOCUMENT_SCHEMA,
    FETCHED,
    Part,
    extractor_version,
    files_of,
    joined,
    name_of,
    path_of,
    read_part,
    read_table,
    remove,
    settle,
    unsettled,
    write_part,
    write_table,
)
from analytics.workspace.trouble import DamagedError, may_write
from analytics.workspace.views import View, fallen
from extractors.model import Article, SourceText
from extractors.pipeline import extract

__all__ = ["NotAWorkspaceError", "Status", "Workspace"]
_REPRINTS = "reprints"
_SMALL, _LIGHT, _MANY = 64, 200_000, 16  # a part below these documents and bytes is small; small parts merged at a time
_GRACE = 3600.0  # seconds for which the files of a retired part are kept
_OF_ARTICLE = list(columns_of(ArticleRow))


@dataclass(frozen=True, slots=True)
class Status:
    """Counts for a workspace; ``removed`` documents are not part of the others, ``bytes`` is the size of the parts.

    ``outdated`` counts parts made by another extractor version. ``unlinked`` is true if reprints were not detected since the last change.
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
    outcomes: Mapping[str, int]


class Workspace:
    """A workspace on disk. It may be opened many times and in many processes, and needs no closing."""

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        """Open ``folder``; with ``create``, a missing or empty folder becomes a workspace.

        Raises NotAWorkspaceError; DamagedError if the manifest or the annotations are missing or damaged; OSError.
        """
        self.folder = folder
        self._parts, self.manifest, self.people = opened(folder, create)
        if self.writable:
            with suppress(DamagedError):  # a damaged workspace is shown and repaired under its old ids
                self._letter_ids()

    @property
    def writable(self) -> bool:
        """Whether this process may write to it."""
        return may_write(self.folder)

    # --- writing -------------------------------------------------------------------------------

    def _letter_ids(self) -> None:
        """Add the letter prefix to the ids of an older workspace (parts, files, annotations), all or none."""
        with self.manifest.reading() as ledger:
            if ledger.is_lettered():
                return
        with self._writing() as ledger:
            if not ledger.is_lettered():
                shelf = {listed.name for listed in ledger.shelved()}
                for listed in (*ledger.parts(), *ledger.shelved()):
                    given = {current_id(doc_id): said for doc_id, said in ledger.given(listed.name)}
                    part = Part(*map(with_current_ids, self._read(ledger, listed.name).tables().values()))
                    ledger.retire(listed.name)
                    added = self._add(ledger, part, given, listed.made_by)
                    if listed.name in shelf:
                        ledger.shelve(added)
                self.people.letter_ids()
                ledger.letter()

    @contextmanager
    def _writing(self) -> Iterator[ManifestTransaction]:
        """Hold the manifest's write lock; parts written meanwhile are settled after the commit."""
        begun = self._begun = list[str]()
        with self.manifest.writing() as ledger:
            yield ledger
        settle(self._parts, begun)

    def commit(self, part: Part, lines: Sequence[Line], given: Mapping[str, str], replaces: str = "") -> list[Line]:
        """Add ``part`` with the outcomes of its files, or replace the part ``replaces``; returns the final outcomes.

        A document already in the workspace is skipped, and its line says ``unchanged`` (same file), ``duplicate`` (another file) or
        ``removed`` (by a user). If the same file has changed but its text has not, the new document replaces the old. ``given`` is the
        metadata applied to each document, by doc_id.

        If ``replaces`` is no longer active, another process has done the work: nothing changes, and the result is empty. A document of
        ``replaces`` that ``part`` lacks (its extraction failed) keeps its old rows. Raises OSError.
        """
        with self._writing() as ledger:
            if replaces and replaces not in {listed.name for listed in ledger.parts()}:
                return []
            known = {doc_id: found for doc_id in part.doc_ids() if (found := ledger.document(doc_id)) and found[0] != replaces}
            gone = ledger.removed()
            final = list(lines) if replaces else [_settled(line, known, gone, ledger) for line in lines]
            anew = {line.doc_id for line in final if line.outcome == "read"} & known.keys()
            for name in sorted({known[doc_id][0] for doc_id in anew}):
                self._take_out(ledger, name, anew)
            fresh = part.without(known.keys() - anew)
            if replaces:
                fresh = joined([fresh, self._read(ledger, replaces).without(part.doc_ids())])
                given = dict(ledger.given(replaces)) | dict(given)
                ledger.retire(replaces)
            if fresh.documents.num_rows:
                self._add(ledger, fresh, given, extractor_version())
            ledger.record(line for line in final if line.outcome == "read" or not (replaces or line.outcome in ("unchanged", "removed")))
        return final

    def _take_out(self, ledger: ManifestTransaction, name: str, doc_ids: Collection[str]) -> None:
        """Replace a part with a copy that lacks some of its documents."""
        (made_by,) = (listed.made_by for listed in ledger.parts() if listed.name == name)
        given, rest = dict(ledger.given(name)), self._read(ledger, name).without(doc_ids)
        ledger.retire(name)
        if rest.documents.num_rows:
            self._add(ledger, rest, given, made_by)

    def _add(self, ledger: ManifestTransaction, part: Part, given: Mapping[str, str], made_by: str) -> str:
        name = name_of(part, made_by)
        self._begun.append(name)
        ids, sources = part.doc_ids(), part.documents["source"].to_pylist()
        rows = ((doc_id, source, given.get(doc_id, "")) for doc_id, source in zip(ids, sources, strict=True))
        ledger.add(write_part(self._parts, name, part, made_by), rows)
        return name

    def settle_removals(self) -> None:
        """Shelve documents that users removed, and restore those they put back. Raises OSError.

        Nothing is deleted: removed documents are kept in parts of their own, which are not active.
        """
        wanted = self.people.removed().keys()
        with self._writing() as ledger:
            gone = ledger.removed()
            leaving = {doc_id: found[0] for doc_id in wanted - gone.keys() if (found := ledger.document(doc_id))}
            for homes, shelved in ((leaving, True), ({doc_id: gone[doc_id] for doc_id in gone.keys() - wanted}, False)):
                for name in sorted(set(homes.values())):
                    self._divide(ledger, name, {doc_id for doc_id, home in homes.items() if home == name}, shelved=shelved)

    def _divide(self, ledger: ManifestTransaction, name: str, doc_ids: Collection[str], *, shelved: bool) -> None:
        """Split a part in two: ``doc_ids``, shelved or not, and the rest in the opposite state."""
        (made_by,) = (listed.made_by for listed in (*ledger.parts(), *ledger.shelved()) if listed.name == name)
        given, whole = dict(ledger.given(name)), self._read(ledger, name)
        ledger.retire(name)
        rest = whole.without(doc_ids)
        for piece, on_shelf in ((whole.without(rest.doc_ids()), shelved), (rest, not shelved)):
            if piece.documents.num_rows:
                added = self._add(ledger, piece, given, made_by)
                if on_shelf:
                    ledger.shelve(added)

    def merge_small_parts(self) -> None:
        """Merge small parts, so that a workspace fed daily for years does not collect thousands of them. Raises OSError."""
        while self._merge_some():
            pass

    def _merge_some(self) -> bool:
        with self._writing() as ledger:
            sizes = {listed: path_of(self._parts, listed.name, "documents").stat().st_size for listed in ledger.parts()}
            small = [
                listed
                for listed, size in sizes.items()
                if listed.made_by == extractor_version() and listed.documents < _SMALL and size < _LIGHT
            ]
            if len(small) < _MANY:
                return False
            together = small[:_MANY]
            given = {doc_id: said for listed in together for doc_id, said in ledger.given(listed.name)}
            whole = joined(read_part(self._parts, listed) for listed in together)
            for listed in together:
                ledger.retire(listed.name)
            self._add(ledger, whole, given, extractor_version())
        return True

    def clear_leftovers(self) -> None:
        """Delete files left by killed writers, and parts retired for an hour, when readers are done with them. Raises OSError.

        Unlisted files that are not a writer's leftovers stay: the manifest may be older than the parts. So do files that Windows does not
        delete while they are open; the next run tries again.
        """
        with self.manifest.writing() as ledger:
            names, reprints = ledger.names(), ledger.derived(_REPRINTS)
            begun = unsettled(self._parts)
            settle(self._parts, names.intersection(begun))
            for name in (*ledger.expired(_GRACE), *(name for name in begun if name not in names)):
                with suppress(PermissionError):
                    remove(self._parts, name)
                    ledger.drop(name)
            for file in (*self._parts.glob("*.tmp"), *self._parts.glob(f"{_REPRINTS}-*.parquet")):
                if not (reprints and file.name == reprints[0]):
                    with suppress(PermissionError):
                        file.unlink(missing_ok=True)
            sync_folder(self._parts)

    def link_reprints(self) -> None:
        """Detect reprints over all parts, unless nothing changed since the last time. Raises DamagedError if a part is damaged; OSError."""
        with self.manifest.reading() as ledger:
            listed, before = ledger.parts(), ledger.derived(_REPRINTS)
        made_of = _made_of(listed)
        if before and before[2] == made_of:
            return
        if faults := [fault for part in listed for fault in faults_of_files(self._parts, part)]:
            raise DamagedError(faults[0].file)
        links = find_reprints(self._paths(listed, "documents"), self._paths(listed, "claims"))
        with self.manifest.writing() as ledger:
            if _made_of(ledger.parts()) != made_of:
                return  # another process added articles meanwhile, and detects reprints when done
            name = f"{_REPRINTS}-{made_of}.parquet"
            ledger.derive(_REPRINTS, name, write_table(self._parts / name, links), made_of)
            sync_folder(self._parts)

    def stale(self) -> dict[str, frozenset[str]]:
        """Documents to re-extract, by part: all of a part from another extractor version, and those whose metadata from users changed."""
        metadata, today = self.people.metadata(), extractor_version()
        with self.manifest.reading() as ledger:
            outdated = {listed.name: listed.made_by != today for listed in ledger.parts()}
            found: dict[str, set[str]] = {}
            for doc_id, part, source, given in ledger.documents():
                if part in outdated and (outdated[part] or metadata.of(source, doc_id) != given):
                    found.setdefault(part, set()).add(doc_id)
        return {part: frozenset(found[part]) for part in sorted(found)}

    # --- reading -------------------------------------------------------------------------------

    def view(self) -> View:
        """A snapshot of the active, undamaged parts. A part replaced later keeps its files for an hour, for users of the snapshot. Raises
        OSError.
        """
        with self.manifest.reading() as ledger:
            listed, derived, met = ledger.parts(), ledger.derived(_REPRINTS), list[Fault]()
            harmed = {part.name: faulty for part in listed if (faulty := faults_of_files(self._parts, part))}
            unshown = {doc_id for name in harmed for doc_id, _ in ledger.given(name)}
            links = self._links(derived, unshown, met)
            listed = [part for part in listed if part.name not in harmed]
            whole = {part.name for part in listed}
            corrections = self.people.corrections()
            down = fallen(links, corrections)
            touched = {*corrections, *(links.filter(down)["claim_id"].to_pylist() if links else ())}
            gone = ledger.removed()
            homes = {
                doc_id: found[0]
                for doc_id in {_doc_of(claim) for claim in touched} - gone.keys()
                if (found := ledger.document(doc_id)) and found[0] in whole
            }
        rows = {row["claim_id"]: row for row in self._rows(homes, touched)} | self._added(homes, corrections)
        rejected = {claim_id for claim_id in rows if corrections.get(claim_id, {}).get(REJECTED) == "1"}
        return View(
            made_of=f"{_made_of(listed)} {derived and derived[0]} {links is None}",
            faults=(*met, *chain(*harmed.values()), *(Fault(file, "damaged") for file in self.people.harmed)),
            unshown=len(unshown),
            cleared=frozenset(self.people.cleared()),
            claims=self._paths(listed, "claims"),
            documents=self._paths(listed, "documents"),
            innovations=self._paths(listed, "innovations"),
            links=links,
            reprints=links.filter(pc.invert(down)) if links else None,
            people=corrected((row for claim_id, row in rows.items() if claim_id not in rejected), corrections),
            rejected=corrected((rows[claim_id] for claim_id in sorted(rejected)), corrections),
        )

    def _links(self, derived: tuple[str, str, str] | None, unshown: Collection[str], faults: list[Fault]) -> pa.Table | None:
        """Reprint links whose original is shown; None if not detected yet, or if the file is damaged, which is added to ``faults``."""
        if derived is None:
            return None
        try:
            links = read_table(self._parts / derived[0], derived[1])
        except DamagedError as error:
            faults.append(Fault(error.name, "damaged"))
            return None
        first = pc.list_element(pc.split_pattern(links["reprint_of"], "-"), 0)
        return links.filter(pc.invert(pc.is_in(first, pa.array(sorted(unshown), pa.string()))))

    def _rows(self, homes: Mapping[str, str], claim_ids: Collection[str]) -> Iterator[dict[str, Any]]:
        """Some claims as extracted; ``homes`` gives the part of each article."""
        for part in sorted(set(homes.values())):
            yield from self._claims(part, {claim for claim in claim_ids if homes.get(_doc_of(claim)) == part}).to_pylist()

    def _added(self, homes: Mapping[str, str], corrections: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, Any]]:
        """Figures added by users, by claim_id, with the current metadata of their articles."""
        added = {claim_id: values[ADDED] for claim_id, values in corrections.items() if ADDED in values and _doc_of(claim_id) in homes}
        documents: dict[str, dict[str, Any]] = {}
        for part in sorted({homes[_doc_of(claim_id)] for claim_id in added}):
            rows = pq.read_table(path_of(self._parts, part, "documents"), columns=_OF_ARTICLE)
            documents |= {row["doc_id"]: row for row in rows.to_pylist()}
        return {claim_id: added_claim(claim_id, packed, documents[_doc_of(claim_id)]) for claim_id, packed in added.items()}

    def generation(self) -> str:
        """A cache key that changes with any part, reprint or annotation; cheap to compute. Raises OSError."""
        with self.manifest.reading() as ledger:
            return f"{ledger.generation()} {self.people.last()}"

    def articles(self, view: View | None = None) -> pa.Table:
        """One row per article of ``view`` (default: all active parts): its metadata, encoding and doubt. Raises OSError."""
        paths = view.documents if view else self.view_paths("documents")
        tables = [pq.read_table(path, columns=_OF_ARTICLE) for path in paths]
        return pa.concat_tables([pa.schema([DOCUMENT_SCHEMA.field(name) for name in _OF_ARTICLE]).empty_table(), *tables])

    def article(self, doc_id: str) -> Article | None:
        """One article with its sentences; None if the id is unknown or the article is removed. Raises OSError."""
        text = self.text(doc_id)
        if text is None or doc_id in self.people.removed():
            return None
        return replace(extract(text).article, doc_id=doc_id)

    def text(self, doc_id: str) -> SourceText | None:
        """The text of one article, removed or not, with its metadata; None if the id is unknown. Raises as ``document`` does."""
        row = self.document(doc_id)
        if row is None:
            return None
        return SourceText(raw=row["raw"], fetched_on=row.get(FETCHED), **{name: row[name] for name in ("source", *METADATA)})

    def holds(self, id_: str) -> bool:
        """Whether an article with this doc_id, or a claim with this claim_id, exists. Raises OSError."""
        return self.claim(id_) is not None if "-" in id_ else self.document(id_) is not None

    def claim(self, claim_id: str) -> dict[str, Any] | None:
        """One claim as extracted or as added by a user; None if the id is unknown. Raises DamagedError if its part is damaged; OSError."""
        with self.manifest.reading() as ledger:
            found = ledger.document(_doc_of(claim_id))
            if found and (harm := faults_of_files(self._parts, ledger.listed(found[0]))):
                raise DamagedError(harm[0].file)
        homes = {_doc_of(claim_id): found[0]} if found else {}
        added = self._added(homes, {claim_id: self.people.corrections().get(claim_id, {})})
        return added.get(claim_id) or next(self._rows(homes, [claim_id]), None)

    def part(self, name: str) -> Part:
        """One part as written. Raises DamagedError if it is not listed or is damaged; OSError."""
        with self.manifest.reading() as ledger:
            return self._read(ledger, name)

    def _read(self, ledger: ManifestTransaction, name: str) -> Part:
        return read_part(self._parts, ledger.listed(name))

    def view_paths(self, table: str) -> tuple[Path, ...]:
        """Paths of one table of all active parts. Raises OSError."""
        with self.manifest.reading() as ledger:
            return self._paths(ledger.parts(), table)

    def document(self, doc_id: str) -> dict[str, Any] | None:
        """The ``documents`` row of one article; None if the id is unknown. Raises DamagedError if its part is damaged; OSError."""
        with self.manifest.reading() as ledger:
            found = ledger.document(doc_id)
            listed = ledger.listed(found[0]) if found else None
        if listed is None:
            return None
        path = path_of(self._parts, listed.name, "documents")
        if fault_of(path, listed.documents_hash):
            raise DamagedError(path.name)
        row: dict[str, Any] = pq.read_table(path, filters=[("doc_id", "=", doc_id)]).to_pylist()[0]
        return row

    def status(self) -> Status:
        """Counts for the workspace. Raises OSError."""
        with self.manifest.reading() as ledger:
            listed, outcomes, reprints, removed = ledger.parts(), ledger.outcomes(), ledger.derived(_REPRINTS), len(ledger.removed())
        today = extractor_version()
        return Status(
            documents=sum(part.documents for part in listed),
            removed=removed,
            claims=sum(part.claims for part in listed),
            innovations=sum(part.innovations for part in listed),
            parts=len(listed),
            outdated=sum(part.made_by != today for part in listed),
            bytes=sum(path.stat().st_size for part in listed for path in files_of(self._parts, part.name).values() if path.exists()),
            corrections=len(self.people.corrections()),
            reprints=links.num_rows if (links := self._links(reprints, (), [])) else 0,
            unlinked=bool(listed) and (reprints is None or reprints[2] != _made_of(listed)),
            outcomes=outcomes,
        )

    def _paths(self, listed: Sequence[Listed], table: str) -> tuple[Path, ...]:
        return tuple(path_of(self._parts, part.name, table) for part in listed)

    def _claims(self, part: str, claim_ids: Collection[str]) -> pa.Table:
        rows = pq.read_table(path_of(self._parts, part, "claims"))
        return rows.filter(pc.is_in(rows["claim_id"], pa.array(sorted(claim_ids), pa.string())))

    def verify(self) -> Iterator[Fault]:
        """Check everything and yield each fault; reads every file. Raises OSError.

        Faults are missing or damaged files, files that differ from the manifest, parts it lacks, figures that do not match their text, and
        repeated ids.
        """
        yield from faults(self._parts, self.manifest, self.people)
        with suppress(DamagedError):  # already reported above
            for claim_id, values in self.people.corrections().items():
                document = self.document(_doc_of(claim_id)) if ADDED in values else None
                if document and not matches_text(unpacked_claim(values[ADDED]), claim_id, document["raw"]):
                    yield Fault("people.sqlite", "text", claim_id)


def _settled(line: Line, known: Mapping[str, tuple[str, str]], gone: Collection[str], ledger: ManifestTransaction) -> Line:
    """The final outcome of a file just read, given the texts already in the workspace."""
    if line.doc_id in gone:
        return replace(line, outcome="removed", detail="", figures=0)
    if line.outcome != "read" or line.doc_id not in known:
        return line
    contents, first = ledger.known(line.source), known[line.doc_id][1]
    if contents.get(line.digest) == line.doc_id:
        return replace(line, outcome="unchanged", figures=0)
    return line if first == line.source else line.repeating(first)


def _doc_of(claim_id: str) -> str:
    return claim_id.partition("-")[0]


def _made_of(listed: Sequence[Listed]) -> str:
    return hashlib.sha256("\n".join(part.name for part in listed).encode()).hexdigest()[:24]
