"""Workspaces as earlier versions left them, made from one of today by taking away what came later."""

from __future__ import annotations

import sqlite3
from pathlib import Path


def without_seals(folder: Path) -> None:
    """The manifest of format 1: no checksums, and the shelf in a table of its own."""
    db = sqlite3.connect(folder / "manifest.sqlite")
    with db:
        db.execute("CREATE TABLE shelf (part TEXT PRIMARY KEY)")
        db.execute("INSERT INTO shelf SELECT name FROM parts WHERE shelved <> 0")
        db.execute("DROP TABLE facts")
        db.execute("ALTER TABLE parts DROP COLUMN shelved")
        for table in ("parts", "documents", "files", "derived"):
            db.execute(f"ALTER TABLE {table} DROP COLUMN seal")
    db.close()


def without_chain(folder: Path) -> None:
    """The logs without their chain."""
    _change_logs(folder, "ALTER TABLE log DROP COLUMN chain")


def without_later_columns_of_log(folder: Path) -> None:
    """The logs of the first version: no chain, checksum, act or undoing."""
    without_chain(folder)
    drops = [f"ALTER TABLE log DROP COLUMN {column}" for column in ("seal", "act", "undoes")]
    _change_logs(folder, "ALTER TABLE given DROP COLUMN seal", "DROP INDEX log_act", *drops)


def _change_logs(folder: Path, *statements: str) -> None:
    for name in ("people.sqlite", "people.copy.sqlite"):
        db = sqlite3.connect(folder / name)
        with db:
            for statement in statements:
                db.execute(statement)
        db.close()


def without_logs(folder: Path) -> None:
    """Databases as they lie there when nobody has them open, in the journal mode of before."""
    for path in folder.glob("*.sqlite"):
        db = sqlite3.connect(path)
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        db.close()
    for path in (*folder.glob("*.sqlite-wal"), *folder.glob("*.sqlite-shm")):
        path.unlink(missing_ok=True)
