"""A workspace at one moment: its undamaged parts with the annotations for their claims, and single claims."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from analytics.claims.marks import Marks
from analytics.claims.nounrules import NounRules, applied, changed_rows
from analytics.claims.schema import CLAIM_SCHEMA, conformed
from analytics.claims.table import NO_MARKS, ClaimTable
from analytics.workspace.annotations import Annotations
from analytics.workspace.corrections import ADDED, NOUN_COUNTRY, NOUN_METRIC, NOUN_UNCOUNTED, REJECTED, added_claim, corrected
from analytics.workspace.faults import Fault, faults_of_annotations, faults_of_files, faults_of_rows
from analytics.workspace.log_entries import (
    Entry,
    Marked,
    SavedView,
    cleared_in,
    corrections_in,
    marks_in,
    references_in,
    rules_in,
    views_in,
)
from analytics.workspace.manifest import Manifest
from analytics.workspace.parts import OF_ARTICLE, path_of, read_table
from analytics.workspace.trouble import DamagedError
from analytics.workspace.upkeep import REPRINTS, made_of

# Corrected columns that make a claim a different statement, so that its reprint links no longer hold.
_ANOTHER = {"kind", "value", "value_low", "value_high", "bound", "unit", REJECTED}


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The active parts at one moment, and the annotations for their claims.

    ``made_of`` is a cache key that changes with the parts and with ``links`` (reprints as detected). ``reprints`` are the links that still
    hold after corrections. ``corrected_claims`` holds the current rows of claims that a user corrected or added, or whose link no longer holds;
    ``rejected`` holds the rejected ones, ``cleared`` are names that users said are no innovations, ``rules`` those for nouns, which already
    hold in ``corrected_claims``, and ``references`` the articles that others are checked against. ``marks`` are tags and remarks by the id of a
    claim or an article, ``saved`` the saved views by name. ``last_arrival`` is the moment at which the last of the articles came, empty if
    it is not known; ``arrived`` gives the ids of those that came after a moment. Parts with ``faults`` are left out, and with them ``unshown`` articles.
    """

    made_of: str
    claims: tuple[Path, ...]
    documents: tuple[Path, ...]
    innovations: tuple[Path, ...]
    links: pa.Table | None
    reprints: pa.Table | None
    corrected_claims: pa.Table
    rejected: pa.Table
    faults: tuple[Fault, ...] = ()
    unshown: int = 0
    cleared: frozenset[str] = frozenset()
    rules: NounRules = field(default_factory=NounRules)
    references: frozenset[str] = frozenset()
    marks: Mapping[str, Marked] = field(default_factory=dict)
    saved: Mapping[str, SavedView] = field(default_factory=dict)
    last_arrival: str = ""
    arrived: Callable[[str], Collection[str]] = NO_MARKS.arrived

    @property
    def withdrawn(self) -> frozenset[str]:
        """claim_ids of rejected claims."""
        return frozenset(self.rejected["claim_id"].to_pylist())

    def extracted(self) -> ClaimTable:
        """Claims as extracted, without annotations; equal for all snapshots with the same ``made_of``."""
        return ClaimTable.of_parts(self.claims, reprints=self.links)

    def ruled(self, extracted: ClaimTable) -> ClaimTable:
        """Claims as extracted, with only the rules for nouns applied."""
        return applied(extracted, self.rules, self.links)

    def table(self, ruled: ClaimTable | None = None) -> ClaimTable:
        """Active claims with annotations applied; pass ``ruled`` to reuse an open table."""
        corrected = (ruled or self.ruled(self.extracted())).with_corrections(self.corrected_claims, self.withdrawn, self.reprints)
        return corrected.without_innovations(self.cleared, self.reprints).with_marks(self._marks())

    def _marks(self) -> Marks:
        tags = {about: marked.tags for about, marked in self.marks.items() if marked.tags}
        remarks = {about: marked.remark for about, marked in self.marks.items() if marked.remark}
        return Marks(tags, remarks, self.arrived)

    def with_rejected(self, ruled: ClaimTable) -> ClaimTable:
        """Like ``table``, but including rejected claims, for review."""
        return ruled.with_corrections(pa.concat_tables([self.corrected_claims, self.rejected]), (), self.reprints)


def read_snapshot(folder: Path, manifest: Manifest, annotations: Annotations) -> Snapshot:
    """A snapshot of the active, undamaged parts in ``folder``. Raises OSError."""
    flaws, met = manifest.flaws(), list[Fault]()
    with manifest.reading() as transaction:
        listed, derived = transaction.parts(), transaction.derived(REPRINTS)
        harmed = {part.name: faulty for part in listed if (faulty := faults_of_files(folder, part))}
        unshown = {doc_id for name in (*harmed, *flaws.homeless) for doc_id, _ in transaction.given(name)}
        links = read_links(folder, derived, unshown, met)
        listed = [part for part in listed if part.name not in harmed]
        whole = {part.name for part in listed}
        log = list(annotations.log())
        corrections = corrections_in(log)
        down = broken_links(links, corrections)
        touched = {*corrections, *(links.filter(down)["claim_id"].to_pylist() if links else ())}
        gone = transaction.removed()
        doc_ids = {doc_of(claim) for claim in touched} - gone.keys()
        arrival = transaction.last_arrival()
        homes = {doc_id: part for doc_id, part in transaction.homes_of(doc_ids).items() if part in whole}
    rows = {row["claim_id"]: row for row in claims_in(folder, homes, touched)} | added_in(folder, homes, corrections)
    rules = noun_rules(rules_in(log))
    rejected = {claim_id for claim_id in rows if corrections.get(claim_id, {}).get(REJECTED) == "1"}
    return Snapshot(
        made_of=f"{made_of(listed)} {derived and derived[0]} {links is None}",
        faults=(
            *met,
            *faults_of_rows(manifest.path.name, flaws),
            *chain(*harmed.values()),
            *faults_of_annotations(annotations),
        ),
        unshown=len(unshown),
        cleared=frozenset(cleared_in(log)),
        marks=marks_in(log),
        saved=views_in(log),
        last_arrival=arrival,
        arrived=partial(_arrived, manifest),
        rules=rules,
        references=references_in(log),
        claims=tuple(path_of(folder, part.name, "claims") for part in listed),
        documents=tuple(path_of(folder, part.name, "documents") for part in listed),
        innovations=tuple(path_of(folder, part.name, "innovations") for part in listed),
        links=links,
        reprints=links.filter(pc.invert(down)) if links else None,
        corrected_claims=_ruled(
            corrected((row for claim_id, row in rows.items() if claim_id not in rejected), corrections), rules, corrections
        ),
        rejected=corrected((rows[claim_id] for claim_id in sorted(rejected)), corrections),
    )


def _arrived(manifest: Manifest, since: str) -> set[str]:
    """The documents that came after a moment."""
    with manifest.reading() as transaction:
        return {doc_id for arrival in transaction.arrivals(since) for doc_id in arrival.documents}


def noun_rules(rules: Iterable[Entry]) -> NounRules:
    """The rules for nouns among those that people made (``Annotations.rules``)."""
    entries = list(rules)
    nouns = {column: [entry.about for entry in entries if entry.column == column] for column in (NOUN_COUNTRY, NOUN_UNCOUNTED)}
    metrics = frozenset((entry.about, entry.value) for entry in entries if entry.column == NOUN_METRIC)
    return NounRules(metrics, frozenset(nouns[NOUN_COUNTRY]), frozenset(nouns[NOUN_UNCOUNTED]))


def _ruled(corrected_claims: pa.Table, rules: NounRules, corrections: Mapping[str, Mapping[str, str]]) -> pa.Table:
    """Corrected claims in which the rules hold as well."""
    return (
        pa.Table.from_pylist(changed_rows(corrected_claims.to_pylist(), rules, corrections), corrected_claims.schema)
        if rules.nouns
        else corrected_claims
    )


def broken_links(links: pa.Table | None, corrections: Mapping[str, Mapping[str, str]]) -> pa.ChunkedArray | None:
    """Boolean mask over ``links``: true if a correction changed either statement of the link. None without links."""
    if links is None:
        return None
    changed = pa.array(sorted(claim_id for claim_id, said in corrections.items() if _ANOTHER & said.keys()), pa.string())
    return pc.or_(pc.is_in(links["claim_id"], changed), pc.is_in(links["reprint_of"], changed))


def read_links(folder: Path, derived: tuple[str, str, str] | None, unshown: Collection[str], faults: list[Fault]) -> pa.Table | None:
    """Reprint links whose original is shown; None if not detected yet, or if the file is damaged, which is added to ``faults``."""
    if derived is None:
        return None
    try:
        links = read_table(folder / derived[0], derived[1])
    except DamagedError as error:
        faults.append(Fault(error.name, "damaged"))
        return None
    first = pc.list_element(pc.split_pattern(links["reprint_of"], "-"), 0)
    return links.filter(pc.invert(pc.is_in(first, pa.array(sorted(unshown), pa.string()))))


def claims_in(folder: Path, homes: Mapping[str, str], claim_ids: Collection[str]) -> Iterator[dict[str, Any]]:
    """Some claims as extracted; ``homes`` gives the part of each article."""
    for part in sorted(set(homes.values())):
        wanted = {claim for claim in claim_ids if homes.get(doc_of(claim)) == part}
        rows = conformed(pq.read_table(path_of(folder, part, "claims")), CLAIM_SCHEMA)
        yield from rows.filter(pc.is_in(rows["claim_id"], pa.array(sorted(wanted), pa.string()))).to_pylist()


def added_in(folder: Path, homes: Mapping[str, str], corrections: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, Any]]:
    """Figures added by users, by claim_id, with the current metadata of their articles."""
    added = {claim_id: values[ADDED] for claim_id, values in corrections.items() if ADDED in values and doc_of(claim_id) in homes}
    documents: dict[str, dict[str, Any]] = {}
    for part in sorted({homes[doc_of(claim_id)] for claim_id in added}):
        rows = pq.read_table(path_of(folder, part, "documents"), columns=list(OF_ARTICLE))
        documents |= {row["doc_id"]: row for row in rows.to_pylist()}
    return {claim_id: added_claim(claim_id, packed, documents[doc_of(claim_id)]) for claim_id, packed in added.items()}


def doc_of(claim_id: str) -> str:
    """The article's id in the id of a claim."""
    return claim_id.partition("-")[0]
