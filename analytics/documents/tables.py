"""Tables in text formats: CSV and JSON. Rows of articles are streamed, except in JSON; a table of figures is one article."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import chain, islice
from typing import BinaryIO, TextIO

from analytics.documents.articlerows import Head, about_file, article, article_head, cells_of, columns_of, file_head
from analytics.documents.encodings import SAMPLE, Encoding, choose, decode
from analytics.documents.figuretables import figure_lines
from analytics.documents.grid import Cell
from analytics.documents.limits import MAX_CELL, MAX_WHOLE
from analytics.documents.model import Document, Doubt, Unreadable, UnreadableError, digest_of, document
from extractors.model import SourceText

csv.field_size_limit(MAX_CELL)

_BLANK = b"\0 \t\r\n\v\f"  # NUL: a power failure can leave files full of zeros
_MENDED = 100  # rows of a file that are read anew, each in the time that all below it take
_DELIMITERS = ",\t;，"
_SEPARATOR = "sep="  # a first line that states the delimiter for spreadsheet programs
_LISTS = ("articles", "data", "items", "list", "results", "rows", "records", "文章")  # keys of lists of articles in JSON


@dataclass(frozen=True, slots=True)
class _Layout:
    """How a CSV file is written: its delimiter and its header row."""

    delimiter: str
    head: Head


def read_csv(stream: BinaryIO, source: str) -> Iterator[Document | Unreadable]:
    """The articles of a CSV file, one a row, numbered from the row below the column names.

    A table without a column of texts, but with figures, is one article. A row that cannot be parsed is yielded as ``Unreadable``. Raises
    UnreadableError: ``empty``, ``encoding``, ``columns`` or ``too_large``.
    """
    encoding, beginning = _encoding(stream, source)
    layout = _layout(beginning, about_files=False)
    if layout is None:
        yield _figures(stream, source, encoding, beginning)
        return
    for number, row in _body(stream, encoding, layout):
        place = f"{source}#{number}"
        if row is None or any(row[layout.head.width :]):  # an unquoted comma has split the text
            yield Unreadable(place, "broken")
        elif any(row):
            yield article(cells_of(row, layout.head), place, encoding, layout.head.doubt)


def read_csv_about_files(stream: BinaryIO, source: str) -> Iterator[Document | Unreadable]:
    """The metadata that a CSV file holds about other files, a document without text for each.

    Raises UnreadableError: ``empty``, ``encoding``, or ``metadata`` if it is no such table.
    """
    encoding, beginning = _encoding(stream, source)
    layout = _layout(beginning, about_files=True)
    if layout is None:
        raise UnreadableError(source, "metadata")
    for number, row in _body(stream, encoding, layout):
        if row is None:
            yield Unreadable(f"{source}#{number}", "broken")
        elif any(row):
            yield from about_file(cells_of(row, layout.head), f"{source}#{number}", encoding)


def read_jsonl(stream: BinaryIO, source: str) -> Iterator[Document | Unreadable]:
    """The articles of a file with one JSON object a line, by line number, or of a JSON list.

    Raises UnreadableError: ``empty`` or ``encoding``, and for a list the errors of ``read_json``.
    """
    encoding, beginning = _encoding(stream, source)
    if beginning.lstrip().startswith("["):  # a whole list under this name
        yield from read_json(stream, source)
        return
    with _decoded(stream, encoding, newline="\n") as lines:
        yield from _objects(lines, source, encoding)


def read_json(stream: BinaryIO, source: str) -> Iterator[Document | Unreadable]:
    """The articles of a JSON file: a list of objects, an object that holds such a list, one article, or one object a line.

    Raises UnreadableError: ``empty``, ``encoding``, ``broken``, ``too_large``, or ``columns`` if no object holds a text.
    """
    content = stream.read(MAX_WHOLE + 1)
    if len(content) > MAX_WHOLE:
        raise UnreadableError(source, "too_large")
    if not content.strip(_BLANK):
        raise UnreadableError(source, "empty")
    decoded = decode(content, source)
    encoding = Encoding(decoded.encoding, decoded.doubt == "encoding")
    try:
        value = _loaded(decoded.text)
    except (ValueError, RecursionError) as error:
        if not isinstance(error, json.JSONDecodeError) or not error.msg.startswith("Extra data"):
            raise UnreadableError(source, "broken") from error
        yield from _objects(io.StringIO(decoded.text), source, encoding)
        return
    if isinstance(value, _Object):
        value = next((value[name] for name in _LISTS if isinstance(value.get(name), list)), [value])
    if not isinstance(value, list):
        raise UnreadableError(source, "columns")
    if not any(isinstance(each, _Object) and "text" in columns_of(list(each)).values() for each in value):
        raise UnreadableError(source, "columns" if value else "empty")
    for number, each in enumerate(value, start=1):
        place = f"{source}#{number}"
        yield _of_object(each, place, encoding) if isinstance(each, _Object) else Unreadable(place, "broken")


# --- one row -----------------------------------------------------------------------------------


def _objects(lines: TextIO, source: str, encoding: Encoding) -> Iterator[Document | Unreadable]:
    """The articles of lines that hold one object each."""
    for number, line in enumerate(_lines(lines), start=1):
        place = f"{source}#{number}"
        if line is None:
            yield Unreadable(place, "too_large")
        elif line.strip():
            yield _object(line, place, encoding)


def _object(line: str, place: str, encoding: Encoding) -> Document | Unreadable:
    try:
        value = _loaded(line.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, _Object):
        return Unreadable(place, "broken", digest=digest_of(line.encode("utf-8", "surrogatepass")))
    return _of_object(value, place, encoding)


class _Object(dict[str, object]):
    """A JSON object; ``doubt`` says that it has a key twice. Like ``json``, it keeps the last value."""

    def __init__(self, pairs: list[tuple[str, object]]) -> None:
        super().__init__(pairs)
        self.doubt: Doubt = "repeated_key" if len(self) < len(pairs) else ""


def _loaded(text: str) -> object:
    """The value in ``text``. Whole numbers stay text: they may have more digits than Python converts."""
    return json.loads(text, object_pairs_hook=_Object, parse_int=str)


def _of_object(value: _Object, place: str, encoding: Encoding) -> Document | Unreadable:
    names = list(value)
    cells = {name: value[names[at]] for at, name in columns_of(names).items()}
    return article({name: str(cell) for name, cell in cells.items() if isinstance(cell, str)}, place, encoding, value.doubt)


# --- how the file is written -------------------------------------------------------------------


def _layout(beginning: str, *, about_files: bool) -> _Layout | None:
    """The delimiter with which one of the first rows names a column of texts (or of files), and that row."""
    for delimiter in _delimiters(beginning):
        rows = _sample(beginning, delimiter)
        if head := file_head(rows) if about_files else article_head(rows):
            return _Layout(delimiter, head)
    return None


def _delimiters(beginning: str) -> str:
    """The possible delimiters: the one that the first line states, else all."""
    line = beginning[:10].split("\n")[0].strip().strip('"')
    return line[len(_SEPARATOR) :] if line.lower().startswith(_SEPARATOR) and len(line) == len(_SEPARATOR) + 1 else _DELIMITERS


def _sample(beginning: str, delimiter: str) -> list[list[str]]:
    """The first rows, including a ``sep=`` line."""
    rows: list[list[str]] = []
    with suppress(csv.Error):
        for row in islice(csv.reader(io.StringIO(beginning, newline=""), delimiter=delimiter), 40):
            rows.append(row)
    return rows


def _body(stream: BinaryIO, encoding: Encoding, layout: _Layout) -> Iterator[tuple[int, list[str] | None]]:
    """The rows below the column names, numbered from 1; None for a row that cannot be parsed."""
    with _decoded(stream, encoding, newline="") as lines:
        rows = islice(_rows(lines, layout.delimiter, layout.head.width), layout.head.row + 1, None)
        yield from enumerate((row for row in rows if row != []), start=1)


def _figures(stream: BinaryIO, source: str, encoding: Encoding, beginning: str) -> Document:
    """A table of figures as one article. Raises UnreadableError if it holds no figures."""
    content = stream.read(MAX_WHOLE + 1)
    if len(content) > MAX_WHOLE:
        raise UnreadableError(source, "too_large")
    delimiter = max(_delimiters(beginning), key=lambda each: sum(len(row) > 1 for row in _sample(beginning, each)))
    text = content.decode(encoding.name, "replace").removeprefix("\ufeff")
    rows = [row for row in _rows(io.StringIO(text, newline=""), delimiter) if row]
    if rows and "".join(rows[0]).strip().lower().startswith(_SEPARATOR):
        del rows[0]
    if file_head(rows):
        raise UnreadableError(source, "columns")
    lines = figure_lines([[Cell(cell) for cell in row] for row in rows], source)
    doubt: Doubt = "encoding" if encoding.doubtful or "\ufffd" in text else ""
    return document(content, SourceText("\n".join(lines), source), encoding.name, doubt)


# --- rows and lines ----------------------------------------------------------------------------


def _rows(lines: Iterable[str], delimiter: str, width: int = 0) -> Iterator[list[str] | None]:
    """The rows, empty for a blank line; None for a row that cannot be parsed.

    A quotation mark that is not closed makes one cell of the rows below it. So if a row of several lines breaks the rules of quotation, and
    one of its later lines is a whole row of ``width`` cells, its first line is None, and the others are read without it. In a file with more
    than ``_MENDED`` such rows, the last of them are left as they are.
    """
    recorded = _Recorded(lines)
    for mended in range(_MENDED):
        for row in _parsed(csv.reader(recorded, delimiter=delimiter)):
            if mended < _MENDED - 1 and len(recorded.row) > 1 and _is_swallowed(recorded, delimiter, width):
                yield None
                recorded = recorded.from_second_line()
                break
            yield row
            recorded.row.clear()
        else:
            return


def _parsed(rows: Iterator[list[str]]) -> Iterator[list[str] | None]:
    """What a CSV reader gives; None for a row that it cannot parse."""
    while True:
        try:
            yield next(rows)
        except StopIteration:
            return
        except csv.Error:
            yield None


def _is_swallowed(recorded: _Recorded, delimiter: str, width: int) -> bool:
    """Whether the current row of several lines has swallowed others, since a quotation mark is not closed."""
    try:
        list(csv.reader(recorded.row, delimiter=delimiter, strict=True))
    except csv.Error:
        alone = _parsed(csv.reader(recorded.row[1:], delimiter=delimiter, quoting=csv.QUOTE_NONE))
        return any(width == len(row) > 1 for row in alone if row)
    return False


class _Recorded:
    """Lines for a CSV reader; ``row`` are those of the current row."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self.row: list[str] = []

    def __iter__(self) -> _Recorded:
        return self

    def __next__(self) -> str:
        self.row.append(next(self._lines))
        return self.row[-1]

    def from_second_line(self) -> _Recorded:
        """The lines again from the second one of the current row on."""
        return _Recorded(chain(self.row[1:], self._lines))


def _lines(text: TextIO) -> Iterator[str | None]:
    """The lines; None for a line above ``MAX_CELL`` characters, which is never held in full."""
    while line := text.readline(MAX_CELL):
        too_long = len(line) == MAX_CELL
        while len(line) == MAX_CELL:
            line = text.readline(MAX_CELL)
        yield None if too_long else line


def _encoding(stream: BinaryIO, source: str) -> tuple[Encoding, str]:
    """The encoding of a table and its decoded beginning. The stream is left at its start."""
    sample = stream.read(SAMPLE)
    stream.seek(0)
    if not sample.strip(_BLANK):
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
