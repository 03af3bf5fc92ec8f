"""Columns and types of the claim and innovation tables, and their conversion from the extractors' records to Arrow and pandas.

Columns and codes are described in docs/claims.md. This is the only place where ``Decimal`` becomes float.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import pandas as pd
import pyarrow as pa

from analytics.claims.rows import InnovationRow, WholeClaim, schema_of
from extractors.model import Claim, Innovation

CLAIM_COLUMNS: tuple[str, ...] = Claim._fields
INNOVATION_COLUMNS: tuple[str, ...] = Innovation._fields

CLAIM_SCHEMA = pa.schema([(column, schema_of(WholeClaim).field(column).type) for column in CLAIM_COLUMNS])
INNOVATION_SCHEMA = pa.schema([(column, schema_of(InnovationRow).field(column).type) for column in INNOVATION_COLUMNS])


def claims_table(claims: Iterable[Claim]) -> pa.Table:
    """One row per claim, columns and types as ``CLAIM_SCHEMA``; missing values are null, empty text stays empty."""
    return _table(claims, CLAIM_SCHEMA)


def innovations_table(innovations: Iterable[Innovation]) -> pa.Table:
    """One row per article and named innovation, columns and types as ``INNOVATION_SCHEMA``."""
    return _table(innovations, INNOVATION_SCHEMA)


def claims_frame(claims: Iterable[Claim]) -> pd.DataFrame:
    """``claims_table`` for pandas: text as ``string``, dates as ``datetime64[s]``; empty input gives an empty, typed frame."""
    return to_frame(claims_table(claims))


def innovations_frame(innovations: Iterable[Innovation]) -> pd.DataFrame:
    """``innovations_table`` for pandas."""
    return to_frame(innovations_table(innovations))


def conformed(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """A table with the columns of ``schema``. A column that it lacks, since it was written earlier, is empty: empty text, else missing."""
    columns = [table[field.name] if field.name in table.column_names else _empty(field, table.num_rows) for field in schema]
    return pa.table(columns, schema=schema)


def _empty(field: pa.Field, rows: int) -> pa.Array:
    return pa.array([""] * rows, field.type) if pa.types.is_string(field.type) else pa.nulls(rows, field.type)


def to_frame(table: pa.Table) -> pd.DataFrame:
    """An Arrow table as a DataFrame, in the types of ``claims_frame``."""
    in_seconds = [pa.field(field.name, pa.timestamp("s")) if pa.types.is_date(field.type) else field for field in table.schema]
    frame: pd.DataFrame = table.cast(pa.schema(in_seconds)).to_pandas(types_mapper={pa.string(): pd.StringDtype()}.get)
    return frame


def fingerprint(table: pa.Table) -> str:
    """A key that is equal for tables with equal columns and rows."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table.combine_chunks())
    return hashlib.blake2b(sink.getvalue(), digest_size=16).hexdigest()


def _table(rows: Iterable[Claim | Innovation], schema: pa.Schema) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    arrays = [_array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    return pa.table(arrays, schema=schema)


def _array(column: tuple[object, ...], type_: pa.DataType) -> pa.Array:
    if pa.types.is_floating(type_):
        column = tuple(None if number is None else float(number) for number in column)  # type: ignore[arg-type]
    return pa.array(column, type_)
