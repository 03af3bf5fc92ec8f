"""A user's own articles: added, edited, removed and restored, in one session and visible to nobody else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from analytics.documents import Document, Unreadable
from analytics.documents.model import whole
from analytics.documents.outcomes import FileReport
from analytics.ingest.corpus import Corpus, build, join
from extractors.ids import doc_id_of
from extractors.model import Article, SourceText


@dataclass(frozen=True)
class Uploads:
    """An immutable value: each method returns a new one.

    ``documents`` are as read from their files, by doc_id; ``said`` is metadata set by the user (see ``edited``); ``removed`` articles are
    not in ``corpus``.
    """

    documents: Mapping[str, Document] = field(default_factory=dict)
    said: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    removed: Mapping[str, Article] = field(default_factory=dict)
    corpus: Corpus = field(default_factory=lambda: build(()))

    def adding(self, items: Iterable[Document | Unreadable]) -> tuple[Uploads, tuple[FileReport, ...]]:
        """Add documents; returns the new value and the outcome of each file. A removed article that is added again is restored."""
        found = list(items)
        new = {doc_id_of(item.text.raw): item for item in found if isinstance(item, Document)}
        base = self
        for doc_id in [doc_id for doc_id in self.removed if doc_id in new]:
            base = base.back(doc_id)
        before = len(base.corpus.lines)
        corpus = join(base.corpus, build(found))
        documents = {doc_id: item for doc_id, item in new.items() if doc_id in corpus.articles}
        return replace(base, documents={**documents, **base.documents}, corpus=corpus), corpus.lines[before:]

    def edited(self, doc_id: str, values: Mapping[str, str]) -> Uploads:
        """Set ``title``, ``publisher``, ``url`` or ``published_on`` (ISO 8601) of one article and extract it again.

        An empty value restores the file's own. Raises ValueError for an invalid date.
        """
        said = {name: value for name, value in {**self.said.get(doc_id, {}), **values}.items() if value}
        now = replace(self, said={**self.said, doc_id: said})
        return now if doc_id in self.removed else replace(now, corpus=self.corpus.without(doc_id))._with(doc_id)

    def without(self, doc_id: str) -> Uploads:
        """Remove one article; ``back`` restores it. Raises KeyError if the id is unknown."""
        return replace(self, removed={**self.removed, doc_id: self.corpus.articles[doc_id]}, corpus=self.corpus.without(doc_id))

    def back(self, doc_id: str) -> Uploads:
        """Restore one removed article."""
        return replace(self, removed={known: article for known, article in self.removed.items() if known != doc_id})._with(doc_id)

    def kept(self) -> list[Document]:
        """Documents that are not removed, as read from their files."""
        return [document for doc_id, document in self.documents.items() if doc_id not in self.removed]

    def _with(self, doc_id: str) -> Uploads:
        document = self.documents[doc_id]
        text = _with_own_metadata(document.text, self.said.get(doc_id, {}))
        return replace(self, corpus=join(self.corpus, build([replace(document, text=text)])))


def _with_own_metadata(text: SourceText, said: Mapping[str, str]) -> SourceText:
    changes: dict[str, Any] = {name: whole(value) for name, value in said.items() if name != "published_on"}
    published = date.fromisoformat(said["published_on"]) if "published_on" in said else text.published_on
    return replace(text, **changes, published_on=published)
