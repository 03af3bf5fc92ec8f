"""The search index beside the parts: files in ``search/`` that can be deleted at any time and are made again by the next ingest.

A text never changes under its ``doc_id``, which is its hash. So an index file stays right whatever happens to the parts, and texts that no
longer count are simply not asked for. The name of a file is a version and the SHA-256 of its content: files need no list, and one that is
damaged or of another version is told by its name, not read, and deleted by the next writer. Files with other names are left alone.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from analytics.search import folding, postings
from analytics.search.folding import fold
from analytics.search.postings import Postings, index, merged, open_index, packed
from analytics.workspace.atomic import atomic_write, make_folder
from analytics.workspace.faults import Fault, fault_of
from analytics.workspace.manifest import Manifest
from analytics.workspace.parts import extractor_version, path_of

_CHARACTERS = 8_000_000  # of texts in one file at most, unless one text is longer
_OURS = re.compile(
    r"[0-9a-f]{12}-[0-9a-f]{64}\.parquet(\.[0-9a-f]+\.tmp)?"
)  # the names of its files, and of those that a killed writer left
_SMALL, _MANY = _CHARACTERS // 8, 8  # files of fewer characters are merged as soon as there are so many


@cache
def index_version() -> str:
    """12 hex digits that change with how texts are compared, and with the format of the index."""
    seen = hashlib.sha256(extractor_version().encode())
    for module in (folding, postings):
        seen.update(Path(str(module.__file__)).read_bytes())
    return seen.hexdigest()[:12]


def index_files(folder: Path) -> tuple[Path, ...]:
    """The index files of this version in ``folder``, damaged ones included."""
    return tuple(sorted(folder.glob(f"{index_version()}-*.parquet")))


def open_sound(files: Sequence[Path]) -> dict[Path, Postings]:
    """The indexes in those of ``files`` that have the content that their names state."""
    return {path: open_index(path) for path in files if _fault(path) is None}


def index_faults(folder: Path) -> Iterator[Fault]:
    """Index files that are damaged."""
    yield from (fault for path in index_files(folder) if (fault := _fault(path)))


def _fault(path: Path) -> Fault | None:
    return fault_of(path, path.stem.partition("-")[2])


def add_missing(folder: Path, parts: Path, manifest: Manifest) -> None:
    """Index the active texts that no sound file in ``folder`` has, delete useless files, and merge small ones. Raises OSError.

    Files are written and deleted under the write lock of the manifest, and texts are read without it.
    """
    make_folder(folder)
    with manifest.writing():
        there = open_sound(index_files(folder))
        _delete(path for path in folder.iterdir() if _OURS.fullmatch(path.name) and path not in there)
    for some in _batches(texts_beyond(parts, manifest, {doc_id for each in there.values() for doc_id in each.doc_ids})):
        content = packed(index(some))
        with manifest.writing():
            _write(folder, content)
    with manifest.writing():
        _merge_small(folder)


def texts_beyond(parts: Path, manifest: Manifest, known: Collection[str]) -> Iterator[tuple[str, str]]:
    """The active texts, folded, whose doc_id is not ``known``; those in a damaged part are left out. Raises OSError."""
    with manifest.reading() as transaction:
        homes = transaction.homes()
        listed = [part for part in transaction.parts() if homes.get(part.name, {}).keys() - known]
    for part in listed:
        path = path_of(parts, part.name, "documents")
        if fault_of(path, part.documents_hash):
            continue
        rows = pq.read_table(path, columns=["doc_id", "raw"])
        for doc_id, raw in zip(rows["doc_id"].to_pylist(), rows["raw"].to_pylist(), strict=True):
            if doc_id not in known:
                yield doc_id, fold(raw).text


def _batches(texts: Iterator[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    """Texts of at most ``_CHARACTERS`` together, one at least."""
    some, size = list[tuple[str, str]](), 0
    for doc_id, text in texts:
        if some and size + len(text) > _CHARACTERS:
            yield some
            some, size = [], 0
        some.append((doc_id, text))
        size += len(text)
    if some:
        yield some


def _merge_small(folder: Path) -> None:
    """Merge the small files if there are many; the smallest first, as many as one file may hold."""
    there = open_sound(index_files(folder))
    small = sorted((one.length, path) for path, one in there.items() if one.length < _SMALL)
    if len(small) < _MANY:
        return
    together, size = list[Path](), 0
    for length, path in small:
        if size + length <= _CHARACTERS:
            together.append(path)
            size += length
    _write(folder, packed(merged(there[path] for path in together)))
    _delete(together)


def _delete(files: Iterable[Path]) -> None:
    for file in files:
        with suppress(PermissionError):  # Windows does not delete what is open; the next run tries again
            file.unlink(missing_ok=True)


def _write(folder: Path, content: pa.Buffer) -> None:
    with atomic_write(folder / f"{index_version()}-{hashlib.sha256(content).hexdigest()}.parquet") as file:
        file.write(content)
