"""PDF files: lines as they stand on the pages, joined again into paragraphs, without what every page repeats.

A PDF knows where characters stand, not where paragraphs end. A line goes on in the next where it reaches the right edge of its
column and the next one is not indented. Title and dates among the file's properties are not the article's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium
import regex

from analytics.documents.limits import MAX_PAGES
from analytics.documents.model import Document, Doubt, UnreadableError, document
from extractors.model import SourceText

_NO_CHARACTER = regex.compile(r"[\ufffd\p{Co}\p{Cn}]")
# Of more glyphs than one in so many that are no characters, the rest is uncertain too. Bullets are such glyphs.
_GARBLED = 50
# Lines at the top and bottom of a page among which headers, footers and page numbers are looked for.
_EDGE = 2
_PAGE_NUMBER = regex.compile(r"[-—–·•\s]+\d{1,4}[-—–·•\s]+|第\s?\d{1,4}\s?页.{0,12}|\d{1,4}\s?/\s?\d{1,4}|Page \d{1,4}.{0,8}")
_LIST_MARK = regex.compile(r"[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[、）).．]\D|[①-⑳•·■◆●▪▲★]|【")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a page with its edges and the width of a Chinese character in it, in points."""

    text: str
    left: float
    right: float
    em: float


def read_pdf(content: bytes, source: str) -> Document:
    """The article in a PDF file. Raises UnreadableError."""
    pages, pictures = _pages(content, source)
    if not any(pages):
        raise UnreadableError(source, "scanned" if pictures else "empty")
    paragraphs = "\n".join(_paragraphs(_without_edges(pages)))
    doubt: Doubt = "pages" if pictures else ""
    if len(_NO_CHARACTER.findall(paragraphs)) * _GARBLED > len(paragraphs):
        doubt = "encoding"
    return document(content, SourceText(paragraphs, source), doubt=doubt)


# --- from the file to lines --------------------------------------------------------------------


def _pages(content: bytes, source: str) -> tuple[list[list[_Line]], int]:
    """The lines of each page, and how many pages hold pictures and no text."""
    try:
        file = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise UnreadableError(source, "encrypted" if error.err_code == pdfium.FPDF_ERR_PASSWORD else "broken") from error
    with closing(file):
        if len(file) > MAX_PAGES:
            raise UnreadableError(source, "too_large")
        pages, pictures = [], 0
        for page in file:
            with closing(page), closing(page.get_textpage()) as text:
                pages.append(list(_lines(text)))
                if not pages[-1]:
                    pictures += any(each.type == pdfium.FPDF_PAGEOBJ_IMAGE for each in page.get_objects())
        return pages, pictures


def _lines(page: pypdfium2.PdfTextPage) -> Iterator[_Line]:
    content: str = page.get_text_range()
    placed = len(content) == page.count_chars()  # else a character does not stand at its index
    for match in regex.finditer(r"\S(?:[^\r\n]*\S)?", content):
        text = match[0].replace("\ufffe", "-")
        width = _width(text)
        left, right = (page.get_charbox(match.start())[0], page.get_charbox(match.end() - 1)[2]) if placed else (0, width)
        yield _Line(text, left, right, (right - left) / width)


def _width(text: str) -> float:
    """The width of ``text`` in Chinese characters: Latin letters and digits take half of one."""
    return sum(0.5 if char < "\u2000" else 1.0 for char in text)


# --- what every page repeats -------------------------------------------------------------------


def _without_edges(pages: Sequence[Sequence[_Line]]) -> list[list[_Line]]:
    """Pages without page numbers and without the lines that stand at the edge of half of them, but for the page's number, alike."""
    edges = {(number, at) for number, page in enumerate(pages) for at in {*range(len(page))[:_EDGE], *range(len(page))[-_EDGE:]}}
    alike: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, at in sorted(edges):
        alike[regex.sub(r"\d+", "#", pages[number][at].text)].append((number, at))
    dropped = {(number, at) for number, at in edges if _PAGE_NUMBER.fullmatch(pages[number][at].text)}
    for places in alike.values():
        on = {number for number, _ in places}
        if len(on) >= max(2, len(pages) / 2) and _counts_pages([(number, pages[number][at].text) for number, at in places]):
            dropped.update(places)
    return [[line for at, line in enumerate(page) if (number, at) not in dropped] for number, page in enumerate(pages)]


def _counts_pages(lines: Sequence[tuple[int, str]]) -> bool:
    """Whether each number in these lines, alike but for numbers, stays what it is or goes up with the pages."""
    numbers = [(page, [int(digits) for digits in regex.findall(r"\d{1,9}", text)]) for page, text in lines]
    columns = zip(*([(value, value - page) for value in values] for page, values in numbers), strict=False)
    return all(len({value for value, _ in column}) == 1 or len({moved for _, moved in column}) == 1 for column in columns)


# --- from lines to paragraphs ------------------------------------------------------------------


def _paragraphs(pages: Sequence[Sequence[_Line]]) -> Iterator[str]:
    paragraph, goes_on = "", False
    for page in pages:
        columns = _columns(page)
        for line, (left, right) in zip(page, columns, strict=True):
            indented = line.left > left + 0.8 * line.em
            if goes_on and not indented and not _LIST_MARK.match(line.text):
                paragraph = _joined(paragraph, line.text)
            else:
                if paragraph:
                    yield paragraph
                paragraph = line.text
            goes_on = line.right > right - 2.5 * line.em and line.right - line.left > 12 * line.em
    if paragraph:
        yield paragraph


def _columns(page: Sequence[_Line]) -> list[tuple[float, float]]:
    """For each line the edges of its column: lines whose left edges lie close together stand in one."""
    order = sorted(range(len(page)), key=lambda at: page[at].left)
    edges: list[tuple[float, float]] = [(0, 0)] * len(page)
    begin = 0
    for i in range(1, len(order) + 1):
        if i == len(order) or page[order[i]].left - page[order[i - 1]].left > 4 * page[order[i]].em:
            column = [page[at] for at in order[begin:i]]
            edge = (column[0].left, max(line.right for line in column))
            for at in order[begin:i]:
                edges[at] = edge
            begin = i
    return edges


def _joined(before: str, after: str) -> str:
    """Two lines as one: Chinese and numbers without a blank, Latin words with one."""
    latin = before[-1].isascii() and after[0].isascii() and (before[-1].isalpha() or after[0].isalpha())
    return f"{before} {after}" if latin else before + after
