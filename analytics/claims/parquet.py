"""Rows of Parquet parts, some of which may have been written before a column existed."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from analytics.claims.database import Query

_SQL_TYPES = {pa.string(): "VARCHAR", pa.float64(): "DOUBLE", pa.int64(): "BIGINT", pa.date32(): "DATE"}


def rows_by(schema: pa.Schema, paths: Sequence[str], further: str = "") -> Query:
    """Rows of the files by ``schema``. A column that a file lacks is empty: empty text, else missing.

    ``further`` is an additional column in SQL, which may use ``file_index`` and ``file_row_number``.
    """
    nothing = ", ".join(f'NULL::{_SQL_TYPES[field.type]} AS "{field.name}"' for field in schema)
    # ``by name`` gives a column that no file has the type and the NULLs of the first, empty table.
    rows = f"""
        SELECT {nothing} WHERE false UNION ALL BY NAME
        SELECT *{further and f", {further}"} FROM read_parquet($paths, union_by_name = true, file_row_number = true)"""
    columns = ", ".join(_filled(field) for field in schema)
    return Query(f"SELECT {columns}{further and ', ' + further.rpartition(' AS ')[2]} FROM ({rows})", {"paths": list(paths)})


def _filled(field: pa.Field) -> str:
    return f"""coalesce("{field.name}", '') AS "{field.name}\"""" if pa.types.is_string(field.type) else f'"{field.name}"'
