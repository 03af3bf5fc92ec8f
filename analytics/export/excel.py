"""The claim table as an Excel workbook: numbers as numbers, dates as dates, web addresses as links, everything else as text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from types import MappingProxyType
from typing import IO, Any

import pyarrow as pa
import pyarrow.compute as pc
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from analytics.export.citation import is_web_address

MOST_ROWS = 1_048_575  # rows that a sheet holds below its header
MOST_IN_TABLE = 20_000  # rows kept in memory: some 7 KB each
PERMALINK = "permalink"
_LINKED = ("source", PERMALINK)
_MOST_LINKS, _LONGEST_LINK = 65_530, 2_079  # what Excel holds: links in a sheet, characters of a link
_SHORTENED = 16_000  # characters kept of a text that is longer than a cell holds (32,767 UTF-16 code units)
_FIRST_DAY = date(1900, 1, 1)  # Excel has no earlier date
_WIDTHS: Mapping[str, int] = MappingProxyType(
    {"claim_id": 26, "doc_id": 18, "source": 28, "title": 40, "publisher": 18, "sentence": 70, "text": 16, "subject": 22, "innovation": 20, "rule": 24, PERMALINK: 48}
)  # fmt: skip


def with_permalinks(batches: Iterable[pa.RecordBatch], address: str) -> Iterable[pa.RecordBatch]:
    """Each batch with the column ``PERMALINK``: ``address``, which ends in ``claim=``, followed by the row's ``claim_id``."""
    for batch in batches:
        yield batch.append_column(PERMALINK, pc.binary_join_element_wise(address, batch["claim_id"], ""))


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: its ``name`` in the batches, its ``head``, and how its codes are written for people."""

    name: str
    head: str
    label: Callable[[str], str] = str


def write_workbook(
    file: IO[bytes],
    batches: Iterable[pa.RecordBatch],
    columns: Sequence[Column],
    sheets: tuple[str, str],
    about: Sequence[tuple[str, str]],
    *,
    rows: int,
) -> None:
    """Write a workbook with two sheets, named by ``sheets``: the rows below their heads, and ``about``.

    ``rows`` is the number of rows to come. Up to ``MOST_IN_TABLE`` of them are a table, which a pivot table can take as it is; more are a range
    with a filter, because Excel tables have to be kept in memory. ``about`` has pairs of name and text, one per line. Dates before 1900 are
    ISO text; missing values and NaN are empty cells. Raises ValueError for more than ``MOST_ROWS`` rows.
    """
    in_table = rows <= MOST_IN_TABLE
    book = xlsxwriter.Workbook(
        file, {"constant_memory": not in_table, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.use_zip64()
    bold, day, wrapped = (
        book.add_format({"bold": True}),
        book.add_format({"num_format": "yyyy-mm-dd"}),
        book.add_format({"text_wrap": True, "valign": "top"}),
    )
    sheet = book.add_worksheet(sheets[0])
    _write_heads(sheet, columns, bold)
    written = _write_rows(sheet, batches, columns, day)
    if in_table:
        heads = [{"header": column.head} for column in columns]
        sheet.add_table(0, 0, max(written, 1), len(columns) - 1, {"name": "claims", "columns": heads, "style": "Table Style Light 1"})
    else:
        sheet.autofilter(0, 0, written, len(columns) - 1)
    _write_about(book.add_worksheet(sheets[1]), about, bold, wrapped)
    if written > MOST_ROWS:
        raise ValueError(f"{written} rows are more than a sheet holds")
    book.close()


def write_sheets(file: IO[bytes], sheets: Mapping[str, Sequence[Sequence[str | float | None]]]) -> None:
    """Write a small workbook of ``sheets`` by name, each a table whose first row and first column are headings."""
    book = xlsxwriter.Workbook(
        file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    bold = book.add_format({"bold": True})
    for name, table in sheets.items():
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, 0, 26)
        for row, cells in enumerate(table):
            for column, cell in enumerate(cells):
                if isinstance(cell, str):
                    sheet.write_string(row, column, cell, bold if row == 0 or column == 0 else None)
                elif cell is not None:
                    sheet.write_number(row, column, cell)
    book.close()


def _write_heads(sheet: Worksheet, columns: Sequence[Column], bold: Format) -> None:
    for number, column in enumerate(columns):
        sheet.set_column(number, number, _WIDTHS.get(column.name, 13))
        sheet.write_string(0, number, column.head, bold)
    sheet.freeze_panes(1, 0)


def _write_rows(sheet: Worksheet, batches: Iterable[pa.RecordBatch], columns: Sequence[Column], day: Format) -> int:
    """Write all rows below the heads, and return their number."""
    row, links = 0, count(1)
    for batch in batches:
        writers = [_writer(sheet, column, batch.schema.field(column.name).type, day, links) for column in columns]
        for values in zip(*(batch[column.name].to_pylist() for column in columns), strict=True):
            row += 1
            for number, (write, value) in enumerate(zip(writers, values, strict=True)):
                if value is not None and value == value:
                    write(row, number, value)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{row + 1}"})  # region codes are text
    return row


def _write_about(sheet: Worksheet, about: Sequence[tuple[str, str]], bold: Format, wrapped: Format) -> None:
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 110)
    for row, (name, text) in enumerate(about):
        sheet.write_string(row, 0, name, bold)
        sheet.write_string(row, 1, text, wrapped)


def _writer(sheet: Worksheet, column: Column, kind: pa.DataType, day: Format, links: Iterator[int]) -> Callable[[int, int, Any], object]:
    """The function that writes a value of this column; ``links`` counts the links of the sheet."""
    if pa.types.is_date(kind):
        return lambda row, column, value: (
            sheet.write_datetime(row, column, value, day) if value >= _FIRST_DAY else sheet.write_string(row, column, value.isoformat())
        )
    if pa.types.is_integer(kind) or pa.types.is_floating(kind):
        return lambda row, column, value: sheet.write_number(row, column, value)
    write_text = _text_writer(sheet, column.label)
    return _link_writer(sheet, write_text, links) if column.name in _LINKED else write_text


def _text_writer(sheet: Worksheet, label: Callable[[str], str]) -> Callable[[int, int, str], object]:
    """Writes text that is not empty; xlsxwriter returns -2 for text longer than a cell holds."""

    def write(row: int, column: int, text: str) -> None:
        if text and sheet.write_string(row, column, label(text)) == -2:
            sheet.write_string(row, column, f"{text[:_SHORTENED]}…")

    return write


def _link_writer(
    sheet: Worksheet, write_text: Callable[[int, int, str], object], links: Iterator[int]
) -> Callable[[int, int, str], object]:
    """Writes a web address as a link, as long as the sheet holds more; any other text as text."""

    def write(row: int, column: int, text: str) -> None:
        if is_web_address(text) and len(text) <= _LONGEST_LINK and next(links) <= _MOST_LINKS:
            sheet.write_url(row, column, text, string=text)
        else:
            write_text(row, column, text)

    return write
