"""A reader's own articles: added, edited, removed and put back, in one session and for nobody else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from analytics.documents import Document, Unreadable
from analytics.documents.model import whole
from analytics.documents.outcomes import Line
from analytics.ingest.corpus import Corpus, build, join
from extractors.model import Article, SourceText
from extractors.pipeline import doc_id_of


@dataclass(frozen=True)
class Uploads:
    """``documents`` as their files gave them, by doc_id; ``said`` is what the reader says of them (see ``edited``);
    ``removed`` articles are out of ``corpus``. A value that never changes: each method gives another."""

    documents: Mapping[str, Document] = field(default_factory=dict)
    said: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    removed: Mapping[str, Article] = field(default_factory=dict)
    corpus: Corpus = field(default_factory=lambda: build(()))

    def adding(self, items: Iterable[Document | Unreadable]) -> tuple[Uploads, tuple[Line, ...]]:
        """These and more, and what became of each file. A removed article that is given again is back."""
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
        """One article with another ``title``, ``publisher``, ``url`` or ``published_on`` (ISO), extracted again; an empty value is
        the file's own again."""
        said = {name: value for name, value in {**self.said.get(doc_id, {}), **values}.items() if value}
        now = replace(self, said={**self.said, doc_id: said})
        return now if doc_id in self.removed else replace(now, corpus=self.corpus.without(doc_id))._with(doc_id)

    def without(self, doc_id: str) -> Uploads:
        """One article less; ``back`` puts it back."""
        return replace(self, removed={**self.removed, doc_id: self.corpus.articles[doc_id]}, corpus=self.corpus.without(doc_id))

    def back(self, doc_id: str) -> Uploads:
        """One removed article put back."""
        return replace(self, removed={known: article for known, article in self.removed.items() if known != doc_id})._with(doc_id)

    def kept(self) -> list[Document]:
        """The documents that are not removed, as their files gave them."""
        return [document for doc_id, document in self.documents.items() if doc_id not in self.removed]

    def _with(self, doc_id: str) -> Uploads:
        document = self.documents[doc_id]
        text = _laid_over(document.text, self.said.get(doc_id, {}))
        return replace(self, corpus=join(self.corpus, build([replace(document, text=text)])))


def _laid_over(text: SourceText, said: Mapping[str, str]) -> SourceText:
    changes: dict[str, Any] = {name: whole(value) for name, value in said.items() if name != "published_on"}
    published = date.fromisoformat(said["published_on"]) if "published_on" in said else text.published_on
    return replace(text, **changes, published_on=published)
