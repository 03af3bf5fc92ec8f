"""``read``: one file in, its articles out, each as soon as it is read; whatever is wrong is reported and never raised."""

from __future__ import annotations

import io
import stat
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from analytics.documents.html import read_html
from analytics.documents.model import Document, Unreadable, UnreadableError, digest_of
from analytics.documents.plain import read_plain

# Bytes. A file that is one article is read whole; the longest books have a few million characters.
MAX_ARTICLE = 256_000_000

_ARTICLES: dict[str, Callable[[bytes, str], Document]] = {
    ".txt": read_plain,
    ".html": read_html,
    ".htm": read_html,
}
SUFFIXES = (*_ARTICLES,)


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
            yield from _read_stream(stream, source)
    except FileNotFoundError:
        yield Unreadable(source, "missing")
    except OSError:
        yield Unreadable(source, "permission")


def read_bytes(source: str, content: bytes) -> Iterator[Document | Unreadable]:
    """The articles in ``content``, which came from a file named ``source``. Never raises for what is in it."""
    return _read_stream(io.BytesIO(content), source)


def _stays_inside(link: Path, source: str) -> bool:
    folder = link.parents[min(len(PurePosixPath(source).parts), len(link.parents)) - 1]
    target = link.resolve()
    return target.is_relative_to(folder.resolve()) and not target.is_dir()


def _read_stream(stream: BinaryIO, source: str) -> Iterator[Document | Unreadable]:
    suffix = PurePosixPath(source).suffix.lower()
    try:
        if suffix in _ARTICLES:
            yield _read_article(stream, source, _ARTICLES[suffix])
        else:
            yield Unreadable(source, "format", suffix)
    except UnreadableError as error:
        yield error.report
    except Exception:  # the formats' libraries raise whatever a broken file makes them stumble over: one file stops nothing
        yield Unreadable(source, "broken")


def _read_article(stream: BinaryIO, source: str, reader: Callable[[bytes, str], Document]) -> Document | Unreadable:
    content = stream.read(MAX_ARTICLE + 1)
    if len(content) > MAX_ARTICLE:
        return Unreadable(source, "too_large")
    try:
        return reader(content, source)
    except UnreadableError as error:
        return replace(error.report, digest=digest_of(content))
