"""Figures that a reviewer adds: a draft filled in from the text, and the log values that add it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pyarrow as pa

from analytics.claims.rows import WholeClaim, records
from analytics.claims.schema import CLAIM_SCHEMA, claims_table
from analytics.documents.extraction import extracted
from analytics.review.decision import around
from analytics.review.review import complete_corrections
from analytics.workspace.corrections import (
    ACCEPTED,
    ADDED,
    ADDED_RULE,
    InvalidValueError,
    correctable,
    fingerprint,
    packed_claim,
    parse_cell,
)
from extractors.model import Article, SourceText
from extractors.source.clean import clean

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
    corrections: dict[str, Any] = {column: parse_cell(column, value) for column, value in complete_corrections(claim, values).items()}
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
