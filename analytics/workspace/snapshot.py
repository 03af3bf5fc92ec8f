"""Reading a workspace at one moment: the view of its undamaged parts, and single claims with the annotations for them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from analytics.claims.nounrules import NounRules, changed_rows
from analytics.claims.schema import CLAIM_SCHEMA, conformed
from analytics.workspace.annotations import Annotations
from analytics.workspace.catalog import Manifest
from analytics.workspace.corrections import ADDED, NOUN_COUNTRY, NOUN_METRIC, NOUN_UNCOUNTED, REJECTED, added_claim, corrected
from analytics.workspace.faults import Fault, faults_of_files, faults_of_people, faults_of_rows
from analytics.workspace.log_entries import Entry, cleared_in, corrections_in, marks_in, references_in, rules_in, views_in
from analytics.workspace.parts import OF_ARTICLE, path_of, read_table
from analytics.workspace.trouble import DamagedError
from analytics.workspace.upkeep import REPRINTS, made_of
from analytics.workspace.views import View, fallen


def view_of(folder: Path, manifest: Manifest, people: Annotations) -> View:
    """A snapshot of the active, undamaged parts in ``folder``. Raises OSError."""
    flaws, met = manifest.flaws(), list[Fault]()
    with manifest.reading() as ledger:
        listed, derived = ledger.parts(), ledger.derived(REPRINTS)
        harmed = {part.name: faulty for part in listed if (faulty := faults_of_files(folder, part))}
        unshown = {doc_id for name in (*harmed, *flaws.homeless) for doc_id, _ in ledger.given(name)}
        links = read_links(folder, derived, unshown, met)
        listed = [part for part in listed if part.name not in harmed]
        whole = {part.name for part in listed}
        log = list(people.log())
        corrections = corrections_in(log)
        down = fallen(links, corrections)
        touched = {*corrections, *(links.filter(down)["claim_id"].to_pylist() if links else ())}
        gone = ledger.removed()
        doc_ids = {doc_of(claim) for claim in touched} - gone.keys()
        arrival = ledger.last_arrival()
        homes = {doc_id: part for doc_id, part in ledger.homes_of(doc_ids).items() if part in whole}
    rows = {row["claim_id"]: row for row in claims_in(folder, homes, touched)} | added_in(folder, homes, corrections)
    rules = noun_rules(rules_in(log))
    rejected = {claim_id for claim_id in rows if corrections.get(claim_id, {}).get(REJECTED) == "1"}
    return View(
        made_of=f"{made_of(listed)} {derived and derived[0]} {links is None}",
        faults=(
            *met,
            *faults_of_rows(manifest.path.name, flaws),
            *chain(*harmed.values()),
            *faults_of_people(people),
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
        people=_ruled(corrected((row for claim_id, row in rows.items() if claim_id not in rejected), corrections), rules, corrections),
        rejected=corrected((rows[claim_id] for claim_id in sorted(rejected)), corrections),
    )


def _arrived(manifest: Manifest, since: str) -> set[str]:
    """The documents that came after a moment."""
    with manifest.reading() as ledger:
        return {doc_id for arrival in ledger.arrivals(since) for doc_id in arrival.documents}


def noun_rules(rules: Iterable[Entry]) -> NounRules:
    """The rules for nouns among those that people made (``Annotations.rules``)."""
    entries = list(rules)
    nouns = {column: [entry.about for entry in entries if entry.column == column] for column in (NOUN_COUNTRY, NOUN_UNCOUNTED)}
    metrics = frozenset((entry.about, entry.value) for entry in entries if entry.column == NOUN_METRIC)
    return NounRules(metrics, frozenset(nouns[NOUN_COUNTRY]), frozenset(nouns[NOUN_UNCOUNTED]))


def _ruled(people: pa.Table, rules: NounRules, corrections: Mapping[str, Mapping[str, str]]) -> pa.Table:
    """Corrected claims in which the rules hold as well."""
    return pa.Table.from_pylist(changed_rows(people.to_pylist(), rules, corrections), people.schema) if rules.nouns else people


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
