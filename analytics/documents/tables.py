"""Tables of articles: CSV and JSON Lines, one article a row, read as they come and never whole."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import BinaryIO, TextIO

from analytics.documents.days import day_of
from analytics.documents.encodings import SAMPLE, Encoding, choose
from analytics.documents.limits import MAX_CELL
from analytics.documents.model import Document, Doubt, Unreadable, UnreadableError, digest_of, document
from extractors.model import SourceText

csv.field_size_limit(MAX_CELL)

_COLUMNS = {
    "text": ("text", "正文", "内容", "內容", "全文", "文本", "content", "body"),
    "title": ("title", "标题", "標題", "题目", "headline"),
    "published_on": (
        "published_on", "发布时间", "發布時間", "发布日期", "發布日期", "日期", "时间", "published_at", "publish_date", "publish_time", "pubdate", "date",
    ),
    "publisher": ("publisher", "来源", "來源", "媒体", "媒體", "出处", "source"),
    "url": ("url", "链接", "連結", "网址", "網址", "link"),
}  # fmt: skip
_DELIMITERS = ",\t;，"


def read_csv(stream: BinaryIO, source: str) -> Iterator[Document | Unreadable]:
    """The articles of a CSV file with a row of column names; the row after it is number 1. Raises UnreadableError."""
    encoding, beginning = _encoding(stream, source)
    delimiter, names = _header(beginning, source)
    columns = _columns(names)
    with _decoded(stream, encoding, newline="") as lines:
        rows = csv.reader(lines, delimiter=delimiter)
        next(rows)
        for number, row in enumerate(_rows(rows), start=1):
            place = f"{source}#{number}"
            if row is None or any(row[len(names) :]):  # an unquoted comma has cut the text off
                yield Unreadable(place, "broken")
            elif any(row):
                yield _article({name: row[at] for at, name in columns.items() if at < len(row)}, place, encoding)


def read_jsonl(stream: BinaryIO, source: str) -> Iterator[Document | Unreadable]:
    """The articles of a file with one JSON object a line, numbered by its lines. Raises UnreadableError."""
    encoding, _ = _encoding(stream, source)
    with _decoded(stream, encoding, newline="\n") as lines:
        for number, line in enumerate(_lines(lines), start=1):
            place = f"{source}#{number}"
            if line is None:
                yield Unreadable(place, "too_large")
            elif line.strip():
                yield _object(line, place, encoding)


# --- one row -----------------------------------------------------------------------------------


def _object(line: str, place: str, encoding: Encoding) -> Document | Unreadable:
    try:
        value = json.loads(line.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        return Unreadable(place, "broken", digest=digest_of(line.encode("utf-8", "surrogatepass")))
    names = list(value)
    cells = {name: value[names[at]] for at, name in _columns(names).items()}
    return _article({name: str(cell) for name, cell in cells.items() if isinstance(cell, (str, int))}, place, encoding)


def _article(row: Mapping[str, str], place: str, encoding: Encoding) -> Document | Unreadable:
    """The article of one row, its cells by the names of ``_COLUMNS``."""
    text, title, publisher, url, stated = (row.get(name, "") for name in ("text", "title", "publisher", "url", "published_on"))
    content = "\x1f".join((text, title, stated, publisher, url)).encode("utf-8", "surrogatepass")
    day = day_of(stated)
    doubt: Doubt = "date" if stated.strip() and not day else ""
    if encoding.doubtful or "\ufffd" in text:
        doubt = "encoding"
    article = SourceText(text, place, title.strip(), publisher.strip(), day, url.strip())
    try:
        return document(content, article, encoding.name, doubt)
    except UnreadableError as error:
        return replace(error.report, digest=digest_of(content))


# --- columns, rows and lines -------------------------------------------------------------------


def _header(beginning: str, source: str) -> tuple[str, list[str]]:
    """The delimiter under which the first row names a column of texts, and that row."""
    for delimiter in _DELIMITERS:
        names = next(csv.reader(io.StringIO(beginning, newline=""), delimiter=delimiter), [])
        if "text" in _columns(names).values():
            return delimiter, names
    raise UnreadableError(source, "columns")


def _columns(names: Sequence[str]) -> dict[int, str]:
    """Which of the file's columns, by position, is which of ours; of several names for one the first in ``_COLUMNS`` holds."""
    given = {name.strip().lower(): at for at, name in reversed(list(enumerate(names)))}
    found = ((next((given[alias] for alias in aliases if alias in given), None), name) for name, aliases in _COLUMNS.items())
    return {at: name for at, name in found if at is not None}


def _rows(rows: Iterator[list[str]]) -> Iterator[list[str] | None]:
    """Rows that have cells; None for one that can't be told apart."""
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error:
            yield None
        else:
            if row:
                yield row


def _lines(text: TextIO) -> Iterator[str | None]:
    """Lines; None for one that is too long, of which no more than a part is ever held."""
    while line := text.readline(MAX_CELL):
        too_long = len(line) == MAX_CELL
        while len(line) == MAX_CELL:
            line = text.readline(MAX_CELL)
        yield None if too_long else line


def _encoding(stream: BinaryIO, source: str) -> tuple[Encoding, str]:
    """The encoding of a table and its beginning, which is read and put back."""
    sample = stream.read(SAMPLE)
    stream.seek(0)
    if not sample.strip():
        raise UnreadableError(source, "empty")
    encoding = choose(sample, source)
    return encoding, sample.decode(encoding.name, "replace").removeprefix("\ufeff")


@contextmanager
def _decoded(stream: BinaryIO, encoding: Encoding, newline: str) -> Iterator[TextIO]:
    """``stream`` as text, decoded as it is read; it stays open afterwards."""
    text = io.TextIOWrapper(stream, encoding.name, "replace", newline)
    try:
        yield text
    finally:
        text.detach()
