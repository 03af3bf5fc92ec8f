"""Plain text: the file is the article. Every character is kept, so that figures can be found again in the file."""

from __future__ import annotations

import regex

from analytics.documents.encodings import decode
from analytics.documents.model import Document, document
from extractors.model import SourceText

_LINE_END = regex.compile(r"\r\n?|\n")


def read_plain(content: bytes, source: str, charset: str = "") -> Document:
    """The article in a text file; ``charset`` is the encoding declared by the sender, empty if none.

    Raises UnreadableError: ``encoding``, ``empty`` or ``too_large``.
    """
    decoded = decode(content, source, [charset])
    return document(content, SourceText("\n".join(_LINE_END.split(decoded.text)), source), decoded.encoding, decoded.doubt)
