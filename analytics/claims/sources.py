"""Storage behind a claim table: Parquet parts or memory, each read in full or without the claims that corrections replace."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from threading import Lock
from typing import Protocol

import pyarrow as pa
import pyarrow.compute as pc

from analytics.claims.database import Database, Query, TemporaryTable
from analytics.claims.marks import MARK_COLUMNS
from analytics.claims.parquet import rows_by
from analytics.claims.provinces import PROVINCE_SQL
from analytics.claims.rows import ListedClaim, columns_of
from analytics.claims.schema import CLAIM_COLUMNS, CLAIM_SCHEMA

LISTED = columns_of(ListedClaim)
_REPRINTS_SCHEMA = pa.schema([("claim_id", pa.string()), ("reprint_of", pa.string())])
_STORED = (*CLAIM_COLUMNS, "reprint_of")
EXPORTED = (*_STORED, *MARK_COLUMNS)
EXPORT_SCHEMA = pa.schema([*CLAIM_SCHEMA, *((column, pa.string()) for column in ("reprint_of", *MARK_COLUMNS))])
COLUMNS = (*_STORED, "year", "repeat")
ROW_BITS = 32  # a row's ``spot`` is the number of its part, then, in this many bits, its row in that part
_DERIVED = "year(coalesce(period_end, period_start))::SMALLINT AS year, duplicate_of <> '' OR reprint_of <> '' AS repeat"


class Listing:
    """The columns ``LISTED`` and ``spot`` of some sources, copied on first use: an export does not need them."""

    def __init__(self, keep: Callable[[Query], TemporaryTable], sources: Sequence[Source]) -> None:
        self._keep, self._sources, self._lock = keep, sources, Lock()
        self._kept: TemporaryTable | None = None

    def rows(self) -> Query:
        """All rows, numbered by ``row``."""
        with self._lock:
            if self._kept is None:
                all_rows = union(source.whole for source in self._sources)
                self._kept = self._keep(
                    all_rows.wrap(f"SELECT spot, {quoted(LISTED)} FROM (SELECT * REPLACE ({PROVINCE_SQL} AS province) FROM ({{}}))")
                )
            return Query(f"SELECT rowid AS row, * FROM {self._kept.name}", needs=(self._kept,))


class FilteredListing:
    """A listing without some claims. Their rows are looked up once, so that later queries cost hardly more."""

    def __init__(self, listing: Listing | FilteredListing, database: Database, hidden: TemporaryTable) -> None:
        self._listing, self._database, self._hidden, self._lock = listing, database, hidden, Lock()
        self._gone: TemporaryTable | None = None

    def rows(self) -> Query:
        """The remaining rows, numbered as before."""
        rows = self._listing.rows()
        with self._lock:
            if self._gone is None:
                self._gone = self._database.store(rows.wrap(f"SELECT row FROM ({{}}) SEMI JOIN {self._hidden.name} USING (claim_id)"))
            return rows.wrap(f"SELECT * FROM ({{}}) WHERE row NOT IN (SELECT row FROM {self._gone.name})").requiring(self._gone)


class Source(Protocol):
    """A source of claims: queries with the columns ``CLAIM_COLUMNS``, ``reprint_of``, ``year``, ``repeat`` and ``spot``."""

    @property
    def whole(self) -> Query:
        """All claims in one query."""

    @property
    def parts(self) -> Sequence[Query]:
        """All claims, in pieces small enough to sort."""

    @property
    def texts(self) -> Query:
        """Text columns and ``spot`` for word search; may contain claims that no longer count."""


class MemorySource:
    """Claims in memory, as part ``number``. ``reprints`` has the columns ``claim_id`` and ``reprint_of``."""

    def __init__(self, database: Database, claims: pa.Table, number: int, reprints: pa.Table | None = None) -> None:
        query = f"""
            SELECT *, {_DERIVED} FROM (
                SELECT ($number::BIGINT << {ROW_BITS}) + row_number() OVER () AS spot, given.*, coalesce(reprint_of, '') AS reprint_of
                FROM given LEFT JOIN reprints USING (claim_id)
            )"""
        self._kept = database.store(Query(query, {"number": number}), given=_filled(claims), reprints=_each_once(reprints))
        self.whole = self.texts = Query(f"SELECT {quoted(COLUMNS)}, spot FROM {self._kept.name}")
        self.parts = [self.whole]


class ParquetSource:
    """Claims in Parquet files, as parts numbered from 0. ``reprints`` has the columns ``claim_id`` and ``reprint_of``."""

    def __init__(self, database: Database, paths: Sequence[Path], reprints: pa.Table | None) -> None:
        self._reprints = database.store(Query("SELECT * FROM given"), given=_each_once(reprints))
        files = [str(path) for path in paths]
        self.texts = _rows_in(files, 0)
        self.whole = self._counted(self.texts)
        self.parts = [self._counted(_rows_in([file], number)) for number, file in enumerate(files)]

    def _counted(self, rows: Query) -> Query:
        return rows.wrap(f"""
            SELECT {quoted(COLUMNS)}, spot FROM (
                SELECT *, {_DERIVED} FROM (
                    SELECT claims.*, coalesce(reprint_of, '') AS reprint_of FROM ({{}}) AS claims LEFT JOIN {self._reprints.name} USING (claim_id)
                )
            )""")


class FilteredSource:
    """A source without the claims in ``hidden``."""

    def __init__(self, source: Source, hidden: TemporaryTable) -> None:
        self._source, self._hidden = source, hidden
        self.texts = source.texts
        self.whole = self._left(source.whole)
        self.parts = [self._left(part) for part in source.parts]

    def _left(self, rows: Query) -> Query:
        return rows.wrap(f"SELECT * FROM ({{}}) ANTI JOIN {self._hidden.name} USING (claim_id)")


def _rows_in(files: list[str], first: int) -> Query:
    spot = f"((($first + file_index)::BIGINT << {ROW_BITS}) + file_row_number)::BIGINT AS spot"
    return rows_by(CLAIM_SCHEMA, files, spot).wrap("{}", first=first)


def union(queries: Iterable[Query]) -> Query:
    """The rows of all queries, with their parameters and tables."""
    each = list(queries)
    values = {name: value for query in each for name, value in query.values.items()}
    return Query(" UNION ALL ".join(query.sql for query in each), values, tuple(need for query in each for need in query.needs))


def quoted(columns: Iterable[str]) -> str:
    """Column names, quoted, as a list for SQL."""
    return ", ".join(f'"{column}"' for column in columns)


def _filled(claims: pa.Table) -> pa.Table:
    """Claims by ``CLAIM_SCHEMA``; missing text, as a frame has it, becomes empty text."""
    columns = [pc.fill_null(column, "") if pa.types.is_string(column.type) else column for column in claims.cast(CLAIM_SCHEMA).columns]
    return pa.table(columns, schema=CLAIM_SCHEMA)


def _each_once(reprints: pa.Table | None) -> pa.Table:
    """One row per claim: a reprint of two claims keeps the smaller id, so that a join does not duplicate it."""
    if reprints is None:
        return _REPRINTS_SCHEMA.empty_table()
    return (
        reprints.group_by("claim_id").aggregate([("reprint_of", "min")]).rename_columns(["claim_id", "reprint_of"]).cast(_REPRINTS_SCHEMA)
    )
