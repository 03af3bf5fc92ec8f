"""Electronic books (.epub): ZIP archives of web pages, each an article of its own."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote

from analytics.documents.html import read_html
from analytics.documents.model import Document, Unreadable, UnreadableError
from analytics.documents.packages import Package

_PAGES = ("application/xhtml+xml", "text/html")


def read_epub(content: bytes, source: str) -> Iterator[Document | Unreadable]:
    """The pages of a book in reading order; empty ones are skipped, and missing ones are yielded as ``Unreadable``.

    Raises UnreadableError (``encrypted``, ``too_large``, ``empty``), and the errors of the libraries for a damaged file.
    """
    package = Package(content, source)
    if "META-INF/encryption.xml" in package.names and any(True for _ in package.tree("META-INF/encryption.xml").iter("{*}EncryptedData")):
        raise UnreadableError(source, "encrypted")
    found = 0
    for root in package.tree("META-INF/container.xml").iter("{*}rootfile"):
        path = root.get("full-path", "")
        book = package.tree(path)
        pages = {each.get("id"): each.get("href", "") for each in book.iter("{*}item") if each.get("media-type") in _PAGES}
        listed = dict.fromkeys(pages[name] for each in book.iter("{*}itemref") if (name := each.get("idref")) in pages)  # each once
        for page in listed:
            name = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(page)))
            if name not in package.names:
                found += 1
                yield Unreadable(f"{source}#{posixpath.basename(name)}", "broken")
                continue
            try:
                yield read_html(package.content(name), f"{source}#{posixpath.basename(name)}")
                found += 1
            except UnreadableError as error:
                if error.report.reason != "empty":
                    yield error.report
                    found += 1
    if not found:
        raise UnreadableError(source, "empty")
