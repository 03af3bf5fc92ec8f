"""PDF files: the text that pdfium reads on each page, and the tables drawn there.

Title and dates in the file's properties are not used, since they describe the file and not the article.
"""

from __future__ import annotations

import ctypes
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import closing
from statistics import median
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
import regex

from analytics.documents.grid import Cell, table_lines
from analytics.documents.joining import joined, width_of
from analytics.documents.limits import MAX_PAGES, MAX_SCANNED, MAX_TEXT
from analytics.documents.model import Document, Doubt, UnreadableError, document
from analytics.documents.ocr import OcrPiece, can_recognise_text, ocr_spans_in, recognised
from analytics.documents.pagelayout import Item, Piece, Table, arranged, paragraphs
from analytics.documents.rulings import Box, rows_of, ruled_tables
from extractors.model import SourceText

_NO_CHARACTER = regex.compile(r"[\ufffd\p{Co}\p{Cn}]")
# If more than one glyph in this many maps to no character, the others are doubtful too. Bullets often map to none.
_GARBLED = 50
# Errors of pdfium for a file that needs a password, or is encrypted in a way that pdfium does not know.
_LOCKED = (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
# Gap between two pieces of a line, in widths of a Chinese character.
_GAP = 1.3
# Pixels of the longest side of a page rendered for text recognition.
_LONGEST_SIDE = 2600


def read_pdf(content: bytes, source: str) -> Document:
    """The article in a PDF file. Scanned pages go through text recognition where that is installed.

    Raises UnreadableError: ``encrypted``, ``broken``, ``too_large``, ``scanned`` or ``empty``.
    """
    pages, pictures, scanned = _pages(content, source)
    if not any(pages):
        raise UnreadableError(source, "scanned" if pictures else "empty")
    text = "\n".join(paragraphs(pages))
    found = [each for page in scanned.values() for each in page]
    doubt: Doubt = "pages" if pictures else "recognised" if found else ""
    if len(_NO_CHARACTER.findall(text)) * _GARBLED > len(text):
        doubt = "encoding"
    scans = ocr_spans_in(text, found, whole=all(page in scanned for page, items in enumerate(pages) if items)) if found else ()
    return document(content, SourceText(text, source, ocr_spans=scans), doubt=doubt)


def _pages(content: bytes, source: str) -> tuple[list[list[Item]], int, dict[int, list[OcrPiece]]]:
    """The items of each page in reading order, the number of picture pages that were not read, and recognised text by page index."""
    try:
        file = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise UnreadableError(source, "encrypted" if error.err_code in _LOCKED else "broken") from error
    with closing(file):
        if len(file) > MAX_PAGES:
            raise UnreadableError(source, "too_large")
        pages, pictures, length = list[list[Item]](), 0, 0
        scanned: dict[int, list[OcrPiece]] = {}
        for page in file:
            with closing(page), closing(page.get_textpage()) as text:
                length += text.count_chars()
                if length > MAX_TEXT:
                    raise UnreadableError(source, "too_large")
                pages.append(arranged(_Page(page, text).items()))
                if not pages[-1] and any(each.type == pdfium.FPDF_PAGEOBJ_IMAGE for each in page.get_objects()):
                    found = recognised(_picture(page)) if can_recognise_text() and len(scanned) < MAX_SCANNED else []
                    if found:
                        scanned[len(pages) - 1], pages[-1] = found, arranged([each.piece for each in found])
                    else:
                        pictures += 1
        return pages, pictures, scanned


def _picture(page: pypdfium2.PdfPage) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """The page as RGB pixels (height × width × 3), at 200 dpi, or less for a very large page."""
    scale = min(200 / 72, _LONGEST_SIDE / max(page.get_size()))
    return np.asarray(page.render(scale=scale).to_pil().convert("RGB"))


def _char_boxes(text: pypdfium2.PdfTextPage, count: int) -> Iterator[tuple[float, float, float, float]]:
    """Left, right, bottom and top of each character, in points. Calls the C function directly, since a page has thousands of characters."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    for at in range(count):
        pdfium.FPDFText_GetCharBox(text.raw, at, left, right, bottom, top)
        yield left.value, right.value, bottom.value, top.value


class _Page:
    """The characters of one page, each with its box in points from the upper left corner. Boxes of white space are meaningless."""

    def __init__(self, page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage) -> None:
        self._page = page
        self._text: str = text.get_text_range()
        self._is_placed = len(self._text) == text.count_chars()  # otherwise indices of boxes and of characters differ
        height = page.get_height()
        self._boxes: list[Box] = (
            [(left, height - top, right, height - bottom) for left, right, bottom, top in _char_boxes(text, len(self._text))]
            if self._is_placed
            else [(0, 0, 0, 0)] * len(self._text)
        )

    def items(self) -> list[Item]:
        """The tables drawn on the page and the pieces of text outside them, in file order."""
        tables = ruled_tables(self._page) if self._is_placed else []
        owner = self._owners(tables)
        shown = [self._table(number, cells, owner) for number, cells in enumerate(tables)]
        items: list[Item] = []
        set_down: set[int] = set()
        for line, match in enumerate(regex.finditer(r"\S(?:[^\r\n]*\S)?", self._text)):
            for begin, end in self._pieces(match.start(), match.end()):
                inside = owner.get(begin)
                if inside is None or shown[inside[0]] is None:
                    items.append(self._piece(begin, end, line))
                elif inside[0] not in set_down:
                    set_down.add(inside[0])
                    items += [table for table in (shown[inside[0]],) if table]
        return items

    # --- pieces --------------------------------------------------------------------------------

    def _pieces(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Start and end of each part of a line between wide gaps."""
        if not self._is_placed:
            yield start, end
            return
        gap = _GAP * self._em(start, end)
        begin = last = start
        for at in range(start + 1, end):
            if self._text[at].isspace():
                continue
            if self._boxes[at][0] - self._boxes[last][2] > gap:
                yield begin, last + 1
                begin = at
            last = at
        yield begin, end

    def _em(self, start: int, end: int) -> float:
        """The width of a Chinese character in a line: the median of those it has, else twice the median of its letters."""
        widths = [
            (self._boxes[at][2] - self._boxes[at][0], self._text[at] < "\u2000") for at in range(start, end) if not self._text[at].isspace()
        ]
        wide = [width for width, narrow in widths if not narrow] or [2 * width for width, _ in widths]
        return max(1.0, 1.06 * median(wide))

    def _piece(self, begin: int, end: int, line: int) -> Piece:
        text = self._text[begin:end].replace("\ufffe", "-")
        if not self._is_placed:
            return Piece(text, 0, 12 * line, width_of(text), 12 * line + 1, 1, line)
        boxes = [box for at, box in enumerate(self._boxes[begin:end], start=begin) if not self._text[at].isspace()]
        left, right = boxes[0][0], boxes[-1][2]
        return Piece(text, left, min(box[1] for box in boxes), right, max(box[3] for box in boxes), (right - left) / width_of(text), line)

    # --- tables --------------------------------------------------------------------------------

    def _owners(self, tables: Sequence[Sequence[Box]]) -> dict[int, tuple[int, Box]]:
        """The characters inside table cells: index → number of the table, and cell."""
        found = {}
        for number, cells in enumerate(tables):
            by_left: dict[float, list[Box]] = {}
            for box in cells:
                by_left.setdefault(box[0], []).append(box)
            lefts = sorted(by_left)
            for at, (left, top, right, bottom) in enumerate(self._boxes):
                x, y = (left + right) / 2, (top + bottom) / 2
                if self._text[at].isspace():
                    continue
                for edge in reversed(lefts[: bisect_right(lefts, x)]):
                    if cell := next((each for each in by_left[edge] if x < each[2] and each[1] <= y < each[3]), None):
                        found[at] = (number, cell)
                        break
        return found

    def _table(self, number: int, cells: Sequence[Box], owner: dict[int, tuple[int, Box]]) -> Table | None:
        """A table drawn with lines; None if fewer than four cells hold text."""
        texts: dict[Box, str] = {}
        bottoms: dict[Box, float] = {}
        for at, (table, cell) in owner.items():
            if table == number:
                char, box = self._text[at].replace("\ufffe", "-"), self._boxes[at]
                before = texts.get(cell, "")
                is_new_line = bool(before) and box[1] > bottoms[cell]
                texts[cell] = joined(before, char) if is_new_line else before + self._blank(at, cell, owner) + char
                bottoms[cell] = max(box[3], 0 if is_new_line else bottoms.get(cell, 0))
        if len(texts) < 4:
            return None
        rows = [[Cell(texts.get(cell, ""), wide, high) for cell, wide, high in row] for row in rows_of(cells)]
        return Table(tuple(table_lines(rows)))

    def _blank(self, at: int, cell: Box, owner: dict[int, tuple[int, Box]]) -> str:
        """The space before a character, if one separates it from the preceding character of the same cell."""
        return " " if at > 1 and self._text[at - 1] == " " and owner.get(at - 2, (0, None))[1] == cell else ""
