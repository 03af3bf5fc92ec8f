"""The plan of an ingest: tasks for new files, and for articles that must be extracted again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from analytics.documents import MANY, Document
from analytics.documents.outcomes import FileReport
from analytics.ingest import places
from analytics.ingest.tasks import File, Item, Task, as_item, source_of
from analytics.workspace.corrections import METADATA
from analytics.workspace.metadata import Metadata
from analytics.workspace.parts import FETCHED, unpacked_scans
from analytics.workspace.store import Workspace
from extractors.ids import doc_id_of
from extractors.model import SourceText

_DOCUMENTS, _BYTES = 256, 2_000_000  # limits for one task, unless a single file exceeds them


def reextractions(workspace: Workspace) -> Iterator[Task]:
    """Re-extraction tasks, one per part; ``commit`` drops those that another process has done first."""
    metadata = workspace.annotations.metadata()
    for name, doc_ids in workspace.stale().items():
        whole = workspace.part(name).documents
        rows = whole.filter(pc.is_in(whole["doc_id"], pa.array(sorted(doc_ids), pa.string())))
        articles = zip(rows["source"].to_pylist(), rows["doc_id"].to_pylist(), strict=True)
        yield Task(tuple(_documents(rows)), metadata.about(articles), name, waits=True)


def tasks_of(workspace: Workspace, items: Iterable[Item], metadata: Metadata) -> Iterator[Task]:
    """Tasks for these items, each within the limits of one task unless a single file exceeds them."""
    together: list[Item] = []
    size = 0
    for item, weight in _weighed(workspace, iter(items)):
        if together and (len(together) == _DOCUMENTS or size + weight > _BYTES):
            yield _task(together, metadata)
            together, size = [], 0
        together.append(item)
        size += weight
    if together:
        yield _task(together, metadata)


def _task(items: Sequence[Item], metadata: Metadata) -> Task:
    return Task(
        tuple(items), metadata.about((source_of(item), doc_id_of(item.text.raw) if isinstance(item, Document) else "") for item in items)
    )


def _weighed(workspace: Workspace, items: Iterator[Item]) -> Iterator[tuple[Item, int]]:
    """Items to read, each with its weight in bytes; known contents become ``unchanged`` lines."""
    while some := list(islice(items, _DOCUMENTS)):
        with workspace.manifest.reading() as transaction:
            known = {source: transaction.known(source) for source in map(source_of, some)}
        for item in some:
            yield _knowing(item, known[source_of(item)])


def items_in(found: Iterable[tuple[str, str]]) -> Iterator[Item]:
    """Files; those with many articles are opened here, so that their articles can be divided into tasks."""
    for place, source in found:
        if Path(source).suffix.lower() in MANY:
            yield from map(as_item, places.contents(place, source))
        else:
            yield File(place, source)


def _knowing(item: Item, known: Mapping[str, str]) -> tuple[Item, int]:
    if isinstance(item, File):
        return replace(item, known=known), _size(item.place)
    if isinstance(item, Document) and item.digest in known:
        return FileReport(source_of(item), item.digest, "unchanged", doc_id=known[item.digest]), 0
    return item, 3 * len(item.text.raw) if isinstance(item, Document) else 0


def _size(place: str) -> int:
    try:
        return Path(place).stat().st_size
    except OSError:  # a URL, or a file whose error is reported on reading
        return _BYTES // _DOCUMENTS


def _documents(rows: pa.Table) -> Iterator[Document]:
    """Rows of ``documents`` as they were read from their files, without later metadata."""
    for row in rows.to_pylist():
        said = {name: row[f"file_{name}"] for name in METADATA}
        text = SourceText(row["raw"], row["source"], **said, fetched_on=row[FETCHED], ocr_spans=unpacked_scans(row["scans"]))
        yield Document(text, row["encoding"], row["doubt"], row["digest"])
