"""A workspace: a folder that holds articles, what was read out of them, and what people said of it."""

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

from analytics.claims.ids import lettered, lettered_table
from analytics.documents.outcomes import Line
from analytics.workspace.atomic import sync_folder
from analytics.workspace.catalog import Ledger, Listed
from analytics.workspace.corrections import ADDED, METADATA, REJECTED, added_claim, corrected, stands_on, unpacked_claim
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
_SMALL, _LIGHT, _MANY = 64, 200_000, 16  # documents and bytes that a small part stays under; so many of them are put together
_GRACE = 3600.0  # seconds
_OF_ARTICLE = ["doc_id", "title", "publisher", "published_on", "source", "encoding", "doubt"]


@dataclass(frozen=True, slots=True)
class Status:
    """What a workspace holds; ``removed`` documents do not count. ``outdated`` parts were made by other extractors than today's; ``unlinked`` says that
    reprints have not been looked for since the last change."""

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
    """A workspace on disk. Safe to open many times, in many processes; none need close it."""

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        """Open ``folder``, or with ``create`` make an empty or missing folder a workspace. Raises NotAWorkspaceError; OSError, which is a
        DamagedError where the manifest or people's words are missing or damaged."""
        self.folder = folder
        self._parts, self.manifest, self.people = opened(folder, create)
        if self.writable:
            with suppress(DamagedError):  # what is damaged is shown and repaired by the ids that it has
                self._letter_ids()

    @property
    def writable(self) -> bool:
        """Whether this process may write to it."""
        return may_write(self.folder)

    # --- writing -------------------------------------------------------------------------------

    def _letter_ids(self) -> None:
        """Put the letter before the ids of a workspace from before they had one: of parts, files and people's words, all of them or none."""
        with self.manifest.reading() as ledger:
            if ledger.is_lettered():
                return
        with self._writing() as ledger:
            if not ledger.is_lettered():
                shelf = {listed.name for listed in ledger.shelved()}
                for listed in (*ledger.parts(), *ledger.shelved()):
                    given = {lettered(doc_id): said for doc_id, said in ledger.given(listed.name)}
                    part = Part(*map(lettered_table, self._read(ledger, listed.name).tables().values()))
                    ledger.retire(listed.name)
                    added = self._add(ledger, part, given, listed.made_by)
                    if listed.name in shelf:
                        ledger.shelve(added)
                self.people.letter_ids()
                ledger.letter()

    @contextmanager
    def _writing(self) -> Iterator[Ledger]:
        """The manifest's write lock; the parts written meanwhile are settled once they are listed."""
        begun = self._begun = list[str]()
        with self.manifest.writing() as ledger:
            yield ledger
        settle(self._parts, begun)

    def commit(self, part: Part, lines: Sequence[Line], given: Mapping[str, str], replaces: str = "") -> list[Line]:
        """Add a part and what became of its files, or put it in the place of another; gives the lines as they turned out.

        A document that stands in the workspace already is left out, and its line says so: ``unchanged`` where the same file gave
        it, ``duplicate`` where another did, ``removed`` where a person took it out; one whose file now says something else of it is put in the place of the old. ``given``
        is the metadata laid over each document by doc_id. Where ``replaces`` no longer counts, somebody else did the work: nothing
        changes; a document of it that ``part`` lacks (its extraction failed) keeps the rows it had. Raises OSError.
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

    def _take_out(self, ledger: Ledger, name: str, doc_ids: Collection[str]) -> None:
        """Put a part without some of its documents in its own place."""
        (made_by,) = (listed.made_by for listed in ledger.parts() if listed.name == name)
        given, rest = dict(ledger.given(name)), self._read(ledger, name).without(doc_ids)
        ledger.retire(name)
        if rest.documents.num_rows:
            self._add(ledger, rest, given, made_by)

    def _add(self, ledger: Ledger, part: Part, given: Mapping[str, str], made_by: str) -> str:
        name = name_of(part, made_by)
        self._begun.append(name)
        ids, sources = part.doc_ids(), part.documents["source"].to_pylist()
        rows = ((doc_id, source, given.get(doc_id, "")) for doc_id, source in zip(ids, sources, strict=True))
        ledger.add(write_part(self._parts, name, part, made_by), rows)
        return name

    def settle_removals(self) -> None:
        """Take out the documents that people removed, and put back those they want back. Nothing of them is lost: they stand in parts
        of their own, which do not count. Raises OSError."""
        wanted = self.people.removed().keys()
        with self._writing() as ledger:
            gone = ledger.removed()
            leaving = {doc_id: found[0] for doc_id in wanted - gone.keys() if (found := ledger.document(doc_id))}
            for homes, shelved in ((leaving, True), ({doc_id: gone[doc_id] for doc_id in gone.keys() - wanted}, False)):
                for name in sorted(set(homes.values())):
                    self._divide(ledger, name, {doc_id for doc_id, home in homes.items() if home == name}, shelved=shelved)

    def _divide(self, ledger: Ledger, name: str, doc_ids: Collection[str], *, shelved: bool) -> None:
        """Put two parts in the place of one: some of its documents, which are on the shelf or not, and the rest, which are the other."""
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
        """Put small parts together by the dozen, so that a workspace fed every day for years has no thousands of them."""
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
        """Remove files that a dead writer left and parts that have not counted for an hour: readers who hold their names are done. What
        nobody lists and no writer left is not touched: the manifest may be older than the parts. Raises OSError."""
        with self.manifest.writing() as ledger:
            gone, names, reprints = ledger.forget(_GRACE), ledger.names(), ledger.derived(_REPRINTS)
            begun = unsettled(self._parts)
            settle(self._parts, names.intersection(begun))
            for name in (*gone, *(name for name in begun if name not in names)):
                remove(self._parts, name)
            for file in (*self._parts.glob("*.tmp"), *self._parts.glob(f"{_REPRINTS}-*.parquet")):
                if not (reprints and file.name == reprints[0]):
                    file.unlink(missing_ok=True)
            sync_folder(self._parts)

    def link_reprints(self) -> None:
        """Look for reprints over all parts, unless nothing changed since it was last done."""
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
                return  # somebody added articles meanwhile, and will look for reprints when done
            name = f"{_REPRINTS}-{made_of}.parquet"
            ledger.derive(_REPRINTS, name, write_table(self._parts / name, links), made_of)
            sync_folder(self._parts)

    def stale(self) -> dict[str, frozenset[str]]:
        """Documents to be extracted again, by the part they stand in: all of a part that other extractors made, and those of which people
        now say something else."""
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
        """What counts now and is whole. A part replaced later keeps its files for an hour, for those who look at it."""
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
            claims=self._paths(listed, "claims"),
            documents=self._paths(listed, "documents"),
            innovations=self._paths(listed, "innovations"),
            links=links,
            reprints=links.filter(pc.invert(down)) if links else None,
            people=corrected((row for claim_id, row in rows.items() if claim_id not in rejected), corrections),
            rejected=corrected((rows[claim_id] for claim_id in sorted(rejected)), corrections),
        )

    def _links(self, derived: tuple[str, str, str] | None, unshown: Collection[str], faults: list[Fault]) -> pa.Table | None:
        """The reprints of what is shown; nothing where they were not looked for, or where their file is damaged, which goes to ``faults``."""
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
        """Some claims as they were read; ``homes`` are the parts of their articles."""
        for part in sorted(set(homes.values())):
            yield from self._claims(part, {claim for claim in claim_ids if homes.get(_doc_of(claim)) == part}).to_pylist()

    def _added(self, homes: Mapping[str, str], corrections: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, Any]]:
        """The figures that people added, by claim_id, with what their articles say of themselves now."""
        added = {claim_id: values[ADDED] for claim_id, values in corrections.items() if ADDED in values and _doc_of(claim_id) in homes}
        documents: dict[str, dict[str, Any]] = {}
        for part in sorted({homes[_doc_of(claim_id)] for claim_id in added}):
            rows = pq.read_table(path_of(self._parts, part, "documents"), columns=_OF_ARTICLE)
            documents |= {row["doc_id"]: row for row in rows.to_pylist()}
        return {claim_id: added_claim(claim_id, packed, documents[_doc_of(claim_id)]) for claim_id, packed in added.items()}

    def generation(self) -> str:
        """Another text whenever what counts has changed: a part, a reprint or somebody's word. Cheap to ask."""
        with self.manifest.reading() as ledger:
            return f"{ledger.generation()} {self.people.last()}"

    def articles(self, view: View | None = None) -> pa.Table:
        """One row per article: its columns of the claim table, by doc_id, and how it was read."""
        paths = view.documents if view else self.view_paths("documents")
        tables = [pq.read_table(path, columns=_OF_ARTICLE) for path in paths]
        return pa.concat_tables([pa.schema([DOCUMENT_SCHEMA.field(name) for name in _OF_ARTICLE]).empty_table(), *tables])

    def article(self, doc_id: str) -> Article | None:
        """One article with its sentences; nothing where the id is unknown."""
        row = self.document(doc_id)
        if row is None or doc_id in self.people.removed():
            return None
        known = {name: row[name] for name in ("source", *METADATA)}
        text = SourceText(raw=row["raw"], fetched_on=row.get(FETCHED), **known)
        return replace(extract(text).article, doc_id=doc_id)

    def holds(self, id_: str) -> bool:
        """Whether there is an article of this doc_id, or a claim of this claim_id."""
        return self.claim(id_) is not None if "-" in id_ else self.document(id_) is not None

    def claim(self, claim_id: str) -> dict[str, Any] | None:
        """One claim as it was read, or as a person added it; nothing where the id is unknown."""
        with self.manifest.reading() as ledger:
            found = ledger.document(_doc_of(claim_id))
            if found and (harm := faults_of_files(self._parts, ledger.listed(found[0]))):
                raise DamagedError(harm[0].file)
        homes = {_doc_of(claim_id): found[0]} if found else {}
        added = self._added(homes, {claim_id: self.people.corrections().get(claim_id, {})})
        return added.get(claim_id) or next(self._rows(homes, [claim_id]), None)

    def part(self, name: str) -> Part:
        """One part as written. Raises OSError."""
        with self.manifest.reading() as ledger:
            return self._read(ledger, name)

    def _read(self, ledger: Ledger, name: str) -> Part:
        return read_part(self._parts, ledger.listed(name))

    def view_paths(self, table: str) -> tuple[Path, ...]:
        """The files of one table of the parts that count."""
        with self.manifest.reading() as ledger:
            return self._paths(ledger.parts(), table)

    def document(self, doc_id: str) -> dict[str, Any] | None:
        """The row of ``documents`` of one article. Raises OSError: DamagedError where its part is damaged."""
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
        """What the workspace holds."""
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
        """Everything that is wrong: a file missing, damaged or not as listed, a part that the manifest lacks, a figure that does not stand
        on its text, an id given twice. Reads everything; a workspace without fault gives nothing. Raises OSError."""
        yield from faults(self._parts, self.manifest, self.people)
        with suppress(DamagedError):  # which was said just now
            for claim_id, values in self.people.corrections().items():
                document = self.document(_doc_of(claim_id)) if ADDED in values else None
                if document and not stands_on(unpacked_claim(values[ADDED]), claim_id, document["raw"]):
                    yield Fault("people.sqlite", "text", claim_id)


def _settled(line: Line, known: Mapping[str, tuple[str, str]], gone: Collection[str], ledger: Ledger) -> Line:
    """What a line of a file just read turns out to be, where its text stands in the workspace already."""
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
