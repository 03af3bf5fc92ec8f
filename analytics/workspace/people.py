"""What people say over what was read: metadata of articles and corrections of claims, in a log that only grows.

Kept in a SQLite file of its own (WAL), which no ingest rewrites: a run may replace every part and people's words still stand.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

from analytics.workspace.corrections import ACCEPTED, METADATA, OF_ARTICLES, REMOVED, UnfitError, fit
from analytics.workspace.manifest import connected
from extractors.model import SourceText

__all__ = ["METADATA", "Entry", "Metadata", "People", "UnfitError", "laid_over", "packed", "standing"]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS given (doc_id TEXT PRIMARY KEY, metadata TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS log (number INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, who TEXT NOT NULL, about TEXT NOT NULL,
    "column" TEXT NOT NULL, value TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS log_about ON log (about);
"""
# Columns that a log of an earlier version lacks; there every line was an act of its own, and none was taken back.
_LATER = ("act", "undoes")
_LOG = """SELECT at, who, about, "column", value, iif(act = '', 'line ' || number, act), undoes FROM log"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log: who said when that a column of an article or a claim (``about`` is its id) has this value.

    See ``corrections`` for what is said of a claim beside its columns, and of an article beside its metadata. What was said at once is one ``act``;
    an act that takes another back names it in ``undoes``, and gives the values that stand then, empty for as it was read.
    """

    at: str
    who: str
    about: str
    column: str
    value: str
    act: str = ""
    undoes: str = ""


def standing(log: Iterable[Entry]) -> dict[str, dict[str, Entry]]:
    """The last word on each column of each claim, less what was taken back."""
    entries = [entry for entry in log if entry.column not in OF_ARTICLES]
    struck = {entry.undoes for entry in entries if entry.undoes}
    stands: dict[str, dict[str, Entry]] = {}
    for entry in entries:
        if not entry.undoes and entry.act not in struck:
            stands.setdefault(entry.about, {})[entry.column] = entry
    return stands


class People:
    """The log and the metadata tables that people gave."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with closing(self._connect()) as db:
            db.executescript(_SCHEMA)
            there = {name for _, name, *_ in db.execute("PRAGMA table_info(log)")}
            for column in _LATER:
                if column not in there:
                    db.execute(f"ALTER TABLE log ADD COLUMN {column} TEXT NOT NULL DEFAULT ''")
            db.execute("CREATE INDEX IF NOT EXISTS log_act ON log (act)")

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

    def say(self, who: str, about: str, values: Mapping[str, str], act: str = "") -> bool:
        """Add to the log, as one act; whether it was new. An ``act`` (an id of the caller's making) that the log has is not said twice.

        Raises UnfitError, and adds nothing, where nobody says it, or where a column does not exist or can't hold its value:
        an article (``about`` is a doc_id) has metadata and may be removed, a claim has all else.
        """
        for column, value in values.items():
            if (column in OF_ARTICLES) == ("-" in about):
                raise UnfitError(column, value)
            fit(column, value)
        act = act or uuid4().hex
        entries = [Entry(_now(), _named(who), about, column, value, act, "") for column, value in values.items()]
        with closing(self._connect()) as db, db:
            db.execute("BEGIN IMMEDIATE")
            return _has_no(act, db) and _add(entries, db)

    def undo(self, who: str, act: str = "") -> str:
        """Take back the last thing ``who`` said of a claim and has not taken back; the claim's id, empty where there is none (or where
        the log has ``act`` already). What others said since stands. Raises UnfitError where nobody asks."""
        who, act = _named(who), act or uuid4().hex
        with closing(self._connect()) as db, db:
            db.execute("BEGIN IMMEDIATE")
            log = _entries(db)
            back = {entry.undoes for entry in log}
            mine = [
                entry
                for entry in log
                if entry.who == who and entry.column not in OF_ARTICLES and not entry.undoes and entry.act not in back
            ]
            if not mine or not _has_no(act, db):
                return ""
            last = [entry for entry in mine if entry.act == mine[-1].act]
            stands = standing(entry for entry in log if entry.act != last[0].act).get(last[0].about, {})
            values = {entry.column: stands[entry.column].value if entry.column in stands else "" for entry in last}
            _add([Entry(_now(), who, last[0].about, column, value, act, last[0].act) for column, value in values.items()], db)
            return last[0].about

    def log(self) -> Iterator[Entry]:
        """The log from its beginning."""
        with closing(self._connect()) as db:
            yield from _entries(db)

    def last(self) -> int:
        """The number of the last line that changes a table: that a claim was found right changes none."""
        with closing(self._connect()) as db:
            last: int | None = db.execute('SELECT max(number) FROM log WHERE "column" <> ?', (ACCEPTED,)).fetchone()[0]
            return last or 0

    def corrections(self) -> dict[str, dict[str, str]]:
        """The last word on each column of each claim somebody corrected, added or rejected, by claim_id."""
        corrections = {
            claim_id: {column: entry.value for column, entry in stands.items() if column != ACCEPTED}
            for claim_id, stands in standing(self.log()).items()
        }
        return {claim_id: values for claim_id, values in corrections.items() if values}

    def removed(self) -> dict[str, Entry]:
        """The articles that people removed, by doc_id, each with the entry that says so."""
        said = {entry.about: entry for entry in self.log() if entry.column == REMOVED}
        return {doc_id: entry for doc_id, entry in said.items() if entry.value == "1"}


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _named(who: str) -> str:
    """Who says it, without spaces around. Raises UnfitError for nobody."""
    if not who.strip() or not who.isprintable():
        raise UnfitError("who", who, "who")
    return who.strip()


def _entries(db: sqlite3.Connection) -> Sequence[Entry]:
    return [Entry(*row) for row in db.execute(f"{_LOG} ORDER BY number")]


def _has_no(act: str, db: sqlite3.Connection) -> bool:
    return db.execute("SELECT 1 FROM log WHERE act = ?", (act,)).fetchone() is None


def _add(entries: Sequence[Entry], db: sqlite3.Connection) -> bool:
    rows = [(entry.at, entry.who, entry.about, entry.column, entry.value, entry.act, entry.undoes) for entry in entries]
    db.executemany('INSERT INTO log (at, who, about, "column", value, act, undoes) VALUES (?, ?, ?, ?, ?, ?, ?)', rows)
    return True


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
