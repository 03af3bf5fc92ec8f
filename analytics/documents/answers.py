"""What the process that reads says, as JSON: a pickle from a process that a stranger's file may have taken over would run here."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date

from analytics.documents.model import Document, Step, Unreadable
from extractors.model import Scan, SourceText

OUT_OF_MEMORY = 77  # its exit status


Answer = Document | Unreadable | Step | None  # nothing: the file has ended


def packed(answer: Answer) -> bytes:
    """``answer`` to be sent."""
    content = answer and (type(answer).__name__, asdict(answer))
    return json.dumps(content, ensure_ascii=False, default=date.isoformat).encode()


def unpacked(content: bytes) -> Answer:
    """The answer that was sent. Raises ValueError, LookupError or TypeError where it is none."""
    match json.loads(content):
        case ("Document", values):
            text = values.pop("text")
            day = text.pop("published_on")
            scans = tuple(Scan(*scan) for scan in text.pop("scans"))
            return Document(SourceText(**text, published_on=date.fromisoformat(day) if day else None, scans=scans), **values)
        case ("Unreadable", values):
            return Unreadable(**values)
        case ("Step", values):
            return Step(**values)
        case None:
            return None
    raise ValueError(content[:100])
