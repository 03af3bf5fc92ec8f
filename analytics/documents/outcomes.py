"""What became of each file, one line each; shared by the ingest report and by uploads to the dashboard."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import regex

from analytics.documents import Unreadable
from extractors.model import Extraction, Table

TABLES = "tables"  # the doubt code of an article with unread tables
_LINE_END = regex.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
Outcome = Literal["read", "unchanged", "duplicate", "removed", "empty", "refused"]


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file, archive member or table row: a line of the ingest report.

    ``reason`` is a code and ``doubt`` a list of codes separated by spaces; ``analytics.i18n`` holds their wording. ``detail`` names a place
    in the file: for unread tables their line numbers, for a duplicate the source that came first. ``figures`` is the number of claims. The
    outcome ``removed`` marks a text that a user took out of the workspace.
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

    def repeating(self, first: str) -> FileReport:
        """This line as a duplicate of the text that came first from ``first``."""
        return replace(self, outcome="duplicate", detail=first, figures=0)

    def refused(self, reason: str, detail: str) -> FileReport:
        """This line for a text that could not be extracted."""
        return replace(self, outcome="refused", reason=reason, detail=detail, doc_id="")

    def read_as(self, extraction: Extraction) -> FileReport:
        """This line with the results of ``extraction``: document id, number of claims, and line numbers of unread tables."""
        lines = ", ".join(_lines(extraction.article.raw, table) for table in extraction.unread)
        codes = [code for code in self.doubt.split() if code != TABLES] + [TABLES] * bool(lines)
        return replace(self, doc_id=extraction.article.doc_id, figures=len(extraction.claims), doubt=" ".join(codes), detail=lines)


def _lines(raw: str, table: Table) -> str:
    """``5–9``: the line numbers of ``table`` in ``raw``, counted from 1."""
    first = _LINE_END.subn("", raw[: table.start])[1] + 1
    last = first + _LINE_END.subn("", raw[table.start : table.end])[1]
    return f"{first}–{last}" if last > first else str(first)


def refused(found: Unreadable) -> FileReport:
    """The line for a file that yielded no article."""
    return FileReport(found.source, found.digest, "empty" if found.reason == "empty" else "refused", found.reason, found.detail)
