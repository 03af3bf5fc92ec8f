"""Rich text (.rtf), read with striprtf. It keeps struck-out and hidden text, which is therefore removed first."""

from __future__ import annotations

import regex
from striprtf.striprtf import rtf_to_text

from analytics.documents.joining import unbroken
from analytics.documents.limits import MAX_TEXT
from analytics.documents.model import Document, UnreadableError, document
from extractors.model import SourceText

# A group without nested groups that is struck out, hidden or deleted from its start.
_NOT_READ = regex.compile(r"\{(?:\\[a-z]+-?\d*[ ]?)*?\\(?:strike|striked1|v|deleted)(?![a-z0-9])[^{}]*\}")
_RAISED = regex.compile(r"\{(?:\\[a-z]+-?\d*[ ]?)*?\\super(?![a-z])(?:\\[a-z]+-?\d*[ ]?|\s)*([\[\]()\d*]{1,5})\}")
_ESCAPED = regex.compile(r"\\[{}\\]")
_ROW = regex.compile(r"(?m)^(?:[^|\n]*\|)+[^|\n]*$")
_PICTURES = regex.compile(r"\{\\pict[^{}]*(?:\{[^{}]*\}[^{}]*)*\}")


def read_rtf(content: bytes, source: str) -> Document:
    """The article in a rich text file. A table row becomes one line, its cells separated by ``|``.

    Raises UnreadableError: ``mislabelled``, ``too_large`` or ``empty``.
    """
    if not content.startswith(b"{\\rtf"):
        raise UnreadableError(source, "mislabelled")
    codes = _PICTURES.sub("", content.decode("latin-1"))
    if len(codes) > 10 * MAX_TEXT:
        raise UnreadableError(source, "too_large")
    codes = _RAISED.sub(
        lambda match: "\\u178?" if match[1] == "2" and regex.search(r"m\s?$", codes[max(0, match.start() - 3) : match.start()]) else "",
        codes,
    )
    text: str = rtf_to_text(_NOT_READ.sub("", codes), errors="replace")  # type: ignore[no-untyped-call]
    return document(content, SourceText("\n".join(unbroken(_rows(text).split("\n"))), source), doubt="cut" if _is_cut(codes) else "")


def _is_cut(codes: str) -> bool:
    """Whether a group is still open at the end."""
    marks = _ESCAPED.sub("", codes)
    return marks.count("{") > marks.count("}")


def _rows(text: str) -> str:
    """``text`` with each table row as one line of cells."""
    return _ROW.sub(lambda match: " | ".join(" ".join(cell.split()) for cell in match[0].strip().strip("|").split("|")), text)
