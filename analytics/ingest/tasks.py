"""The work of an ingest in pieces that one process can do, and their results."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from threading import Event

from analytics.documents import Document, Unreadable
from analytics.documents.outcomes import FileReport, refused
from analytics.workspace.metadata import Metadata
from analytics.workspace.parts import Part, extractor_version


@dataclass(frozen=True, slots=True)
class File:
    """A file for the task to read; ``known`` are its contents from earlier runs, digest → doc_id."""

    place: str
    source: str
    known: Mapping[str, str] = field(default_factory=dict)


# A ``FileReport`` is an item that needs no more work; it keeps the report in the order of the plan.
Item = File | Document | FileReport


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
class TaskResult:
    """The result of a task; ``given`` is the metadata applied to each document, ``made_by`` the extractor version of the worker.

    A task ends early at a slow article: ``slow`` is that article as a task of its own, ``rest`` what has not been done.
    """

    part: Part
    lines: tuple[FileReport, ...]
    given: Mapping[str, str] = field(default_factory=dict)
    replaces: str = ""
    made_by: str = field(default_factory=extractor_version)
    slow: Task | None = None
    rest: Task | None = None


# Runs tasks until ``stop`` is set; an incomplete result is never one that replaces a part.
Executor = Callable[[Iterable[Task], Event], Iterator[TaskResult]]


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


def source_of(item: Item) -> str:
    """The source name of an item."""
    return item.text.source if isinstance(item, Document) else item.source


def as_item(found: Document | Unreadable) -> Document | FileReport:
    """What was found in a file, as an item: a file that cannot be read is refused."""
    return refused(found) if isinstance(found, Unreadable) else found
