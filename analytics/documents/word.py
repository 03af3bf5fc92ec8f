"""Word files (.docx): paragraphs, tables, text boxes, notes and headers in reading order.

Title and date in the file's properties are not used. They tell who typed the file when, and from which template.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

import docx
import regex
from docx.opc.part import Part
from lxml import etree

from analytics.documents.grid import Cell, GiantTableError, is_number, table_lines
from analytics.documents.model import Document, UnreadableError, document
from analytics.documents.packages import in_usual_variant, part_tree, refuse_unreadable
from analytics.documents.raised import raised
from extractors.model import SourceText

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_CHOICES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_BREAKS = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
# Formatting, phonetic guides (ruby), and text that a tracked change deleted or moved away.
_SKIPPED = {f"{_W}{name}" for name in ("pPr", "rPr", "sectPr", "rt", "del", "moveFrom", "tblPr", "trPr", "tcPr")}
_FLOATS = {f"{_W}{name}" for name in ("drawing", "pict", "object")} | {_CHOICES}
_NOT_READ = ("strike", "dstrike", "vanish", "webHidden")
_OFF = ("0", "false", "off", "none")
_NOTES = {f"{_W}footnoteReference": "footnotes", f"{_W}endnoteReference": "endnotes"}
_PAGE_NUMBER = regex.compile(r"[-—–·•\s\d/]*|第\s?\d*\s?页.{0,12}")


def read_word(content: bytes, source: str) -> Document:
    """The article in a .docx file; its tables are written as in ``grid``.

    Raises UnreadableError (``mislabelled``, ``encrypted``, ``broken``, ``too_large``, ``empty``), and the errors of the libraries for a
    damaged file.
    """
    refuse_unreadable(content, source)
    part = docx.Document(io.BytesIO(in_usual_variant(content))).part
    body = part.element.body
    if body.getroottree().docinfo.internalDTD is not None:  # Word writes no DTD, and text in entities would be lost
        raise UnreadableError(source, "broken")
    try:
        lines = _Reading(part).lines(body)
    except GiantTableError as error:
        raise UnreadableError(source, "too_large") from error
    return document(content, SourceText("\n".join(lines), source))


class _Reading:
    """One document. Text boxes and notes follow the paragraph or table that they are anchored to."""

    def __init__(self, part: Part) -> None:
        self._part = part
        self._notes = {kind: _notes(part, kind) for kind in _NOTES.values()}
        self._apart: list[etree._Element] = []

    def lines(self, body: etree._Element) -> list[str]:
        """All lines. Headers and footers come last, so that none of them is taken for the title."""
        return [*self._blocks(body), *self._margins()]

    def _blocks(self, block: etree._Element) -> Iterator[str]:
        """The lines of a body or text box, also inside content controls and tracked changes."""
        for child in block:
            if child.tag == f"{_W}p":
                yield self._text(child)
                yield from self._hanging()
            elif child.tag == f"{_W}tbl":
                yield from self._table(child)
                yield from self._hanging()
            elif child.tag == _CHOICES:
                yield from self._blocks(_chosen(child))
            elif child.tag not in _SKIPPED:
                yield from self._blocks(child)

    def _hanging(self) -> Iterator[str]:
        """The lines of the text boxes and notes that are still to be written."""
        while self._apart:
            boxes, self._apart = self._apart, []
            for box in boxes:
                yield from (line for line in self._blocks(box) if line.strip())

    def _margins(self) -> Iterator[str]:
        """The lines of headers and footers, each once, without page numbers."""
        seen = set()
        for related in self._part.rels.values():
            if not related.is_external and related.reltype.rpartition("/")[2] in ("header", "footer"):
                for line in self._blocks(part_tree(related.target_part.blob)):
                    if not _PAGE_NUMBER.fullmatch(line) and line not in seen:
                        seen.add(line)
                        yield line

    # --- tables --------------------------------------------------------------------------------

    def _table(self, table: etree._Element) -> Iterator[str]:
        rows = [list(_inside(row, f"{_W}tc")) for row in _inside(table, f"{_W}tr")]
        if max(map(len, rows), default=0) < 2:  # a table of one column only frames text
            for row in rows:
                for cell in row:
                    yield from self._blocks(cell)
        else:
            yield from table_lines(self._cells(rows))

    def _cells(self, rows: Sequence[Sequence[etree._Element]]) -> list[list[Cell]]:
        """The cells of a table. A vertically merged cell repeats the text above it, unless that is a number."""
        cells: list[list[Cell]] = []
        above: dict[int, str] = {}  # column → text that a vertically merged cell below repeats
        for row in rows:
            column, found = 0, []
            for cell in row:
                wide = _number(cell.find(f"{_W}tcPr/{_W}gridSpan"), 1)
                merged = cell.find(f"{_W}tcPr/{_W}vMerge")
                text = " ".join(" ".join(self._in_cell(cell)).split())
                if merged is not None and merged.get(f"{_W}val") != "restart":
                    text = above.get(column, "")
                else:
                    above[column] = "" if merged is None or is_number(text) else text
                found.append(Cell(text, wide))
                column += wide
            cells.append(found)
        return cells

    def _in_cell(self, cell: etree._Element) -> Iterator[str]:
        for child in cell:
            if child.tag == f"{_W}p":
                yield self._text(child)
            elif child.tag not in _SKIPPED:
                yield from self._in_cell(child)

    # --- a paragraph ---------------------------------------------------------------------------

    def _text(self, element: etree._Element, before: str = "") -> str:
        """The text of a paragraph or an element in it; ``before`` is the text in front of the element."""
        tag = element.tag
        if tag in (f"{_W}t", f"{_M}t"):
            return element.text or ""
        if tag in _SKIPPED or (tag == f"{_W}r" and _is_unread(element)):
            return ""
        if tag in _FLOATS:
            self._apart += _boxes(element)
            return ""
        if tag in _NOTES:
            note = self._notes[_NOTES[tag]].pop(element.get(f"{_W}id"), None)
            self._apart += [] if note is None else [note]
            return ""
        if tag == f"{_M}f":
            return "/".join(self._text(part) for part in element if part.tag in (f"{_M}num", f"{_M}den"))
        text = _BREAKS.get(tag, "")
        for child in element:
            text += self._text(child, (before + text)[-10:])
        if tag == f"{_M}sup" or (tag == f"{_W}r" and _is_raised(element)):
            return raised(before, text)
        return text


def _inside(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The rows of a table or the cells of a row, also inside content controls and tracked changes; nested tables are left out."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag not in _SKIPPED and child.tag not in (f"{_W}tc", f"{_W}p"):
            yield from _inside(child, tag)


def _is_unread(run: etree._Element) -> bool:
    """Whether a run is struck out or hidden."""
    return any((mark := run.find(f"{_W}rPr/{_W}{name}")) is not None and mark.get(f"{_W}val", "1") not in _OFF for name in _NOT_READ)


def _is_raised(run: etree._Element) -> bool:
    mark = run.find(f"{_W}rPr/{_W}vertAlign")
    return mark is not None and mark.get(f"{_W}val") == "superscript"


def _number(element: etree._Element | None, otherwise: int) -> int:
    stated = "" if element is None else element.get(f"{_W}val", "")
    return int(stated) if stated.isascii() and stated.isdigit() and len(stated) < 5 else otherwise


def _chosen(choices: etree._Element) -> etree._Element:
    """Of alternative contents for old and new programs, the first that holds text, else the first."""
    return next((choice for choice in choices if any(each.text for each in choice.iter(f"{_W}t"))), choices[0] if len(choices) else choices)


def _boxes(element: etree._Element) -> list[etree._Element]:
    """The text boxes in a drawing, not those within them."""
    if element.tag == _CHOICES:
        return [box for child in _chosen(element) for box in _boxes(child)]
    if element.tag == f"{_W}txbxContent":
        return [element]
    return [box for child in element for box in _boxes(child)]


def _notes(part: Part, kind: str) -> dict[str, etree._Element]:
    """Footnotes or endnotes by id, without their separator lines."""
    blobs = (each.target_part.blob for each in part.rels.values() if not each.is_external and each.reltype.endswith(f"/{kind}"))
    notes = (note for blob in blobs for note in part_tree(blob) if not note.get(f"{_W}type"))
    return {note.get(f"{_W}id"): note for note in notes}
