"""OFD (GB/T 33190), the fixed-layout format of Chinese government offices: a ZIP archive of XML that places text on pages."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from itertools import groupby

from lxml import etree

from analytics.documents.joining import width_of
from analytics.documents.limits import MAX_PAGES
from analytics.documents.model import Document, UnreadableError, document
from analytics.documents.packages import Package
from analytics.documents.pagelayout import Item, Piece, arranged, paragraphs
from extractors.model import SourceText

_GAP = 1.3  # gap between two pieces of a line, in widths of a Chinese character


def read_ofd(content: bytes, source: str) -> Document:
    """The article in an OFD file.

    Raises UnreadableError (``mislabelled``, ``encrypted``, ``too_large``, ``scanned``, ``empty``), and the errors of the libraries for a
    damaged file.
    """
    package = Package(content, source)
    if "OFD.xml" not in package.names:
        raise UnreadableError(source, "mislabelled")
    pages, pictures = list[list[Item]](), 0
    for root in _named(package.tree("OFD.xml"), "DocRoot"):
        path = (root.text or "").strip().lstrip("/")
        places = [page.get("BaseLoc", "") for page in _named(package.tree(path), "Page")]
        if len(places) > MAX_PAGES:
            raise UnreadableError(source, "too_large")
        for place in places:
            page = package.tree(_inside(path, place))
            pages.append(arranged(list(_pieces(page))))
            pictures += not pages[-1] and any(True for _ in _named(page, "ImageObject"))
    if not any(pages):
        raise UnreadableError(source, "scanned" if pictures else "empty")
    return document(content, SourceText("\n".join(paragraphs(pages)), source), doubt="pages" if pictures else "")


def _named(tree: etree._Element, name: str) -> Iterator[etree._Element]:
    """The elements with this local name, in any namespace, since producers differ."""
    yield from tree.iter(f"{{*}}{name}")


def _inside(document_path: str, place: str) -> str:
    """The archive member that ``place``, a path stated in the part ``document_path``, refers to."""
    return place.lstrip("/") if place.startswith("/") else posixpath.normpath(posixpath.join(posixpath.dirname(document_path), place))


def _pieces(page: etree._Element) -> Iterator[Piece]:
    """The pieces of text on a page, line by line, in millimetres."""
    written = [piece for text in _named(page, "TextObject") for piece in _written(text)]
    lines = groupby(enumerate(_in_lines(written)), key=lambda each: each[1][0])
    for number, line in lines:
        yield from _joined([piece for _, (_, piece) in line], number)


def _written(text: etree._Element) -> Iterator[Piece]:
    """The pieces of one text object, placed by its boundary, transformation matrix and font size."""
    left, top, _, _ = _numbers(text.get("Boundary", ""), 4)
    a, _, _, d, e, f = _numbers(text.get("CTM", "1 0 0 1 0 0"), 6)
    size = _numbers(text.get("Size", "0"), 1)[0]
    for code in _named(text, "TextCode"):
        said = "".join(code.itertext())
        if not said.strip():
            continue
        x, y = _numbers(code.get("X", "0"), 1)[0] * a + e, _numbers(code.get("Y", "0"), 1)[0] * d + f
        em = max(abs(size * a), 0.1)
        yield Piece(said, left + x, top + y - em, left + x + em * width_of(said), top + y, em, 0)


def _numbers(text: str, count: int) -> list[float]:
    """The first ``count`` numbers in ``text``; missing or malformed ones are 0."""
    found = []
    for part in text.split()[:count]:
        try:
            found.append(float(part))
        except ValueError:
            found.append(0.0)
    return [*found, *[0.0] * (count - len(found))]


def _in_lines(pieces: Sequence[Piece]) -> Iterator[tuple[int, Piece]]:
    """Pieces from top to bottom and left to right, each with the number of its line."""
    lines: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: piece.bottom):
        if lines and abs(lines[-1][0].bottom - piece.bottom) < 0.5 * piece.em:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    for number, line in enumerate(lines):
        for piece in sorted(line, key=lambda piece: piece.left):
            yield number, piece


def _joined(pieces: Sequence[Piece], line: int) -> Iterator[Piece]:
    """The pieces of a line, with those close to each other joined."""
    whole: Piece | None = None
    for piece in pieces:
        if whole is not None and piece.left - whole.right < _GAP * piece.em:
            edges = (whole.left, min(whole.top, piece.top), max(whole.right, piece.right), max(whole.bottom, piece.bottom))
            whole = Piece(whole.text + piece.text, *edges, whole.em, line)
            continue
        if whole is not None:
            yield whole
        whole = Piece(piece.text, piece.left, piece.top, piece.right, piece.bottom, piece.em, line)
    if whole is not None:
        yield whole
