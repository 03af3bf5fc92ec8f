"""The records that pass between the floors of the house: frozen, and nothing but data.

Coordinates are Unicode code points, 0-based, end exclusive. Fields named ``start``/``end`` on a
``Claim``, ``Innovation`` or ``Sentence`` always refer to ``SourceText.raw``; inside the extractors,
positions refer to the cleaned text and are converted once, in ``pipeline``.
Column names and codes follow the claim-table contract (see README, "The claim table").
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
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
# Why a column was left open, that it has a second reading, or that the figure was recognised on a picture, each of its characters with a
# confidence of 90 % and more, 70 % and more, or less: the codes of the column ``notes``.
RECOGNISED: Mapping[str, float] = MappingProxyType({"ocr_sure": 0.9, "ocr_fair": 0.7, "ocr_poor": 0.0})
NOTES: tuple[str, ...] = ("date_open", "place_shared", "subject_carried", "type_close", *RECOGNISED)
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


class Scan(NamedTuple):
    """A run of a source text that was recognised on a picture, and how sure the recognition is of each of its characters (0 to 1)."""

    start: int
    end: int
    sure: float


@dataclass(frozen=True, slots=True)
class SourceText:
    """One article as it was read, with what its user knows about it.

    ``source`` is the path (relative to the input folder) or the URL. Metadata given here
    overrides what the article states; empty or ``None`` means "see what the article says". ``fetched_on`` is the day it was fetched
    from its address: no figure hangs on it. ``scans`` says which of its characters were recognised on a picture.
    """

    raw: str
    source: str = ""
    title: str = ""
    publisher: str = ""
    published_on: date | None = None
    url: str = ""
    fetched_on: date | None = None
    scans: tuple[Scan, ...] = ()


class Sentence(NamedTuple):
    """A sentence: its cleaned text and where it stands in the source text."""

    text: str
    start: int
    end: int
    paragraph: int


class TableCell(NamedTuple):
    """A cell of a table: its cleaned text and where it stands in the source text; an empty one has no extent."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table of an article, whose span in the source text runs from its first cell to its last.

    ``heads`` is how many rows on top are heads, ``labels`` the columns that hold row heads. A table that was not ``read`` gave no
    claims, because heads and cells could not be brought together; its rows are shown as they stand.
    """

    start: int
    end: int
    rows: tuple[tuple[TableCell, ...], ...]
    heads: int
    labels: tuple[int, ...]
    read: bool


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its bounds, in plain units; ``None`` marks an open or unstated end.

    The bounds obey the contract: ``exact`` low = high = value; ``about`` both open; ``over`` low = value;
    ``under`` high = value; ``range`` value is the midpoint; ``vague`` has no value.
    """

    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    bound: Bound


@dataclass(frozen=True, slots=True)
class Period:
    """Calendar days, both included; ``None`` marks an end that is open or can't be known."""

    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A place by official names, empty below the level known; ``code`` is GB/T 2260."""

    province: str = ""
    city: str = ""
    county: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """What is known of one source text as a whole. ``published_on`` is never guessed."""

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
    """One figure, with everything the claim table says of it."""

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
    """All that was read out of one source text, in the order of the text."""

    article: Article
    claims: tuple[Claim, ...]
    innovations: tuple[Innovation, ...]

    @property
    def unread(self) -> tuple[Table, ...]:
        """The tables that were found and not read, in the order of the text."""
        return tuple(table for table in self.article.tables if not table.read)
