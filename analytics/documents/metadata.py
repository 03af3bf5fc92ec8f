"""Metadata supplied by the user: a table by file name, which overrides what the files state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from analytics.documents.confined import read_about_files
from analytics.documents.model import Unreadable, UnreadableError
from extractors.model import SourceText


@dataclass(frozen=True, slots=True)
class MetadataTable:
    """Metadata by file name; ``skipped`` lists each cell or row that could not be used."""

    rows: Mapping[str, SourceText]
    skipped: tuple[Unreadable, ...] = ()


def read_metadata(path: Path) -> MetadataTable:
    """The metadata table in a CSV file or a spreadsheet.

    It needs a column of file names (文件名, source) and at least one of 标题 发布时间 来源 网址 (title, published_on, publisher, url). Raises
    UnreadableError: ``missing`` if the file cannot be opened, ``metadata`` if it is no such table, or another reason if it cannot be read.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableError(path.name, "missing") from error
    return metadata_in(path.name, content)


def metadata_in(name: str, content: bytes) -> MetadataTable:
    """As ``read_metadata``, for ``content``, the bytes of a file called ``name``."""
    rows: dict[str, SourceText] = {}
    skipped: list[Unreadable] = []
    for item in read_about_files(name, content):
        if isinstance(item, Unreadable):
            if "#" not in item.source:
                raise UnreadableError(name, item.reason, item.detail)
            skipped.append(item)
            continue
        rows[item.text.source] = item.text
    return MetadataTable(rows, tuple(skipped))


def names_of(source: str) -> tuple[str, str, str]:
    """The names under which a table may list the file ``source``: its path, its file name, and its file name without suffix."""
    name = PurePosixPath(source)
    return source, name.name, name.stem


def with_metadata(text: SourceText, metadata: Mapping[str, SourceText]) -> SourceText:
    """``text`` with the user's metadata, matched by path or file name. Values that the user gave override those of the article."""
    given = next((metadata[name] for name in names_of(text.source) if name in metadata), None)
    if given is None:
        return text
    return replace(
        text,
        title=given.title or text.title,
        publisher=given.publisher or text.publisher,
        published_on=given.published_on or text.published_on,
        url=given.url or text.url,
    )
