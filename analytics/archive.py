"""What the dashboard reads: a claim table and the articles behind it, wherever they lie."""

from __future__ import annotations

from collections.abc import Mapping, Set
from functools import cached_property
from typing import Protocol, cast

import pyarrow as pa
import pyarrow.compute as pc

from analytics.claimtable import ClaimTable
from analytics.columns import CLAIM_SCHEMA
from analytics.corpus import Corpus
from analytics.documents import Doubt, Reason, Unreadable
from analytics.workspace.corrections import fingerprint
from analytics.workspace.store import Workspace
from analytics.workspace.views import View
from extractors.model import Article

ARTICLES_SCHEMA = pa.schema([(name, CLAIM_SCHEMA.field(name).type) for name in ("doc_id", "title", "publisher", "published_on", "source")])


class Archive(Protocol):
    """Claims and articles; the same for all who share it, and never changed."""

    @property
    def table(self) -> ClaimTable:
        """The claims that count."""

    @property
    def articles(self) -> pa.Table:
        """One row per article, by ``ARTICLES_SCHEMA``."""

    @property
    def unreadable(self) -> tuple[Unreadable, ...]:
        """The files that gave nothing."""

    @property
    def doubtful(self) -> tuple[tuple[str, Doubt], ...]:
        """The articles of whose reading something is uncertain, with the code of what."""

    def article(self, doc_id: str) -> Article | None:
        """One article with its text; nothing where the id is unknown."""


class Held:
    """A corpus in memory."""

    def __init__(self, corpus: Corpus) -> None:
        self.table = ClaimTable.of_frame(corpus.claims)
        self.articles = _articles(corpus.articles)
        self.unreadable, self.doubtful = corpus.unreadable, corpus.doubtful
        self.article = corpus.articles.get


class Opened:
    """A workspace's parts as they were read, before anybody's word; opening them is what takes time."""

    def __init__(self, workspace: Workspace, view: View) -> None:
        self.table, self.articles = view.extracted(), workspace.articles(view)
        with workspace.manifest.reading() as ledger:
            refused = ledger.lines("refused", "empty")
            self.unreadable = tuple(Unreadable(line.source, cast(Reason, line.reason), line.detail) for line in refused)
            self.doubtful = tuple((line.source, cast(Doubt, line.doubt)) for line in ledger.lines("read") if line.doubt)
        self._fingerprints: dict[str, str] = {}

    def fingerprints(self, claim_ids: Set[str]) -> dict[str, str]:
        """Claims' fingerprints as they were read; each is worked out once."""
        if unknown := claim_ids - self._fingerprints.keys():
            self._fingerprints |= {row["claim_id"]: fingerprint(row) for row in self.table.claims(unknown).to_pylist()}
        return {claim_id: self._fingerprints[claim_id] for claim_id in claim_ids if claim_id in self._fingerprints}


class Stored:
    """A workspace as it stands, with people's words; it is opened anew when its ``generation`` changes."""

    def __init__(self, workspace: Workspace, view: View | None = None, opened: Opened | None = None) -> None:
        self.view = view or workspace.view()
        self.opened = opened or Opened(workspace, self.view)
        self.table, self.articles, self.article = self.view.table(self.opened.table), self.opened.articles, workspace.article
        self.unreadable, self.doubtful = self.opened.unreadable, self.opened.doubtful

    @cached_property
    def judged(self) -> ClaimTable:
        """The claims with the rejected ones among them."""
        return self.view.judged(self.opened.table)


class WithUploads:
    """A reader's own articles laid over an archive; those it has already stay as they are."""

    def __init__(self, base: Archive, uploads: Corpus) -> None:
        self._base, self._uploads = base, uploads
        self.table = base.table.with_added(pa.Table.from_pandas(uploads.claims, schema=CLAIM_SCHEMA, preserve_index=False))
        own = _articles(uploads.articles)
        self.articles = pa.concat_tables([base.articles, own.filter(pc.invert(pc.is_in(own["doc_id"], base.articles["doc_id"])))])
        self.unreadable = (*base.unreadable, *uploads.unreadable)
        self.doubtful = (*base.doubtful, *uploads.doubtful)

    def article(self, doc_id: str) -> Article | None:
        """The archive's, or else the reader's own."""
        return self._base.article(doc_id) or self._uploads.articles.get(doc_id)


def _articles(articles: Mapping[str, Article]) -> pa.Table:
    columns = [[getattr(article, name) for article in articles.values()] for name in ARTICLES_SCHEMA.names]
    return pa.table([pa.array(column, field.type) for column, field in zip(columns, ARTICLES_SCHEMA, strict=True)], schema=ARTICLES_SCHEMA)
