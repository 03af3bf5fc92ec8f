"""The claim table as an Excel workbook, written row by row: numbers as numbers, dates as dates, everything else as text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import IO, Any

import pyarrow as pa
import pyarrow.compute as pc
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

MOST_ROWS = 1_048_575  # rows that a sheet holds below its header
PERMALINK = "permalink"
_SHORTENED = 16_000  # characters kept of a text that is longer than a cell holds (32,767 UTF-16 code units)
_FIRST_DAY = date(1900, 1, 1)  # Excel has no earlier date
_WIDTHS: Mapping[str, int] = MappingProxyType(
    {"claim_id": 26, "doc_id": 18, "source": 28, "title": 40, "publisher": 18, "sentence": 70, "text": 16, "subject": 22, "innovation": 20, "rule": 24, PERMALINK: 48}
)  # fmt: skip


def with_permalinks(batches: Iterable[pa.RecordBatch], address: str) -> Iterable[pa.RecordBatch]:
    """Each batch with the column ``PERMALINK``: ``address``, which ends in ``claim=``, followed by the row's ``claim_id``."""
    for batch in batches:
        yield batch.append_column(PERMALINK, pc.binary_join_element_wise(address, batch["claim_id"], ""))


def write_workbook(
    file: IO[bytes], batches: Iterable[pa.RecordBatch], columns: Sequence[str], sheets: tuple[str, str], about: Sequence[tuple[str, str]]
) -> None:
    """Write a workbook with two sheets, named by ``sheets``: the rows below a header of ``columns``, and ``about``.

    ``about`` has pairs of name and text, one per line. Dates before 1900 are ISO text; missing values and NaN are empty cells.
    Memory is bounded. Raises ValueError for more than ``MOST_ROWS`` rows.
    """
    book = xlsxwriter.Workbook(
        file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.use_zip64()
    bold, day, wrapped = (
        book.add_format({"bold": True}),
        book.add_format({"num_format": "yyyy-mm-dd"}),
        book.add_format({"text_wrap": True, "valign": "top"}),
    )
    rows = _write_rows(book.add_worksheet(sheets[0]), batches, columns, bold, day)
    _write_about(book.add_worksheet(sheets[1]), about, bold, wrapped)
    if rows > MOST_ROWS:
        raise ValueError(f"{rows} rows are more than a sheet holds")
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


def _write_rows(sheet: Worksheet, batches: Iterable[pa.RecordBatch], columns: Sequence[str], bold: Format, day: Format) -> int:
    """Write the header and all rows, and return the number of rows."""
    for number, column in enumerate(columns):
        sheet.set_column(number, number, _WIDTHS.get(column, 13))
        sheet.write_string(0, number, column, bold)
    sheet.freeze_panes(1, 0)
    row = 0
    for batch in batches:
        writers = [_writer(sheet, field.type, day) for field in batch.schema]
        for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            row += 1
            for number, (write, value) in enumerate(zip(writers, values, strict=True)):
                if value is not None and value == value:
                    write(row, number, value)
    sheet.autofilter(0, 0, row, len(columns) - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{row + 1}"})  # region codes are text
    return row


def _write_about(sheet: Worksheet, about: Sequence[tuple[str, str]], bold: Format, wrapped: Format) -> None:
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 110)
    for row, (name, text) in enumerate(about):
        sheet.write_string(row, 0, name, bold)
        sheet.write_string(row, 1, text, wrapped)


def _writer(sheet: Worksheet, kind: pa.DataType, day: Format) -> Callable[[int, int, Any], object]:
    """The function that writes a value of this column type."""
    if pa.types.is_date(kind):
        return lambda row, column, value: (
            sheet.write_datetime(row, column, value, day) if value >= _FIRST_DAY else sheet.write_string(row, column, value.isoformat())
        )
    return sheet.write_number if pa.types.is_integer(kind) or pa.types.is_floating(kind) else _text_writer(sheet)


def _text_writer(sheet: Worksheet) -> Callable[[int, int, str], object]:
    """Writes text that is not empty; xlsxwriter returns -2 for text longer than a cell holds."""

    def write(row: int, column: int, text: str) -> None:
        if text and sheet.write_string(row, column, text) == -2:
            sheet.write_string(row, column, f"{text[:_SHORTENED]}…")

    return write
