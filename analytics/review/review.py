"""Review of claims: their states, complete corrections, added figures, and the log as a list of actions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Literal, NamedTuple

import pyarrow as pa

from analytics.claims.provinces import WHOLE_COUNTRY
from analytics.claims.rows import WholeClaim, records
from analytics.claims.schema import CLAIM_SCHEMA, claims_table
from analytics.documents.extraction import extracted
from analytics.ingest.archive import Stored
from analytics.review.decision import around
from analytics.workspace.corrections import (
    ACCEPTED,
    ADDED,
    ADDED_RULE,
    CORRECTABLE,
    OF_NAMES,
    REJECTED,
    VERDICTS,
    InvalidValueError,
    correctable,
    fingerprint,
    fit,
    packed_claim,
    said,
    unpacked_claim,
)
from analytics.workspace.log_entries import Entry, revisions, standing
from extractors.context.place_tree import COUNTRY
from extractors.model import Article, SourceText
from extractors.source.clean import clean
from extractors.tokens.gazetteer import place

# ``open``: not reviewed; ``changed``: accepted before, but the text has been read differently since.
State = Literal["open", "accepted", "corrected", "added", "rejected", "changed"]


class Review:
    """The reviewers' decisions on a workspace's claims, as of one moment."""

    def __init__(self, stored: Stored, log: Iterable[Entry]) -> None:
        log = list(log)
        self._stored, self._stands, self._revisions = stored, standing(log), revisions(log)
        self._added = {claim_id: unpacked_claim(said[ADDED].value) for claim_id, said in self._stands.items() if ADDED in said}
        found_right = {claim_id: said[ACCEPTED].value for claim_id, said in self._stands.items() if ACCEPTED in said}
        now = stored.opened.fingerprints(found_right.keys() - self._added) | {id_: fingerprint(row) for id_, row in self._added.items()}
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
            for table in (self._stored.judged, self._stored.opened.table)
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
    pairs = zip(_texts(before).items(), _texts(after).values(), strict=True)
    return [Change(column, old, new) for (column, old), new in pairs if old != new]


def _texts(claim: WholeClaim) -> dict[str, str]:
    """The columns ``CORRECTABLE`` as text."""
    return {column: said(value) for column, value in correctable(claim).items()}


# --- corrections -------------------------------------------------------------------------------


def settled(claim: WholeClaim, values: Mapping[str, str]) -> dict[str, str]:
    """Corrections of ``claim`` (as it is now) with their consequences: bounds, region code, and basis of period and place.

    Returns only values that differ, as text by column. Raises InvalidValueError, naming the column, for a value that is not possible.
    """
    now = _texts(claim)
    asked = {column: value.strip() for column, value in values.items() if value.strip() != now.get(column)}
    for column, value in asked.items():
        fit(column, value)
    full = now | asked
    full |= {column: value for column, value in (*_ends(full, asked), *_place(full, asked), *_bases(full, asked)) if column not in asked}
    _in_order(full)
    return {column: value for column, value in full.items() if value != now[column]}


def _ends(full: Mapping[str, str], asked: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Value and bounds that follow from a correction of ``value``, ``bound`` or the ends of a range."""
    value, bound = full["value"], full["bound"]
    if bound == "range" and {"value_low", "value_high"} & asked.keys() and full["value_low"] and full["value_high"]:
        yield "value", said((float(full["value_low"]) + float(full["value_high"])) / 2)
    elif {"value", "bound"} & asked.keys() and bound in ("exact", "about", "over", "under"):
        number = said(fit("value", value))
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
        low, high = fit(first, full[first]), fit(last, full[last])
        if low is not None and high is not None and low > high:  # type: ignore[operator]
            raise InvalidValueError(last, full[last], "order")


# --- added figures -----------------------------------------------------------------------------

_READ = 2_000  # characters from which a draft is read at most: who waits for it holds up the others
_AMOUNT = ("kind", "value", "value_low", "value_high", "bound", "unit", "role", "direction", "basis")
_AROUND = ("period_start", "period_end", "period_basis", "province", "city", "county", "region_code", "region_basis", "innovation")


def draft(article: Article, claims: Sequence[WholeClaim], start: int, end: int) -> WholeClaim:
    """A new claim for ``raw[start:end]`` of an article, filled in as far as its text allows; ``claims`` are those extracted from it.

    Values come from the claim that stands there, or that the extractors find in the sentence alone; else from the selected characters
    and from the nearest claim of the paragraph. Raises InvalidValueError where the selection has no text.
    """
    raw = article.raw
    start, end = _trimmed(raw, start, end)
    first, last, sentence = _sentence_at(article, start)
    claim = _touching(claims, start, end) or _read_alone(article, *around(start, end, first, last), start, end)
    if claim is None:
        alike = _read_alone(article, start, end, start, end)
        claim = replace(_EMPTY, **(_some(alike, _AMOUNT) if alike else {}), **_from_beside(raw, claims, start, first))
    return replace(
        claim, claim_id=f"{article.doc_id}-{start}-{end}", doc_id=article.doc_id, source=article.source, title=article.title,
        publisher=article.publisher, published_on=article.published_on, start=start, end=end, text=raw[start:end],
        sentence=sentence, sentence_start=first, sentence_end=last, duplicate_of="", rule=ADDED_RULE,
    )  # fmt: skip


def addition(claim: WholeClaim, values: Mapping[str, str]) -> dict[str, str]:
    """The log values that add a draft as a claim, with a person's corrections of it.

    Raises InvalidValueError for a value that is not possible, and where the claim has no value.
    """
    corrections: dict[str, Any] = {column: fit(column, value) for column, value in settled(claim, values).items()}
    full = replace(claim, **corrections)
    if full.kind != "date" and full.value is None and full.value_low is None:
        raise InvalidValueError("value", "", "missing")
    return {ADDED: packed_claim(full), ACCEPTED: fingerprint(correctable(full))}


# What a draft states of itself where the text says nothing.
(_EMPTY,) = records(
    pa.Table.from_pylist(
        [
            {"kind": "count", "bound": "exact", "role": "level", "innovation_type": "other"}
            | dict.fromkeys(("period_basis", "region_basis"), "unknown")
            | dict.fromkeys(("sentence_start", "sentence_end", "start", "end"), 0)
        ],
        CLAIM_SCHEMA,
    ),
    WholeClaim,
)


def _read_alone(article: Article, first: int, last: int, start: int, end: int) -> WholeClaim | None:
    """The claim at ``start:end`` that the extractors find in ``first:last`` alone; none is sought in more than ``_READ`` characters."""
    if last - first > _READ:
        return None
    alone = extracted(SourceText(article.raw[first:last], title="-", published_on=article.published_on))
    found = records(claims_table(alone.claims), WholeClaim)
    return _touching(found, start - first, end - first)


def _some(claim: WholeClaim, columns: Iterable[str]) -> dict[str, Any]:
    return {column: getattr(claim, column) for column in columns}


def _trimmed(raw: str, start: int, end: int) -> tuple[int, int]:
    """The span without surrounding whitespace. Raises InvalidValueError where it has no text."""
    chosen = raw[max(start, 0) : end]
    if start < 0 or not chosen.strip():
        raise InvalidValueError("text", chosen, "missing")
    return start + len(chosen) - len(chosen.lstrip()), start + len(chosen.rstrip())


def _sentence_at(article: Article, start: int) -> tuple[int, int, str]:
    """The sentence at a position, else its line (a headline, for example): start and end in the source, and cleaned text."""
    for sentence in article.sentences:
        if sentence.start <= start < sentence.end:
            return sentence.start, sentence.end, sentence.text
    first, last = article.raw.rfind("\n", 0, start) + 1, article.raw.find("\n", start)
    last = last if last >= 0 else len(article.raw)
    return first, last, clean(article.raw[first:last]).text.strip()


def _touching(claims: Sequence[WholeClaim], start: int, end: int) -> WholeClaim | None:
    """The claim that overlaps ``start:end`` most, if the overlap is more than half of the two spans' union."""

    def share(claim: WholeClaim) -> float:
        return (min(claim.end, end) - max(claim.start, start)) / (max(claim.end, end) - min(claim.start, start))

    best = max(claims, key=share, default=None)
    return best if best and share(best) > 0.5 else None


def _from_beside(raw: str, claims: Sequence[WholeClaim], start: int, sentence_start: int) -> dict[str, Any]:
    """Period, place and innovation of the nearest claim in the same paragraph; empty where there is none."""
    first, last = raw.rfind("\n", 0, start), raw.find("\n", start)
    beside = [claim for claim in claims if first < claim.start and (last < 0 or claim.end <= last)]
    if not beside:
        return {}
    nearest = min(beside, key=lambda claim: abs(claim.start - start))
    row = _some(nearest, _AROUND)
    if nearest.sentence_start != sentence_start:
        row |= {"period_basis": "inherited"} if row["period_basis"] == "stated" else {}
        row |= {"region_basis": "paragraph"} if row["region_basis"] == "sentence" else {}
    return row


# --- the log as a list of actions --------------------------------------------------------------

Deed = Literal["accept", "reject", "edit", "add", "undo"]


@dataclass(frozen=True, slots=True)
class Act:
    """One action on a claim, and what it changed."""

    act: str
    at: str
    who: str
    about: str
    what: Deed
    changes: tuple[Change, ...]


def acts(log: Iterable[Entry]) -> list[Act]:
    """The actions on claims, from the start of a log."""
    stands: dict[tuple[str, str], list[Entry]] = {}
    told: list[Act] = []
    for act, together in groupby(
        (entry for entry in log if "-" in entry.about and entry.column not in OF_NAMES), key=lambda entry: entry.act
    ):
        entries = list(together)
        done = [_applied(entry, stands.setdefault((entry.about, entry.column), [])) for entry in entries]
        changed = tuple(change for change in done if change.column in CORRECTABLE)
        told.append(Act(act, entries[0].at, entries[0].who, entries[0].about, _deed(entries), changed))
    return told


def _applied(entry: Entry, words: list[Entry]) -> Change:
    """Apply an entry to the valid entries on its column, or remove the one that it undoes; returns the change."""
    before = words[-1].value if words else None
    if entry.undoes:
        words[:] = [word for word in words if word.act != entry.undoes]
    else:
        words.append(entry)
    return Change(entry.column, before, words[-1].value if words else None)


def _deed(entries: Sequence[Entry]) -> Deed:
    values = {entry.column: entry.value for entry in entries}
    if entries[0].undoes:
        return "undo"
    if ADDED in values:
        return "add"
    if values.get(REJECTED) == "1":
        return "reject"
    return "accept" if values.keys() <= {ACCEPTED, REJECTED} and values.get(ACCEPTED) else "edit"


LOGGED = ("at", "who", "action", "claim_id", "text", "column", "before", "after")


def log_table(told: Sequence[Act], review: Review) -> pa.Table:
    """Actions as rows by ``LOGGED``: one for each column changed, or a single one where no column changed."""
    known = review.rows({act.about for act in told})
    rows = []
    for act in told:
        first = {"at": act.at, "who": act.who, "action": act.what, "claim_id": act.about}
        read = known[act.about][0] if act.about in known else None
        first["text"] = read.text if read else ""
        for change in act.changes or (Change("", "", ""),):
            as_read = _texts(read)[change.column] if read and change.column else ""
            before, after = (as_read if value is None else value for value in (change.before, change.after))
            rows.append(first | {"column": change.column, "before": before, "after": after})
    return pa.Table.from_pylist(rows, pa.schema([(name, pa.string()) for name in LOGGED]))
