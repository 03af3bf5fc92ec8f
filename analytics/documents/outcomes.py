"""What became of a file: one line each, the same for a workspace's report and for a reader's upload."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import regex

from analytics.documents import Unreadable
from extractors.model import Extraction, Table

TABLES = "tables"  # the doubt of an article with tables that were not read
_LINE_END = regex.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
Outcome = Literal["read", "unchanged", "duplicate", "removed", "empty", "refused"]


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one file (or entry of a zip, row of a table): a line of the ingest report.

    ``reason`` is a code and ``doubt`` codes with blanks between, put into words by ``words``. ``detail`` names a place in the file (of tables
    that were not read, their lines), or for a duplicate the source that was first. ``figures`` is how many rows it gave. ``removed`` is a text that a person took out of the workspace.
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

    def read_as(self, extraction: Extraction) -> Line:
        """This line for a text of which this was read: how many rows it gave, and the lines of the tables that were not read."""
        lines = ", ".join(_lines(extraction.article.raw, table) for table in extraction.unread)
        codes = [code for code in self.doubt.split() if code != TABLES] + [TABLES] * bool(lines)
        return replace(self, doc_id=extraction.article.doc_id, figures=len(extraction.claims), doubt=" ".join(codes), detail=lines)


def _lines(raw: str, table: Table) -> str:
    """``5–9``: the lines of a text that a table stands in, counted from 1."""
    first = _LINE_END.subn("", raw[: table.start])[1] + 1
    last = first + _LINE_END.subn("", raw[table.start : table.end])[1]
    return f"{first}–{last}" if last > first else str(first)


def refused(found: Unreadable) -> Line:
    """The line of a file that gave no article."""
    return Line(found.source, found.digest, "empty" if found.reason == "empty" else "refused", found.reason, found.detail)
