"""Ingest many documents into a workspace: planned as tasks, run here or in other processes, committed in the order of the plan.

Executors read and extract; only the process that called ``ingest`` writes. Because commits keep the order of the plan, the claims do not
depend on the number of workers, or on which of them died. Only articles that take unusually long are left to the end of the plan, so that
nothing waits for them.
"""

from __future__ import annotations

import hashlib
import math
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice, takewhile
from pathlib import Path
from threading import Event
from typing import Any

import fsspec
import pyarrow as pa
import pyarrow.compute as pc

from analytics.claims.schema import claims_table, innovations_table
from analytics.documents import MANY, Document, Unreadable, UnreadableError, find, opened, read, read_copy, stated_entries
from analytics.documents.extraction import NotExtractedError, extracted, prepare
from analytics.documents.outcomes import Line, refused
from analytics.documents.worker import NotYetError
from analytics.ingest.metadata_matches import MetadataMatches
from analytics.workspace.corrections import METADATA
from analytics.workspace.metadata import Metadata, with_annotations
from analytics.workspace.near_duplicates import sketch
from analytics.workspace.outlines import packed_outline
from analytics.workspace.parts import DOCUMENT_SCHEMA, FETCHED, OUTLINE, Part, extractor_version, joined, packed_scans, unpacked_scans
from analytics.workspace.store import Workspace
from extractors.ids import doc_id_of
from extractors.model import Extraction, SourceText

_DOCUMENTS, _BYTES = 256, 2_000_000  # limits for one task, unless a single file exceeds them
_PATIENCE = 2.0  # seconds after which an article is slow; a usual one takes some milliseconds
_COUNTED = 1024  # MB of a table in which lines are counted


@dataclass(frozen=True, slots=True)
class File:
    """A file for the task to read; ``known`` are its contents from earlier runs, digest → doc_id."""

    place: str
    source: str
    known: Mapping[str, str] = field(default_factory=dict)


# A ``Line`` is an item that needs no more work; it keeps the report in the order of the plan.
Item = File | Document | Line


@dataclass(frozen=True, slots=True)
class Task:
    """Work for one process; ``replaces`` names the part whose articles are extracted again, if any.

    ``waits`` says whether it waits for slow articles, however long they take.
    """

    items: tuple[Item, ...]
    metadata: Metadata
    replaces: str = ""
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """The result of a task; ``given`` is the metadata applied to each document, ``made_by`` the extractor version of the worker.

    A task ends early at a slow article: ``slow`` is that article as a task of its own, ``rest`` what has not been done.
    """

    part: Part
    lines: tuple[Line, ...]
    given: Mapping[str, str] = field(default_factory=dict)
    replaces: str = ""
    made_by: str = field(default_factory=extractor_version)
    slow: Task | None = None
    rest: Task | None = None


class OtherExtractorsError(Exception):
    """A worker runs another extractor version than this process."""


# Runs tasks until ``stop`` is set; an incomplete result is never one that replaces a part.
Executor = Callable[[Iterable[Task], Event], Iterator[Done]]


class Queue:
    """The tasks of a plan in their order, then the articles that were slow."""

    def __init__(self, tasks: Iterable[Task], stop: Event) -> None:
        self._tasks, self._stop = iter(tasks), stop
        self._slow: deque[Task] = deque()

    def next(self) -> Task | None:
        """The next task; None if there is none now, or if ``stop`` is set."""
        if self._stop.is_set():
            return None
        return next(self._tasks, None) or (self._slow.popleft() if self._slow else None)

    def add(self, slow: Task | None) -> None:
        """Leave a slow article to the end."""
        if slow:
            self._slow.append(slow)


def here(tasks: Iterable[Task], stop: Event) -> Iterator[Done]:
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


def ingest(
    workspace: Workspace,
    places: Sequence[str],
    run: Executor = here,
    *,
    documents: Iterable[Document] = (),
    fetched: Iterable[Iterable[Document | Unreadable]] = (),
    table: Mapping[str, SourceText] | None = None,
    apart: Sequence[Path] = (),
    stop: Event | None = None,
    report: Callable[[Sequence[Line], bool], None] = lambda lines, again: None,
) -> OSError | None:
    """Read files at ``places`` (files, folders, fsspec URLs) except ``apart``, then ``documents`` and ``fetched``, into ``workspace``.

    ``documents`` have been read already. Each item of ``fetched`` is committed before the next is awaited. ``table`` is metadata by source
    (see ``documents.read_metadata``) for the articles of this run. Articles from another extractor version, or whose metadata from users
    changed, are extracted again.

    ``report`` is called with the lines of each task once they are safe on disk, and with whether their articles were extracted again.
    Setting ``stop`` ends the run after the articles under way, without waiting for slow ones; a later run continues from there. Raises
    OSError; OtherExtractorsError, before anything from that worker is kept. Returns why the new texts could not be added to the search index,
    the only step that may fail without harm: the next run tries again.
    """
    stop = stop or Event()
    if run is here:
        prepare()
    workspace.clear_leftovers()
    workspace.settle_removals()
    metadata = workspace.people.metadata(table)
    matches = MetadataMatches(metadata)
    found = listed(places, (*apart, workspace.folder))
    there = _new(workspace, chain(_there(found), documents), metadata)
    waited_for = (task for some in takewhile(lambda _: not stop.is_set(), fetched) for task in _new(workspace, map(_item, some), metadata))
    for plan in (_again(workspace), there, waited_for, _again(workspace)):
        for done in run(plan, stop):
            if done.made_by != extractor_version():
                raise OtherExtractorsError(done.made_by)
            matched = done.lines if done.replaces else [matches.match(line) for line in done.lines]
            lines = workspace.commit(done.part, matched, done.given, done.replaces)
            if not done.replaces:
                kept = {line.doc_id for line in lines if line.outcome in ("read", "unchanged", "duplicate")}
                workspace.people.give({doc_id: given for doc_id in kept if (given := matches.of(doc_id))})
            report(lines, bool(done.replaces))
    workspace.merge_small_parts()
    if stop.is_set():
        return None
    workspace.link_reprints()
    try:
        workspace.index_texts()
    except OSError as error:
        return error
    return None


def listed(places: Iterable[str], apart: Iterable[Path] = ()) -> Iterator[tuple[str, str]]:
    """Files at ``places`` as ``(place, source)``, in reading order, except those in ``apart`` or below it.

    Raises OSError for a URL that fsspec cannot open.
    """
    ours = {path.absolute() for path in apart}
    for place in places:
        if "://" in place:
            yield from _listed_by_url(place)
            continue
        for path, source in find([Path(place)]):
            whole = path.absolute()
            if not ours.intersection((whole, *whole.parents)):
                yield str(whole), source


def _listed_by_url(place: str) -> Iterator[tuple[str, str]]:
    try:
        filesystem, path = fsspec.core.url_to_fs(place)
        found = [path] if filesystem.isfile(path) else sorted(filesystem.find(path))
    except (ValueError, ImportError) as error:  # unknown protocol, or its package is not installed
        raise OSError(f"{place}: {error}") from error
    root = path.rstrip("/") + "/"
    for file in found or [path]:  # if nothing is there, reading reports it as missing
        yield filesystem.unstrip_protocol(file), file.removeprefix(root) if file.startswith(root) else file.rpartition("/")[2]


def count(places: Iterable[str], apart: Iterable[Path] = ()) -> int:
    """Approximate number of articles in the files of ``listed``; line breaks inside cells and folders inside archives count too."""
    return sum(_entries(place, Path(source).suffix.lower()) for place, source in listed(places, apart))


def _entries(place: str, suffix: str) -> int:
    if suffix not in MANY or "://" in place:
        return 1
    try:
        with opened(Path(place), Path(place).name) as file:
            if suffix == ".zip":
                return stated_entries(file)
            pieces = islice(iter(lambda: file.read(1 << 20), b""), _COUNTED)
            return max(1, sum(piece.count(b"\n") for piece in pieces) - (suffix != ".jsonl"))
    except (OSError, UnreadableError):  # reading it reports the error
        return 1


# --- the plan ----------------------------------------------------------------------------------


def _again(workspace: Workspace) -> Iterator[Task]:
    """Re-extraction tasks, one per part; ``commit`` drops those that another process has done first."""
    metadata = workspace.people.metadata()
    for name, doc_ids in workspace.stale().items():
        whole = workspace.part(name).documents
        rows = whole.filter(pc.is_in(whole["doc_id"], pa.array(sorted(doc_ids), pa.string())))
        articles = zip(rows["source"].to_pylist(), rows["doc_id"].to_pylist(), strict=True)
        yield Task(tuple(_documents(rows)), metadata.about(articles), name, waits=True)


def _new(workspace: Workspace, there: Iterable[Item], metadata: Metadata) -> Iterator[Task]:
    items: list[Item] = []
    size = 0
    for item, weight in _items(workspace, iter(there)):
        if items and (len(items) == _DOCUMENTS or size + weight > _BYTES):
            yield _task(items, metadata)
            items, size = [], 0
        items.append(item)
        size += weight
    if items:
        yield _task(items, metadata)


def _task(items: Sequence[Item], metadata: Metadata) -> Task:
    return Task(
        tuple(items), metadata.about((_source(item), doc_id_of(item.text.raw) if isinstance(item, Document) else "") for item in items)
    )


def _source(item: Item) -> str:
    return item.text.source if isinstance(item, Document) else item.source


def _items(workspace: Workspace, there: Iterator[Item]) -> Iterator[tuple[Item, int]]:
    """Items to read, each with its weight in bytes; known contents become ``unchanged`` lines."""
    while some := list(islice(there, _DOCUMENTS)):
        with workspace.manifest.reading() as ledger:
            known = {source: ledger.known(source) for source in map(_source, some)}
        for item in some:
            yield _knowing(item, known[_source(item)])


def _there(found: Iterable[tuple[str, str]]) -> Iterator[Item]:
    """Files; those with many articles are opened here, so that their articles can be divided into tasks."""
    for place, source in found:
        if Path(source).suffix.lower() in MANY:
            yield from map(_item, _open(place, source))
        else:
            yield File(place, source)


def _item(found: Document | Unreadable) -> Document | Line:
    return refused(found) if isinstance(found, Unreadable) else found


def _knowing(item: Item, known: Mapping[str, str]) -> tuple[Item, int]:
    if isinstance(item, File):
        return replace(item, known=known), _size(item.place)
    if isinstance(item, Document) and item.digest in known:
        return Line(_source(item), item.digest, "unchanged", doc_id=known[item.digest]), 0
    return item, 3 * len(item.text.raw) if isinstance(item, Document) else 0


def _size(place: str) -> int:
    try:
        return Path(place).stat().st_size
    except OSError:  # a URL, or a file whose error is reported on reading
        return _BYTES // _DOCUMENTS


def _open(place: str, source: str) -> Iterator[Document | Unreadable]:
    if "://" not in place:
        yield from read(Path(place), source)
        return
    try:
        opening = fsspec.open(place, "rb").open()
    except OSError as error:
        yield Unreadable(source, "missing" if isinstance(error, FileNotFoundError) else "permission")
        return
    with opening as stream:
        yield from read_copy(stream, source)


def _documents(rows: pa.Table) -> Iterator[Document]:
    """Rows of ``documents`` as they were read from their files, without later metadata."""
    for row in rows.to_pylist():
        said = {name: row[f"file_{name}"] for name in METADATA}
        text = SourceText(row["raw"], row["source"], **said, fetched_on=row[FETCHED], scans=unpacked_scans(row["scans"]))
        yield Document(text, row["encoding"], row["doubt"], row["digest"])


# --- the work ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Article:
    document: Document
    extraction: Extraction
    given: str


_leaving = Event()  # set in a worker process that is about to end


def leave() -> None:
    """Stop the work of this process: it is about to end, and what it does is wanted no more."""
    _leaving.set()


def work(task: Task, stop: Event = _leaving) -> Done:
    """Read and extract a task. An article that fails is reported in its line, and the rest continues.

    The result holds what was done before a slow article, unless the task ``waits``, and before ``stop`` was set.
    """
    articles: dict[str, _Article] = {}
    lines: list[Line] = []
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
    return Done(_part(list(articles.values())), tuple(lines), given, task.replaces, slow=slow, rest=rest)


class _Contents:
    """What the items of a task hold; one ahead can be read while another process extracts."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._items, self._ahead = deque(items), deque[Document | Line]()
        self._found: Iterator[Document | Line] = iter(())

    def next(self) -> Document | Line | None:
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


def _found(item: Item) -> Iterator[Document | Line]:
    if not isinstance(item, File):
        yield item
    elif (digest := _digest(item)) in item.known:
        yield Line(item.source, digest, "unchanged", doc_id=item.known[digest])
    else:
        yield from map(_item, _open(item.place, item.source))


def _digest(item: File) -> str:
    """The file's digest if an earlier run read it; empty if it is new, or cannot be opened, which reading reports."""
    if not item.known:
        return ""
    try:
        stream: Any = fsspec.open(item.place, "rb") if "://" in item.place else opened(Path(item.place), item.source)
        with stream as file:
            return hashlib.file_digest(file, "sha256").hexdigest()[:32]
    except (OSError, UnreadableError):
        return ""


def _line(found: Document | Line, task: Task, articles: dict[str, _Article], stop: Event, meanwhile: Callable[[], None]) -> Line:
    """Extract one document into ``articles``, unless it is there already; returns its outcome. Raises NotYetError if it is slow."""
    if isinstance(found, Line):
        return found
    text = found.text
    doc_id = doc_id_of(text.raw)
    line = Line(text.source, found.digest, "read", encoding=found.encoding, doubt=found.doubt, doc_id=doc_id)
    if doc_id in articles:
        return line.repeating(articles[doc_id].document.text.source)
    given = task.metadata.of(text.source, doc_id)
    try:
        extraction = extracted(with_annotations(text, given), math.inf if task.waits else _PATIENCE, stop, meanwhile)
    except NotExtractedError as error:
        return line.refused(error.reason, error.detail)
    articles[doc_id] = _Article(found, extraction, given)
    return line.read_as(extraction)


def lost(task: Task) -> Done:
    """The result of a task that killed its workers: every item is refused as ``crashed``."""
    lines = (Line(_source(item), "", "refused", "crashed") for item in task.items)
    return Done(_part([]), tuple(lines), {}, task.replaces)


def merged(pieces: Sequence[Done], replaces: str) -> Done:
    """Combine the results of a task's items, run one by one, into the result of the task."""
    first: dict[str, str] = {}
    parts: list[Part] = []
    lines: list[Line] = []
    given: dict[str, str] = {}
    for piece in pieces:
        lines += [line.repeating(first[line.doc_id]) if line.doc_id in first else line for line in piece.lines]
        parts.append(piece.part.without(first))
        first |= {line.doc_id: line.source for line in piece.lines if line.outcome == "read" and line.doc_id not in first}
        given.update(piece.given)
    return Done(joined(parts), tuple(lines), given, replaces)


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
    how |= {"scans": packed_scans(document.text.scans), OUTLINE: packed_outline(known)}
    return row | said | from_file | how
