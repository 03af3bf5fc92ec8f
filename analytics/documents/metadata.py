"""What the user knows of the articles: a table by source, laid over what the files say."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePosixPath

from analytics.documents.encodings import decode
from analytics.documents.model import UnreadableError, whole
from extractors.model import SourceText

METADATA_COLUMNS = ("source", "title", "published_on", "publisher", "url")


def read_metadata(path: Path) -> dict[str, SourceText]:
    """META.csv (columns ``source,title,published_on,publisher,url``) by source. Raises UnreadableError naming the line."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableError(path.name, "missing") from error
    table = csv.DictReader(io.StringIO(decode(content, path.name).text, newline=""))
    if "source" not in (table.fieldnames or ()):
        raise UnreadableError(path.name, "metadata", "source")
    rows = {}
    for row in table:
        known = {column: whole(row.get(column) or "").strip() for column in METADATA_COLUMNS}
        try:
            published = date.fromisoformat(known["published_on"]) if known["published_on"] else None
        except ValueError as error:
            raise UnreadableError(path.name, "metadata", f"{table.line_num}: {known['published_on']}") from error
        rows[known["source"]] = SourceText("", known["source"], known["title"], known["publisher"], published, known["url"])
    return rows


def with_metadata(text: SourceText, metadata: Mapping[str, SourceText]) -> SourceText:
    """``text`` with the user's word, matched by source or file name, before the article's."""
    given = metadata.get(text.source) or metadata.get(PurePosixPath(text.source).name)
    if given is None:
        return text
    return replace(
        text,
        title=given.title or text.title,
        publisher=given.publisher or text.publisher,
        published_on=given.published_on or text.published_on,
        url=given.url or text.url,
    )
