"""Spreadsheets of all formats, read with calamine: one article a row in sheets of articles, one article a sheet of figures.

calamine returns values without their number format; ``percentcells`` finds those shown as percentages.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

import python_calamine
import regex

from analytics.documents.articlerows import about_file, article, article_head, cells_of, file_head
from analytics.documents.encodings import Encoding
from analytics.documents.figuretables import figure_lines
from analytics.documents.grid import Cell
from analytics.documents.limits import MAX_CELLS
from analytics.documents.model import Document, Unreadable, UnreadableError, document
from analytics.documents.percentcells import percent_cells
from extractors.model import SourceText

_KNOWN = Encoding("")  # spreadsheets declare their encoding
_PLAIN_NAME = regex.compile(r"(?i)(?:sheet|工作表|表)\s?\d*")
_LOOKED_AT = 40  # rows that are searched for column names


def read_sheets(content: bytes, source: str) -> Iterator[Document | Unreadable]:
    """The articles of a spreadsheet. Hidden sheets are skipped.

    A sheet with a column of texts yields one article a row, numbered from the row below the column names; a sheet of figures yields one.
    Raises UnreadableError: ``encrypted``, ``broken``, ``too_large``, ``columns`` or ``empty``.
    """
    found, why = 0, "empty"
    for name, rows in _sheets(content, source):
        place = f"{source}#{name}"
        texts = [[cell.text for cell in row] for row in islice(rows, _LOOKED_AT)]
        if head := article_head(texts):
            for number, row in enumerate(rows[head.row + 1 :], start=1):
                if any(cell.text.strip() for cell in row):
                    found += 1
                    yield article(cells_of([cell.text for cell in row], head), f"{place}/{number}", _KNOWN, head.doubt)
        elif file_head(texts):
            why = "columns"
        else:
            try:
                yield _figures(content, rows, name, place)
                found += 1
            except UnreadableError as error:  # a cover or an empty sheet: reported only if the file has nothing else
                if error.report.reason not in ("empty", "columns"):
                    yield error.report
                    found += 1
                elif error.report.reason == "columns":
                    why = "columns"
    if not found:
        raise UnreadableError(source, "columns" if why == "columns" else "empty")


def read_sheets_about_files(content: bytes, source: str) -> Iterator[Document | Unreadable]:
    """The metadata that a spreadsheet holds about other files, a document without text for each.

    Raises UnreadableError: as ``read_sheets``, and ``metadata`` if it holds no such table.
    """
    for _, rows in _sheets(content, source):
        texts = [[cell.text for cell in row] for row in rows]
        if head := file_head(texts[:_LOOKED_AT]):
            for number, row in enumerate(texts[head.row + 1 :], start=1):
                if any(row):
                    yield from about_file(cells_of(row, head), f"{source}#{number}", _KNOWN)
            return
    raise UnreadableError(source, "metadata")


def _figures(content: bytes, rows: Sequence[Sequence[Cell]], name: str, place: str) -> Document:
    """A sheet of figures as one article, below the name of the sheet unless that is generic (Sheet1)."""
    lines = figure_lines(rows, place)
    said = "" if _PLAIN_NAME.fullmatch(name.strip()) else name.strip()
    title = lines[0] if " | " not in lines[0] else said
    if said and said not in lines[0]:
        lines.insert(0, said)
    return document(content + name.encode(), SourceText("\n".join(lines), place, title))


# --- from the file to cells --------------------------------------------------------------------


def _sheets(content: bytes, source: str) -> Iterator[tuple[str, list[list[Cell]]]]:
    """The visible sheets: name, and rows of cells."""
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    except python_calamine.PasswordError as error:
        raise UnreadableError(source, "encrypted") from error
    except python_calamine.CalamineError as error:
        raise UnreadableError(source, "encrypted" if "EncryptedPackage".encode("utf-16-le") in content else "broken") from error
    if not book.sheets_metadata:
        raise UnreadableError(source, "broken")
    percent, area = percent_cells(content), 0
    for at, sheet in enumerate(book.sheets_metadata):
        if sheet.visible != python_calamine.SheetVisibleEnum.Visible or sheet.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        found = book.get_sheet_by_index(at)
        down, right = found.end or (0, 0)
        area += (down + 1) * (right + 1)
        if area > MAX_CELLS:
            raise UnreadableError(source, "too_large", sheet.name)
        marked = percent.get(sheet.name, frozenset())
        values = found.to_python(skip_empty_area=False)
        yield sheet.name, _cells([[_shown(v, (r, c) in marked) for c, v in enumerate(row)] for r, row in enumerate(values)], found)


def _cells(rows: Sequence[Sequence[str]], sheet: python_calamine.CalamineSheet) -> list[list[Cell]]:
    """The texts of a sheet as cells; merged cells are one."""
    spans = {begin: (end[1] - begin[1] + 1, end[0] - begin[0] + 1) for begin, end in sheet.merged_cell_ranges or ()}
    covered: set[tuple[int, int]] = set()
    for (row, column), (wide, high) in spans.items():
        for down in range(min(high, len(rows) - row)):
            covered.update((row + down, column + right) for right in range(min(wide, 200)) if down or right)
            if len(covered) > MAX_CELLS:
                return [[Cell(text) for text in texts] for texts in rows]
    return [
        [Cell(text, *spans.get((at, column), (1, 1))) for column, text in enumerate(row) if (at, column) not in covered]
        for at, row in enumerate(rows)
    ]


def _shown(value: Any, is_percentage: bool) -> str:
    """A value as text: whole numbers without a decimal point, dates in ISO format."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (int, float)):
        return f"{value * 100:.10g}%" if is_percentage else f"{value:.15g}"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, (date, time, timedelta)):
        return str(value)
    return str(value).replace("\r\n", "\n").strip()
