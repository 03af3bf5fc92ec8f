"""Word files: paragraphs and tables in the order of the page.

Title and date among the file's properties are not the article's: they tell who typed it when, and from which template.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import docx
from lxml import etree

from analytics.documents.limits import MAX_TAGS, MAX_UNPACKED
from analytics.documents.model import Document, UnreadableError, document
from extractors.model import SourceText

_BEFORE_2007 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BREAKS = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
# Layout, readings above characters, what a revision took away, and boxes floating over the text (held twice, for old programs).
_SKIPPED = {f"{_W}{name}" for name in ("pPr", "rPr", "sectPr", "rt", "del", "moveFrom", "drawing", "pict", "object")} | {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
}


def read_word(content: bytes, source: str) -> Document:
    """The article in a .docx file; a row of a table is one line, its cells set off by ``|``. Raises UnreadableError."""
    if content.startswith(_BEFORE_2007):  # also what Word wraps a file with a password in
        raise UnreadableError(source, "encrypted" if "EncryptedPackage".encode("utf-16-le") in content else "mislabelled")
    _refuse_giants(content, source)
    body = docx.Document(io.BytesIO(content)).element.body
    if body.getroottree().docinfo.internalDTD is not None:  # Word writes none: its entities would be text that is not read
        raise UnreadableError(source, "broken")
    return document(content, SourceText("\n".join(_lines(body)), source))


def _refuse_giants(content: bytes, source: str) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = package.infolist()
        if sum(part.file_size for part in parts) > MAX_UNPACKED:
            raise UnreadableError(source, "too_large")
        if sum(package.read(part).count(b"<") for part in parts if part.filename.endswith((".xml", ".rels"))) > MAX_TAGS:
            raise UnreadableError(source, "too_large")


def _lines(block: etree._Element) -> Iterator[str]:
    """The lines of a body or cell; content controls and revisions around paragraphs are seen through."""
    for child in block:
        if child.tag == f"{_W}p":
            yield _text(child)
        elif child.tag == f"{_W}tr":
            cells = (" ".join(" ".join(_lines(cell)).split()) for cell in child.iterfind(f"{_W}tc"))
            yield " | ".join(cells)
        elif child.tag not in _SKIPPED:
            yield from _lines(child)


def _text(element: etree._Element) -> str:
    if element.tag == f"{_W}t":
        return element.text or ""
    if element.tag in _SKIPPED:
        return ""
    return _BREAKS.get(element.tag) or "".join(map(_text, element))
