"""Parts: the results for a batch of documents, as three immutable Parquet files.

A part's name derives from its content and the extractor version, so repeating the same work gives the same files. Files are written
atomically, see ``atomic``. A fourth file, ``NAME.json`` (the note), repeats the part's manifest entry, so that the manifest can be rebuilt.
Until the part is listed, the note is called ``NAME.new``: this tells the leftovers of a writer that was killed or lost power from files that
the manifest has lost. So its name is durable before the first other file is there, and until the last one is deleted.

Parquet page checksums do not cover the footer, which locates the pages. So a part is read only after the SHA-256 of each whole file has
been checked.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import stat
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any
from zlib import crc32

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

import extractors
from analytics.claims.rows import ArticleRow, columns_of
from analytics.claims.schema import CLAIM_SCHEMA, INNOVATION_SCHEMA, conformed
from analytics.workspace.atomic import atomic_write, sync_folder
from analytics.workspace.manifest import PartEntry
from analytics.workspace.trouble import DamagedError
from extractors.model import OcrSpan

_GROUP = 64  # documents per row group: the most that one damaged page costs
RESCUED = "r"  # ends the extractor version of a part whose figures a repair lost; makes the next ingest re-extract its texts
_FILE_METADATA = ("title", "publisher", "published_on", "url")
FETCHED = "fetched_on"  # day on which an article was fetched from its web address
OUTLINE = "outline"  # where its sentences and tables stand
# ``raw`` is the text that all offsets refer to. ``file_*`` is the file's own metadata, before any override.
# ``sketch``: see ``near_duplicates``. ``scans``: OCR confidences, see ``packed_scans``. ``outline``: see ``outlines``.
DOCUMENT_SCHEMA = pa.schema(
    [("doc_id", pa.string()), ("source", pa.string())]
    + [(name, pa.date32() if name == "published_on" else pa.string()) for name in _FILE_METADATA]
    + [("raw", pa.string()), ("encoding", pa.string()), ("doubt", pa.string()), ("digest", pa.string())]
    + [(f"file_{name}", pa.date32() if name == "published_on" else pa.string()) for name in _FILE_METADATA]
    + [("sketch", pa.list_(pa.uint64())), (FETCHED, pa.date32()), ("scans", pa.string()), (OUTLINE, pa.string())]
)
OF_ARTICLE = columns_of(ArticleRow)
SCHEMAS: Mapping[str, pa.Schema] = {"documents": DOCUMENT_SCHEMA, "claims": CLAIM_SCHEMA, "innovations": INNOVATION_SCHEMA}


# Columns missing from parts of earlier versions, with their defaults.
LATER: Mapping[str, str | None] = {FETCHED: None, "scans": ""}
# Document columns that cannot be recomputed from the text.
KEPT = ("doc_id", "source", "raw", "encoding", "doubt", "digest", *(f"file_{name}" for name in _FILE_METADATA), *LATER)


def packed_scans(scans: Iterable[OcrSpan]) -> str:
    """Character ranges recognised by OCR with their confidence, as text: ``0-12:0.98 12-14:0.7``."""
    return " ".join(f"{scan.start}-{scan.end}:{scan.confidence}" for scan in scans)


def unpacked_scans(packed: str) -> tuple[OcrSpan, ...]:
    """Inverse of ``packed_scans``."""
    runs = (run.replace(":", "-", 1).split("-", 2) for run in packed.split())
    return tuple(OcrSpan(int(start), int(end), float(sure)) for start, end, sure in runs)


@dataclass(frozen=True)
class Part:
    """Three tables named as in ``SCHEMAS``; rows of the other two refer to a row of ``documents`` by ``doc_id``."""

    documents: pa.Table
    claims: pa.Table
    innovations: pa.Table

    def tables(self) -> dict[str, pa.Table]:
        """The tables by name."""
        return {name: getattr(self, name) for name in SCHEMAS}

    def doc_ids(self) -> list[str]:
        """The doc_ids in row order."""
        return list(self.documents["doc_id"].to_pylist())

    def without(self, doc_ids: Collection[str]) -> Part:
        """A copy without these documents."""
        if not doc_ids:
            return self
        unwanted = pa.array(sorted(doc_ids), pa.string())
        return Part(*(table.filter(pc.invert(pc.is_in(table["doc_id"], unwanted))) for table in self.tables().values()))


def joined(parts: Iterable[Part]) -> Part:
    """Concatenate parts in order."""
    found = [part.tables() for part in parts]
    return Part(*(pa.concat_tables([schema.empty_table(), *(tables[name] for tables in found)]) for name, schema in SCHEMAS.items()))


@cache
def extractor_version() -> str:
    """12 hex digits that change with the extractors, their lexicon, the versions of jieba, OpenCC and regex, and what parts keep of articles."""
    folder = Path(extractors.__file__).parent
    seen = hashlib.sha256(f"{version('jieba')} {version('OpenCC')} {version('regex')} {DOCUMENT_SCHEMA.names}".encode())
    for file in sorted(folder.rglob("*"), key=lambda file: file.parts):  # Windows compares paths without regard to case
        if file.is_file() and "__pycache__" not in file.parts:
            seen.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes())
    return seen.hexdigest()[:12]


# --- on disk -----------------------------------------------------------------------------------


def name_of(part: Part, made_by: str) -> str:
    """The part's name: the extractor version and a hash of the documents' ids and metadata, which together determine the rest."""
    seen = hashlib.sha256(made_by.encode())
    later = [column for column in LATER if any(part.documents[column].to_pylist())]
    for column in ("doc_id", "source", *_FILE_METADATA, *later):
        seen.update("\0".join(map(str, part.documents[column].to_pylist())).encode("utf-8", "surrogatepass") + b"\1")
    return f"{made_by}-{seen.hexdigest()[:24]}"


def path_of(folder: Path, name: str, table: str) -> Path:
    """Path of one table of a part."""
    return folder / f"{name}.{table}.parquet"


def write_part(folder: Path, name: str, part: Part, made_by: str) -> PartEntry:
    """Write the part's files into ``folder``; returns its manifest entry. Raises OSError; no file is left half-written under its final
    name.
    """
    new = _new(folder, name)
    new.touch()
    sync_folder(folder)
    hashes = {table: write_table(path_of(folder, name, table), rows) for table, rows in part.tables().items()}
    rows = (part.documents.num_rows, part.claims.num_rows, part.innovations.num_rows)
    listed = PartEntry(name, made_by, *rows, *(hashes[table] for table in SCHEMAS))
    seals = {row["doc_id"]: seal_of(row) for row in part.documents.select(KEPT).to_pylist()}
    with atomic_write(new) as file:
        file.write(json.dumps({"listed": asdict(listed), "seals": seals}).encode())
    return listed


def write_table(path: Path, rows: pa.Table) -> str:
    """Write one table atomically; returns the file's SHA-256. Raises OSError."""
    sink = pa.BufferOutputStream()
    pq.write_table(rows, sink, compression="zstd", write_page_checksum=True, row_group_size=_GROUP if "raw" in rows.column_names else None)
    content = sink.getvalue()
    with atomic_write(path) as file:
        file.write(content)
    return hashlib.sha256(content).hexdigest()


def seal_of(row: Mapping[str, object]) -> int:
    """CRC-32 of the ``KEPT`` columns of a document: catches a damaged footer that points to other pages, which page checksums miss.

    Columns in ``LATER`` count only if they are not empty, so that checksums of earlier versions stay valid.
    """
    later = [row.get(name) for name in LATER]
    cells = [str(row[name]) for name in KEPT if name not in LATER]
    return crc32("\0".join([*cells, *(str(value) for value in later if value)]).encode("utf-8", "surrogatepass"))


def note(folder: Path, name: str) -> dict[str, Any]:
    """What the note of a part says, whether it is listed yet or not; empty if it cannot be read."""
    for path in (note_of(folder, name), _new(folder, name)):
        with suppress(OSError, ValueError):
            said = json.loads(path.read_bytes())
            if isinstance(said, dict):
                return said
    return {}


def documents_in(folder: Path, name: str) -> set[str]:
    """The doc_ids of the documents in a part, from its note or its file; empty if neither can be read."""
    if seals := note(folder, name).get("seals"):
        return set(seals)
    with suppress(OSError, pa.ArrowException):
        return set(pq.read_table(path_of(folder, name, "documents"), columns=["doc_id"])["doc_id"].to_pylist())
    return set()


def settle(folder: Path, names: Iterable[str]) -> None:
    """Mark parts as listed: their ``.new`` notes become ``.json``."""
    for name in names:
        if _new(folder, name).exists():
            _new(folder, name).replace(note_of(folder, name))


def unsettled(folder: Path) -> list[str]:
    """Names of parts whose writer has not finished or was killed."""
    return sorted(path.name.removesuffix(".new") for path in folder.glob("*.new"))


def remove(folder: Path, name: str) -> None:
    """Delete a part's files, the note last; missing ones are ignored. Raises OSError."""
    for path in files_of(folder, name).values():
        path.unlink(missing_ok=True)
    sync_folder(folder)
    for path in (note_of(folder, name), _new(folder, name)):
        path.unlink(missing_ok=True)


def files_of(folder: Path, name: str) -> dict[str, Path]:
    """Paths of a part's tables, by table name."""
    return {table: path_of(folder, name, table) for table in SCHEMAS}


def note_of(folder: Path, name: str) -> Path:
    """Path of the note, the second copy of the part's manifest entry."""
    return folder / f"{name}.json"


def _new(folder: Path, name: str) -> Path:
    return folder / f"{name}.new"


def read_part(folder: Path, listed: PartEntry) -> Part:
    """Read a part; columns of later versions, which it lacks, are empty. Raises DamagedError if a file is missing or its hash differs;
    OSError.
    """
    read = {table: read_table(path, getattr(listed, f"{table}_hash")) for table, path in files_of(folder, listed.name).items()}
    return Part(*(conformed(read[table], schema) for table, schema in SCHEMAS.items()))


def read_table(path: Path, hash_: str) -> pa.Table:
    """Read a table whose file has this SHA-256. Raises DamagedError if the file is missing or its hash differs; OSError."""
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise DamagedError(path.name) from error
    if hashlib.sha256(content).hexdigest() != hash_:
        raise DamagedError(path.name)
    # In this thread alone, which ``pq.read_table`` is not: a thread of Arrow that lets go of ``content`` while Python ends aborts the process.
    with pq.ParquetFile(pa.BufferReader(content)) as file:
        return file.read(use_threads=False)


def hash_of(path: Path) -> str:
    """SHA-256 of a file; cached per process by path, size, modification time and inode. Raises OSError, also for a pipe or device."""
    now = path.stat()
    if not stat.S_ISREG(now.st_mode):
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(path))
    return _hash(path, now.st_size, now.st_mtime_ns, now.st_ino)


@lru_cache(1 << 16)
def _hash(path: Path, size: int, written: int, inode: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def forget_hashes() -> None:
    """Clear the hash cache: damage on disk does not change a file's modification time."""
    _hash.cache_clear()
