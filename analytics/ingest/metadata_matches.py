"""Rows of a metadata table matched with texts. A text has the metadata of every path it was read from."""

from __future__ import annotations

import json
from dataclasses import replace

from analytics.documents.outcomes import FileReport
from analytics.workspace.metadata import Metadata

# Doubt codes: rows that contradict each other about one text, and a file name that is the name of several texts.
CONFLICT, AMBIGUOUS = "metadata_conflict", "metadata_ambiguous"


def table_doubts(line: FileReport) -> str:
    """The codes of ``line`` that are about the metadata table, separated by blanks."""
    return " ".join(code for code in line.doubt.split() if code in (CONFLICT, AMBIGUOUS))


class MetadataMatches:
    """What a metadata table says about each text, collected file by file."""

    def __init__(self, metadata: Metadata) -> None:
        self._metadata = metadata
        self._values: dict[str, dict[str, str]] = {}  # by doc_id
        self._texts: dict[str, str] = {}  # by file name in the table: the doc_id of the first text it was matched with

    def match(self, line: FileReport) -> FileReport:
        """``line`` with its file's row recorded for its text; in doubt if the table contradicts itself or the row is ambiguous.

        Of contradicting rows, the first counts. A row that names a file without its folder applies to every file of that name.
        """
        name = self._metadata.row_of(line.source)
        if not (name and line.doc_id):
            return line
        row, values = json.loads(self._metadata.table[name]), self._values.setdefault(line.doc_id, {})
        codes = line.doubt.split()
        if any(values.get(column, value) != value for column, value in row.items()):
            codes.append(CONFLICT)
        if name != line.source and self._texts.setdefault(name, line.doc_id) != line.doc_id:
            codes.append(AMBIGUOUS)
        self._values[line.doc_id] = {**row, **values}
        return replace(line, doubt=" ".join(codes))

    def of(self, doc_id: str) -> str:
        """The packed metadata of a text (see ``workspace.metadata.packed``); empty if there is none."""
        values = self._values.get(doc_id)
        return json.dumps(values, ensure_ascii=False, sort_keys=True) if values else ""
