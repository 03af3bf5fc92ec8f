"""Rows of the tables as typed records, the column types derived from them, and the one conversion of tables to records.

In a record, missing text is ``""`` and every other missing value ``None``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import MISSING, dataclass, fields
from datetime import date
from functools import cache
from typing import Any, Protocol, TypeVar, get_type_hints

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

Record = TypeVar("Record")


# --- claims ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedClaim:
    """A claim with the columns that the table page shows, and those that claims are filtered, counted and sorted by.

    ``year`` is the year in which the period ends (without an end, starts). ``repeat`` is true where the statement was made before, in
    this article (``duplicate_of``) or another (``reprint_of``). A claim outside a claim table has none of these three.
    """

    claim_id: str
    doc_id: str
    publisher: str
    published_on: date | None
    sentence_start: int
    sentence_end: int
    start: int
    text: str
    kind: str
    value: float | None
    value_low: float | None
    value_high: float | None
    bound: str
    unit: str
    role: str
    direction: str
    basis: str
    subject: str
    metric: str
    period_start: date | None
    period_end: date | None
    period_basis: str
    province: str
    city: str
    county: str
    region_code: str
    region_basis: str
    innovation: str
    innovation_type: str
    rule: str
    notes: str
    duplicate_of: str
    reprint_of: str = ""
    year: int | None = None
    repeat: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeClaim(ListedClaim):
    """A claim with all its columns."""

    source: str
    title: str
    sentence: str
    end: int


# --- innovations and articles ------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class InnovationRow:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class InnovationMention(InnovationRow):
    """A named innovation in one article, with its ``figures`` (selected, without repeats) and the article's metadata."""

    title: str
    publisher: str
    published_on: date | None
    figures: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRow:
    """An article: its metadata and how it was read. ``doubt`` lists codes separated by spaces."""

    doc_id: str
    title: str
    publisher: str
    published_on: date | None
    source: str
    encoding: str
    doubt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedArticle(ArticleRow):
    """An article with the number of its ``figures`` (selected, without repeats)."""

    figures: int


# --- parts that several records share ----------------------------------------------------------


class Placed(Protocol):
    """A record with a place: official names, empty below the known level."""

    @property
    def province(self) -> str: ...
    @property
    def city(self) -> str: ...
    @property
    def county(self) -> str: ...


class Located(Protocol):
    """A record with two spans in the source text, its own and that of its sentence (code points, end exclusive)."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def sentence_start(self) -> int: ...
    @property
    def sentence_end(self) -> int: ...


# --- columns and conversion --------------------------------------------------------------------

_TYPES: dict[object, pa.DataType] = {
    str: pa.string(),
    int: pa.int64(),
    float: pa.float64(),
    bool: pa.bool_(),
    date: pa.date32(),
    Sequence[str]: pa.list_(pa.string()),
}


def columns_of(record: type[Any]) -> tuple[str, ...]:
    """The columns of a record, those that it inherits first."""
    return tuple(field.name for field in fields(record))


@cache
def schema_of(record: type[Any]) -> pa.Schema:
    """The columns of a record with their Arrow types. Text may be null; other columns only where ``None`` is allowed."""
    hints = get_type_hints(record)
    return pa.schema([_field(column, hints[column]) for column in columns_of(record)])


def _field(column: str, hint: Any) -> pa.Field:
    optional = type(None) in getattr(hint, "__args__", ())
    value = next(arg for arg in hint.__args__ if arg is not type(None)) if optional else hint
    return pa.field(column, _TYPES[value], nullable=optional or value is str)


def records(table: pa.Table | pd.DataFrame, record: type[Record]) -> list[Record]:
    """The rows of an Arrow table or a DataFrame as records. Further columns of the table are ignored.

    Null, ``None``, NaN, NaT and pandas' NA become ``None``, in text ``""``. A column that is not in the table has the record's default.
    Raises KeyError for a missing column without a default, ValueError for a missing value where the record allows none,
    ``pa.ArrowInvalid`` or ``pa.ArrowTypeError`` for a value of another type.
    """
    typed = _typed(table, record)
    columns = [_values(column) for column in typed.columns]
    return [record(**dict(zip(typed.column_names, row, strict=True))) for row in zip(*columns, strict=True)]


def _typed(table: pa.Table | pd.DataFrame, record: type[Any]) -> pa.Table:
    """The columns of ``record`` with its types, without those that the table lacks and that have a default."""
    present = table.columns if isinstance(table, pd.DataFrame) else table.column_names
    lacking = {field.name for field in fields(record) if field.default is not MISSING} - {*present}
    schema = pa.schema([field for field in schema_of(record) if field.name not in lacking])  # type: ignore[arg-type]  # classes are hashable
    if isinstance(table, pd.DataFrame):
        return pa.Table.from_pandas(table, schema, preserve_index=False)
    return table.select(schema.names).cast(schema)


def _values(column: pa.ChunkedArray) -> list[Any]:
    """The values of a column. Equal texts are one object: thousands of records repeat a few places, units and periods."""
    if not pa.types.is_string(column.type):
        return list(column.to_pylist())
    encoded = pc.fill_null(column, "").combine_chunks().dictionary_encode()
    texts = encoded.dictionary.to_pylist()
    return [texts[index] for index in encoded.indices.to_pylist()]
