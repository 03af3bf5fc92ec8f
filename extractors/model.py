"""The records passed between layers: immutable, and data only.

Coordinates are Unicode code points, 0-based, end exclusive. Fields named ``start``/``end`` on a
``Claim``, ``Innovation`` or ``Sentence`` always refer to ``SourceText.raw``; inside the extractors,
positions refer to the cleaned text and are converted once, in ``pipeline``.
Column names and codes follow the claim-table contract (see docs/claims.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from html import escape
from types import MappingProxyType
from typing import Literal, NamedTuple

Kind = Literal["count", "percentage", "multiple", "money", "measure", "duration", "date", "rank"]
Bound = Literal["exact", "about", "over", "under", "range", "vague"]
Role = Literal["level", "change", "share", ""]
Direction = Literal["up", "down", ""]
Basis = Literal["yoy", "mom", ""]
PeriodBasis = Literal["stated", "inherited", "document", "published", "unknown"]
RegionBasis = Literal["sentence", "paragraph", "document", "unknown"]

KINDS: tuple[Kind, ...] = ("count", "percentage", "multiple", "money", "measure", "duration", "date", "rank")
# The codes of the column ``notes``: an ambiguous reading, or a figure recognised by OCR. Values of ``OCR_NOTES`` are the least
# confidence (0 to 1) of any character in the figure.
OCR_NOTES: Mapping[str, float] = MappingProxyType({"ocr_sure": 0.9, "ocr_fair": 0.7, "ocr_poor": 0.0})
NOTES: tuple[str, ...] = ("date_open", "place_shared", "subject_carried", "type_close", *OCR_NOTES)
INNOVATION_TYPES: tuple[str, ...] = (
    "equipment",
    "platform",
    "data",
    "mechanism",
    "service",
    "community",
    "enforcement",
    "prevention",
    "contest",
    "other",
)


class OcrSpan(NamedTuple):
    """A span of the source text that OCR produced; ``confidence`` is the confidence of each of its characters (0 to 1)."""

    start: int
    end: int
    confidence: float


@dataclass(frozen=True, slots=True)
class SourceText:
    """One article as read from its source, with metadata supplied by the user.

    ``source`` is the path (relative to the input folder) or the URL. Metadata given here
    overrides what the article states; empty or ``None`` means that it is read from the article. ``fetched_on`` is the day of download;
    no claim depends on it. ``ocr_spans`` lists the spans of ``raw`` that OCR produced.
    """

    raw: str
    source: str = ""
    title: str = ""
    publisher: str = ""
    published_on: date | None = None
    url: str = ""
    fetched_on: date | None = None
    ocr_spans: tuple[OcrSpan, ...] = ()


class Sentence(NamedTuple):
    """A sentence: its cleaned text, its span in the source text and the number of its paragraph (from 0)."""

    text: str
    start: int
    end: int
    paragraph: int


class TableCell(NamedTuple):
    """A table cell: its cleaned text and its span in the source text; the span of an empty cell has length 0."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table of an article. Its span in the source text runs from the first cell to the last.

    ``heads`` is the number of header rows at the top, ``labels`` the indexes of the columns that hold row heads. A table that is
    not ``read`` gives no claims because its heads and cells could not be matched; the dashboard shows its rows unchanged.
    """

    start: int
    end: int
    rows: tuple[tuple[TableCell, ...], ...]
    heads: int
    labels: tuple[int, ...]
    read: bool


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its bounds, magnitudes (万, 亿) multiplied out; ``None`` marks an open or unstated bound.

    By ``bound``: ``exact`` low = high = value; ``about`` both bounds open; ``over`` low = value; ``under`` high = value;
    ``range`` value is the midpoint; ``vague`` has no value.
    """

    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    bound: Bound


@dataclass(frozen=True, slots=True)
class Period:
    """A period of calendar days, both ends included; ``None`` marks an end that is open or unknown."""

    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A place by its official names, empty below the known level; ``code`` is its GB/T 2260 code."""

    province: str = ""
    city: str = ""
    county: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """One source text with its metadata, sentences and tables. ``published_on`` is stated in the text or supplied, never estimated."""

    doc_id: str
    source: str
    title: str
    publisher: str
    published_on: date | None
    url: str
    raw: str
    sentences: tuple[Sentence, ...]
    tables: tuple[Table, ...] = ()
    fetched_on: date | None = None


class Claim(NamedTuple):
    """One row of the claim table: a figure with its context. Columns: docs/claims.md."""

    claim_id: str
    doc_id: str
    source: str
    title: str
    publisher: str
    published_on: date | None
    sentence: str
    sentence_start: int
    sentence_end: int
    start: int
    end: int
    text: str
    kind: Kind
    value: Decimal | None
    value_low: Decimal | None
    value_high: Decimal | None
    bound: Bound | Literal[""]
    unit: str
    role: Role
    direction: Direction
    basis: Basis
    subject: str
    period_start: date | None
    period_end: date | None
    period_basis: PeriodBasis
    province: str
    city: str
    county: str
    region_code: str
    region_basis: RegionBasis
    innovation: str
    innovation_type: str
    duplicate_of: str
    rule: str
    metric: str
    notes: str

    def _repr_html_(self) -> str:
        """The sentence with the figure marked, and what was read, for notebooks."""
        period = " – ".join(str(day or "…") for day in (self.period_start, self.period_end)) if self.period_basis != "unknown" else ""
        place = " ".join(filter(None, (self.province, self.city, self.county)))
        value = "" if self.value is None else f"{self.value:f} {self.unit}"
        read = (value, self.bound, self.direction, self.basis, self.subject, place, period, self.innovation)
        return f"<p>{self._marked_sentence()}<br><small>{escape(' · '.join(filter(None, read)))}</small></p>"

    def _marked_sentence(self) -> str:
        """The sentence as HTML, with the figure marked; cleaning may have moved it, so the nearest place with its text is taken."""
        places = [at for at in range(len(self.sentence)) if self.sentence.startswith(self.text, at)]
        if not places:
            return escape(self.sentence)
        at = min(places, key=lambda place: abs(place - (self.start - self.sentence_start)))
        end = at + len(self.text)
        return f"{escape(self.sentence[:at])}<mark>{escape(self.text)}</mark>{escape(self.sentence[end:])}"


class Innovation(NamedTuple):
    """A named innovation in one article, at its first mention."""

    innovation_id: str
    doc_id: str
    source: str
    name: str
    innovation_type: str
    province: str
    city: str
    county: str
    region_code: str
    sentence: str
    sentence_start: int
    sentence_end: int
    start: int
    end: int
    mentions: int
    claims: int


@dataclass(frozen=True, slots=True)
class Extraction:
    """The result of extraction from one source text; claims and innovations in text order."""

    article: Article
    claims: tuple[Claim, ...]
    innovations: tuple[Innovation, ...]

    @property
    def unread(self) -> tuple[Table, ...]:
        """The tables that were found but not read, in text order."""
        return tuple(table for table in self.article.tables if not table.read)
