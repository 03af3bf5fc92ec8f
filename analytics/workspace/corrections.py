"""What may be said of a claim, and claims as they are once it was said."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Literal, get_args

import pyarrow as pa

from analytics.claims.provinces import BY_NAME
from analytics.claims.schema import CLAIM_SCHEMA
from extractors.model import INNOVATION_TYPES, KINDS, NOTES, Basis, Bound, Direction, PeriodBasis, RegionBasis, Role

METADATA = ("title", "publisher", "published_on", "url")
_PLACE_IN_TEXT = (
    "claim_id",
    "doc_id",
    "source",
    "sentence",
    "sentence_start",
    "sentence_end",
    "start",
    "end",
    "text",
    "duplicate_of",
    "rule",
)
# What identifies a claim or where it stands is not a matter of opinion.
CORRECTABLE = tuple(name for name in CLAIM_SCHEMA.names if name not in {*_PLACE_IN_TEXT, *METADATA})
CODES: Mapping[str, tuple[str, ...]] = {
    "kind": KINDS,
    "innovation_type": INNOVATION_TYPES,
    "bound": (*get_args(Bound), ""),
    "role": get_args(Role),
    "direction": get_args(Direction),
    "basis": get_args(Basis),
    "period_basis": get_args(PeriodBasis),
    "region_basis": get_args(RegionBasis),
    "province": (*BY_NAME, ""),
}
REJECTED, ACCEPTED, ADDED, REMOVED = "rejected", "accepted", "added", "removed"
# What is said of a claim beside its columns. ``rejected``: 1 takes it out of the table, 0 back in. ``accepted``: the fingerprint of the
# claim as it was read when somebody found it right, empty for not so any more. ``added``: a figure nobody read, as ``packed_claim`` has it.
VERDICTS = (REJECTED, ACCEPTED, ADDED)
OF_ARTICLES = (*METADATA, REMOVED)  # ``removed`` does to an article what ``rejected`` does to a claim
ADDED_RULE = "person.added"
_OF_ITS_TEXT = ("sentence", "sentence_start", "sentence_end", "start", "end", "text")
Reason = Literal["", "who", "number", "date", "code", "place", "order", "missing"]


class UnfitError(ValueError):
    """A value that its column cannot hold; carries both, and why as a code."""

    def __init__(self, column: str, value: str, reason: Reason = "") -> None:
        super().__init__(f"{column}={value}")
        self.column, self.value, self.reason = column, value, reason


def fit(column: str, value: str) -> object:
    """``value`` in its column's type; empty is missing for numbers and dates. Raises UnfitError."""
    reason: Reason = ""
    try:
        value.encode()  # half a surrogate pair, as a terminal may hand on, is no text
        if "\0" in value:
            raise ValueError(value)
        if column in (*VERDICTS, REMOVED):
            return _verdict(column, value)
        if column in METADATA and column != "published_on":
            return value
        if column not in (*CORRECTABLE, "published_on"):
            raise KeyError(column)
        type_ = CLAIM_SCHEMA.field(column).type
        if pa.types.is_date(type_):
            reason = "date"
            return date.fromisoformat(value) if value else None
        if pa.types.is_floating(type_):
            reason = "number"
            return _finite(value) if value else None
        if column in CODES or column == "notes":
            reason = "code"
            if not set(value.split() if column == "notes" else [value]) <= set(CODES.get(column, NOTES)):
                raise ValueError(value)
        return value
    except (KeyError, TypeError, ValueError) as error:
        raise UnfitError(column, value, reason) from error


def _finite(value: str) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(value)
    return number


def _verdict(column: str, value: str) -> object:
    if column in (REJECTED, REMOVED):
        return {"1": True, "0": False}[value]
    if column == ADDED:
        return unpacked_claim(value)
    if value and not re.fullmatch("[0-9a-f]{16}", value):
        raise ValueError(value)
    return value


def said(value: object) -> str:
    """A cell as people say it: what ``fit`` reads back to the same."""
    return "" if value is None else str(value)


def fingerprint(row: Mapping[str, Any]) -> str:
    """Another text whenever another reading of the claim says something else of it. ``row`` has Arrow's own types."""
    cells = "\0".join(said(row[column]) for column in CORRECTABLE)
    return hashlib.sha256(cells.encode()).hexdigest()[:16]


# --- claims as they are once something was said -------------------------------------------------


def corrected(rows: Iterable[Mapping[str, Any]], corrections: Mapping[str, Mapping[str, str]]) -> pa.Table:
    """``rows`` (of the claim table) by ``CLAIM_SCHEMA`` as people corrected them, by claim_id."""
    return pa.Table.from_pylist([laid_over_claim(row, corrections.get(row["claim_id"], {})) for row in rows], CLAIM_SCHEMA)


def laid_over_claim(row: Mapping[str, Any], values: Mapping[str, str]) -> dict[str, Any]:
    """One claim with what was said of its columns."""
    return {**row, **{column: fit(column, value) for column, value in values.items() if column not in VERDICTS}}


def packed_claim(row: Mapping[str, Any]) -> str:
    """A figure that a person adds: where it stands in its text and what is said of it. Its article's metadata is the article's to say."""
    values = {name: row[name] for name in _OF_ITS_TEXT} | {name: said(row[name]) for name in CORRECTABLE}
    return json.dumps(values, ensure_ascii=False, sort_keys=True)


def unpacked_claim(packed: str) -> dict[str, Any]:
    """The columns that ``packed_claim`` kept. Raises UnfitError, and ValueError or KeyError where it is no such text."""
    values = json.loads(packed)
    place = {name: values.pop(name) for name in _OF_ITS_TEXT}
    if not isinstance(place["text"], str) or place["end"] - place["start"] != len(place["text"]) or not place["text"]:
        raise ValueError(packed)
    return place | {name: fit(name, values[name]) for name in CORRECTABLE}


def stands_on(claim: Mapping[str, Any], claim_id: str, raw: str) -> bool:
    """Whether a figure is what its article's text has where it says to stand, and bears the id of that place."""
    start, end = claim["start"], claim["end"]
    return bool(raw[start:end] == claim["text"]) and claim_id.partition("-")[2] == f"{start}-{end}"


def added_claim(claim_id: str, packed: str, document: Mapping[str, Any]) -> dict[str, Any]:
    """A person's figure as a row of the claim table; ``document`` has the article's columns."""
    of_article = {name: document[name] for name in ("doc_id", "source", "title", "publisher", "published_on")}
    return {"claim_id": claim_id, "duplicate_of": "", "rule": ADDED_RULE, **of_article, **unpacked_claim(packed)}
