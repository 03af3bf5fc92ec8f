"""DuckDB, held so that many readers can ask at once: the only module that knows it.

One database a table, in a folder of its own that only this user can read and that goes with it. Memory and threads are
bounded; what does not fit goes to that folder.
"""

from __future__ import annotations

import errno
import os
import tempfile
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple
from weakref import finalize

import duckdb
import pyarrow as pa

_MEMORY = "400MB"
_THREADS = min(4, os.cpu_count() or 1)


class PartsChangedError(Exception):
    """A file is gone or damaged: a writer has replaced it, or the disk has. Open the table anew and ask again."""


class Query(NamedTuple):
    """SQL, or a piece of it, the values of its ``$parameters``, and what must live until it is answered."""

    sql: str
    values: Mapping[str, Any] = MappingProxyType({})
    needs: tuple[Kept, ...] = ()

    def then(self, form: str, **more: Any) -> Query:
        """``form`` with this piece where it says ``{}``."""
        return Query(form.replace("{}", self.sql), {**self.values, **more}, self.needs)

    def needing(self, *kept: Kept) -> Query:
        """This piece, which names these tables too."""
        return self._replace(needs=(*self.needs, *kept))


class Database:
    """Queries in, Arrow out. Parameters named ``paths`` are files; each call has a cursor of its own, so threads never meet."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="youju-", ignore_cleanup_errors=True)
        spilled = str(Path(self._folder.name, "spilled"))
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
        """The whole answer; tables ``given`` can be named in it."""
        with self._cursor(query, given) as cursor:
            return cursor.sql(query.sql, params=dict(query.values)).to_arrow_table()

    def stream(self, query: Query, rows: int) -> Iterator[pa.RecordBatch]:
        """The answer in batches of at most ``rows``, computed as they are taken."""
        with self._cursor(query, {}) as cursor:
            yield from cursor.sql(query.sql, params=dict(query.values)).to_arrow_reader(rows)

    def keep(self, query: Query, **given: pa.Table) -> Kept:
        """The answer as a table in memory, for as long as somebody holds what is returned."""
        return self._keep("", query, given)

    def keep_on_disk(self, query: Query) -> Kept:
        """The same in a file, compressed: memory holds the pieces in use."""
        file = str(Path(self._folder.name, "kept.duckdb")).replace("'", "''")
        self._run(Query(f"ATTACH IF NOT EXISTS '{file}' AS disk"), {})
        return self._keep("disk.", query, {})

    def _keep(self, where: str, query: Query, given: Mapping[str, pa.Table]) -> Kept:
        kept = Kept(f"{where}kept{next(self._numbers)}")
        self._run(query.then(f"CREATE TABLE {kept.name} AS {{}}"), given)
        finalize(kept, self._unused.append, kept.name)
        return kept

    def _run(self, query: Query, given: Mapping[str, pa.Table]) -> None:
        with self._cursor(query, given) as cursor:
            cursor.execute(query.sql, dict(query.values))

    @contextmanager
    def _cursor(self, query: Query, given: Mapping[str, pa.Table]) -> Iterator[duckdb.DuckDBPyConnection]:
        with self._connection.cursor() as cursor:
            self._drop_unused(cursor)
            for name, table in given.items():
                cursor.register(name, table)
            try:
                yield cursor
            except duckdb.Error as error:
                if "No space left" in str(error):
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from error
                if "paths" not in query.values or isinstance(error, duckdb.OutOfMemoryException):
                    raise
                raise PartsChangedError(str(error)) from error

    def _drop_unused(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Here and not in the finalizer, which may run in the midst of anything."""
        with suppress(IndexError):
            while True:
                cursor.execute(f"DROP TABLE {self._unused.popleft()}")


class Kept:
    """A table of a database by its name."""

    def __init__(self, name: str) -> None:
        self.name = name
