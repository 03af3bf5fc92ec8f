"""Parts: what some documents gave, as three Parquet files that never change once written.

A part is named by its content and the extractors' version, so that the same work done twice is the same files.
Files appear whole or not at all: written beside, synced, renamed, and the folder synced after them.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

import extractors
from analytics.columns import CLAIM_SCHEMA, INNOVATION_SCHEMA

_FILE_METADATA = ("title", "publisher", "published_on", "url")
# ``raw`` is the text all offsets refer to. ``file_*`` is what the file itself said, before anybody's metadata;
# ``sketch`` see ``reprints``.
DOCUMENT_SCHEMA = pa.schema(
    [("doc_id", pa.string()), ("source", pa.string())]
    + [(name, pa.date32() if name == "published_on" else pa.string()) for name in _FILE_METADATA]
    + [("raw", pa.string()), ("encoding", pa.string()), ("doubt", pa.string()), ("digest", pa.string())]
    + [(f"file_{name}", pa.date32() if name == "published_on" else pa.string()) for name in _FILE_METADATA]
    + [("sketch", pa.list_(pa.uint64()))]
)
SCHEMAS: Mapping[str, pa.Schema] = {"documents": DOCUMENT_SCHEMA, "claims": CLAIM_SCHEMA, "innovations": INNOVATION_SCHEMA}


@dataclass(frozen=True)
class Part:
    """Tables by name as in ``SCHEMAS``; each row of the other two belongs to a row of ``documents`` by ``doc_id``."""

    documents: pa.Table
    claims: pa.Table
    innovations: pa.Table

    def tables(self) -> dict[str, pa.Table]:
        """The tables by name."""
        return {name: getattr(self, name) for name in SCHEMAS}

    def doc_ids(self) -> list[str]:
        """The documents it holds, in order."""
        return list(self.documents["doc_id"].to_pylist())

    def without(self, doc_ids: Collection[str]) -> Part:
        """This part less the documents named."""
        if not doc_ids:
            return self
        unwanted = pa.array(sorted(doc_ids), pa.string())
        return Part(*(table.filter(pc.invert(pc.is_in(table["doc_id"], unwanted))) for table in self.tables().values()))


def joined(parts: Iterable[Part]) -> Part:
    """The documents of several parts, in their order, as one."""
    found = [part.tables() for part in parts]
    return Part(*(pa.concat_tables([schema.empty_table(), *(tables[name] for tables in found)]) for name, schema in SCHEMAS.items()))


@cache
def extractor_version() -> str:
    """Changes whenever the extractors, their lexicon or the word segmentation beneath them do."""
    folder = Path(extractors.__file__).parent
    seen = hashlib.sha256(f"{version('jieba')} {version('OpenCC')} {version('regex')}".encode())
    for file in sorted(folder.rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts:
            seen.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes())
    return seen.hexdigest()[:12]


# --- on disk -----------------------------------------------------------------------------------


def name_of(part: Part, made_by: str) -> str:
    """The part's name: the extractors' version and a hash of the documents, which with it decide all the rest."""
    seen = hashlib.sha256(made_by.encode())
    for column in ("doc_id", "source", *_FILE_METADATA):
        seen.update("\0".join(map(str, part.documents[column].to_pylist())).encode("utf-8", "surrogatepass") + b"\1")
    return f"{made_by}-{seen.hexdigest()[:24]}"


def path_of(folder: Path, name: str, table: str) -> Path:
    """Where a table of a part lies."""
    return folder / f"{name}.{table}.parquet"


def write_part(folder: Path, name: str, part: Part) -> dict[str, str]:
    """Write the part's files into ``folder``; the hash of each by table name. Raises OSError, leaving nothing half-written under its name."""
    hashes = {}
    for table, rows in part.tables().items():
        sink = pa.BufferOutputStream()
        pq.write_table(rows, sink, compression="zstd", write_page_checksum=True)
        hashes[table] = write_whole(path_of(folder, name, table), sink.getvalue())
    sync_folder(folder)
    return hashes


def write_whole(path: Path, content: bytes | pa.Buffer) -> str:
    """Write a file beside, sync it, and put it in its place; gives the hash of ``content``. ``sync_folder`` makes the name last, too."""
    beside = path.with_suffix(".tmp")
    with beside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.rename(path)
    return hashlib.sha256(content).hexdigest()


def sync_folder(folder: Path) -> None:
    """Make renames in a folder outlast a crash of the machine."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_part(folder: Path, name: str) -> Part:
    """The part as written. Raises OSError where a file is missing or its pages are damaged."""
    return Part(*(pq.read_table(path_of(folder, name, table), page_checksum_verification=True) for table in SCHEMAS))


def hash_of(path: Path) -> str:
    """The hash of a file as it lies on disk. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
