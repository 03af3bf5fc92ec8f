"""Metadata of articles from users: tables and manual edits, packed as JSON, and their use on a text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from analytics.documents import names_of
from extractors.model import SourceText


@dataclass(frozen=True, slots=True)
class Metadata:
    """Article metadata from users: the table of this run by source (relative path or file name), earlier tables and manual edits by doc_id.

    Manual edits override tables. A value emptied by hand falls back to the table's or the article's own.
    """

    table: Mapping[str, str]
    given: Mapping[str, str]
    by_hand: Mapping[str, Mapping[str, str]]

    def about(self, articles: Iterable[tuple[str, str]]) -> Metadata:
        """A smaller copy for these ``(source, doc_id)`` pairs, to send to a worker; doc_id is empty if not known yet."""
        known = list(articles)
        names = {name for source, _ in known for name in names_of(source)} & self.table.keys()
        ids = {doc_id for _, doc_id in known} & self.given.keys()
        return Metadata({name: self.table[name] for name in names}, {doc_id: self.given[doc_id] for doc_id in ids}, self.by_hand)

    def said(self, source: str) -> str:
        """Packed metadata of a source in this run's table; empty if there is none."""
        return self.table.get(self.row_of(source), "")

    def row_of(self, source: str) -> str:
        """The name under which this run's table has metadata of a source: its path, its file name, or that without suffix; empty if none."""
        return next((name for name in names_of(source) if self.table.get(name)), "")

    def of(self, source: str, doc_id: str) -> str:
        """Packed metadata of one article, manual edits over tables; empty if there is none."""
        table = self.said(source) or self.given.get(doc_id, "")
        both = {**(json.loads(table) if table else {}), **{name: value for name, value in self.by_hand.get(doc_id, {}).items() if value}}
        return json.dumps(both, ensure_ascii=False, sort_keys=True) if both else ""


def with_annotations(text: SourceText, given: str) -> SourceText:
    """``text`` with the result of ``Metadata.of`` applied."""
    if not given:
        return text
    said = json.loads(given)
    changes = {name: value for name, value in said.items() if name != "published_on"}
    published = date.fromisoformat(said["published_on"]) if said.get("published_on") else text.published_on
    return replace(text, **changes, published_on=published)


def packed(row: SourceText) -> str:
    """A row of a metadata table as JSON with sorted keys; empty if it has no values."""
    values = {
        "title": row.title,
        "publisher": row.publisher,
        "url": row.url,
        "published_on": row.published_on.isoformat() if row.published_on else "",
    }
    said = {name: value for name, value in values.items() if value}
    return json.dumps(said, ensure_ascii=False, sort_keys=True) if said else ""
