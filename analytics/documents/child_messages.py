"""Messages from the child process, as JSON. Unpickling data from a process that a malicious file controls would run its code here."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date

from analytics.documents.model import Document, Step, Unreadable
from extractors.model import OcrSpan, SourceText

MAX_PIECE = 1 << 18  # bytes of a file that are sent at once
READ, FAILED = b"+", b"-"  # first byte of a piece of the file: its content follows, or the disk has failed


@dataclass(frozen=True, slots=True)
class PieceRequest:
    """The child needs a piece of the file: at most ``size`` bytes at ``offset``."""

    offset: int
    size: int

    def __post_init__(self) -> None:
        if not (0 <= self.offset < 1 << 63 and 0 <= self.size <= MAX_PIECE):
            raise ValueError(self)


ChildMessage = Document | Unreadable | Step | None  # None: the file has ended


def encode(answer: ChildMessage | PieceRequest) -> bytes:
    """``answer`` as bytes to send."""
    content = answer and (type(answer).__name__, asdict(answer))
    return json.dumps(content, ensure_ascii=False, default=date.isoformat).encode()


def decode(content: bytes) -> ChildMessage | PieceRequest:
    """The answer in ``content``. Raises ValueError, LookupError or TypeError if it is not valid."""
    match json.loads(content):
        case ("Document", values):
            text = values.pop("text")
            day = text.pop("published_on")
            scans = tuple(OcrSpan(*scan) for scan in text.pop("ocr_spans"))
            return Document(SourceText(**text, published_on=date.fromisoformat(day) if day else None, ocr_spans=scans), **values)
        case ("Unreadable", values):
            return Unreadable(**values)
        case ("Step", values):
            return Step(**values)
        case ("PieceRequest", values):
            return PieceRequest(int(values["offset"]), int(values["size"]))
        case None:
            return None
    raise ValueError(content[:100])
