"""Slides (.pptx): the text of each visible slide, with boxes and tables in file order."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from lxml import etree

from analytics.documents.grid import Cell, GiantTableError, table_lines
from analytics.documents.model import Document, UnreadableError, document
from analytics.documents.packages import Package, in_usual_variant, refuse_unreadable
from analytics.documents.raised import raised
from extractors.model import SourceText

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_FIELDS_APART = ("slidenum", "datetime")  # repeated on every slide
_FURNITURE = ("sldNum", "dt", "ftr")


def read_pptx(content: bytes, source: str) -> Document:
    """All slides as one article.

    Raises UnreadableError (``mislabelled``, ``encrypted``, ``too_large``, ``empty``), and the errors of the libraries for a damaged file.
    """
    refuse_unreadable(content, source)
    package = Package(in_usual_variant(content), source)
    if "ppt/presentation.xml" not in package.names:
        raise UnreadableError(source, "mislabelled")
    try:
        lines = [line for slide in _slides(package) for line in _lines(slide)]
    except GiantTableError as error:
        raise UnreadableError(source, "too_large") from error
    return document(content, SourceText("\n".join(lines), source))


def _slides(package: Package) -> Iterator[etree._Element]:
    """The visible slides in order."""
    targets = {each.get("Id"): each.get("Target", "") for each in package.tree("ppt/_rels/presentation.xml.rels")}
    for number in package.tree("ppt/presentation.xml").iter(f"{_P}sldId"):
        slide = package.tree(posixpath.normpath(posixpath.join("ppt", targets.get(number.get(f"{_R}id"), ""))).lstrip("/"))
        if slide.get("show") not in ("0", "false"):
            yield slide


def _lines(element: etree._Element) -> Iterator[str]:
    for child in element:
        if child.tag == f"{_A}p":
            yield _text(child)
        elif child.tag == f"{_A}tbl":
            yield from table_lines(
                [[_cell(cell) for cell in row.iterchildren(f"{_A}tc") if not _goes_on(cell)] for row in child.iterchildren(f"{_A}tr")]
            )
        elif child.tag != _FALLBACK and not _is_furniture(child):
            yield from _lines(child)


def _is_furniture(shape: etree._Element) -> bool:
    """Whether a shape is a placeholder for the slide number, the date or the footer."""
    return any(each.get("type") in _FURNITURE for each in shape.iterfind(f"{_P}nvSpPr/{_P}nvPr/{_P}ph"))


def _cell(cell: etree._Element) -> Cell:
    return Cell(" ".join(_text(each) for each in cell.iter(f"{_A}p")), _count(cell, "gridSpan"), _count(cell, "rowSpan"))


def _goes_on(cell: etree._Element) -> bool:
    """Whether a cell is merged into the cell to its left or above it."""
    return cell.get("hMerge") in ("1", "true") or cell.get("vMerge") in ("1", "true")


def _count(cell: etree._Element, name: str) -> int:
    stated = cell.get(name, "1")
    return int(stated) if stated.isdecimal() and len(stated) < 5 else 1


def _text(paragraph: etree._Element) -> str:
    text = ""
    for run in paragraph.iterchildren(f"{_A}r", f"{_A}br", f"{_A}fld"):
        if run.tag == f"{_A}br":
            text += "\n"
        elif not (run.get("type") or "").startswith(_FIELDS_APART):
            text += _run(run, text)
    return text


def _run(run: etree._Element, before: str) -> str:
    text, how = run.findtext(f"{_A}t") or "", run.find(f"{_A}rPr")
    if how is None:
        return text
    if how.get("strike", "noStrike") != "noStrike":
        return ""
    baseline = how.get("baseline", "0")
    return raised(before, text) if baseline.isdecimal() and int(baseline) > 0 else text
