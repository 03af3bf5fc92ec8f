"""What the dashboard reads: a claim table with its articles, from memory or from a workspace."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Protocol

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analytics.claims.innovations import InnovationTable
from analytics.claims.nounrules import applied
from analytics.claims.rows import ArticleRow, WholeClaim, records, schema_of
from analytics.claims.schema import CLAIM_SCHEMA, INNOVATION_SCHEMA
from analytics.claims.selection import Selection
from analytics.claims.table import ClaimTable
from analytics.documents.outcomes import FileReport
from analytics.ingest.corpus import Corpus
from analytics.search.engine import SearchEngine
from analytics.search.folding import fold
from analytics.search.postings import Postings, index
from analytics.workspace.corrections import correctable, fingerprint
from analytics.workspace.parts import forget_hashes
from analytics.workspace.snapshot import Snapshot
from analytics.workspace.store import Workspace
from extractors.model import Article

ARTICLES_SCHEMA = schema_of(ArticleRow)
SMALL = 500  # articles of a dataset whose readers wait: everything about it takes a moment
_REMEMBERED = 128  # cached articles: reading one from its part is the slowest step when a row is selected
_RULES = 2  # sets of people's rules whose table is kept: the present one, and the one before for who undoes the last
_INDEXED_HERE = 1_000  # texts that the index files may lack and the first search indexes in memory: a second


class Dataset(Protocol):
    """Claims and articles; immutable, so that sessions can share it."""

    @property
    def table(self) -> ClaimTable:
        """The active claims."""

    @property
    def innovations(self) -> InnovationTable:
        """The innovations named in the articles."""

    @property
    def articles(self) -> pa.Table:
        """One row per article, by ``ARTICLES_SCHEMA``."""

    @property
    def troubles(self) -> tuple[FileReport, ...]:
        """Outcomes of files that yielded nothing or were read with a doubt."""

    def lines(self, doc_id: str) -> Sequence[FileReport]:
        """Outcomes of the files that contain an article's text."""

    def article(self, doc_id: str) -> Article | None:
        """One article with its text; None if the id is unknown."""

    def texts(self, doc_ids: Collection[str]) -> Mapping[str, str]:
        """The source texts of some articles, by doc_id; unknown ids are left out. Cheaper than ``article``."""

    def engine(self, *, anew: bool = False) -> SearchEngine:
        """The search over all articles; ``anew`` reads every index file again."""


class MemoryDataset:
    """A corpus in memory."""

    def __init__(self, corpus: Corpus) -> None:
        self.table = ClaimTable.of_frame(corpus.claims)
        self.articles = _articles(corpus)
        self.innovations = InnovationTable.of_table(_arrow(corpus.innovations, INNOVATION_SCHEMA), self.articles, self.table)
        self.troubles = _troubles(corpus)
        self.article = corpus.articles.get
        self._corpus = corpus

    def lines(self, doc_id: str) -> Sequence[FileReport]:
        """Outcomes of the files of this article."""
        return [line for line in self._corpus.lines if line.doc_id == doc_id]

    def texts(self, doc_ids: Collection[str]) -> Mapping[str, str]:
        """From the corpus."""
        return _raw(self._corpus, doc_ids)

    def engine(self, *, anew: bool = False) -> SearchEngine:
        """Over an index in memory."""
        return self._engine

    @cached_property
    def _engine(self) -> SearchEngine:
        return SearchEngine(self.articles, [_indexed(self._corpus, self._corpus.articles)])


class ExtractedDataset:
    """A workspace's parts as extracted, without annotations; reused while the parts stay the same, because opening them is slow."""

    def __init__(self, workspace: Workspace, snapshot: Snapshot) -> None:
        self.table, self.articles = snapshot.extracted(), workspace.articles(snapshot)
        self.innovations = InnovationTable.of_parts(snapshot.innovations, self.articles, self.table)
        self.article = lru_cache(_REMEMBERED)(workspace.article)
        self.ruled = lru_cache(_RULES)(lambda rules: applied(self.table, rules, snapshot.links))
        self._workspace = workspace
        self._engine = lru_cache(1)(self._open_engine)
        self._fingerprints: dict[str, str] = {}

    def engine(self, *, anew: bool = False) -> SearchEngine:
        """Over the index files there are now; a few texts that they lack are indexed in memory."""
        if anew:
            forget_hashes()
            self._engine.cache_clear()
        return self._engine(self._workspace.index_files())

    def _open_engine(self, files: tuple[Path, ...]) -> SearchEngine:
        indexes = self._workspace.indexes(files)
        engine = SearchEngine(self.articles, indexes)
        missing = engine.unindexed()
        if not 0 < missing <= _INDEXED_HERE:
            return engine
        known = {doc_id for each in indexes for doc_id in each.doc_ids}
        return SearchEngine(self.articles, [*indexes, index(list(self._workspace.texts_beyond(known)))])

    def claims_of(self, doc_id: str) -> list[WholeClaim]:
        """The claims of one article as extracted, repeats included."""
        batches = self.table.stream(Selection(repeats=True).choosing("doc", [doc_id]))
        return records(pa.Table.from_batches(batches, CLAIM_SCHEMA), WholeClaim)

    def fingerprints(self, claim_ids: Set[str]) -> dict[str, str]:
        """Fingerprints of claims as extracted, by claim_id; cached. Unknown ids are left out."""
        if unknown := claim_ids - self._fingerprints.keys():
            found = records(self.table.claims(unknown), WholeClaim)
            self._fingerprints |= {claim.claim_id: fingerprint(correctable(claim)) for claim in found}
        return {claim_id: self._fingerprints[claim_id] for claim_id in claim_ids if claim_id in self._fingerprints}


class WorkspaceDataset:
    """A workspace at one moment, with annotations applied; the caller opens it again when its ``generation`` changes."""

    def __init__(self, workspace: Workspace, snapshot: Snapshot | None = None, opened: ExtractedDataset | None = None) -> None:
        self.snapshot = snapshot or workspace.snapshot()
        self.extracted = opened or ExtractedDataset(workspace, self.snapshot)
        self.table = self.snapshot.table(self.extracted.ruled(self.snapshot.rules))
        self.articles, self.article = self.extracted.articles, self.extracted.article
        self.innovations = self.extracted.innovations.over(self.table, self.snapshot.corrected_claims, self.articles, self.snapshot.cleared)
        with workspace.manifest.reading() as transaction:
            self.troubles = tuple(transaction.troubles())
        self._workspace, self._manifest = workspace, workspace.manifest
        self.engine = self.extracted.engine

    def with_annotations_of(self, workspace: Workspace, snapshot: Snapshot) -> WorkspaceDataset:
        """The same parts with the annotations of a later ``snapshot``, as far as they are about articles of these parts."""
        shown = self.articles["doc_id"]
        corrected, rejected = (rows.filter(pc.is_in(rows["doc_id"], shown)) for rows in (snapshot.corrected_claims, snapshot.rejected))
        parts = {name: getattr(self.snapshot, name) for name in ("made_of", "claims", "documents", "innovations", "links", "last_arrival")}
        return WorkspaceDataset(workspace, replace(snapshot, corrected_claims=corrected, rejected=rejected, **parts), self.extracted)

    @cached_property
    def with_rejected(self) -> ClaimTable:
        """The claims, including rejected ones."""
        return self.snapshot.with_rejected(self.extracted.ruled(self.snapshot.rules))

    def texts(self, doc_ids: Collection[str]) -> Mapping[str, str]:
        """From the workspace."""
        return self._workspace.texts(doc_ids)

    def lines(self, doc_id: str) -> Sequence[FileReport]:
        """Outcomes recorded in the workspace for this article."""
        with self._manifest.reading() as transaction:
            return transaction.lines_of(doc_id)


class DatasetWithUploads:
    """A user's own articles on top of a dataset; articles that it already has stay as they are."""

    def __init__(self, base: Dataset, uploads: Corpus) -> None:
        self._base, self._uploads = base, uploads
        self.table = base.table.with_added(_arrow(uploads.claims, CLAIM_SCHEMA))
        own = _less(_articles(uploads), base.articles)
        self.articles = pa.concat_tables([base.articles, own])
        named = _less(_arrow(uploads.innovations, INNOVATION_SCHEMA), base.articles)
        self.innovations = base.innovations.with_added(named, own, self.table)
        self.troubles = (*base.troubles, *_troubles(uploads))
        self._own = _indexed(uploads, own["doc_id"].to_pylist())
        self._engine = lru_cache(1)(lambda engine: SearchEngine(self.articles, [*engine.indexes, self._own]))

    def lines(self, doc_id: str) -> Sequence[FileReport]:
        """Outcomes from the shared dataset, then from the uploads."""
        return [*self._base.lines(doc_id), *(line for line in self._uploads.lines if line.doc_id == doc_id)]

    def texts(self, doc_ids: Collection[str]) -> Mapping[str, str]:
        """From the uploads and the shared dataset: the same text has the same id in both."""
        own = _raw(self._uploads, doc_ids)
        return {**own, **self._base.texts(set(doc_ids) - own.keys())}

    def engine(self, *, anew: bool = False) -> SearchEngine:
        """Over the shared dataset's indexes and one of the uploads, in memory."""
        return self._engine(self._base.engine(anew=anew))

    def article(self, doc_id: str) -> Article | None:
        """The shared dataset's article, or else the user's own."""
        return self._base.article(doc_id) or self._uploads.articles.get(doc_id)


def _raw(corpus: Corpus, doc_ids: Iterable[str]) -> dict[str, str]:
    return {doc_id: corpus.articles[doc_id].raw for doc_id in doc_ids if doc_id in corpus.articles}


def _indexed(corpus: Corpus, doc_ids: Iterable[str]) -> Postings:
    return index([(doc_id, fold(corpus.articles[doc_id].raw).text) for doc_id in doc_ids])


def _arrow(frame: pd.DataFrame, schema: pa.Schema) -> pa.Table:
    return pa.Table.from_pandas(frame, schema=schema, preserve_index=False)


def _less(rows: pa.Table, known: pa.Table) -> pa.Table:
    """Rows of articles that are not in ``known``."""
    return rows.filter(pc.invert(pc.is_in(rows["doc_id"], known["doc_id"])))


def _articles(corpus: Corpus) -> pa.Table:
    read = {line.doc_id: line for line in corpus.lines if line.outcome == "read"}
    rows = [
        {name: getattr(read[doc_id] if name in ("encoding", "doubt") else article, name) for name in ARTICLES_SCHEMA.names}
        for doc_id, article in corpus.articles.items()
    ]
    return pa.Table.from_pylist(rows, ARTICLES_SCHEMA)


def _troubles(corpus: Corpus) -> tuple[FileReport, ...]:
    return tuple(line for line in corpus.lines if line.outcome in ("refused", "empty") or (line.outcome == "read" and line.doubt))
