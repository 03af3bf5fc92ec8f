"""What the dashboard reads: a claim table and the articles behind it, wherever they lie."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Protocol, cast

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analytics.claimtable import ClaimTable
from analytics.columns import CLAIM_SCHEMA, INNOVATION_SCHEMA
from analytics.corpus import Corpus
from analytics.documents import Doubt, Reason, Unreadable
from analytics.innovationtable import InnovationTable
from analytics.workspace.store import Workspace
from extractors.model import Article

ARTICLES_SCHEMA = pa.schema([(name, CLAIM_SCHEMA.field(name).type) for name in ("doc_id", "title", "publisher", "published_on", "source")])

_OPEN = 8  # articles kept as they were last read: a long one takes a while, and is asked for at every click


class Archive(Protocol):
    """Claims and articles; the same for all who share it, and never changed."""

    @property
    def table(self) -> ClaimTable:
        """The claims that count."""

    @property
    def innovations(self) -> InnovationTable:
        """The innovations that the articles name."""

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
        self.innovations = InnovationTable.of_table(_arrow(corpus.innovations, INNOVATION_SCHEMA), self.articles, self.table)
        self.unreadable, self.doubtful = corpus.unreadable, corpus.doubtful
        self.article = corpus.articles.get


class Stored:
    """A workspace as it stands; it is opened anew when its ``generation`` changes."""

    def __init__(self, workspace: Workspace) -> None:
        self.table, self.articles = workspace.view().table(), workspace.articles()
        self.innovations = InnovationTable.of_parts(workspace.view_paths("innovations"), self.articles, self.table)
        self.article = lru_cache(_OPEN)(workspace.article)
        with workspace.manifest.reading() as ledger:
            refused = ledger.lines("refused", "empty")
            self.unreadable = tuple(Unreadable(line.source, cast(Reason, line.reason), line.detail) for line in refused)
            self.doubtful = tuple((line.source, cast(Doubt, line.doubt)) for line in ledger.lines("read") if line.doubt)


class WithUploads:
    """A reader's own articles laid over an archive; those it has already stay as they are."""

    def __init__(self, base: Archive, uploads: Corpus) -> None:
        self._base, self._uploads = base, uploads
        self.table = base.table.with_added(_arrow(uploads.claims, CLAIM_SCHEMA))
        own = _less(_articles(uploads.articles), base.articles)
        self.articles = pa.concat_tables([base.articles, own])
        named = _less(_arrow(uploads.innovations, INNOVATION_SCHEMA), base.articles)
        self.innovations = base.innovations.with_added(named, own, self.table)
        self.unreadable = (*base.unreadable, *uploads.unreadable)
        self.doubtful = (*base.doubtful, *uploads.doubtful)

    def article(self, doc_id: str) -> Article | None:
        """The archive's, or else the reader's own."""
        return self._base.article(doc_id) or self._uploads.articles.get(doc_id)


def _arrow(frame: pd.DataFrame, schema: pa.Schema) -> pa.Table:
    return pa.Table.from_pandas(frame, schema=schema, preserve_index=False)


def _less(rows: pa.Table, known: pa.Table) -> pa.Table:
    """The rows of articles that are not among the known."""
    return rows.filter(pc.invert(pc.is_in(rows["doc_id"], known["doc_id"])))


def _articles(articles: Mapping[str, Article]) -> pa.Table:
    columns = [[getattr(article, name) for article in articles.values()] for name in ARTICLES_SCHEMA.names]
    return pa.table([pa.array(column, field.type) for column, field in zip(columns, ARTICLES_SCHEMA, strict=True)], schema=ARTICLES_SCHEMA)
