"""Claims, innovations and articles as one SQLite database, with keys and indexes, for Datasette and other tools."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any

import pyarrow as pa
import pyarrow.compute as pc

from analytics.claims.marks import SEPARATOR
from analytics.claims.schema import INNOVATION_SCHEMA
from analytics.claims.selection import Selection
from analytics.claims.sources import EXPORT_SCHEMA
from analytics.export.metadata import Provenance, counted
from analytics.ingest.dataset import ARTICLES_SCHEMA, Dataset
from analytics.temporary import TemporaryFolder

_ARTICLE = MappingProxyType({"doc_id": "articles"})
_MARKS_SCHEMA = pa.schema([(name, pa.string()) for name in ("about", "doc_id", "tags", "remark")])
_OF_CLAIMS = ("doc_id", "kind", "metric", "province", "city", "innovation_type", "innovation", "published_on", "period_end", "reprint_of")
_OF_INNOVATIONS = ("doc_id", "name", "province")


@dataclass(frozen=True, slots=True)
class _Table:
    """A table to write: its primary ``key``, the tables that columns refer to, and the columns to be indexed."""

    name: str
    schema: pa.Schema
    key: str
    rows: Iterable[pa.RecordBatch]
    references: Mapping[str, str] = field(default_factory=dict)
    indexed: Sequence[str] = ()


def write_sqlite(file: IO[bytes], dataset: Dataset, selection: Selection, facts: dict[str, Any]) -> None:
    """Write the selected claims and innovations with their articles as a database; ``facts`` gets the number of claims.

    Tables ``claims``, ``innovations``, ``articles`` (without their texts), ``marks`` (tags and remarks of the claims and articles, by id) and
    ``provenance``. Days are ISO 8601 text. Memory is bounded. Raises OSError.
    """
    claims = counted(dataset.table.stream(selection, EXPORT_SCHEMA.names), facts)
    articles = _articles(dataset, selection)
    tables = (
        _Table("articles", ARTICLES_SCHEMA, "doc_id", articles.to_batches(), indexed=("publisher", "published_on")),
        _Table("marks", _MARKS_SCHEMA, "about", _marks(dataset, articles).to_batches(), _ARTICLE),
        _Table("claims", EXPORT_SCHEMA, "claim_id", claims, _ARTICLE, _OF_CLAIMS),
        _Table("innovations", INNOVATION_SCHEMA, "innovation_id", dataset.innovations.stream(selection), _ARTICLE, _OF_INNOVATIONS),
    )
    with TemporaryFolder() as folder:  # SQLite writes to a path, not to an open file
        made = folder.path / "claims.sqlite"
        _make(made, tables, facts)
        with made.open("rb") as whole:
            shutil.copyfileobj(whole, file)


def _articles(dataset: Dataset, selection: Selection) -> pa.Table:
    """All articles, or if anything is filtered, those that a selected claim or innovation refers to."""
    if not selection.narrows:
        return dataset.articles
    innovations = pa.Table.from_batches(dataset.innovations.stream(selection), INNOVATION_SCHEMA)
    wanted = pa.chunked_array([dataset.table.doc_ids(selection), *innovations["doc_id"].chunks], pa.string())
    return dataset.articles.filter(pc.is_in(dataset.articles["doc_id"], wanted))


def _marks(dataset: Dataset, articles: pa.Table) -> pa.Table:
    """Tags and remarks on these articles, and on claims in them."""
    marks, known = dataset.table.marks, set(articles["doc_id"].to_pylist())
    rows = [
        {
            "about": about,
            "doc_id": about.partition("-")[0],
            "tags": SEPARATOR.join(marks.tags.get(about, ())),
            "remark": marks.remarks.get(about, ""),
        }
        for about in sorted({*marks.tags, *marks.remarks})
    ]
    return pa.Table.from_pylist([row for row in rows if row["doc_id"] in known], _MARKS_SCHEMA)


def _make(path: Path, tables: Iterable[_Table], facts: Provenance) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode = OFF")  # nobody reads the file before it is complete
        db.execute("PRAGMA synchronous = OFF")
        for table in tables:
            db.execute(_create(table))
            holes = ", ".join("?" * len(table.schema))
            for batch in table.rows:
                db.executemany(f'INSERT INTO "{table.name}" VALUES ({holes})', _cells(batch))
            for column in table.indexed:
                db.execute(f'CREATE INDEX "{table.name}_{column}" ON "{table.name}" ("{column}")')
        db.execute("CREATE TABLE provenance (name TEXT PRIMARY KEY, value TEXT NOT NULL)")
        told = ((name, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)) for name, value in facts.items())
        db.executemany("INSERT INTO provenance VALUES (?, ?)", told)
        db.commit()


def _create(table: _Table) -> str:
    columns = [f'"{column.name}" {_type(column.type)}{" PRIMARY KEY" * (column.name == table.key)}' for column in table.schema]
    references = [f'FOREIGN KEY ("{column}") REFERENCES "{other}" ("{column}")' for column, other in table.references.items()]
    return f'CREATE TABLE "{table.name}" ({", ".join([*columns, *references])})'


def _type(kind: pa.DataType) -> str:
    if pa.types.is_integer(kind) or pa.types.is_boolean(kind):
        return "INTEGER"
    return "REAL" if pa.types.is_floating(kind) else "TEXT"


def _cells(batch: pa.RecordBatch) -> Iterator[tuple[Any, ...]]:
    columns = (column.cast(pa.string()) if pa.types.is_date(column.type) else column for column in batch.columns)
    return zip(*(column.to_pylist() for column in columns), strict=True)
