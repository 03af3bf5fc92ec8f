"""Review of claims: their states, what was changed, and complete corrections."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Literal, NamedTuple

import pyarrow as pa

from analytics.claims.provinces import WHOLE_COUNTRY
from analytics.claims.rows import WholeClaim, records
from analytics.ingest.dataset import WorkspaceDataset
from analytics.workspace.corrections import (
    ACCEPTED,
    ADDED,
    REJECTED,
    VERDICTS,
    InvalidValueError,
    cell_text,
    correctable,
    fingerprint,
    parse_cell,
    unpacked_claim,
)
from analytics.workspace.log_entries import Entry, current_claim_entries, revisions
from extractors.context.place_tree import COUNTRY
from extractors.tokens.gazetteer import place

# ``open``: not reviewed; ``changed``: accepted before, but the text has been read differently since.
State = Literal["open", "accepted", "corrected", "added", "rejected", "changed"]


class Review:
    """The reviewers' decisions on a workspace's claims, as of one moment."""

    def __init__(self, stored: WorkspaceDataset, log: Iterable[Entry]) -> None:
        log = list(log)
        self._stored, self._stands, self._revisions = stored, current_claim_entries(log), revisions(log)
        self._added = {claim_id: unpacked_claim(said[ADDED].value) for claim_id, said in self._stands.items() if ADDED in said}
        found_right = {claim_id: said[ACCEPTED].value for claim_id, said in self._stands.items() if ACCEPTED in said}
        now = stored.extracted.fingerprints(found_right.keys() - self._added) | {id_: fingerprint(row) for id_, row in self._added.items()}
        self._holds = {claim_id for claim_id, value in found_right.items() if value and now.get(claim_id) == value}
        self._rejected = {claim_id for claim_id, said in self._stands.items() if REJECTED in said and said[REJECTED].value == "1"}
        self.done: frozenset[str] = frozenset(self._holds | self._rejected)

    def state(self, claim_id: str) -> State:
        """The state of a claim."""
        if claim_id in self._rejected:
            return "rejected"
        stands = self._stands.get(claim_id, {})
        if claim_id in self._holds:
            return "added" if claim_id in self._added else "corrected" if stands.keys() - VERDICTS else "accepted"
        return "changed" if ACCEPTED in stands and stands[ACCEPTED].value else "open"

    def last_word(self, claim_id: str) -> Entry | None:
        """The last log entry about a claim that was not undone; ``None`` where there is none."""
        return next(reversed(self._stands.get(claim_id, {}).values()), None)

    def rows(self, claim_ids: Collection[str]) -> dict[str, tuple[WholeClaim, WholeClaim]]:
        """Claims as first read (or added) and as they are now, rejected ones included; unknown ids are omitted."""
        now, read = (
            {claim.claim_id: claim for claim in records(table.claims(claim_ids), WholeClaim)}
            for table in (self._stored.with_rejected, self._stored.extracted.table)
        )
        before = {
            claim_id: replace(claim, **self._added[claim_id]) if claim_id in self._added else read.get(claim_id, claim)
            for claim_id, claim in now.items()
        }
        return {claim_id: (before[claim_id], now[claim_id]) for claim_id in claim_ids if claim_id in now}

    def acceptance(self, before: WholeClaim) -> dict[str, str]:
        """The log values that accept a claim, given as it was read. A rejected claim is restored."""
        back = {REJECTED: "0"} if before.claim_id in self._rejected else {}
        return back | {ACCEPTED: reading_of(before)}

    def revision(self, claim_id: str) -> str:
        """The id of the last act on a claim; empty if there is none."""
        return self._revisions.get(claim_id, "")

    def reviewed(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Corrected claims with the columns ``REVIEWED``: state, reviewer, time, and the changes as text."""
        for batch in batches:
            ids = batch["claim_id"].to_pylist()
            words = [self.last_word(claim_id) for claim_id in ids]
            touched = self.rows([claim_id for claim_id in ids if self._stands.get(claim_id, {}).keys() - VERDICTS])
            changed = [
                "; ".join(f"{c.column}: {c.before} → {c.after}" for c in changes(*touched[id_])) if id_ in touched else "" for id_ in ids
            ]
            columns = [[self.state(id_) for id_ in ids], [w.who if w else "" for w in words], [w.at if w else "" for w in words], changed]
            for name, column in zip(REVIEWED, columns, strict=True):
                batch = batch.append_column(name, pa.array(column, pa.string()))
            yield batch


def reading_of(claim: WholeClaim) -> str:
    """Fingerprint of a claim as first read (or added): it changes when the article is read differently."""
    return fingerprint(correctable(claim))


REVIEWED = ("review", "reviewed_by", "reviewed_at", "changed")


class Change(NamedTuple):
    """One column's value before and after, as text; ``None`` stands for the value as first read."""

    column: str
    before: str | None
    after: str | None


def changes(before: WholeClaim, after: WholeClaim) -> list[Change]:
    """The columns that differ between two versions of one claim."""
    pairs = zip(texts_of(before).items(), texts_of(after).values(), strict=True)
    return [Change(column, old, new) for (column, old), new in pairs if old != new]


def texts_of(claim: WholeClaim) -> dict[str, str]:
    """The columns ``CORRECTABLE`` as text."""
    return {column: cell_text(value) for column, value in correctable(claim).items()}


# --- corrections -------------------------------------------------------------------------------


def complete_corrections(claim: WholeClaim, values: Mapping[str, str]) -> dict[str, str]:
    """Corrections of ``claim`` (as it is now) with their consequences: bounds, region code, and basis of period and place.

    Returns only values that differ, as text by column. Raises InvalidValueError, naming the column, for a value that is not possible.
    """
    now = texts_of(claim)
    asked = {column: value.strip() for column, value in values.items() if value.strip() != now.get(column)}
    for column, value in asked.items():
        parse_cell(column, value)
    full = now | asked
    full |= {column: value for column, value in (*_ends(full, asked), *_place(full, asked), *_bases(full, asked)) if column not in asked}
    _in_order(full)
    return {column: value for column, value in full.items() if value != now[column]}


def _ends(full: Mapping[str, str], asked: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Value and bounds that follow from a correction of ``value``, ``bound`` or the ends of a range."""
    value, bound = full["value"], full["bound"]
    if bound == "range" and {"value_low", "value_high"} & asked.keys() and full["value_low"] and full["value_high"]:
        yield "value", cell_text((float(full["value_low"]) + float(full["value_high"])) / 2)
    elif {"value", "bound"} & asked.keys() and bound in ("exact", "about", "over", "under"):
        number = cell_text(parse_cell("value", value))
        if not number:
            raise InvalidValueError("value", value, "missing")
        yield "value", number
        yield "value_low", number if bound in ("exact", "over") else ""
        yield "value_high", number if bound in ("exact", "under") else ""


def _place(full: dict[str, str], asked: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The region code of a corrected place. A new province clears the city and the county, a new city the county."""
    levels = ("province", "city", "county")
    if not asked.keys() & set(levels):
        return
    coarsest = min(levels.index(level) for level in levels if level in asked)
    named = {level: full[level] if number <= coarsest or level in asked else "" for number, level in enumerate(levels)}
    found = COUNTRY if named["province"] == WHOLE_COUNTRY else place(**named)
    finest = next((level for level in reversed(levels) if named[level]), "")
    if finest and not found.code:
        raise InvalidValueError(finest, named[finest], "place")
    yield from {**named, "city": found.city if finest else "", "region_code": found.code}.items()


def _bases(full: Mapping[str, str], asked: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The basis of a corrected period or place: as stated in the text where one is given, unknown where it is removed."""
    if "province" in asked:
        yield "region_basis", ("sentence" if full["region_basis"] == "unknown" else full["region_basis"]) if full["province"] else "unknown"
    if {"period_start", "period_end"} & asked.keys():
        known = full["period_start"] or full["period_end"]
        yield "period_basis", ("stated" if full["period_basis"] == "unknown" else full["period_basis"]) if known else "unknown"


def _in_order(full: Mapping[str, str]) -> None:
    """Raises InvalidValueError where a lower end exceeds its upper end."""
    for first, last in (("value_low", "value_high"), ("period_start", "period_end")):
        low, high = parse_cell(first, full[first]), parse_cell(last, full[last])
        if low is not None and high is not None and low > high:  # type: ignore[operator]
            raise InvalidValueError(last, full[last], "order")
