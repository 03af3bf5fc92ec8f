"""Work on a task: its files are read and its articles extracted. Executors call ``work``; this one runs in the same process."""

from __future__ import annotations

import hashlib
import math
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from threading import Event
from typing import Any

import fsspec
import pyarrow as pa

from analytics.claims.schema import claims_table, innovations_table
from analytics.documents import Document, UnreadableError, open_file
from analytics.documents.extraction import NotExtractedError, extracted
from analytics.documents.outcomes import FileReport
from analytics.documents.worker import NotYetError
from analytics.ingest import places
from analytics.ingest.tasks import File, Item, Queue, Task, TaskResult, as_item, source_of
from analytics.workspace.corrections import METADATA
from analytics.workspace.metadata import with_annotations
from analytics.workspace.near_duplicates import sketch
from analytics.workspace.outlines import packed_outline
from analytics.workspace.parts import DOCUMENT_SCHEMA, FETCHED, OUTLINE, Part, joined, packed_scans
from extractors.ids import doc_id_of
from extractors.model import Extraction

_PATIENCE = 2.0  # seconds after which an article is slow; a usual one takes some milliseconds


def run_in_process(tasks: Iterable[Task], stop: Event) -> Iterator[TaskResult]:
    """The executor that works in this process."""
    queue = Queue(tasks, stop)
    task = queue.next()
    while task:
        done = work(task, stop)
        queue.add(done.slow)
        if stop.is_set() and task.replaces:
            return
        yield done
        task = done.rest or queue.next()


@dataclass(frozen=True, slots=True)
class _Article:
    document: Document
    extraction: Extraction
    given: str


_leaving = Event()  # set in a worker process that is about to end


def leave() -> None:
    """Stop the work of this process: it is about to end, and what it does is wanted no more."""
    _leaving.set()


def work(task: Task, stop: Event = _leaving) -> TaskResult:
    """Read and extract a task. An article that fails is reported in its line, and the rest continues.

    The result holds what was done before a slow article, unless the task ``waits``, and before ``stop`` was set.
    """
    articles: dict[str, _Article] = {}
    lines: list[FileReport] = []
    slow: Task | None = None
    contents = _Contents(task.items)
    while not (slow or stop.is_set()) and (found := contents.next()):
        try:
            lines.append(_line(found, task, articles, stop, contents.read_ahead))
        except NotYetError:
            slow = replace(task, items=(found,), waits=True)
    left = contents.left() if slow and not stop.is_set() else ()
    given = {doc_id: article.given for doc_id, article in articles.items()}
    rest = replace(task, items=left) if left else None
    return TaskResult(_part(list(articles.values())), tuple(lines), given, task.replaces, slow=slow, rest=rest)


class _Contents:
    """What the items of a task hold; one ahead can be read while another process extracts."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._items, self._ahead = deque(items), deque[Document | FileReport]()
        self._found: Iterator[Document | FileReport] = iter(())

    def next(self) -> Document | FileReport | None:
        """The next article or outcome; None at the end."""
        self.read_ahead()
        return self._ahead.popleft() if self._ahead else None

    def read_ahead(self) -> None:
        """Read what ``next`` will return."""
        while not self._ahead:
            self._ahead.extend(islice(self._found, 1))
            if not self._ahead:
                if not self._items:
                    return
                self._found = _found(self._items.popleft())

    def left(self) -> tuple[Item, ...]:
        """All that ``next`` has not returned."""
        return (*self._ahead, *self._found, *self._items)


def _found(item: Item) -> Iterator[Document | FileReport]:
    if not isinstance(item, File):
        yield item
    elif (digest := _digest(item)) in item.known:
        yield FileReport(item.source, digest, "unchanged", doc_id=item.known[digest])
    else:
        yield from map(as_item, places.contents(item.place, item.source))


def _digest(item: File) -> str:
    """The file's digest if an earlier run read it; empty if it is new, or cannot be opened, which reading reports."""
    if not item.known:
        return ""
    try:
        stream: Any = fsspec.open(item.place, "rb") if "://" in item.place else open_file(Path(item.place), item.source)
        with stream as file:
            return hashlib.file_digest(file, "sha256").hexdigest()[:32]
    except (OSError, UnreadableError):
        return ""


def _line(
    found: Document | FileReport, task: Task, articles: dict[str, _Article], stop: Event, meanwhile: Callable[[], None]
) -> FileReport:
    """Extract one document into ``articles``, unless it is there already; returns its outcome. Raises NotYetError if it is slow."""
    if isinstance(found, FileReport):
        return found
    text = found.text
    doc_id = doc_id_of(text.raw)
    line = FileReport(text.source, found.digest, "read", encoding=found.encoding, doubt=found.doubt, doc_id=doc_id)
    if doc_id in articles:
        return line.repeating(articles[doc_id].document.text.source)
    given = task.metadata.of(text.source, doc_id)
    try:
        extraction = extracted(with_annotations(text, given), math.inf if task.waits else _PATIENCE, stop, meanwhile)
    except NotExtractedError as error:
        return line.refused(error.reason, error.detail)
    articles[doc_id] = _Article(found, extraction, given)
    return line.read_as(extraction)


def crashed_result(task: Task) -> TaskResult:
    """The result of a task that killed its workers: every item is refused as ``crashed``."""
    lines = (FileReport(source_of(item), "", "refused", "crashed") for item in task.items)
    return TaskResult(_part([]), tuple(lines), {}, task.replaces)


def merge_results(pieces: Sequence[TaskResult], replaces: str) -> TaskResult:
    """Combine the results of a task's items, run one by one, into the result of the task."""
    first: dict[str, str] = {}
    parts: list[Part] = []
    lines: list[FileReport] = []
    given: dict[str, str] = {}
    for piece in pieces:
        lines += [line.repeating(first[line.doc_id]) if line.doc_id in first else line for line in piece.lines]
        parts.append(piece.part.without(first))
        first |= {line.doc_id: line.source for line in piece.lines if line.outcome == "read" and line.doc_id not in first}
        given.update(piece.given)
    return TaskResult(joined(parts), tuple(lines), given, replaces)


def _part(articles: Sequence[_Article]) -> Part:
    return Part(
        pa.Table.from_pylist([_row(article) for article in articles], DOCUMENT_SCHEMA),
        claims_table(claim for article in articles for claim in article.extraction.claims),
        innovations_table(innovation for article in articles for innovation in article.extraction.innovations),
    )


def _row(article: _Article) -> dict[str, object]:
    document, known = article.document, article.extraction.article
    said = {name: getattr(known, name) for name in METADATA}
    from_file = {f"file_{name}": getattr(document.text, name) for name in METADATA}
    row = {"doc_id": known.doc_id, "source": known.source, "raw": known.raw, "sketch": sketch("".join(s.text for s in known.sentences))}
    how = {"encoding": document.encoding, "doubt": document.doubt, "digest": document.digest, FETCHED: known.fetched_on}
    how |= {"scans": packed_scans(document.text.ocr_spans), OUTLINE: packed_outline(known)}
    return row | said | from_file | how
