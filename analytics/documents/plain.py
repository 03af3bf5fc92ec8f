"""Plain text: the file is the article."""

from __future__ import annotations

from analytics.documents.encodings import decode
from analytics.documents.model import Document, document
from extractors.model import SourceText


def read_plain(content: bytes, source: str) -> Document:
    """The article in a text file. Raises UnreadableError."""
    decoded = decode(content, source)
    return document(content, SourceText(decoded.text, source), decoded.encoding, decoded.doubt)
