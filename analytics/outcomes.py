"""What became of a file: one line each, the same for a workspace's report and for a reader's upload."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from analytics.documents import Unreadable

Outcome = Literal["read", "unchanged", "duplicate", "removed", "empty", "refused"]


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one file (or entry of a zip, row of a table): a line of the ingest report.

    ``reason`` and ``doubt`` are codes, put into words by ``words``. ``detail`` names a place in the file, or for a duplicate
    the source that was first. ``figures`` is how many rows it gave. ``removed`` is a text that a person took out of the workspace.
    """

    source: str
    digest: str
    outcome: Outcome
    reason: str = ""
    detail: str = ""
    encoding: str = ""
    doubt: str = ""
    doc_id: str = ""
    figures: int = 0

    def repeating(self, first: str) -> Line:
        """This line for a text that came from ``first`` before."""
        return replace(self, outcome="duplicate", detail=first, figures=0)


def refused(found: Unreadable) -> Line:
    """The line of a file that gave no article."""
    return Line(found.source, found.digest, "empty" if found.reason == "empty" else "refused", found.reason, found.detail)
