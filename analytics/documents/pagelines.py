"""A web page as lines: one for each visible line, paragraph, list item or table row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import lxml.html
import regex
from lxml import etree

from analytics.documents.grid import Cell, table_lines
from analytics.documents.joining import Growing, joins, unbroken

_INLINE = frozenset((
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img", "input", "ins",
    "kbd", "label", "mark", "q", "rb", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u",
    "var", "wbr",
))  # fmt: skip
# A cell with more characters holds prose, and its table only serves layout.
_PROSE = 400


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line, the element it begins in, and whether all of it is a link."""

    text: str
    element: etree._Element
    is_link: bool


def page_lines(page: lxml.html.HtmlElement) -> Iterator[PageLine]:
    """The lines of ``page``, with those that break inside a sentence joined. Raises GiantTableError."""
    held: tuple[Growing, PageLine] | None = None
    for line in _Lines(page if page.body is None else page.body).all():
        if held is not None and joins(held[0].end, line.text):
            held[0].add(line.text)
            held = held[0], PageLine("", held[1].element, held[1].is_link and line.is_link)
            continue
        if held is not None:
            yield PageLine(str(held[0]), held[1].element, held[1].is_link)
        held = Growing(line.text), line
    if held is not None:
        yield PageLine(str(held[0]), held[1].element, held[1].is_link)


class _Lines:
    """A walk through the tree that collects the parts of a line until it ends."""

    def __init__(self, root: etree._Element) -> None:
        self._root = root
        self._parts: list[str] = []
        self._element, self._linked = root, 0  # where the line began, and how many of its characters are in links
        self._links = 0  # how many links are open

    def all(self) -> Iterator[PageLine]:
        """All lines of the tree. Raises GiantTableError."""
        walk = etree.iterwalk(self._root, events=("start", "end"))
        for event, element in walk:
            if event == "start" and element.tag == "table" and (rows := _rows(element)):
                yield from self._ended(element)
                yield from (PageLine(line, element, False) for line in table_lines(rows))
                walk.skip_subtree()
                self._add("", element)
                continue
            if _is_explained(element, event):
                self._parts.append(" ")
            elif element.tag not in _INLINE:
                yield from self._ended(element)
            self._links += (1 if event == "start" else -1) if element.tag == "a" else 0
            self._add((element.text if event == "start" else element.tail) or "", element if event == "start" else element.getparent())
        yield from self._ended(self._root)

    def _add(self, text: str, element: etree._Element | None) -> None:
        if not text.strip():
            self._parts.append(" " if text else "")
            return
        if not any(part.strip() for part in self._parts):
            self._element, self._linked = element if element is not None else self._root, 0
        self._parts.append(regex.sub(r"\s+", " ", text))
        self._linked += len(text.strip()) if self._links else 0

    def _ended(self, element: etree._Element) -> Iterator[PageLine]:
        """The collected line, if it has text; starts a new one."""
        line = regex.sub(" {2,}", " ", "".join(self._parts)).strip()
        if line:
            yield PageLine(line, self._element, self._linked >= len(line))
        self._parts = []


def _is_explained(element: etree._Element, event: str) -> bool:
    """Whether this is the boundary between a term and its explanation (``dt``, ``dd``), which form one line."""
    if event == "start":
        before = element.getprevious() if element.tag == "dd" else None
        return before is not None and before.tag == "dt"
    after = element.getnext() if element.tag == "dt" else None
    return after is not None and after.tag == "dd"


# --- tables ------------------------------------------------------------------------------------


def _rows(table: etree._Element) -> list[list[Cell]]:
    """The rows of a data table. Empty for a layout table: one with a single column, a nested table, or prose in a cell."""
    if next(table.iterdescendants("table"), None) is not None:
        return []
    rows = []
    for row in table.iter("tr"):
        cells = [
            Cell(_seen(cell), _span(cell, "colspan"), _span(cell, "rowspan"), cell.tag == "th") for cell in row.iterchildren("td", "th")
        ]
        if any(len(cell.text) > _PROSE for cell in cells):
            return []
        rows.append(cells)
    if max((len(row) for row in rows), default=0) < 2:
        return []
    caption = " ".join(" ".join(each.text_content() for each in table.iterchildren("caption")).split())
    return [[Cell(caption)], *rows] if caption else rows


def _seen(cell: etree._Element) -> str:
    """The text of a cell. Its lines are separated by spaces, except where a sentence continues."""
    return " ".join(unbroken(line.text for line in _Lines(cell).all()))


def _span(cell: etree._Element, name: str) -> int:
    stated = regex.match(r"\s*(\d{1,4})", cell.get(name, ""))
    return max(1, int(stated[1])) if stated else 1
