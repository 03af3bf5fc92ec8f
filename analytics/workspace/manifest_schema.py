"""The manifest's tables, and what makes one of an earlier version current. ``docs/format.md`` describes every column.

Formats: 1 had no seals, and the shelf in a table of its own. 2 is current. Before format 1, ids had no letter; see ``Workspace``.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from analytics.workspace.sealed import SealedTable, columns_of

FORMAT = 2
LETTERED = 1  # ``user_version`` of a manifest whose ids have the letter prefix
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "parts": (
        "name", "made_by", "documents", "claims", "innovations", "documents_hash", "claims_hash", "innovations_hash", "retired", "shelved",
    ),
    "documents": ("doc_id", "part", "source", "given"),
    "files": ("source", "digest", "outcome", "reason", "detail", "encoding", "doubt", "doc_id", "figures"),
    "derived": ("kind", "name", "hash", "made_of"),
    "facts": ("name", "value"),
}  # fmt: skip
_SCHEMA = """
CREATE TABLE IF NOT EXISTS parts (name TEXT PRIMARY KEY, made_by TEXT NOT NULL, documents INTEGER, claims INTEGER, innovations INTEGER,
    documents_hash TEXT, claims_hash TEXT, innovations_hash TEXT, retired REAL, shelved INTEGER NOT NULL DEFAULT 0, seal INTEGER);
CREATE TABLE IF NOT EXISTS documents (doc_id TEXT PRIMARY KEY, part TEXT NOT NULL, source TEXT NOT NULL, given TEXT NOT NULL, seal INTEGER);
CREATE INDEX IF NOT EXISTS documents_of_part ON documents (part);
CREATE TABLE IF NOT EXISTS files (source TEXT, digest TEXT, outcome TEXT, reason TEXT, detail TEXT, encoding TEXT, doubt TEXT, doc_id TEXT,
    figures INTEGER, seal INTEGER, PRIMARY KEY (source, digest)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS files_of_document ON files (doc_id);
CREATE TABLE IF NOT EXISTS derived (kind TEXT PRIMARY KEY, name TEXT NOT NULL, hash TEXT NOT NULL, made_of TEXT NOT NULL, seal INTEGER);
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL, seal INTEGER);
"""
_SHELF = "UPDATE parts SET shelved = 1 WHERE name IN (SELECT part FROM shelf)"


def tables_of(db: sqlite3.Connection) -> dict[str, SealedTable]:
    """The tables of a manifest, by name."""
    return {name: SealedTable(db, name, columns, keys=2 if name == "files" else 1) for name, columns in _COLUMNS.items()}


def is_current(db: sqlite3.Connection) -> bool:
    """Whether the manifest has the current tables, or those of a later version."""
    return bool(columns_of(db, "facts"))


def format_of(facts: SealedTable) -> int:
    """The format stated in the manifest; 0 if it is not stated or its row is damaged."""
    return next((int(value) for (_, value), sound in facts.rows("name = 'format'") if sound), 0)


def state_format(facts: SealedTable) -> None:
    """State that the manifest has the current format."""
    facts.put([("format", str(FORMAT))])


def bring_up_to_date(db: sqlite3.Connection) -> None:
    """Make the tables, or add to those of an earlier version what they lack; all or nothing. Raises sqlite3.Error."""
    db.execute("BEGIN IMMEDIATE")
    if not is_current(db):  # another process may have done it meanwhile
        old = columns_of(db, "parts")
        if old and "shelved" not in old:
            db.execute("ALTER TABLE parts ADD COLUMN shelved INTEGER NOT NULL DEFAULT 0")
        if columns_of(db, "shelf"):
            db.execute(_SHELF)
            db.execute("DROP TABLE shelf")
        for statement in _SCHEMA.split(";"):
            db.execute(statement)
        tables = tables_of(db)
        for table in tables.values():
            table.add_seals()
        state_format(tables["facts"])
        if not old:
            db.execute(f"PRAGMA user_version = {LETTERED}")
    db.execute("COMMIT")
