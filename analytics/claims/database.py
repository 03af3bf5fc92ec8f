"""DuckDB behind a small interface for concurrent readers; the only module that imports it.

A ``Database`` has a temporary folder of its own, which only this user can read and which is deleted with it. Memory and threads
are bounded; DuckDB spills to that folder what does not fit.
"""

from __future__ import annotations

import errno
import os
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import count
from types import MappingProxyType
from typing import Any, NamedTuple
from weakref import finalize

import duckdb
import pyarrow as pa

from analytics.temporary import TemporaryFolder

# Errors that say nothing about the files read: an invalid query, or too little memory.
_NOT_OF_FILES = (duckdb.ParserException, duckdb.BinderException, duckdb.CatalogException, duckdb.OutOfMemoryException)
_MEMORY = "400MB"
_THREADS = min(4, os.cpu_count() or 1)


class PartsChangedError(Exception):
    """A file is missing or damaged: a writer replaced it, or the disk failed. Open the table again and retry."""


class Query(NamedTuple):
    """A SQL statement or fragment, the values of its ``$parameters``, and the tables in ``needs`` that must live until it has run."""

    sql: str
    values: Mapping[str, Any] = MappingProxyType({})
    needs: tuple[TemporaryTable, ...] = ()

    def wrap(self, form: str, **more: Any) -> Query:
        """``form`` with this fragment in place of each ``{}``, and with the further parameters ``more``."""
        return Query(form.replace("{}", self.sql), {**self.values, **more}, self.needs)

    def requiring(self, *tables: TemporaryTable) -> Query:
        """This query with further tables that must live until it has run."""
        return self._replace(needs=(*self.needs, *tables))


class Database:
    """Runs queries and returns Arrow tables. Thread-safe: each call uses a cursor of its own.

    A parameter named ``paths`` lists files to read. A query with that parameter raises ``PartsChangedError`` where DuckDB fails
    for a reason other than memory or an invalid query. Every method raises OSError (``ENOSPC``) where the disk is full.
    """

    def __init__(self) -> None:
        self._folder = TemporaryFolder()
        spilled = str(self._folder.path / "spilled")
        limits: dict[str, str | int | float | list[str]] = {
            "memory_limit": _MEMORY,
            "threads": _THREADS,
            "temp_directory": spilled,
            "autoinstall_known_extensions": False,
        }
        self._connection = duckdb.connect(config={**limits, "python_enable_replacements": False})
        self._connection.execute("SET GLOBAL parquet_metadata_cache = true")
        self._numbers, self._unused = count(1), deque[str]()

    def ask(self, query: Query, **given: pa.Table) -> pa.Table:
        """Run a query and return all rows. It can name the tables in ``given``."""
        with self._cursor(query, given) as cursor:
            return cursor.sql(query.sql, params=dict(query.values)).to_arrow_table()

    def stream(self, query: Query, rows: int) -> Iterator[pa.RecordBatch]:
        """Run a query and yield batches of at most ``rows`` rows, computed on demand."""
        with self._cursor(query, {}) as cursor:
            yield from cursor.sql(query.sql, params=dict(query.values)).to_arrow_reader(rows)

    def store(self, query: Query, **given: pa.Table) -> TemporaryTable:
        """Store the result as a table in memory. The table is dropped after the returned handle is garbage-collected."""
        return self._keep("", query, given)

    def store_on_disk(self, query: Query) -> TemporaryTable:
        """Like ``store``, but in a compressed file: memory holds only the blocks in use."""
        file = str(self._folder.path / "kept.duckdb").replace("'", "''")
        self._run(Query(f"ATTACH IF NOT EXISTS '{file}' AS disk"), {})
        return self._keep("disk.", query, {})

    def _keep(self, where: str, query: Query, given: Mapping[str, pa.Table]) -> TemporaryTable:
        kept = TemporaryTable(f"{where}kept{next(self._numbers)}")
        self._run(query.wrap(f"CREATE TABLE {kept.name} AS {{}}"), given)
        finalize(kept, self._unused.append, kept.name)
        return kept

    def _run(self, query: Query, given: Mapping[str, pa.Table]) -> None:
        with self._cursor(query, given) as cursor:
            cursor.execute(query.sql, dict(query.values))

    @contextmanager
    def _cursor(self, query: Query, given: Mapping[str, pa.Table]) -> Iterator[duckdb.DuckDBPyConnection]:
        """A new cursor with ``given`` registered; DuckDB's errors are translated."""
        with self._connection.cursor() as cursor:
            self._drop_unused(cursor)
            for name, table in given.items():
                cursor.register(name, table)
            try:
                yield cursor
            except duckdb.Error as error:
                if "No space left" in str(error):
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from error
                if "paths" not in query.values or isinstance(error, _NOT_OF_FILES):
                    raise
                raise PartsChangedError(str(error)) from error

    def _drop_unused(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Drop tables whose handle is gone. The finalizer cannot do it: it may run in the middle of another query."""
        with suppress(IndexError):
            while True:
                cursor.execute(f"DROP TABLE {self._unused.popleft()}")


class TemporaryTable:
    """Handle of a temporary table. The table lives as long as its handle."""

    def __init__(self, name: str) -> None:
        self.name = name
