"""What people say over what was read: metadata of articles and corrections of claims, in a log that only grows.

Kept in a SQLite file of its own (WAL), which no ingest rewrites: a run may replace every part and people's words still stand.
"""

from __future__ import annotations

import json
import math
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import get_args

import pyarrow as pa

from analytics.columns import CLAIM_SCHEMA
from analytics.provinces import BY_NAME
from analytics.workspace.manifest import connected
from extractors.model import INNOVATION_TYPES, KINDS, Basis, Bound, Direction, PeriodBasis, RegionBasis, Role, SourceText

METADATA = ("title", "publisher", "published_on", "url")
_PLACE_IN_TEXT = (
    "claim_id",
    "doc_id",
    "source",
    "sentence",
    "sentence_start",
    "sentence_end",
    "start",
    "end",
    "text",
    "duplicate_of",
    "rule",
)
# What identifies a claim or where it stands is not a matter of opinion.
CORRECTABLE = tuple(name for name in CLAIM_SCHEMA.names if name not in {*_PLACE_IN_TEXT, *METADATA})
_CODES: Mapping[str, tuple[str, ...]] = {
    "kind": KINDS,
    "innovation_type": INNOVATION_TYPES,
    "bound": (*get_args(Bound), ""),
    "role": get_args(Role),
    "direction": get_args(Direction),
    "basis": get_args(Basis),
    "period_basis": get_args(PeriodBasis),
    "region_basis": get_args(RegionBasis),
    "province": (*BY_NAME, ""),
}
_REJECTED, _REMOVED = "rejected", "removed"
_OF_ARTICLES = {*METADATA, _REMOVED}
_SCHEMA = """
CREATE TABLE IF NOT EXISTS given (doc_id TEXT PRIMARY KEY, metadata TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS log (number INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, who TEXT NOT NULL, about TEXT NOT NULL,
    "column" TEXT NOT NULL, value TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS log_about ON log (about);
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log: who said when that a column of an article or a claim (``about`` is its id) has this value.

    The column ``rejected`` with the value ``1`` or ``0`` takes a claim out of the table, or back in; ``removed`` does so with an article.
    """

    at: str
    who: str
    about: str
    column: str
    value: str


class UnfitError(ValueError):
    """A value that its column cannot hold; carries both."""

    def __init__(self, column: str, value: str) -> None:
        super().__init__(f"{column}={value}")
        self.column, self.value = column, value


class People:
    """The log and the metadata tables that people gave."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with closing(self._connect()) as db:
            db.executescript(_SCHEMA)

    def _connect(self) -> sqlite3.Connection:
        return connected(self._path)

    # --- metadata ------------------------------------------------------------------------------

    def give(self, rows: Mapping[str, str]) -> None:
        """Remember what tables of metadata say of articles, packed, by doc_id; a later table goes before an earlier one."""
        with closing(self._connect()) as db, db:
            db.execute("BEGIN IMMEDIATE")
            db.executemany("INSERT OR REPLACE INTO given VALUES (?, ?)", rows.items())

    def metadata(self, table: Mapping[str, SourceText] | None = None) -> Metadata:
        """All that was said of articles, as it stands now; ``table`` is what this run's table says, by source."""
        with closing(self._connect()) as db:
            given = dict(db.execute("SELECT doc_id, metadata FROM given"))
        by_hand: dict[str, dict[str, str]] = {}
        for entry in self.log():
            if entry.column in METADATA:
                by_hand.setdefault(entry.about, {})[entry.column] = entry.value
        return Metadata({source: packed(row) for source, row in (table or {}).items()}, given, by_hand)

    # --- the log -------------------------------------------------------------------------------

    def say(self, who: str, about: str, values: Mapping[str, str]) -> None:
        """Add to the log. Raises UnfitError, and adds nothing, where a column does not exist or can't hold its value:
        an article (``about`` is a doc_id) has metadata and may be removed, a claim has all else."""
        for column, value in values.items():
            if (column in _OF_ARTICLES) == ("-" in about):
                raise UnfitError(column, value)
            _fit(column, value)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with closing(self._connect()) as db, db:
            db.execute("BEGIN IMMEDIATE")
            rows = ((now, who, about, column, value) for column, value in values.items())
            db.executemany('INSERT INTO log (at, who, about, "column", value) VALUES (?, ?, ?, ?, ?)', rows)

    def log(self) -> Iterator[Entry]:
        """The log from its beginning."""
        with closing(self._connect()) as db:
            for row in db.execute('SELECT at, who, about, "column", value FROM log ORDER BY number'):
                yield Entry(*row)

    def last(self) -> int:
        """The number of the log's last line."""
        with closing(self._connect()) as db:
            last: int | None = db.execute("SELECT max(number) FROM log").fetchone()[0]
            return last or 0

    def corrections(self) -> dict[str, dict[str, str]]:
        """The last word on each column of each claim somebody corrected, by claim_id."""
        said: dict[str, dict[str, str]] = {}
        for entry in self.log():
            if entry.column not in _OF_ARTICLES:
                said.setdefault(entry.about, {})[entry.column] = entry.value
        return said

    def removed(self) -> dict[str, Entry]:
        """The articles that people removed, by doc_id, each with the entry that says so."""
        said = {entry.about: entry for entry in self.log() if entry.column == _REMOVED}
        return {doc_id: entry for doc_id, entry in said.items() if entry.value == "1"}


@dataclass(frozen=True, slots=True)
class Metadata:
    """What people say of articles: a table of this run by source (relative path or file name), tables of earlier runs by doc_id,
    and by hand by doc_id.

    The hand goes before the table; a value emptied by hand is the table's, or the article's own, again.
    """

    table: Mapping[str, str]
    given: Mapping[str, str]
    by_hand: Mapping[str, Mapping[str, str]]

    def about(self, articles: Iterable[tuple[str, str]]) -> Metadata:
        """What may concern articles of these sources and doc_ids (empty where not known yet): little enough to be sent along."""
        known = list(articles)
        names = {name for source, _ in known for name in (source, source.rpartition("/")[2])} & self.table.keys()
        ids = {doc_id for _, doc_id in known} & self.given.keys()
        return Metadata({name: self.table[name] for name in names}, {doc_id: self.given[doc_id] for doc_id in ids}, self.by_hand)

    def said(self, source: str) -> str:
        """What this run's table says of a source, packed; empty where it says nothing."""
        return self.table.get(source) or self.table.get(source.rpartition("/")[2]) or ""

    def of(self, source: str, doc_id: str) -> str:
        """What is said of one article, packed; empty where nothing is."""
        table = self.said(source) or self.given.get(doc_id, "")
        both = {**(json.loads(table) if table else {}), **{name: value for name, value in self.by_hand.get(doc_id, {}).items() if value}}
        return json.dumps(both, ensure_ascii=False, sort_keys=True) if both else ""


def laid_over(text: SourceText, given: str) -> SourceText:
    """An article as read with what ``Metadata.of`` says of it."""
    if not given:
        return text
    said = json.loads(given)
    changes = {name: value for name, value in said.items() if name != "published_on"}
    published = date.fromisoformat(said["published_on"]) if said.get("published_on") else text.published_on
    return replace(text, **changes, published_on=published)


def corrected(rows: pa.Table, corrections: Mapping[str, Mapping[str, str]]) -> pa.Table:
    """The claims of ``rows`` that somebody corrected, as corrected; rejected ones are left out."""
    changed = []
    for row in rows.to_pylist():
        said = corrections.get(row["claim_id"], {})
        if said.get(_REJECTED) != "1":
            changed.append(row | {column: _fit(column, value) for column, value in said.items() if column != _REJECTED})
    return pa.Table.from_pylist(changed, CLAIM_SCHEMA)


def packed(row: SourceText) -> str:
    """A row of a metadata table as text; empty where it says nothing."""
    values = {
        "title": row.title,
        "publisher": row.publisher,
        "url": row.url,
        "published_on": row.published_on.isoformat() if row.published_on else "",
    }
    said = {name: value for name, value in values.items() if value}
    return json.dumps(said, ensure_ascii=False, sort_keys=True) if said else ""


def _finite(value: str) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(value)
    return number


def _fit(column: str, value: str) -> object:
    """``value`` in its column's type; empty is missing for numbers and dates. Raises UnfitError."""
    try:
        value.encode()  # half a surrogate pair, as a terminal may hand on, is no text
        if column in (_REJECTED, _REMOVED):
            return {"1": True, "0": False}[value]
        if column == "published_on":
            return date.fromisoformat(value) if value else None
        if column in METADATA:
            return value
        if column not in CORRECTABLE:
            raise KeyError(column)
        type_ = CLAIM_SCHEMA.field(column).type
        if pa.types.is_date(type_):
            return date.fromisoformat(value) if value else None
        if pa.types.is_floating(type_):
            return _finite(value) if value else None
        if column in _CODES and value not in _CODES[column]:
            raise ValueError(value)
        return value
    except (KeyError, ValueError) as error:
        raise UnfitError(column, value) from error
