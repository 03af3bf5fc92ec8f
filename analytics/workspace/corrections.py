"""Values that users may set on claims, and claims with these values applied."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from functools import partial
from typing import Any, Literal, get_args

import pyarrow as pa

from analytics.claims.provinces import BY_NAME, WHOLE_COUNTRY
from analytics.claims.rows import WholeClaim
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
# Columns that identify or locate a claim cannot be corrected.
CORRECTABLE = tuple(name for name in CLAIM_SCHEMA.names if name not in {*_PLACE_IN_TEXT, *METADATA})
# Columns that a fingerprint covers, empty or not. Those added later count only if they are not empty, so that earlier fingerprints stay valid.
_FIRST = (
    "kind", "value", "value_low", "value_high", "bound", "unit", "role", "direction", "basis", "subject", "period_start", "period_end",
    "period_basis", "province", "city", "county", "region_code", "region_basis", "innovation", "innovation_type", "metric", "notes",
)  # fmt: skip
CODES: Mapping[str, tuple[str, ...]] = {
    "kind": KINDS,
    "innovation_type": INNOVATION_TYPES,
    "bound": (*get_args(Bound), ""),
    "role": get_args(Role),
    "direction": get_args(Direction),
    "basis": get_args(Basis),
    "period_basis": get_args(PeriodBasis),
    "region_basis": get_args(RegionBasis),
    "province": (*BY_NAME, WHOLE_COUNTRY, ""),
}
REJECTED, ACCEPTED, ADDED, REMOVED, CLEARED = "rejected", "accepted", "added", "removed", "cleared"
# Verdicts on a claim. ``rejected``: 1 takes it out of the table, 0 puts it back. ``accepted``: the fingerprint of the claim as extracted
# when a user accepted it, empty to withdraw that. ``added``: a figure that the extractors missed, from ``packed_claim``.
VERDICTS = (REJECTED, ACCEPTED, ADDED)
# ``cleared``: 1 says of a name, wherever it stands, that it names no innovation, 0 takes that back.
NOUN_METRIC, NOUN_COUNTRY, NOUN_UNCOUNTED = "noun_metric", "noun_country", "noun_uncounted"
# Rules for all figures with a noun (see ``claims.nounrules``): their metric; 1: they are about the whole country; 1: they do not count.
OF_NOUNS = (NOUN_METRIC, NOUN_COUNTRY, NOUN_UNCOUNTED)
OF_NAMES = (CLEARED, *OF_NOUNS)  # about a name or a noun, not about a claim or an article
REFERENCE = "reference"  # 1 says of an article that other statements are checked against it, as an official bulletin, 0 takes that back
OF_ARTICLES = (*METADATA, REMOVED, REFERENCE)  # ``removed`` does to an article what ``rejected`` does to a claim
# What people mark claims and articles with, without changing them: tags joined by ``TAG_SEPARATOR``, and a remark in words.
TAGS, REMARK = MARKS = ("tags", "remark")
# ``view``: the address of a saved view, as path and query; empty to delete it. The view's name is what the line is about.
VIEW = "view"
TAG_SEPARATOR = ","
LONGEST_TAG, MOST_TAGS = 30, 20  # characters, tags
ADDED_RULE = "person.added"
_LONGEST_LABEL = 60
_OF_ITS_TEXT = ("sentence", "sentence_start", "sentence_end", "start", "end", "text")
Reason = Literal["", "who", "number", "date", "code", "place", "order", "missing", "tags", "remark"]


class InvalidValueError(ValueError):
    """A value does not fit its column; carries both, and the reason as a code."""

    def __init__(self, column: str, value: str, reason: Reason = "") -> None:
        super().__init__(f"{column}={value}")
        self.column, self.value, self.reason = column, value, reason


def parse_cell(column: str, value: str) -> object:
    """Convert ``value`` to the type of its column; empty means missing for numbers and dates. Raises InvalidValueError."""
    reason: Reason = ""
    try:
        value.encode()  # a terminal may pass on lone surrogates, which are not valid text
        if "\0" in value:
            raise ValueError(value)
        parse, reason = _PARSERS[column]
        return parse(value)
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidValueError(column, value, reason) from error


def tags_in(value: str) -> tuple[str, ...]:
    """The tags in a value of ``TAGS``."""
    return tuple(value.split(TAG_SEPARATOR)) if value else ()


def tags_typed(typed: Iterable[str]) -> str:
    """Tags as people type them as a value of ``TAGS``: each once, without outer spaces; commas and semicolons separate tags."""
    each = (" ".join(tag.split()) for text in typed for tag in re.split("[,，;；、]", text))
    return TAG_SEPARATOR.join(dict.fromkeys(filter(None, each)))


def cell_text(value: object) -> str:
    """A cell as text; inverse of ``parse_cell``."""
    return "" if value is None else str(value)


def correctable(claim: WholeClaim) -> dict[str, object]:
    """The columns ``CORRECTABLE`` of a claim."""
    return {column: getattr(claim, column) for column in CORRECTABLE}


def fingerprint(values: Mapping[str, object]) -> str:
    """16 hex digits that change if another extraction changes any of the columns ``CORRECTABLE``."""
    cells = [cell_text(values[column]) for column in _FIRST]
    cells += [f"{column}={cell_text(values[column])}" for column in CORRECTABLE if column not in _FIRST and cell_text(values[column])]
    return hashlib.sha256("\0".join(cells).encode()).hexdigest()[:16]


# --- claims with corrections applied ------------------------------------------------------------


def corrected(rows: Iterable[Mapping[str, Any]], corrections: Mapping[str, Mapping[str, str]]) -> pa.Table:
    """Claim rows with corrections (claim_id → column → value) applied, as a table of ``CLAIM_SCHEMA``. Raises InvalidValueError."""
    return pa.Table.from_pylist([with_corrections(row, corrections.get(row["claim_id"], {})) for row in rows], CLAIM_SCHEMA)


def with_corrections(row: Mapping[str, Any], values: Mapping[str, str]) -> dict[str, Any]:
    """One claim with corrected column values; verdicts are ignored. Raises InvalidValueError."""
    return {**row, **{column: parse_cell(column, value) for column, value in values.items() if column not in VERDICTS}}


def packed_claim(claim: WholeClaim) -> str:
    """A figure added by a user, as JSON: its position and its correctable columns; the article supplies its own metadata."""
    values = {name: getattr(claim, name) for name in _OF_ITS_TEXT} | {name: cell_text(value) for name, value in correctable(claim).items()}
    return json.dumps(values, ensure_ascii=False, sort_keys=True)


def unpacked_claim(packed: str) -> dict[str, Any]:
    """Inverse of ``packed_claim``; a column that did not exist then is empty.

    Raises InvalidValueError; ValueError, KeyError or TypeError if the text is malformed.
    """
    values = json.loads(packed)
    place = {name: values.pop(name) for name in _OF_ITS_TEXT}
    if not isinstance(place["text"], str) or place["end"] - place["start"] != len(place["text"]) or not place["text"]:
        raise ValueError(packed)
    return place | {name: parse_cell(name, values[name]) if name in values else _nothing(name) for name in CORRECTABLE}


def _nothing(column: str) -> str | None:
    return "" if pa.types.is_string(CLAIM_SCHEMA.field(column).type) else None


def matches_text(claim: Mapping[str, Any], claim_id: str, raw: str) -> bool:
    """Whether ``raw`` has the figure's text at its offsets, and ``claim_id`` encodes these offsets."""
    start, end = claim["start"], claim["end"]
    return bool(raw[start:end] == claim["text"]) and claim_id.partition("-")[2] == f"{start}-{end}"


def added_claim(claim_id: str, packed: str, document: Mapping[str, Any]) -> dict[str, Any]:
    """A user's figure as a row of the claim table; ``document`` supplies the article's columns."""
    of_article = {name: document[name] for name in ("doc_id", "source", "title", "publisher", "published_on")}
    return {"claim_id": claim_id, "duplicate_of": "", "rule": ADDED_RULE, **of_article, **unpacked_claim(packed)}


# --- parsers of columns -------------------------------------------------------------------------


def _number(value: str) -> float | None:
    if not value:
        return None
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(value)
    return number


def _day(value: str) -> date | None:
    return date.fromisoformat(value) if value else None


def _code(codes: Collection[str], value: str) -> str:
    if value not in codes:
        raise ValueError(value)
    return value


def _codes(codes: Collection[str], value: str) -> str:
    if not set(value.split()) <= set(codes):
        raise ValueError(value)
    return value


def _flag(value: str) -> bool:
    return {"1": True, "0": False}[value]


def _fingerprint(value: str) -> str:
    if value and not re.fullmatch("[0-9a-f]{16}", value):
        raise ValueError(value)
    return value


def _label(value: str) -> str:
    """The name of a metric."""
    if not (value.strip() == value and value.isprintable() and len(value) <= _LONGEST_LABEL):
        raise ValueError(value)
    return value


def _at_most(characters: int, value: str) -> str:
    if len(value) > characters:
        raise ValueError(value)
    return value


def _tags(value: str) -> str:
    """Tags as ``tags_typed`` writes them, not too long and not too many."""
    tags = tags_in(value)
    if value != tags_typed(tags) or len(tags) > MOST_TAGS or any(len(tag) > LONGEST_TAG or not tag.isprintable() for tag in tags):
        raise ValueError(value)
    return value


def _parser_of(column: str) -> tuple[Callable[[str], object], Reason]:
    """The parser of a column of the claim table, and the reason for what it refuses."""
    type_ = CLAIM_SCHEMA.field(column).type
    if pa.types.is_date(type_):
        return _day, "date"
    if pa.types.is_floating(type_):
        return _number, "number"
    if column in CODES:
        return partial(_code, CODES[column]), "code"
    return (partial(_codes, NOTES), "code") if column == "notes" else (str, "")


# By column: a function that converts a value or raises KeyError, TypeError or ValueError, and the reason that such an error stands for.
_PARSERS: Mapping[str, tuple[Callable[[str], object], Reason]] = {
    **dict.fromkeys(METADATA, (str, "")),
    **{column: _parser_of(column) for column in (*CORRECTABLE, "published_on")},
    **dict.fromkeys((REJECTED, REMOVED, REFERENCE, CLEARED, NOUN_COUNTRY, NOUN_UNCOUNTED), (_flag, "")),
    ACCEPTED: (_fingerprint, ""),
    ADDED: (unpacked_claim, ""),
    NOUN_METRIC: (_label, ""),
    TAGS: (_tags, "tags"),
    REMARK: (partial(_at_most, 2_000), "remark"),
    VIEW: (partial(_at_most, 8_000), ""),
}
