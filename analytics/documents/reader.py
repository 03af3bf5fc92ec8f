"""What is in a file: its articles, in this process. Who reads what a stranger made goes through ``confined``, which has it done in another."""

from __future__ import annotations

import errno
import io
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import BinaryIO, TypeVar

from analytics.documents.archives import Allowance, members
from analytics.documents.html import read_html
from analytics.documents.limits import MAX_DEPTH, MAX_WHOLE
from analytics.documents.markdown import read_markdown
from analytics.documents.model import Document, Step, Unreadable, UnreadableError, digest_of
from analytics.documents.pdf import read_pdf
from analytics.documents.plain import read_plain
from analytics.documents.signatures import LONGEST, fits
from analytics.documents.tables import read_csv, read_jsonl
from analytics.documents.word import read_word

_ARTICLES: dict[str, Callable[[bytes, str], Document]] = {
    ".txt": read_plain,
    ".md": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".docx": read_word,
    ".pdf": read_pdf,
}
_TABLES: dict[str, Callable[[BinaryIO, str], Iterator[Document | Unreadable]]] = {".csv": read_csv, ".jsonl": read_jsonl}
_ARCHIVE = ".zip"
_Item = TypeVar("_Item")


@dataclass
class _Walk:
    """How far the reading of a file is: the ``number`` of the step that comes next, and what may still be unpacked."""

    begin: int
    avoid: Collection[int]
    number: int = 0
    allowance: Allowance = field(default_factory=Allowance)

    def step(self, place: str) -> Step:
        """The next step."""
        step = Step(self.number, place)
        self.number += 1
        return step

    def is_wanted(self, step: Step) -> bool:
        """Whether ``step`` is to be taken, and was not before."""
        return step.number >= self.begin and step.number not in self.avoid


def read_stream(stream: BinaryIO, source: str, begin: int = 0, avoid: Collection[int] = ()) -> Iterator[Document | Unreadable | Step]:
    """The articles in ``stream``, a file named ``source``; never raises for what is in it, but where memory is out.

    The file is a step, and each file in an archive is one, announced before it is opened. Steps before ``begin`` are passed over, and those
    to ``avoid`` with all they hold.
    """
    return _read(stream, source, _Walk(begin, avoid), 0)


def _read(stream: BinaryIO, source: str, walk: _Walk, depth: int) -> Iterator[Document | Unreadable | Step]:
    suffix = PurePosixPath(source).suffix.lower()
    step = walk.step(source)
    wanted = walk.is_wanted(step)
    if wanted:
        yield step
    elif suffix != _ARCHIVE or step.number in walk.avoid:
        return
    try:
        if suffix in _ARTICLES:
            yield _read_article(stream, source, _ARTICLES[suffix], suffix)
        elif suffix in _TABLES:
            if not fits(stream.read(LONGEST), suffix):
                raise UnreadableError(source, "mislabelled")
            stream.seek(0)
            yield from _something(_TABLES[suffix](stream, source), source)
        elif suffix == _ARCHIVE:
            yield from _read_archive(stream, source, walk, depth)
        else:
            yield Unreadable(source, "format")
    except MemoryError:
        raise
    except Exception as error:
        if wanted:  # else it was reported before
            yield _report(error, source)


def _read_archive(stream: BinaryIO, source: str, walk: _Walk, depth: int) -> Iterator[Document | Unreadable | Step]:
    if depth == MAX_DEPTH:
        raise UnreadableError(source, "too_large")
    if depth:  # one archive in another is unpacked first: its directory stands at its end
        stream = io.BytesIO(_whole(stream, source))
    for member in _something(members(stream, source, walk.allowance), source):
        if not isinstance(member, Unreadable):
            yield from _read(*member, walk, depth + 1)
        elif walk.is_wanted(step := walk.step(member.source)):
            yield step
            yield member


def _something(items: Iterator[_Item], source: str) -> Iterator[_Item]:
    """``items``, of which there must be one: a file of which nothing is said would be lost. Raises UnreadableError."""
    for item in items:
        yield item
        break
    else:
        raise UnreadableError(source, "empty")
    yield from items


def _read_article(stream: BinaryIO, source: str, reader: Callable[[bytes, str], Document], suffix: str) -> Document | Unreadable:
    content = _whole(stream, source)
    if not content:
        return Unreadable(source, "empty", digest=digest_of(content))
    try:
        if not fits(content, suffix):
            raise UnreadableError(source, "mislabelled")
        return reader(content, source)
    except MemoryError:
        raise
    except Exception as error:
        return replace(_report(error, source), digest=digest_of(content))


def _report(error: Exception, source: str) -> Unreadable:
    """What went wrong: the formats' libraries raise whatever a broken file makes them stumble over."""
    if isinstance(error, UnreadableError):
        return error.report
    # A place in the file that is none is told by the system; what else it tells is of the disk
    return Unreadable(source, "disk" if isinstance(error, OSError) and error.errno not in (None, errno.EINVAL) else "broken")


def _whole(stream: BinaryIO, source: str) -> bytes:
    content = stream.read(MAX_WHOLE + 1)
    if len(content) > MAX_WHOLE:
        raise UnreadableError(source, "too_large")
    return content
