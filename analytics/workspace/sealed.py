"""Rows with a checksum. SQLite keeps none for values, so it would not notice a flipped bit in a cell."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from zlib import crc32

Cells = tuple[Any, ...]


def seal(*cells: object) -> int:
    """CRC-32 of a row's cells as text."""
    return crc32("\0".join(map(str, cells)).encode("utf-8", "surrogatepass"))


class SealedTable:
    """A table with these columns, of which the first ``keys`` are its primary key, and a last one, ``seal``."""

    def __init__(self, db: sqlite3.Connection, name: str, columns: Sequence[str], keys: int = 1) -> None:
        self._db, self.name, self._columns, self._keys = db, name, columns, columns[:keys]
        self._listed = ", ".join(f'"{column}"' for column in columns)

    def rows(self, where: str = "1", *values: object) -> Iterator[tuple[Cells, bool]]:
        """Rows that meet a condition, each with whether its seal is right. ``where`` may end with ORDER BY."""
        for *cells, sealed in self._db.execute(f"SELECT {self._listed}, seal FROM {self.name} WHERE {where}", values):
            yield tuple(cells), sealed == seal(*cells)

    def damaged(self) -> int:
        """Number of rows whose seal is wrong.

        Most rows are compared as SQLite joins their cells, which is several times as fast; those that differ are looked at again.
        """
        joined = " || char(0) || ".join(f'"{column}"' for column in self._columns)
        quick = self._db.execute(f"SELECT CAST({joined} AS BLOB), seal FROM {self.name}")
        if all(content is not None and crc32(content) == sealed for content, sealed in quick):
            return 0
        return sum(not sound for _, sound in self.rows())

    def put(self, rows: Iterable[Cells]) -> None:
        """Insert rows, replacing those with the same key."""
        marks = ", ".join("?" * (len(self._columns) + 1))
        sealed = ((*cells, seal(*cells)) for cells in rows)
        self._db.executemany(f"INSERT OR REPLACE INTO {self.name} ({self._listed}, seal) VALUES ({marks})", sealed)

    def delete(self, where: str, *values: object) -> None:
        """Delete the rows that meet a condition."""
        self._db.execute(f"DELETE FROM {self.name} WHERE {where}", values)

    def delete_damaged(self) -> int:
        """Delete the rows whose seal is wrong; returns their number."""
        wrong = [cells[: len(self._keys)] for cells, sound in self.rows() if not sound]
        where = " AND ".join(f'CAST("{key}" AS BLOB) IS ?' for key in self._keys)  # a damaged text cannot be passed as text
        self._db.executemany(f"DELETE FROM {self.name} WHERE {where}", [tuple(map(_as_blob, keys)) for keys in wrong])
        return len(wrong)

    def add_seals(self) -> None:
        """Add the column ``seal`` and seal every row, unless it is there: for a file of an earlier version."""
        if "seal" in columns_of(self._db, self.name):
            return
        self._db.execute(f"ALTER TABLE {self.name} ADD COLUMN seal INTEGER")
        self.put([cells for cells, _ in self.rows()])


def columns_of(db: sqlite3.Connection, table: str) -> set[str]:
    """Names of the columns of a table; none if there is no such table."""
    return {name for _, name, *_ in db.execute(f"PRAGMA table_info({table})")}


def _as_blob(cell: object) -> bytes | None:
    if cell is None or isinstance(cell, bytes):
        return cell
    return str(cell).encode("utf-8", "surrogateescape")
