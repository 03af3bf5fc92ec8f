"""OpenDocument texts (.odt): paragraphs, tables, notes and text boxes in reading order."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from analytics.documents.grid import Cell, GiantTableError, table_lines
from analytics.documents.model import Document, UnreadableError, document
from analytics.documents.packages import Package
from analytics.documents.raised import raised
from extractors.model import SourceText

_NAMES = "urn:oasis:names:tc:opendocument:xmlns"
_TEXT, _TABLE, _OFFICE, _STYLE = (f"{{{_NAMES}:{name}:1.0}}" for name in ("text", "table", "office", "style"))
_MANIFEST = "META-INF/manifest.xml"  # lists the parts, and how each is encrypted
_SKIPPED = {
    f"{_TEXT}{name}"
    for name in ("tracked-changes", "ruby-text", "note-citation", "hidden-text", "hidden-paragraph", "sequence-decls", "table-of-content")
} | {f"{_OFFICE}annotation", f"{_OFFICE}forms"}


def read_odt(content: bytes, source: str) -> Document:
    """The article in an OpenDocument text.

    Raises UnreadableError (``mislabelled``, ``encrypted``, ``too_large``, ``empty``), and the errors of the libraries for a damaged file.
    """
    package = Package(content, source)
    if _MANIFEST in package.names and b"encryption-data" in package.content(_MANIFEST):
        raise UnreadableError(source, "encrypted")
    tree = package.tree("content.xml")
    styles = [tree, package.tree("styles.xml")] if "styles.xml" in package.names else [tree]
    body = tree.find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise UnreadableError(source, "mislabelled")
    try:
        lines = list(_Reading(styles).blocks(body))
    except GiantTableError as error:
        raise UnreadableError(source, "too_large") from error
    return document(content, SourceText("\n".join(lines), source))


class _Reading:
    """One text, with the names of its styles that strike out, hide or raise characters."""

    def __init__(self, trees: list[etree._Element]) -> None:
        self._unread, self._raised = set(), set()
        self._apart: list[etree._Element] = []
        for style in (style for tree in trees for style in tree.iter(f"{_STYLE}style")):
            name = style.get(f"{_STYLE}name")
            for properties in style.iterfind(f"{_STYLE}text-properties"):
                struck = properties.get(f"{_STYLE}text-line-through-style", properties.get(f"{_STYLE}text-line-through-type", "none"))
                if struck != "none" or properties.get(f"{_TEXT}display") == "none":
                    self._unread.add(name)
                if properties.get(f"{_STYLE}text-position", "").startswith("super"):
                    self._raised.add(name)

    def blocks(self, block: etree._Element) -> Iterator[str]:
        """The lines of a body, text box or cell. Text boxes and notes follow the paragraph or table that they are anchored to."""
        for child in block:
            if child.tag in _SKIPPED:
                continue
            if child.tag in (f"{_TEXT}p", f"{_TEXT}h"):
                yield self._text(child)
            elif child.tag == f"{_TABLE}table":
                yield from self._table(child)
            else:
                yield from self.blocks(child)
                continue
            while self._apart:
                boxes, self._apart = self._apart, []
                for box in boxes:
                    yield from self.blocks(box)

    def _table(self, table: etree._Element) -> Iterator[str]:
        """The lines of a table; a table of one column only frames text."""
        rows = []
        for row in table.iter(f"{_TABLE}table-row"):
            cells = row.iterchildren(f"{_TABLE}table-cell")
            rows.append(
                [Cell(" ".join(self.blocks(cell)), _count(cell, "columns-spanned"), _count(cell, "rows-spanned")) for cell in cells]
            )
        if max(map(len, rows), default=0) < 2:
            yield from (cell.text for row in rows for cell in row if cell.text.strip())
        else:
            yield from table_lines(rows)

    def _text(self, element: etree._Element, before: str = "") -> str:
        """The text of an element; ``before`` is the text in front of it."""
        if element.tag in _SKIPPED or element.get(f"{_TEXT}style-name") in self._unread:
            return ""
        if element.tag == f"{_TEXT}s":
            return " "
        if element.tag == f"{_TEXT}tab":
            return " "
        if element.tag == f"{_TEXT}line-break":
            return "\n"
        if element.tag == f"{_TEXT}note":
            self._apart += element.iterfind(f"{_TEXT}note-body")
            return ""
        if element.tag.endswith("}frame") or element.tag.endswith("}custom-shape"):
            self._apart.append(element)
            return ""
        text = element.text or ""
        for child in element:
            if isinstance(child.tag, str):
                text += self._text(child, (before + text)[-10:])
            text += child.tail or ""
        return raised(before, text) if element.get(f"{_TEXT}style-name") in self._raised else text


def _count(cell: etree._Element, name: str) -> int:
    stated = cell.get(f"{_TABLE}number-{name}", "1")
    return int(stated) if stated.isdecimal() and len(stated) < 5 else 1
