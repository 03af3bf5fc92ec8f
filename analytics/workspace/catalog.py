"""The manifest: which parts count, which document stands in which part, and what became of every file.

One SQLite file in WAL mode. Whoever writes holds its one write lock from before a part's files are put in place until they
are listed: so a file that nobody lists, seen with the lock in hand, is a dead writer's, and a listed file is whole.
The folder must be on a disk of this machine: SQLite's write-ahead log does not work over a network file system.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from analytics.claims.ids import lettered
from analytics.documents.outcomes import Line, Outcome
from analytics.workspace.trouble import DamagedError, as_os_error, may_write

_WAIT = 120.0  # seconds a writer waits for another: a part takes a fraction of one


@dataclass(frozen=True, slots=True)
class Listed:
    """A part that counts: its name, who made it, how many rows its tables have, and the hash of each file."""

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
_UNLETTERED = 16  # characters of an article's id before it had a letter
_LETTERED = 1  # the version of a manifest whose ids begin with a letter
# A file is as it was recorded, but for one whose text has been removed since.
_FILES = """
SELECT source, digest, CASE WHEN doc_id IN (SELECT doc_id FROM documents WHERE part IN (SELECT part FROM shelf)) THEN 'removed' ELSE outcome END
    AS outcome, reason, detail, encoding, doubt, doc_id, figures FROM files"""


class Manifest:
    """The manifest in one file; every call opens its own connection, so that threads and processes may share it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        if may_write(path.parent):
            with closing(connected(path, create=True)) as db, as_os_error(path):
                db.executescript(_SCHEMA)
                if db.execute("SELECT 1 FROM documents LIMIT 1").fetchone() is None:
                    db.execute(f"PRAGMA user_version = {_LETTERED}")

    @contextmanager
    def writing(self) -> Iterator[Ledger]:
        """The one write lock of the workspace; all that was written counts at once at the end, or nothing of it. Raises OSError."""
        with closing(connected(self.path)) as db, as_os_error(self.path):
            db.execute("BEGIN IMMEDIATE")
            yield Ledger(db)
            db.execute("COMMIT")

    @contextmanager
    def reading(self) -> Iterator[Ledger]:
        """One unmoving view of the manifest, whoever writes meanwhile."""
        with closing(connected(self.path)) as db, as_os_error(self.path):
            db.execute("BEGIN")
            yield Ledger(db)


def connected(path: Path, *, create: bool = False) -> sqlite3.Connection:
    """A connection to a SQLite file in WAL mode that waits for other writers and syncs what it commits; in a folder that is only read, a
    connection that reads. Raises OSError."""
    with as_os_error(path):
        if not may_write(path.parent) or (path.exists() and not may_write(path)):
            return sqlite3.connect(f"{path.absolute().as_uri()}?{_reading(path)}", uri=True, isolation_level=None)
        mode = "rwc" if create else "rw"
        db = sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=_WAIT, isolation_level=None)
        if db.execute("PRAGMA journal_mode").fetchone() != ("wal",):
            db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=FULL")
        return db


def _reading(path: Path) -> str:
    """SQLite opens a file in WAL mode for reading beside its log, or, where nobody's log is there, if told that it will not change."""
    log = path.with_name(f"{path.name}-wal")
    return "mode=ro" if log.exists() and log.stat().st_size else "immutable=1"


def is_whole(path: Path) -> bool:
    """Whether SQLite finds its own structure in a file."""
    try:
        with closing(connected(path)) as db, as_os_error(path):
            return bool(db.execute("PRAGMA integrity_check").fetchone() == ("ok",))
    except DamagedError:
        return False


class Ledger:
    """The manifest's contents within one transaction."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def is_lettered(self) -> bool:
        """Whether ids begin with a letter here, as they have not always done."""
        return bool(self._db.execute("PRAGMA user_version").fetchone()[0] >= _LETTERED)

    def letter(self) -> None:
        """Give the files' articles their letter, and forget documents that no part has; parts have theirs already."""
        self._db.execute("DELETE FROM documents WHERE part IN (SELECT name FROM parts WHERE retired IS NOT NULL)")
        self._db.execute("UPDATE files SET doc_id = 'd' || doc_id WHERE length(doc_id) = ?", (_UNLETTERED,))
        self._db.execute("DELETE FROM derived")
        self._db.execute(f"PRAGMA user_version = {_LETTERED}")

    def parts(self) -> list[Listed]:
        """The parts that count, in the order of their names."""
        return self._parts("name NOT IN (SELECT part FROM shelf)")

    def shelved(self) -> list[Listed]:
        """The parts of documents that people removed: kept, whole, and not counted."""
        return self._parts("name IN (SELECT part FROM shelf)")

    def _parts(self, where: str, *values: str) -> list[Listed]:
        columns = ", ".join(field.name for field in fields(Listed))
        return [
            Listed(*row) for row in self._db.execute(f"SELECT {columns} FROM parts WHERE retired IS NULL AND {where} ORDER BY name", values)
        ]

    def listed(self, name: str) -> Listed:
        """One part that is not retired. Raises DamagedError where there is none: a document was said to stand in it."""
        found = self._parts("name = ?", name)
        if not found:
            raise DamagedError(name)
        return found[0]

    def names(self) -> set[str]:
        """The names of all parts whose files are there to stay, retired ones too."""
        return {name for (name,) in self._db.execute("SELECT name FROM parts")}

    def add(self, part: Listed, documents: Iterable[tuple[str, str, str]]) -> None:
        """List a part with its documents as ``(doc_id, source, given)``; a document listed before now stands in this part."""
        self._db.execute("INSERT OR REPLACE INTO parts VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL)", astuple(part))
        rows = [(doc_id, part.name, source, given) for doc_id, source, given in documents]
        if any(lettered(doc_id) != doc_id for doc_id, *_ in rows):  # a part of old that repair has found again
            self._db.execute("PRAGMA user_version = 0")
        self._db.executemany("INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?)", rows)

    def retire(self, name: str) -> None:
        """The part counts no more; its files stay until ``forget`` is told so, for readers who hold its name."""
        self._db.execute("UPDATE parts SET retired = ? WHERE name = ?", (time.time(), name))
        self._db.execute("DELETE FROM shelf WHERE part = ?", (name,))

    def shelve(self, name: str) -> None:
        """The part's documents are removed: they are kept, and count no more."""
        self._db.execute("INSERT INTO shelf VALUES (?)", (name,))

    def removed(self) -> dict[str, str]:
        """The removed documents, each with the part it stands in."""
        return dict(self._db.execute("SELECT doc_id, part FROM documents WHERE part IN (SELECT part FROM shelf)"))

    def forget(self, seconds: float) -> list[str]:
        """Take the parts that have not counted for so long off the list; gives their names. Where the clock was set back, the time counts
        from now."""
        now = time.time()
        self._db.execute("UPDATE parts SET retired = ? WHERE retired > ?", (now, now))
        return [name for (name,) in self._db.execute("DELETE FROM parts WHERE retired < ? RETURNING name", (now - seconds,))]

    def drop(self, name: str) -> None:
        """The part is gone."""
        self._db.execute("DELETE FROM parts WHERE name = ?", (name,))
        self._db.execute("DELETE FROM shelf WHERE part = ?", (name,))

    def lose(self, doc_ids: Iterable[str]) -> list[str]:
        """The texts of these documents are gone; gives the sources of the files that had them, which are now to be read again."""
        sources = list[str]()
        for doc_id in doc_ids:
            sources += [source for (source,) in self._db.execute("DELETE FROM documents WHERE doc_id = ? RETURNING source", (doc_id,))]
            self._db.execute("UPDATE files SET outcome = 'refused', reason = 'lost', detail = '', doc_id = '' WHERE doc_id = ?", (doc_id,))
        return sources

    def homes(self) -> dict[str, dict[str, str]]:
        """The documents listed in each part, with their sources."""
        homes: dict[str, dict[str, str]] = {}
        for doc_id, part, source, _ in self.documents():
            homes.setdefault(part, {})[doc_id] = source
        return homes

    def documents(self) -> Iterator[tuple[str, str, str, str]]:
        """Every document as ``(doc_id, part, source, given)``; ``given`` is the metadata laid over it when it was extracted."""
        yield from self._db.execute("SELECT doc_id, part, source, given FROM documents")

    def given(self, part: str) -> Iterator[tuple[str, str]]:
        """The documents of a part as ``(doc_id, given)``."""
        yield from self._db.execute("SELECT doc_id, given FROM documents WHERE part = ?", (part,))

    def document(self, doc_id: str) -> tuple[str, str] | None:
        """The part and source of a document."""
        found: tuple[str, str] | None = self._db.execute("SELECT part, source FROM documents WHERE doc_id = ?", (doc_id,)).fetchone()
        return found

    def record(self, lines: Iterable[Line]) -> None:
        """Remember what became of files. A file once read stays so when another holds its text too; one that can be read now is no
        longer remembered as one that could not."""
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
        """The contents under which a source stands in the workspace, each with the article it gave: digest → doc_id."""
        found = self._db.execute("SELECT digest, doc_id FROM files WHERE source = ? AND outcome IN ('read', 'duplicate')", (source,))
        return dict(found)

    def lines(self, *outcomes: Outcome) -> Iterator[Line]:
        """What became of files, in order of name; all of them without ``outcomes``."""
        where = f"WHERE outcome IN ({', '.join('?' * len(outcomes))})" if outcomes else ""
        for row in self._db.execute(f"SELECT * FROM ({_FILES}) {where} ORDER BY source, digest", outcomes):
            yield Line(*row)

    def troubles(self) -> list[Line]:
        """The files that gave nothing or were read with a doubt, in order of name."""
        where = "outcome IN ('refused', 'empty') OR (outcome = 'read' AND doubt <> '')"
        return [Line(*row) for row in self._db.execute(f"SELECT * FROM ({_FILES}) WHERE {where} ORDER BY source, digest")]

    def lines_of(self, doc_id: str) -> list[Line]:
        """What became of the files that hold a document's text, in order of name."""
        return [Line(*row) for row in self._db.execute(f"SELECT * FROM ({_FILES}) WHERE doc_id = ? ORDER BY source, digest", (doc_id,))]

    def outcomes(self) -> Mapping[str, int]:
        """How many files ended in each outcome."""
        return dict(self._db.execute(f"SELECT outcome, count(*) FROM ({_FILES}) GROUP BY outcome"))

    def generation(self) -> str:
        """Another text whenever the parts or what is derived from them have changed."""
        parts = self._db.execute("SELECT max(rowid), count(retired) FROM parts").fetchone()
        return f"{parts} {self._db.execute('SELECT * FROM shelf').fetchall()} {self._db.execute('SELECT * FROM derived').fetchall()}"

    def derived(self, kind: str) -> tuple[str, str, str] | None:
        """The file of what was worked out from all parts together, as ``(name, hash, made_of)``."""
        found: tuple[str, str, str] | None = self._db.execute("SELECT name, hash, made_of FROM derived WHERE kind = ?", (kind,)).fetchone()
        return found

    def all_derived(self) -> list[tuple[str, str, str]]:
        """All such files."""
        return self._db.execute("SELECT name, hash, made_of FROM derived").fetchall()

    def derive(self, kind: str, name: str, hash_: str, made_of: str) -> None:
        """List such a file in the place of the one before."""
        self._db.execute("INSERT OR REPLACE INTO derived VALUES (?, ?, ?, ?)", (kind, name, hash_, made_of))

    def underive(self, kind: str) -> None:
        """Such a file is gone."""
        self._db.execute("DELETE FROM derived WHERE kind = ?", (kind,))
