"""``read``: one file in, its articles out, each as soon as it is read; whatever is wrong is reported and never raised."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from analytics.documents.archives import MAX_DEPTH, Allowance, members
from analytics.documents.html import read_html
from analytics.documents.markdown import read_markdown
from analytics.documents.model import Document, Unreadable, UnreadableError, digest_of
from analytics.documents.pdf import read_pdf
from analytics.documents.plain import read_plain
from analytics.documents.tables import read_csv, read_jsonl
from analytics.documents.word import read_word

# Bytes of what has to be read whole: a file that is one article, an archive inside another.
MAX_WHOLE = 256_000_000

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
SUFFIXES = (*_ARTICLES, *_TABLES, _ARCHIVE)


def read(path: Path, source: str) -> Iterator[Document | Unreadable]:
    """The articles in the file ``path``, which goes by the name ``source`` in its folder (see ``find``).

    Never raises for what is in the file or for what became of it. A link is read where it leads to a file inside the folder that
    ``source`` is relative to, and reported otherwise.
    """
    try:
        if path.is_symlink() and not _stays_inside(path, source):
            yield Unreadable(source, "link")
            return
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):  # a folder comes here where it could not be listed; a pipe would never end
            yield Unreadable(source, "permission" if stat.S_ISDIR(mode) else "format")
            return
        with path.open("rb") as stream:
            yield from _read_stream(stream, source, Allowance())
    except FileNotFoundError:
        yield Unreadable(source, "missing")
    except OSError:
        yield Unreadable(source, "permission")


def read_bytes(source: str, content: bytes) -> Iterator[Document | Unreadable]:
    """The articles in ``content``, which came from a file named ``source``. Never raises for what is in it."""
    return _read_stream(io.BytesIO(content), source, Allowance())


def _stays_inside(link: Path, source: str) -> bool:
    folder = link.parents[min(len(PurePosixPath(source).parts), len(link.parents)) - 1]
    target = Path(os.path.realpath(link))  # unlike Path.resolve it never raises, not for a ring of links either
    return target.is_relative_to(os.path.realpath(folder)) and not os.path.isdir(target)


def _read_stream(stream: BinaryIO, source: str, allowance: Allowance, depth: int = 0) -> Iterator[Document | Unreadable]:
    suffix = PurePosixPath(source).suffix.lower()
    try:
        if suffix in _ARTICLES:
            yield _read_article(stream, source, _ARTICLES[suffix])
        elif suffix in _TABLES:
            yield from _TABLES[suffix](stream, source)
        elif suffix == _ARCHIVE:
            yield from _read_archive(stream, source, allowance, depth)
        else:
            yield Unreadable(source, "format")
    except UnreadableError as error:
        yield error.report
    except Exception:  # the same of archives and tables
        yield Unreadable(source, "broken")


def _read_archive(stream: BinaryIO, source: str, allowance: Allowance, depth: int) -> Iterator[Document | Unreadable]:
    if depth == MAX_DEPTH:
        raise UnreadableError(source, "too_large")
    if depth:  # one archive in another is unpacked first: its directory stands at its end
        stream = io.BytesIO(_whole(stream, source))
    for member in members(stream, source, allowance):
        if isinstance(member, Unreadable):
            yield member
        else:
            yield from _read_stream(*member, allowance, depth + 1)


def _read_article(stream: BinaryIO, source: str, reader: Callable[[bytes, str], Document]) -> Document | Unreadable:
    content = _whole(stream, source)
    if not content:
        return Unreadable(source, "empty", digest=digest_of(content))
    try:
        return reader(content, source)
    except UnreadableError as error:
        report = error.report
    except Exception:  # the formats' libraries raise whatever a broken file makes them stumble over: one file stops nothing
        report = Unreadable(source, "broken")
    return replace(report, digest=digest_of(content))


def _whole(stream: BinaryIO, source: str) -> bytes:
    content = stream.read(MAX_WHOLE + 1)
    if len(content) > MAX_WHOLE:
        raise UnreadableError(source, "too_large")
    return content
