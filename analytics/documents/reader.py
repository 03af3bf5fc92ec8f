"""Reads the articles in a file in the current process.

Untrusted files go through ``confined``, which runs this module in a child process.
"""

from __future__ import annotations

import errno
import io
import zipfile
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import BinaryIO, TypeVar

from analytics.documents.archives import Allowance, members
from analytics.documents.books import read_epub
from analytics.documents.formats import ARCHIVE, PICTURES, REFUSED, SPREADSHEETS
from analytics.documents.html import read_html
from analytics.documents.limits import MAX_DEPTH, MAX_WHOLE
from analytics.documents.mails import read_mail, read_saved_page
from analytics.documents.markdown import read_markdown
from analytics.documents.model import Document, Reason, Step, Unreadable, UnreadableError, digest_of
from analytics.documents.ocr import read_picture
from analytics.documents.ofd import read_ofd
from analytics.documents.oldword import is_page, read_old_word
from analytics.documents.opendocument import read_odt
from analytics.documents.pdf import read_pdf
from analytics.documents.plain import read_plain
from analytics.documents.richtext import read_rtf
from analytics.documents.sheets import read_sheets, read_sheets_about_files
from analytics.documents.signatures import LONGEST, fits, is_another_kind
from analytics.documents.slides import read_pptx
from analytics.documents.tables import read_csv, read_csv_about_files, read_json, read_jsonl
from analytics.documents.word import read_word

_Items = Iterator[Document | Unreadable]


def _in_spreadsheet(stream: BinaryIO, source: str) -> _Items:
    """The articles in a file named as a spreadsheet. Office systems also give that name to web pages and delimited text."""
    content = _whole(stream, source)
    if not content:
        raise UnreadableError(source, "empty")
    if is_page(content):
        return iter([read_html(content, source)])
    is_binary = content.startswith((b"PK", b"\xd0\xcf\x11\xe0")) or b"\0" in content[:LONGEST]
    if not is_binary and source.lower().endswith(".xls"):
        return read_csv(io.BytesIO(content), source)
    return _checked(read_sheets(content, source), content, source)


def _in_book(stream: BinaryIO, source: str) -> _Items:
    content = _whole(stream, source)
    if not content:
        raise UnreadableError(source, "empty")
    return _checked(read_epub(content, source), content, source)


def _checked(items: _Items, content: bytes, source: str) -> _Items:
    """``items``, read from ``content``. Raises UnreadableError ``mislabelled`` if they cannot be read since it is another kind of file."""
    try:
        yield from items
    except MemoryError:
        raise
    except Exception as error:
        report = _report(error, source)
        raise UnreadableError(source, _cause(report.reason, content, source), report.detail) from error


# Files that are one article, by suffix: first those for which a sender may declare a charset.
_TEXTS: dict[str, Callable[[bytes, str, str], Document]] = {
    ".txt": read_plain,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".shtml": read_html,
    ".shtm": read_html,
    ".xhtml": read_html,
}
_OTHERS: dict[str, Callable[[bytes, str], Document]] = {
    ".mht": read_saved_page,
    ".mhtml": read_saved_page,
    ".eml": read_mail,
    ".docx": read_word,
    ".docm": read_word,
    ".doc": read_old_word,
    ".wps": read_old_word,
    ".rtf": read_rtf,
    ".odt": read_odt,
    ".pptx": read_pptx,
    ".ofd": read_ofd,
    ".pdf": read_pdf,
    **dict.fromkeys(PICTURES, read_picture),
}
# Files that hold several articles, or a table of figures.
_TABLES: dict[str, Callable[[BinaryIO, str], _Items]] = {
    ".csv": read_csv,
    ".tsv": read_csv,
    ".jsonl": read_jsonl,
    ".json": read_json,
    ".epub": _in_book,
    **dict.fromkeys(SPREADSHEETS, _in_spreadsheet),
}
_ABOUT_FILES: dict[str, Callable[[BinaryIO, str], _Items]] = {
    **dict.fromkeys((".csv", ".tsv", ".txt"), read_csv_about_files),
    **dict.fromkeys(SPREADSHEETS, lambda stream, source: read_sheets_about_files(_whole(stream, source), source)),
}
FORMATS = (*_TEXTS, *_OTHERS, *_TABLES, ARCHIVE)
_BEGINNING = 65_536  # bytes by which a file is told to be no archive
_Item = TypeVar("_Item")


@dataclass
class _Walk:
    """Progress through a file: the ``number`` of the next step, and what may still be unpacked.

    Steps before ``begin`` and those in ``avoid`` are not read. ``charset`` is the encoding declared by the sender.
    """

    begin: int
    avoid: Collection[int]
    charset: str
    number: int = 0
    allowance: Allowance = field(default_factory=Allowance)

    def step(self, place: str) -> Step:
        """The next step, for the file ``place``; advances ``number``."""
        step = Step(self.number, place)
        self.number += 1
        return step

    def is_wanted(self, step: Step) -> bool:
        """Whether ``step`` is to be read."""
        return step.number >= self.begin and step.number not in self.avoid


def read_stream(
    stream: BinaryIO, source: str, begin: int = 0, avoid: Collection[int] = (), charset: str = "", about_files: bool = False
) -> Iterator[Document | Unreadable | Step]:
    """The articles in ``stream``, a file named ``source``. Each file is announced by a ``Step`` before it is opened.

    The file is a step, and so is each file in an archive. Steps before ``begin`` are not repeated; those in ``avoid`` are skipped with
    everything in them. ``charset`` is the encoding declared by the sender, empty if none. With ``about_files`` the file is a table of
    metadata about other files, and each row yields a document without text.

    Problems in the content are yielded as ``Unreadable``; only MemoryError is raised.
    """
    walk = _Walk(begin, avoid, charset)
    return _read_about_files(stream, source, walk.step(source)) if about_files else _read(stream, source, walk, 0)


def _read_about_files(stream: BinaryIO, source: str, step: Step) -> Iterator[Document | Unreadable | Step]:
    yield step
    try:
        read = _ABOUT_FILES.get(PurePosixPath(source).suffix.lower())
        if read is None:
            raise UnreadableError(source, "metadata")
        yield from read(stream, source)
    except MemoryError:
        raise
    except Exception as error:
        yield _report(error, source)


def _read(stream: BinaryIO, source: str, walk: _Walk, depth: int) -> Iterator[Document | Unreadable | Step]:
    suffix = PurePosixPath(source).suffix.lower()
    step = walk.step(source)
    wanted = walk.is_wanted(step)
    if wanted:
        yield step
    elif suffix != ARCHIVE or step.number in walk.avoid:
        return
    try:
        if suffix in _TEXTS:
            charset = "" if depth else walk.charset  # the sender's charset does not apply to members of an archive
            yield _read_article(stream, source, lambda content, source: _TEXTS[suffix](content, source, charset), suffix)
        elif suffix in _OTHERS:
            yield _read_article(stream, source, _OTHERS[suffix], suffix)
        elif suffix in _TABLES:
            if not fits(stream.read(LONGEST), suffix):
                raise UnreadableError(source, "mislabelled")
            stream.seek(0)
            yield from _something(_TABLES[suffix](stream, source), source)
        elif suffix == ARCHIVE:
            yield from _read_archive(stream, source, walk, depth)
        else:
            yield Unreadable(source, REFUSED.get(suffix, "format"))
    except MemoryError:
        raise
    except Exception as error:
        if wanted:  # otherwise it was reported before
            yield _report(error, source)


def _read_archive(stream: BinaryIO, source: str, walk: _Walk, depth: int) -> Iterator[Document | Unreadable | Step]:
    if depth == MAX_DEPTH:
        raise UnreadableError(source, "archive")
    if depth:  # a nested archive is unpacked whole: its directory is at its end
        stream = io.BytesIO(_whole(stream, source))
    _refuse_other_kinds(stream, source)
    for member in _something(members(stream, source, walk.allowance), source):
        if not isinstance(member, Unreadable):
            yield from _read(*member, walk, depth + 1)
        elif walk.is_wanted(step := walk.step(member.source)):
            yield step
            yield member


def _refuse_other_kinds(stream: BinaryIO, source: str) -> None:
    """Raises UnreadableError for a file named as an archive that is none: ``empty`` or ``mislabelled``."""
    beginning = stream.read(_BEGINNING)
    if not beginning:
        raise UnreadableError(source, "empty")
    if is_another_kind(beginning, ARCHIVE) and not zipfile.is_zipfile(stream):
        raise UnreadableError(source, "mislabelled")


def _something(items: Iterator[_Item], source: str) -> Iterator[_Item]:
    """``items``, which must not be empty, since every file needs an outcome. Raises UnreadableError ``empty``."""
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
        report = _report(error, source)
        return replace(report, reason=_cause(report.reason, content, source), digest=digest_of(content))


def _cause(reason: Reason, content: bytes, source: str) -> Reason:
    """``reason``, or ``mislabelled`` if a file is not damaged but another kind of file than its name says."""
    return "mislabelled" if reason == "broken" and is_another_kind(content, PurePosixPath(source).suffix.lower()) else reason


def _report(error: Exception, source: str) -> Unreadable:
    """The report for ``error``. Format libraries raise arbitrary exceptions for damaged files."""
    if isinstance(error, UnreadableError):
        return error.report
    # EINVAL comes from an invalid offset in the file, an error without errno from a library; others come from the disk
    return Unreadable(source, "disk" if isinstance(error, OSError) and error.errno not in (None, errno.EINVAL) else "broken")


def _whole(stream: BinaryIO, source: str) -> bytes:
    """All bytes of ``stream``. Raises UnreadableError ``too_large`` above ``MAX_WHOLE``."""
    content = stream.read(MAX_WHOLE + 1)
    if len(content) > MAX_WHOLE:
        raise UnreadableError(source, "too_large")
    return content
