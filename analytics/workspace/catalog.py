"""The manifest: which parts are active, which part holds each document, and the outcome of every file.

One SQLite file in WAL mode. A writer holds its write lock from before a part's files are put in place until they are listed. So while the
lock is held, an unlisted file is the leftover of a killed writer, and a listed file is complete. The folder must be on a local disk:
SQLite's write-ahead log does not work over a network file system (https://www.sqlite.org/wal.html).
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from analytics.claims.ids import current_id
from analytics.documents.outcomes import Line, Outcome
from analytics.workspace.trouble import DamagedError, as_os_error, may_write

WAIT = 120.0  # seconds a writer waits for another: a part takes a fraction of one


@dataclass(frozen=True, slots=True)
class Listed:
    """Manifest entry of a part: its name, the extractor version that made it, row counts, and the SHA-256 of each file."""

    name: str
    made_by: str
    documents: int
    claims: int
    innovations: int
    documents_hash: str
    claims_hash: str
    innovations_hash: str


_SCHEMA = """
CREATE TABLE IF NOT EXISTS parts (name TEXT PRIMARY KEY, made_by TEXT NOT NULL, documents INTEGER, claims INTEGER, innovations INTEGER,
    documents_hash TEXT, claims_hash TEXT, innovations_hash TEXT, retired REAL);
CREATE TABLE IF NOT EXISTS documents (doc_id TEXT PRIMARY KEY, part TEXT NOT NULL, source TEXT NOT NULL, given TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS documents_of_part ON documents (part);
CREATE TABLE IF NOT EXISTS files (source TEXT, digest TEXT, outcome TEXT, reason TEXT, detail TEXT, encoding TEXT, doubt TEXT, doc_id TEXT,
    figures INTEGER, PRIMARY KEY (source, digest)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS files_of_document ON files (doc_id);
CREATE TABLE IF NOT EXISTS shelf (part TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS derived (kind TEXT PRIMARY KEY, name TEXT NOT NULL, hash TEXT NOT NULL, made_of TEXT NOT NULL);
"""
_UNLETTERED = 16  # length of a doc_id without the letter prefix
_LETTERED = 1  # ``user_version`` of a manifest whose ids have the letter prefix
# Files as recorded, except that the outcome is ``removed`` if the text was removed since.
_FILES = """
SELECT source, digest, CASE WHEN doc_id IN (SELECT doc_id FROM documents WHERE part IN (SELECT part FROM shelf)) THEN 'removed' ELSE outcome END
    AS outcome, reason, detail, encoding, doubt, doc_id, figures FROM files"""


class Manifest:
    """The manifest file; every call opens its own connection, so threads and processes may share it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        if may_write(path.parent):
            with closing(connected(path, create=True)) as db, as_os_error(path):
                db.executescript(_SCHEMA)
                if db.execute("SELECT 1 FROM documents LIMIT 1").fetchone() is None:
                    db.execute(f"PRAGMA user_version = {_LETTERED}")

    @contextmanager
    def writing(self) -> Iterator[ManifestTransaction]:
        """Hold the workspace's only write lock; changes are committed together at the end, or not at all. Raises OSError."""
        with closing(connected(self.path)) as db, as_os_error(self.path):
            db.execute("BEGIN IMMEDIATE")
            yield ManifestTransaction(db)
            db.execute("COMMIT")

    @contextmanager
    def reading(self) -> Iterator[ManifestTransaction]:
        """A consistent snapshot of the manifest, unaffected by concurrent writers. Raises OSError."""
        with closing(connected(self.path)) as db, as_os_error(self.path):
            db.execute("BEGIN")
            yield ManifestTransaction(db)


def connected(path: Path, *, create: bool = False) -> sqlite3.Connection:
    """Connect to a SQLite file in WAL mode, with a wait for other writers and synced commits; read-only where writing is not permitted.

    Raises DamagedError if the file is damaged, or missing without ``create``; OSError.
    """
    with as_os_error(path):
        if not may_write(path.parent) or (path.exists() and not may_write(path)):
            return sqlite3.connect(f"{path.absolute().as_uri()}?{_reading(path)}", uri=True, isolation_level=None)
        mode = "rwc" if create else "rw"
        db = sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=WAIT, isolation_level=None)
        if db.execute("PRAGMA journal_mode").fetchone() != ("wal",):
            db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=FULL")
        return db


def _reading(path: Path) -> str:
    """URI options for reading: without a write-ahead log, SQLite must be told that the file does not change."""
    log = path.with_name(f"{path.name}-wal")
    return "mode=ro" if log.exists() and log.stat().st_size else "immutable=1"


def is_whole(path: Path) -> bool:
    """Whether SQLite's integrity check passes. Raises OSError if the file cannot be read."""
    try:
        with closing(connected(path)) as db, as_os_error(path):
            return bool(db.execute("PRAGMA integrity_check").fetchone() == ("ok",))
    except DamagedError:
        return False


class ManifestTransaction:
    """The manifest's contents within one transaction."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def is_lettered(self) -> bool:
        """Whether ids already have the letter prefix."""
        return bool(self._db.execute("PRAGMA user_version").fetchone()[0] >= _LETTERED)

    def letter(self) -> None:
        """Add the letter prefix to doc_ids of files, and delete documents of retired parts; the caller migrates the parts."""
        self._db.execute("DELETE FROM documents WHERE part IN (SELECT name FROM parts WHERE retired IS NOT NULL)")
        self._db.execute("UPDATE files SET doc_id = 'd' || doc_id WHERE length(doc_id) = ?", (_UNLETTERED,))
        self._db.execute("DELETE FROM derived")
        self._db.execute(f"PRAGMA user_version = {_LETTERED}")

    def parts(self) -> list[Listed]:
        """The active parts, by name."""
        return self._parts("name NOT IN (SELECT part FROM shelf)")

    def shelved(self) -> list[Listed]:
        """The parts of documents that users removed: kept complete, but not active."""
        return self._parts("name IN (SELECT part FROM shelf)")

    def _parts(self, where: str, *values: str) -> list[Listed]:
        columns = ", ".join(field.name for field in fields(Listed))
        return [
            Listed(*row) for row in self._db.execute(f"SELECT {columns} FROM parts WHERE retired IS NULL AND {where} ORDER BY name", values)
        ]

    def listed(self, name: str) -> Listed:
        """A part that is not retired. Raises DamagedError if there is none, since a document refers to it."""
        found = self._parts("name = ?", name)
        if not found:
            raise DamagedError(name)
        return found[0]

    def names(self) -> set[str]:
        """Names of all parts whose files are to be kept, including retired ones."""
        return {name for (name,) in self._db.execute("SELECT name FROM parts")}

    def add(self, part: Listed, documents: Iterable[tuple[str, str, str]]) -> None:
        """List a part and its documents, given as ``(doc_id, source, given)``; a document listed before moves to this part."""
        self._db.execute("INSERT OR REPLACE INTO parts VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL)", astuple(part))
        rows = [(doc_id, part.name, source, given) for doc_id, source, given in documents]
        if any(current_id(doc_id) != doc_id for doc_id, *_ in rows):  # an old part recovered by repair
            self._db.execute("PRAGMA user_version = 0")
        self._db.executemany("INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?)", rows)

    def retire(self, name: str) -> None:
        """Deactivate a part; its files stay until it has ``expired``, for readers that still use them."""
        self._db.execute("UPDATE parts SET retired = ? WHERE name = ?", (time.time(), name))
        self._db.execute("DELETE FROM shelf WHERE part = ?", (name,))

    def shelve(self, name: str) -> None:
        """Deactivate a part because its documents were removed; it is kept."""
        self._db.execute("INSERT INTO shelf VALUES (?)", (name,))

    def removed(self) -> dict[str, str]:
        """Removed documents: doc_id → part."""
        return dict(self._db.execute("SELECT doc_id, part FROM documents WHERE part IN (SELECT part FROM shelf)"))

    def expired(self, seconds: float) -> list[str]:
        """Names of parts that were retired more than ``seconds`` ago. If the clock was set back, the time starts again from now."""
        now = time.time()
        self._db.execute("UPDATE parts SET retired = ? WHERE retired > ?", (now, now))
        return [name for (name,) in self._db.execute("SELECT name FROM parts WHERE retired < ?", (now - seconds,))]

    def drop(self, name: str) -> None:
        """Delete the entry of a part."""
        self._db.execute("DELETE FROM parts WHERE name = ?", (name,))
        self._db.execute("DELETE FROM shelf WHERE part = ?", (name,))

    def lose(self, doc_ids: Iterable[str]) -> list[str]:
        """Delete documents whose texts are lost, and record their files as refused, to be read again; returns their sources."""
        sources = list[str]()
        for doc_id in doc_ids:
            sources += [source for (source,) in self._db.execute("DELETE FROM documents WHERE doc_id = ? RETURNING source", (doc_id,))]
            self._db.execute("UPDATE files SET outcome = 'refused', reason = 'lost', detail = '', doc_id = '' WHERE doc_id = ?", (doc_id,))
        return sources

    def homes(self) -> dict[str, dict[str, str]]:
        """Documents by part: part name → doc_id → source."""
        homes: dict[str, dict[str, str]] = {}
        for doc_id, part, source, _ in self.documents():
            homes.setdefault(part, {})[doc_id] = source
        return homes

    def documents(self) -> Iterator[tuple[str, str, str, str]]:
        """Every document as ``(doc_id, part, source, given)``; ``given`` is the metadata applied to it at extraction."""
        yield from self._db.execute("SELECT doc_id, part, source, given FROM documents")

    def given(self, part: str) -> Iterator[tuple[str, str]]:
        """The documents of a part as ``(doc_id, given)``."""
        yield from self._db.execute("SELECT doc_id, given FROM documents WHERE part = ?", (part,))

    def document(self, doc_id: str) -> tuple[str, str] | None:
        """Part and source of a document; None if the id is unknown."""
        found: tuple[str, str] | None = self._db.execute("SELECT part, source FROM documents WHERE doc_id = ?", (doc_id,)).fetchone()
        return found

    def record(self, lines: Iterable[Line]) -> None:
        """Store outcomes of files. ``duplicate`` does not overwrite ``read``; a file that can be read now loses its earlier failures."""
        for line in lines:
            if line.outcome in ("read", "duplicate"):
                self._db.execute("DELETE FROM files WHERE source = ? AND outcome NOT IN ('read', 'duplicate')", (line.source,))
            self._db.execute(
                """INSERT INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (source, digest) DO UPDATE SET outcome = excluded.outcome,
                reason = excluded.reason, detail = excluded.detail, encoding = excluded.encoding, doubt = excluded.doubt,
                doc_id = excluded.doc_id, figures = excluded.figures
                WHERE NOT (outcome = 'read' AND excluded.outcome = 'duplicate')""",
                astuple(line),
            )

    def known(self, source: str) -> dict[str, str]:
        """Contents under which a source is in the workspace: digest → doc_id."""
        found = self._db.execute("SELECT digest, doc_id FROM files WHERE source = ? AND outcome IN ('read', 'duplicate')", (source,))
        return dict(found)

    def lines(self, *outcomes: Outcome) -> Iterator[Line]:
        """Outcomes of files, sorted by name; with ``outcomes``, only those."""
        where = f"WHERE outcome IN ({', '.join('?' * len(outcomes))})" if outcomes else ""
        for row in self._db.execute(f"SELECT * FROM ({_FILES}) {where} ORDER BY source, digest", outcomes):
            yield Line(*row)

    def troubles(self) -> list[Line]:
        """Files that yielded nothing or were read with a doubt, sorted by name."""
        where = "outcome IN ('refused', 'empty') OR (outcome = 'read' AND doubt <> '')"
        return [Line(*row) for row in self._db.execute(f"SELECT * FROM ({_FILES}) WHERE {where} ORDER BY source, digest")]

    def lines_of(self, doc_id: str) -> list[Line]:
        """Outcomes of the files that contain a document's text, sorted by name."""
        return [Line(*row) for row in self._db.execute(f"SELECT * FROM ({_FILES}) WHERE doc_id = ? ORDER BY source, digest", (doc_id,))]

    def outcomes(self) -> Mapping[str, int]:
        """Number of files per outcome."""
        return dict(self._db.execute(f"SELECT outcome, count(*) FROM ({_FILES}) GROUP BY outcome"))

    def generation(self) -> str:
        """A cache key that changes with the parts and the files derived from them."""
        parts = self._db.execute("SELECT max(rowid), count(retired) FROM parts").fetchone()
        return f"{parts} {self._db.execute('SELECT * FROM shelf').fetchall()} {self._db.execute('SELECT * FROM derived').fetchall()}"

    def derived(self, kind: str) -> tuple[str, str, str] | None:
        """The file of this kind derived from all parts together (such as reprints), as ``(name, hash, made_of)``; None if there is none."""
        found: tuple[str, str, str] | None = self._db.execute("SELECT name, hash, made_of FROM derived WHERE kind = ?", (kind,)).fetchone()
        return found

    def all_derived(self) -> list[tuple[str, str, str]]:
        """Every derived file as ``(name, hash, made_of)``."""
        return self._db.execute("SELECT name, hash, made_of FROM derived").fetchall()

    def derive(self, kind: str, name: str, hash_: str, made_of: str) -> None:
        """List a derived file in place of the previous one of its kind."""
        self._db.execute("INSERT OR REPLACE INTO derived VALUES (?, ?, ?, ?)", (kind, name, hash_, made_of))

    def underive(self, kind: str) -> None:
        """Delete the entry of the derived file of this kind."""
        self._db.execute("DELETE FROM derived WHERE kind = ?", (kind,))
