"""Finds the cells of a spreadsheet that are shown as percentages, where 0.123 is read as 12.3%."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Mapping

import regex
from lxml import etree

from analytics.documents.limits import MAX_TAGS, MAX_UNPACKED
from analytics.documents.packages import in_usual_variant, part_tree

Places = frozenset[tuple[int, int]]  # (row, column), from 0

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_BUILT_IN = ("9", "10")  # 0% and 0.00%
_CELL = regex.compile(r"([A-Z]{1,3})(\d{1,7})")
_LITERAL = regex.compile(r'"[^"]*"|\\.')


def percent_cells(content: bytes) -> Mapping[str, Places]:
    """The places of percentages by sheet name. Empty for formats that are not ZIP archives of XML.

    Raises ValueError for an archive that unpacks to too much, and the errors of the libraries for a damaged one.
    """
    if not content.startswith(b"PK"):
        return {}
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        if sum(part.file_size for part in package.infolist()) > MAX_UNPACKED:
            raise ValueError("a giant")
    with zipfile.ZipFile(io.BytesIO(in_usual_variant(content))) as package:
        names = package.namelist()
        if "xl/workbook.xml" in names and "xl/styles.xml" in names:
            return _of_workbook(package)
        return _of_opendocument(package) if "content.xml" in names else {}


def _of_workbook(package: zipfile.ZipFile) -> dict[str, Places]:
    """Percentages in an Office Open XML workbook, by the number formats of its cell styles (ECMA-376)."""
    styles = part_tree(package.read("xl/styles.xml"))
    own = {each.get("numFmtId") for each in styles.iter(f"{_S}numFmt") if "%" in _LITERAL.sub("", each.get("formatCode", ""))}
    formats = [each.get("numFmtId") for each in styles.iterfind(f"{_S}cellXfs/{_S}xf")]
    percent = {str(at) for at, code in enumerate(formats) if code in _BUILT_IN or code in own}
    if not percent:
        return {}
    targets = {each.get("Id"): each.get("Target", "") for each in part_tree(package.read("xl/_rels/workbook.xml.rels"))}
    found = {}
    for sheet in part_tree(package.read("xl/workbook.xml")).iter(f"{_S}sheet"):
        path = posixpath.normpath(posixpath.join("xl", targets.get(sheet.get(f"{_R}id"), ""))).lstrip("/")
        if path in package.namelist():
            found[sheet.get("name", "")] = _of_sheet(package.read(path), percent)
    return found


def _of_sheet(content: bytes, styles: set[str]) -> Places:
    places = set()
    for count, (_, cell) in enumerate(etree.iterparse(io.BytesIO(content), tag=f"{_S}c", resolve_entities=False, no_network=True)):
        if count > MAX_TAGS:
            raise ValueError("a giant")
        if cell.get("s") in styles and cell.get("t", "n") == "n" and (place := _CELL.fullmatch(cell.get("r", ""))):
            places.add((int(place[2]) - 1, _column(place[1])))
        cell.clear()
    return frozenset(places)


def _column(letters: str) -> int:
    """``AB`` → 27: a column by its letters, from 0."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _of_opendocument(package: zipfile.ZipFile) -> dict[str, Places]:
    """Percentages in an OpenDocument spreadsheet, by the value types of its cells."""
    tree = part_tree(package.read("content.xml"))
    found = {}
    for table in tree.iter(f"{_TABLE}table"):
        places, down = set(), 0
        for row in table.iter(f"{_TABLE}table-row"):
            right = 0
            for cell in row.iterchildren(f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
                if cell.get(f"{_OFFICE}value-type") == "percentage":
                    places.add((down, right))
                right += _repeated(cell, "columns")
            down += _repeated(row, "rows")
        found[table.get(f"{_TABLE}name", "")] = frozenset(places)
    return found


def _repeated(element: etree._Element, what: str) -> int:
    stated = element.get(f"{_TABLE}number-{what}-repeated", "1")
    return int(stated) if stated.isdecimal() and len(stated) < 8 else 1
